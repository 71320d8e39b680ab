"""The pages of moderation: who sees what, what is typed stays, what leaves as CSV."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bedside.audit import queries as audit
from bedside.channels.models import HubComment
from bedside.inbox import actions, queries
from bedside.inbox.models import CommentPolicy, Conversation, ModerationAct
from bedside.inbox.tests.moderating import drafted, hidden, in_force
from bedside.inbox.tests.pages import by_id, read, words
from bedside.inbox.tests.people import Jobs, comment, say
from bedside.inbox.tests.test_claims import given as claim_given
from bedside.inbox.tests.test_suspicions import SAME, SPAM
from tests.cast import START, Hospital
from tests.nonsense import HOSTILE

AD = "Buy my miracle tea, it is the best!"


def to(name: str, *parts: object) -> str:
    return reverse(f"moderation:{name}", args=["riverbend", *parts])


@pytest.fixture
def rosa(riverbend: Hospital, client: Client) -> Client:
    client.force_login(riverbend.rosa.user)
    return client


@pytest.fixture
def said(riverbend: Hospital, jobs: Jobs) -> Conversation:
    return comment(riverbend, jobs, AD)


def as_(client: Client, member: Any) -> Client:
    client.force_login(member.user)
    return client


def state(hospital: Hospital) -> str:
    return HubComment.objects.get(organization=hospital.organization).state


def test_one_hides_by_a_clause_from_the_conversation(riverbend: Hospital, rosa: Client, said: Conversation) -> None:
    in_force(riverbend)
    message = queries.messages_of(said)[0].pk
    here = reverse("inbox:conversation", args=["riverbend", said.pk])
    panel = words(by_id(read(rosa.get(f"{here}?hide={message}")), "panel"))
    assert "Personal attack" in panel
    url = reverse("inbox:moderate", args=["riverbend", said.pk, message])
    refused = rosa.post(url, {"kind": "hide", "clause": "", "words": HOSTILE})
    assert refused.status_code == 422
    assert "<script>alert" not in refused.content.decode()
    assert state(riverbend) == HubComment.SHOWN
    for bad in ({"kind": "delete", "clause": "ads"}, {"kind": "block", "clause": "ads"}):
        assert rosa.post(url, bad).status_code == 422
    rosa.post(url, {"kind": "hide", "clause": "ads", "words": "Third time."})
    rosa.post(url, {"kind": "hide", "clause": "ads"})
    assert ModerationAct.objects.filter(organization=riverbend.organization).count() == 1
    assert "Advertising" in words(read(rosa.get(here)))


def test_the_conversation_suggests_and_does_nothing_by_itself(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    made = say(riverbend, jobs, SPAM)
    page = words(read(rosa.get(reverse("inbox:conversation", args=["riverbend", made.pk]))))
    assert "This may be spam." in page
    assert not ModerationAct.objects.filter(organization=riverbend.organization).exists()
    assert queries.access_conversation(riverbend.organization, made.pk).state == "open"


def test_the_log_and_one_act(riverbend: Hospital, rosa: Client, said: Conversation) -> None:
    in_force(riverbend)
    act = hidden(riverbend, said, words="Third time.")
    log = words(read(rosa.get(to("log"))))
    assert act.code in log
    assert "miracle" not in log
    for query in ("?days=7&kind=x&page=9", "?days=30&kind=hide", "?days=0", "?page=-1"):
        assert rosa.get(to("log") + query).status_code == 200
    page = rosa.get(to("act", act.pk))
    assert page.headers["Cache-Control"] == "no-store"
    assert f"?ref={act.code}" in page.content.decode()
    assert rosa.post(to("evidence", act.pk), {"reason": ""}).status_code == 422
    assert AD in rosa.post(to("evidence", act.pk), {"reason": "For the court."}).content.decode()
    assert rosa.post(to("undo", act.pk), {"why": ""}).status_code == 422
    rosa.post(to("undo", act.pk), {"why": "It is no advertising."})
    assert state(riverbend) == HubComment.SHOWN


def test_the_log_warns_where_criticism_alone_is_hidden(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    in_force(riverbend)
    for number in range(9):
        talk = comment(
            riverbend, jobs, f"The clerk was rude and awful to me, shame on you. {number}", name=f"P{number}"
        )
        hidden(riverbend, talk, "off_topic")
        for kind in ("Lovely garden", "Where do I park the car", "Thank you all"):
            comment(riverbend, jobs, f"{kind}, number {number}!", name=f"Q{number}")
    page = words(read(rosa.get(to("log"))))
    assert "Criticism is hidden more often than anything else" in page
    assert "used 9 times, on criticism alone" in page


def test_the_export_holds_no_words_of_the_public_and_no_formula(
    riverbend: Hospital, client: Client, said: Conversation
) -> None:
    in_force(riverbend)
    act = hidden(riverbend, said, words="Called twice by Maria.")
    actions.undo_moderation(act=act, why="=cmd|' /C calc'!A0", by=riverbend.ben, at=START)
    assert as_(client, riverbend.rosa).get(to("export")).status_code == 403
    answer = as_(client, riverbend.petra).get(to("export") + "?days=30")
    text = answer.content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["reference"] == act.code
    assert (row["act"], row["clause"], row["policy_version"], row["by"]) == ("hide", "Advertising", "1", "Rosa Reyes")
    assert row["undone_why"].startswith("'=")
    assert "miracle" not in text
    assert "Maria" not in text
    assert audit.entries(riverbend.organization, kind="inbox.moderation_exported").get().details == {"number": 1}


def test_a_policy_from_clauses_to_the_public(riverbend: Hospital, client: Client) -> None:
    milo = as_(client, riverbend.milo)
    assert "No comment policy is in force" in words(read(milo.get(to("policy"))))
    form = {"ownership": "public", "on": ["ads", "hours", "contact"], "en_0": "No files.", "es_0": "Sin archivos."}
    wrong = milo.post(to("policy-edit"), form | {"es_0": ""})
    assert wrong.status_code == 422
    assert "No files." in wrong.content.decode()
    assert milo.post(to("policy-edit"), form | {"ownership": "royal"}).status_code == 422
    made = milo.post(to("policy-edit"), form | {"rule_0": "on", "neutral_0": "on"})
    assert made.headers["Location"] == to("policy-version", 1)
    page = words(read(milo.get(to("policy-version", 1))))
    assert "school grade" in page
    assert "not confirmed by a lawyer" in page
    milo.post(to("policy-propose", 1))
    found = CommentPolicy.objects.get(organization=riverbend.organization)
    assert milo.post(to("policy-approve", 1), {"seen": found.digest}).status_code == 403
    ben = as_(client, riverbend.ben)
    assert ben.post(to("policy-return", 1), {"note": ""}).status_code == 422
    ben.post(to("policy-approve", 1), {"seen": "0"})
    assert queries.policy_in_force(riverbend.organization) is None
    ben.post(to("policy-approve", 1), {"seen": found.digest})
    assert queries.policy_in_force(riverbend.organization) == found
    assert "No files." in client.get(reverse("hub:policy", args=["riverbend"])).content.decode()
    assert ben.get(to("policy-version", 7)).status_code == 404
    ben.post(to("holding"), {"misinformation": "on"})
    assert not queries.holding(riverbend.organization).spam


def test_a_policy_can_be_sent_back(riverbend: Hospital, client: Client) -> None:
    actions.propose_policy(policy=drafted(riverbend), by=riverbend.milo, at=START)
    as_(client, riverbend.ben).post(to("policy-return", 1), {"note": "Say more of photos."})
    assert "Say more of photos." in words(read(client.get(to("policy-version", 1))))


def test_the_queue_by_keys(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    assert "Nothing looks like spam" in words(read(rosa.get(to("queue"))))
    first, second = say(riverbend, jobs, SPAM), say(riverbend, jobs, f"{SPAM} hurry", author_id="did:plc:2")
    page = rosa.get(to("queue")).content.decode()
    for key in ("s", "n", "."):
        assert f'data-key="{key}"' in page
    led = rosa.post(to("judge", first.pk), {"is": "spam", "next": str(second.pk)})
    assert led.headers["Location"] == f"{to('queue')}?at={second.pk}"
    rosa.post(to("judge", second.pk), {"is": "fair", "next": HOSTILE})
    states = [queries.access_conversation(riverbend.organization, one.pk).state for one in (first, second)]
    assert states == ["spam", "open"]
    assert rosa.post(to("judge", first.pk), {"is": "x"}).status_code == 302
    assert rosa.get(to("queue") + "?at=999999").status_code == 200


def test_all_with_the_same_words_in_the_queue(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    for name in ("Lee", "Kim", "Pat"):
        talk = comment(riverbend, jobs, SAME, name=name)
    assert "Also the 2 others with the same words" in words(read(rosa.get(to("queue"))))
    rosa.post(to("judge", talk.pk), {"is": "fair", "all": "yes"})
    assert not queries.suspicions(riverbend.organization).exists()


def test_an_appeal_from_the_desk(riverbend: Hospital, client: Client, said: Conversation) -> None:
    in_force(riverbend)
    act = hidden(riverbend, said)
    appeal, _token = actions.ask_moderation_appeal(
        organization=riverbend.organization, act=act, where="", words="It was a question.", language="en", at=START
    )
    rosa = as_(client, riverbend.rosa)
    assert "somebody else decides" in words(read(rosa.get(to("appeal", appeal.pk))))
    decision = {"stands": "no", "reason": "It was a question, no ad."}
    assert rosa.post(to("decide", appeal.pk), decision).status_code == 409
    ben = as_(client, riverbend.ben)
    assert "It was a question." in words(read(ben.get(to("appeal", appeal.pk))))
    assert ben.post(to("decide", appeal.pk), {"stands": "no", "reason": ""}).status_code == 422
    ben.post(to("decide", appeal.pk), decision)
    assert state(riverbend) == HubComment.SHOWN
    assert "undone" in words(read(ben.get(to("appeals"))))


def test_corrections_are_written_and_approved_on_their_pages(riverbend: Hospital, client: Client) -> None:
    told = claim_given()
    form = {**{k: v for k, v in told.items() if k != "texts"}, **told["texts"], "source_date": "2026-09-01"}
    rosa = as_(client, riverbend.rosa)
    wrong = rosa.post(to("claim-new"), form | {"source_url": "javascript:alert(1)"})
    assert wrong.status_code == 422
    assert "It holds no living virus." in wrong.content.decode()
    rosa.post(to("claim-new"), form)
    made = queries.claims(riverbend.organization).get()
    assert rosa.post(to("claim-approve", made.pk), {"seen": made.digest}).status_code == 403
    chen = as_(client, riverbend.chen)
    assert "Approve these words" in words(read(chen.get(to("claim", made.pk))))
    chen.post(to("claim-approve", made.pk), {"seen": made.digest})
    assert queries.access_claim(riverbend.organization, made.pk).state == "approved"
    assert "used 0 times" in words(read(chen.get(to("claims"))))
    chen.post(to("claim-retire", made.pk))
    assert "No correction here" in words(read(chen.get(to("claims"))))
    assert "flu shot" in words(read(chen.get(to("claims") + "?retired=yes")))
    milo = as_(client, riverbend.milo)
    milo.post(to("claim", made.pk), form | {"myth": "Another myth"})
    assert queries.access_claim(riverbend.organization, made.pk).myth != "Another myth"


def test_an_author_has_no_business_here(riverbend: Hospital, client: Client) -> None:
    ada = as_(client, riverbend.ada)
    for name in ("log", "export", "queue", "appeals", "policy", "policy-edit", "claims", "claim-new"):
        assert ada.get(to(name)).status_code == 403, name
