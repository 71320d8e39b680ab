"""Somebody of the public asks that another person looks again: on the hub, without an account, decided by another."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from bedside.audit import queries as audit
from bedside.channels.models import HubComment, HubPost
from bedside.inbox import actions, queries
from bedside.inbox.models import Conversation, ModerationAct, ModerationAppeal
from bedside.inbox.moderation import NotYours, Refused
from bedside.inbox.tests.moderating import hidden, in_force
from bedside.inbox.tests.people import Jobs, comment, hub_post
from tests.cast import START, Hospital
from tests.nonsense import HOSTILE, shown_in

WHY = "I asked about your prices. My name is Maria Gonzalez and I sell nothing."


@pytest.fixture
def post(riverbend: Hospital) -> HubPost:
    in_force(riverbend)
    return hub_post(riverbend)


@pytest.fixture
def said(riverbend: Hospital, jobs: Jobs, post: HubPost) -> Conversation:
    return comment(riverbend, jobs, "Buy my miracle tea, it is the best!", post=post)


@pytest.fixture
def act(riverbend: Hospital, said: Conversation) -> ModerationAct:
    cache.clear()
    return hidden(riverbend, said)


def to(name: str, *parts: str) -> str:
    return reverse(f"hub:{name}", args=["riverbend", *parts])


def ticket(client: Client, query: str = "") -> str:
    page = client.get(to("policy-ask") + query).content.decode()
    found = re.search(r'name="ticket" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def write(client: Client, **given: str) -> str:
    """The address at which the decision is read."""
    answer = client.post(to("policy-ask"), {"ticket": ticket(client), "words": WHY} | given)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def appealed(act: ModerationAct) -> ModerationAppeal:
    found = queries.appeal_of(act)
    assert found is not None
    return found


def shown(hospital: Hospital) -> str:
    return HubComment.objects.get(organization=hospital.organization).state


def test_the_policy_stands_on_the_hub_in_two_languages(riverbend: Hospital, client: Client) -> None:
    assert client.get(to("policy")).status_code == 404
    in_force(riverbend)
    english = client.get(to("policy")).content.decode()
    assert "What we may hide" in english
    assert "call or text 988" in english
    spanish = client.get(to("policy") + "?lang=es").content.decode()
    assert '<article class="article" lang="es">' in spanish
    assert "oprima 2" in spanish
    assert "Comment policy" in client.get(to("home")).content.decode()
    assert not client.cookies


def test_a_draft_is_not_public(riverbend: Hospital, client: Client) -> None:
    from bedside.inbox.tests.moderating import drafted

    drafted(riverbend)
    assert client.get(to("policy")).status_code == 404


def test_the_page_says_what_was_hidden_and_never_its_words(
    riverbend: Hospital, client: Client, post: HubPost, act: ModerationAct
) -> None:
    page = client.get(to("post", post.slug)).content.decode()
    assert "1 comment was hidden under our comment policy" in page
    assert "Advertising" in page
    assert act.code in page
    assert "miracle" not in page
    assert "Rosa" not in page


def test_its_author_asks_and_reads_the_decision(riverbend: Hospital, client: Client, act: ModerationAct) -> None:
    where = write(client, ref=act.code)
    assert "somebody who did not hide it" in client.get(where).content.decode().casefold()
    found = appealed(act)
    assert b"Maria" not in bytes(found.sealed)
    assert "Maria" not in queries.appeal_words(found)["words"], "identifiers are hidden here as everywhere"
    actions.decide_appeal(
        appeal=found, stands=False, reason="You asked for prices; that is no ad.", by=riverbend.ben, at=START
    )
    page = client.get(where)
    assert "we undid it" in page.content.decode()
    assert "that is no ad" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert shown(riverbend) == HubComment.SHOWN
    assert ModerationAct.objects.get(pk=act.pk, organization=riverbend.organization).undone_by == riverbend.ben


def test_whoever_hid_it_does_not_decide(riverbend: Hospital, client: Client, act: ModerationAct) -> None:
    write(client, ref=act.code)
    with pytest.raises(NotYours):
        actions.decide_appeal(appeal=appealed(act), stands=True, reason="It is an ad.", by=riverbend.rosa, at=START)
    upheld = actions.decide_appeal(appeal=appealed(act), stands=True, reason="It is an ad.", by=riverbend.ben, at=START)
    assert upheld.outcome == "upheld"
    assert shown(riverbend) == HubComment.HIDDEN
    with pytest.raises(Refused, match="decided this already"):
        actions.decide_appeal(appeal=upheld, stands=False, reason="Two at once.", by=riverbend.petra, at=START)


def test_the_reason_passes_the_guard(riverbend: Hospital, client: Client, act: ModerationAct) -> None:
    write(client, ref=act.code)
    for reason in ("no", "Our records show that you were our patient Maria Gonzalez."):
        with pytest.raises(Refused):
            actions.decide_appeal(appeal=appealed(act), stands=True, reason=reason, by=riverbend.ben, at=START)


def test_one_act_is_asked_about_once(client: Client, act: ModerationAct) -> None:
    write(client, ref=act.code)
    again = client.post(to("policy-ask"), {"ticket": ticket(client), "words": WHY, "ref": act.code})
    assert again.status_code == 409
    assert shown_in(again.content.decode(), "words") == WHY


def test_what_was_shown_again_meanwhile_is_only_recorded(
    riverbend: Hospital, client: Client, act: ModerationAct
) -> None:
    write(client, ref=act.code)
    actions.undo_moderation(act=act, why="I was wrong.", by=riverbend.rosa, at=START)
    actions.decide_appeal(appeal=appealed(act), stands=False, reason="It stands again.", by=riverbend.ben, at=START)
    assert len(audit.entries(riverbend.organization, kind="channels.shown")) == 1


def test_without_a_reference_a_person_finds_which_is_meant(
    riverbend: Hospital, client: Client, act: ModerationAct
) -> None:
    where = write(client, where="Below your post on flu shots, on Monday")
    found = ModerationAppeal.objects.get(organization=riverbend.organization)
    assert found.act is None
    with pytest.raises(Refused):
        actions.decide_appeal(appeal=found, stands=False, reason="Which one?", by=riverbend.ben, at=START)
    with pytest.raises(Refused):
        actions.match_appeal(appeal=found, code="ZZZZ-9999", by=riverbend.ben, at=START)
    actions.match_appeal(appeal=found, code=f" {act.code.lower()} ", by=riverbend.ben, at=START)
    assert appealed(act) == found
    assert client.get(where).status_code == 200


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"words": ""}, 422),
        ({"words": "  \x00 "}, 422),
        ({"where": ""}, 422),
        ({"ticket": "forged"}, 422),
        ({"ref": HOSTILE, "where": ""}, 422),
        ({"ref": "AAAA-2222", "where": ""}, 422),
    ],
)
def test_what_cannot_be_sent_stays_in_the_form(
    client: Client, act: ModerationAct, given: dict[str, str], status: int
) -> None:
    sent = {"ticket": ticket(client), "words": WHY, "where": "Below your post"} | given
    answer = client.post(to("policy-ask"), sent)
    assert answer.status_code == status
    page = answer.content.decode()
    assert shown_in(page, "words") == sent["words"].replace("\x00", "").strip() or not sent["words"].strip("\x00 ")
    assert "<script>alert" not in page
    assert not ModerationAppeal.objects.filter(organization=act.organization).exists()


def test_machines_and_floods_are_stopped(client: Client, act: ModerationAct, riverbend: Hospital) -> None:
    trapped = client.post(to("policy-ask"), {"ticket": ticket(client), "words": WHY, "where": "here", "website": "x"})
    assert trapped.status_code == 302
    assert not ModerationAppeal.objects.filter(organization=riverbend.organization).exists()
    sent = [
        client.post(
            to("policy-ask"), {"ticket": ticket(client), "words": WHY, "where": f"Post {n}, Monday"}
        ).status_code
        for n in range(7)
    ]
    assert sent == [302] * 5 + [429] * 2


def test_an_address_of_nobody_tells_nothing(client: Client, act: ModerationAct) -> None:
    assert client.get(to("policy-asked", "no-token-of-ours")).status_code == 404
