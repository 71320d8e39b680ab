"""The etiquette's pages, and a release from the button below the findings to the text that leaves."""

import csv
import io
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from bedside.audit import queries as audit
from bedside.guard import actions as guard
from bedside.guard import queries
from bedside.guard.models import Appeal, Attestation
from bedside.guard.tests.pages import PLEA, Visitor, asked, signed_in, to, words
from bedside.inbox.queries import conversations
from bedside.publishing import actions as publishing
from bedside.publishing.models import Post
from tests.cast import START, Hospital
from tests.filled import NAMES_A_PATIENT, THANKS_A_PATIENT, draft, said, sent

Jobs = Callable[..., int]


@pytest.fixture
def client() -> Client:
    return Visitor()


# ---- the etiquette ---------------------------------------------------------------------------------------------------


def test_reading_and_attesting(riverbend: Hospital, client: Client) -> None:
    signed_in(client, riverbend, "rosa")
    assert "You have not read the etiquette yet." in words(
        client.get(reverse("today", args=[riverbend.organization.slug]))
    )
    page = client.get(to("etiquette", riverbend)).content.decode()
    assert "Thank you for choosing us for your surgery." in page
    given = dict(re.findall(r'name="(number|sha256)" value="([^"]*)"', page))
    answer = client.post(to("attest", riverbend), given | {"name": "Rosa Reyes", "read": "on"}, follow=True)
    assert "It is kept with your name" in words(answer)
    assert "You have not read" not in words(client.get(reverse("today", args=[riverbend.organization.slug])))
    kept = Attestation.objects.get()
    shown = words(client.get(to("attested", riverbend, kept.pk)))
    assert kept.sha256 in shown
    assert "Who is a patient here" in shown


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "Ada Albright"}, "Type your name as it stands here: Rosa Reyes"),
        ({"read": ""}, "Check the box"),
        ({"name": ""}, "Type your name"),
        ({"sha256": "x"}, "I have read it"),
    ],
)
def test_a_half_attestation_is_none(riverbend: Hospital, client: Client, given: dict[str, str], said: str) -> None:
    signed_in(client, riverbend, "rosa")
    sheet = queries.sheet_of(riverbend.organization)
    whole = {"number": "0", "sha256": sheet.sha256, "name": "Rosa Reyes", "read": "on"}
    answer = client.post(to("attest", riverbend), whole | given)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not Attestation.objects.exists()


def test_what_somebody_else_read_is_theirs(riverbend: Hospital, client: Client) -> None:
    sheet = queries.sheet_of(riverbend.organization)
    kept = guard.attest(member=riverbend.rosa, number=0, sha256=sheet.sha256, typed_name="Rosa Reyes", at=START)
    signed_in(client, riverbend, "ada")
    assert client.get(to("attested", riverbend, kept.pk)).status_code == 302
    signed_in(client, riverbend, "milo")
    assert client.get(to("attested", riverbend, kept.pk)).status_code == 200


def test_the_list_of_readers_and_its_file(riverbend: Hospital, client: Client) -> None:
    sheet = queries.sheet_of(riverbend.organization)
    guard.attest(member=riverbend.rosa, number=0, sha256=sheet.sha256, typed_name="Rosa Reyes", at=START)
    riverbend.ada.user.name = "=HYPERLINK(1)"
    riverbend.ada.user.save()
    signed_in(client, riverbend, "petra")
    assert "1 of 6 people attested version 0" in words(client.get(to("readers", riverbend)))
    answer = client.get(to("readers-export", riverbend))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == 6
    assert [row["words_sha256"] for row in rows if row["name"] == "Rosa Reyes"] == [sheet.sha256]
    assert "'=HYPERLINK(1)" in [row["name"] for row in rows]
    assert audit.entries(riverbend.organization, kind="guard.readers_exported").count() == 1


def test_home_leads_an_officer_to_whoever_waits(riverbend: Hospital, client: Client) -> None:
    signed_in(client, riverbend, "petra")
    assert client.get(to("home", riverbend)).headers["Location"] == to("etiquette", riverbend)
    asked(riverbend)
    assert client.get(to("home", riverbend)).headers["Location"] == to("requests", riverbend)
    signed_in(client, riverbend, "ada")
    assert client.get(to("home", riverbend)).headers["Location"] == to("etiquette", riverbend)


# ---- requests --------------------------------------------------------------------------------------------------------


def test_a_post_is_held_asked_for_released_and_sent(riverbend: Hospital, client: Client) -> None:
    signed_in(client, riverbend, "ada")
    form = {"text": NAMES_A_PATIENT, "accounts": [riverbend.hub.pk], "purpose": "news", "language": "en"}
    answer = client.post(to("publishing:write", riverbend), form | {"next": "officer"})
    post = Post.objects.get()
    assert answer.headers["Location"] == to("publishing:post", riverbend, post.pk) + "#ask-officer"
    assert "Ask the privacy officer" in words(client.get(to("publishing:post", riverbend, post.pk)))
    answer = client.post(to("publishing:appeal", riverbend, post.pk), {"plea": "please"})
    assert answer.status_code == 422
    assert "please</textarea>" in answer.content.decode(), "what was typed is lost"
    answer = client.post(to("publishing:appeal", riverbend, post.pk), {"plea": PLEA}, follow=True)
    assert "Nothing leaves until they decide" in words(answer)
    appeal = Appeal.objects.get()

    signed_in(client, riverbend, "petra")
    shown = client.get(to("request", riverbend, appeal.pk))
    assert shown["Cache-Control"] == "no-store"
    assert '<mark class="finding" data-severity="block">' in shown.content.decode()
    assert PLEA in words(shown)
    answer = client.post(to("release", riverbend, appeal.pk), {"ground": "consent", "reason": "She signed it in May."})
    assert answer.status_code == 422
    assert "Name the signed release" in words(answer)
    given = {"ground": "consent", "release": "Form 12", "reason": "She signed it in May."}
    assert "Released for 24 hours" in words(client.post(to("release", riverbend, appeal.pk), given, follow=True))

    signed_in(client, riverbend, "ada")
    page = words(client.get(to("publishing:post", riverbend, post.pk)))
    assert "The privacy officer released it for 24 hours" in page
    client.post(to("publishing:ask", riverbend, post.pk))
    post.refresh_from_db()
    assert post.state == "waiting"


def test_a_changed_draft_says_that_the_request_no_longer_covers_it(riverbend: Hospital, client: Client) -> None:
    post, _appeal = asked(riverbend)
    publishing.change(
        post=post, text=f"{NAMES_A_PATIENT} Hooray!", accounts=[riverbend.hub], by=riverbend.ada, at=START
    )
    signed_in(client, riverbend, "ada")
    page = words(client.get(to("publishing:post", riverbend, post.pk)))
    assert "The words changed since the privacy officer was asked" in page
    assert "Sure that it may be said?" in page


def test_what_holds_a_hard_number_offers_no_request(riverbend: Hospital, client: Client) -> None:
    post = draft(riverbend, f"{NAMES_A_PATIENT} MRN 448812")
    signed_in(client, riverbend, "ada")
    assert "Sure that it may be said?" not in words(client.get(to("publishing:post", riverbend, post.pk)))
    answer = client.post(to("publishing:appeal", riverbend, post.pk), {"plea": PLEA})
    assert answer.status_code == 409
    assert "Nobody can release that" in words(answer)
    checked = client.post(to("publishing:check", riverbend), {"text": "Your MRN 448812 is ready."})
    assert "ask the privacy officer" not in words(checked)


def test_an_answer_is_asked_for_and_its_words_come_back(riverbend: Hospital, client: Client, jobs: Jobs) -> None:
    from bedside.channels import queries as channels

    sent(riverbend, jobs)
    said(riverbend, jobs, channels.hub_posts(riverbend.organization)[0], "The nurses were lovely, call me at 555-0134")
    conversation = conversations(riverbend.organization, view="all").get()
    signed_in(client, riverbend, "rosa")
    checked = client.post(to("inbox:check", riverbend, conversation.pk), {"text": THANKS_A_PATIENT, "plea": PLEA})
    assert PLEA in words(checked)
    answer = client.post(to("inbox:appeal", riverbend, conversation.pk), {"text": THANKS_A_PATIENT, "plea": "no"})
    assert answer.status_code == 422
    answer = client.post(to("inbox:appeal", riverbend, conversation.pk), {"text": THANKS_A_PATIENT, "plea": PLEA})
    assert "Nothing is sent until they decide" in words(answer)
    assert THANKS_A_PATIENT in unescape(answer.content.decode()), "what was typed is lost"
    appeal = Appeal.objects.get()

    signed_in(client, riverbend, "petra")
    shown = words(client.get(to("request", riverbend, appeal.pk)))
    assert "The nurses were lovely" in shown
    assert "555-0134" not in shown
    answer = client.post(
        to("refuse", riverbend, appeal.pk), {"refusal-words": "Thank them without the surgery."}, follow=True
    )
    assert "Not released" in words(answer)

    signed_in(client, riverbend, "rosa")
    page = words(client.get(to("inbox:conversation", riverbend, conversation.pk)))
    assert "Petra Olsen did not release it: Thank them without the surgery." in page
    back = client.get(to("inbox:conversation", riverbend, conversation.pk), {"asked": appeal.pk})
    assert THANKS_A_PATIENT in unescape(back.content.decode())
    signed_in(client, riverbend, "chen")
    others = client.get(to("inbox:conversation", riverbend, conversation.pk), {"asked": appeal.pk})
    assert THANKS_A_PATIENT not in unescape(others.content.decode())


def test_a_correction_is_asked_for_from_its_form(riverbend: Hospital, client: Client, jobs: Jobs) -> None:
    post = sent(riverbend, jobs)
    signed_in(client, riverbend, "ben")
    form = {"text": NAMES_A_PATIENT, "note": "The name was missing."}
    held = client.post(to("publishing:correct", riverbend, post.pk), form)
    assert held.status_code == 409
    url = to("publishing:appeal-correction", riverbend, post.pk)
    assert url in held.content.decode()
    checked = client.post(to("publishing:check", riverbend) + f"?correction={post.pk}", form)
    assert url in checked.content.decode()
    answer = client.post(url, form | {"plea": PLEA})
    assert "Nothing leaves until they decide" in words(answer)
    assert NAMES_A_PATIENT in unescape(answer.content.decode()), "what was typed is lost"
    release = {"ground": "wrong", "reason": "She is our chief nurse."}
    signed_in(client, riverbend, "petra").post(to("release", riverbend, Appeal.objects.get().pk), release)
    signed_in(client, riverbend, "ben")
    assert client.post(to("publishing:correct", riverbend, post.pk), form).status_code == 302


def test_the_words_are_for_the_asker_and_the_officers(riverbend: Hospital, client: Client) -> None:
    _post, appeal = asked(riverbend)
    for who, seen in (("ada", True), ("petra", True), ("ben", False), ("milo", False)):
        answer = signed_in(client, riverbend, who).get(to("request", riverbend, appeal.pk))
        assert (answer.status_code == 200) is seen, who
        assert ("Maria" in answer.content.decode()) is seen, who
    for who in ("ben", "milo"):
        assert "of Ada Albright" not in words(signed_in(client, riverbend, who).get(to("requests", riverbend)))
        signed_in(client, riverbend, who).post(to("take-back", riverbend, appeal.pk))
    appeal.refresh_from_db()
    assert appeal.state == "waiting"


def test_the_queue_shows_no_words(riverbend: Hospital, client: Client) -> None:
    asked(riverbend)
    page = signed_in(client, riverbend, "petra").get(to("requests", riverbend))
    assert "A post of Ada Albright" in words(page)
    assert "Maria" not in page.content.decode()
    assert "Nothing was decided yet" in words(client.get(to("requests", riverbend) + "?view=decided"))
    assert client.get(to("requests", riverbend) + "?view=x&page=-1").status_code == 200


def test_an_officer_who_asked_waits_for_another_or_is_told_that_they_decide_alone(
    riverbend: Hospital, client: Client
) -> None:
    post = draft(riverbend, NAMES_A_PATIENT)
    appeal = publishing.ask_release(post=post, note=PLEA, where="/x", by=riverbend.petra, at=START)
    signed_in(client, riverbend, "petra")
    assert "You are the only privacy officer" in words(client.get(to("request", riverbend, appeal.pk)))
    riverbend.ben.roles = ["privacy_officer"]
    riverbend.ben.save()
    page = client.get(to("request", riverbend, appeal.pk))
    assert "another privacy officer decides it" in words(page)
    assert "Release for 24 hours" not in words(page)
    client.post(to("release", riverbend, appeal.pk), {"ground": "wrong", "reason": "I know that it is."})
    appeal.refresh_from_db()
    assert appeal.state == "waiting"
