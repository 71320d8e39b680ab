"""The policy's pages, from a draft to what holds, and the page of what people call wrong."""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bedside.audit import queries as audit
from bedside.guard import actions as guard
from bedside.guard import queries
from bedside.guard.models import Feedback, PolicyVersion
from bedside.guard.policy import Allowed, Term
from bedside.guard.tests.pages import WHY, Visitor, signed_in, to, words
from tests.cast import START, Hospital
from tests.filled import NAMES_A_PATIENT, TIP, draft, in_force, proposed

Jobs = Callable[..., int]


@pytest.fixture
def client() -> Client:
    return Visitor()


# ---- the policy ------------------------------------------------------------------------------------------------------


def form_of(page: Any) -> dict[str, str]:
    """A form's fields as a browser would send them."""
    html, found = page.content.decode(), {}
    for tag in re.findall(r"<input[^>]*>", html):
        name = re.search(r'name="([^"]+)"', tag)
        if name and ('type="checkbox"' not in tag or "checked" in tag):
            value = re.search(r'value="([^"]*)"', tag)
            found[name.group(1)] = unescape(value.group(1)) if value else "on" if "checkbox" in tag else ""
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen.group(1) if chosen else re.findall(r'<option value="([^"]*)"', options)[0]
    found.pop("csrfmiddlewaretoken", None)
    found.pop("next", None)
    return found


def test_writing_proposing_and_approving_a_version(riverbend: Hospital, client: Client, jobs: Jobs) -> None:
    draft(riverbend, f"{TIP} Our team is world-class.")
    signed_in(client, riverbend, "milo")
    answer = client.post(to("draft", riverbend))
    version = PolicyVersion.objects.get()
    edit = to("edit", riverbend, version.pk)
    assert answer.headers["Location"] == edit
    form = form_of(client.get(edit)) | {
        "terms-0-phrase": "world-class", "terms-0-reason": "Nobody can measure it.",
        "allowed-0-rule": "phone", "allowed-0-phrase": "the 211 helpline", "allowed-0-reason": WHY,
        "weight_hostile": "block",
    }  # fmt: skip
    assert client.post(edit, form).headers["Location"] == to("version", riverbend, version.pk)
    version.refresh_from_db()
    kept = queries.said_by(version)
    assert kept.terms == (Term("world-class", "warn", "Nobody can measure it."),)
    assert kept.allowed == (Allowed("phone", "the 211 helpline", WHY),)
    assert form_of(client.get(edit))["terms-0-phrase"] == "world-class"
    client.post(edit, form | {"terms-INITIAL_FORMS": "1", "terms-0-phrase": "", "next": "more"})
    version.refresh_from_db()
    assert queries.said_by(version).terms == ()
    client.post(edit, form)
    client.post(to("propose", riverbend, version.pk), {"words": "Our editors asked for it."})
    assert "0 of 1 texts of the last year are read" in words(client.get(to("version", riverbend, version.pk)))
    jobs("guard.compare")

    signed_in(client, riverbend, "petra")
    page = words(client.get(to("version", riverbend, version.pk)))
    assert "1 of 1 texts of the last year" in page
    assert "Flu shots are open" in page, "an example is shown by its title"
    assert "What protects people is lowered here" in page
    version.refresh_from_db()
    client.post(to("approve", riverbend, version.pk), {"digest": "0" * 64})
    assert queries.in_force(riverbend.organization) is None
    client.post(to("approve", riverbend, version.pk), {"digest": version.digest})
    assert queries.in_force(riverbend.organization) == version
    for who in ("petra", "rosa"):
        page = words(signed_in(client, riverbend, who).get(to("policy", riverbend)))
        assert "Version 1, written by Milo Admin, approved by Petra Olsen" in page
        assert "What protects people is lowered here" in page
    assert "The etiquette changed on" in words(client.get(reverse("today", args=[riverbend.organization.slug])))
    assert "What protects people is lowered here" in words(
        signed_in(client, riverbend, "petra").get(to("feedback", riverbend))
    )


def test_a_policy_with_a_mistake_is_shown_again_whole(riverbend: Hospital, client: Client) -> None:
    signed_in(client, riverbend, "milo")
    client.post(to("draft", riverbend))
    edit = to("edit", riverbend, PolicyVersion.objects.get().pk)
    form = form_of(client.get(edit)) | {
        "weight_name": "off", "terms-0-phrase": "best", "terms-0-reason": "", "terms-1-phrase": "kept words",
        "allowed-0-rule": "phone", "allowed-0-phrase": "SSN 536-22-8041", "allowed-0-reason": WHY,
    }  # fmt: skip
    answer = client.post(edit, form)
    assert answer.status_code == 422
    page = words(answer)
    assert "Rule name: it protects people" in page
    assert "Extra word 1, reason: it is missing" in page
    assert "such a number is never allowed" in page
    again = form_of(answer)
    assert (again["terms-1-phrase"], again["weight_name"]) == ("kept words", "off")


def test_a_version_that_is_not_ones_own_draft_is_only_read(riverbend: Hospital, client: Client, jobs: Jobs) -> None:
    version = proposed(riverbend, jobs, "world-class")
    for who in ("milo", "petra"):
        signed_in(client, riverbend, who)
        for answer in (client.get(to("edit", riverbend, version.pk)), client.post(to("edit", riverbend, version.pk))):
            assert answer.headers["Location"] == to("version", riverbend, version.pk)


def test_the_steps_of_a_version_say_what_stops_them(riverbend: Hospital, client: Client, jobs: Jobs) -> None:
    version = proposed(riverbend, jobs, "world-class")
    signed_in(client, riverbend, "petra")
    assert client.post(to("send-back", riverbend, version.pk), {"note-words": ""}).status_code == 422
    client.post(to("send-back", riverbend, version.pk), {"note-words": "Say why each word."})
    assert "Sent back: Say why each word." in words(client.get(to("version", riverbend, version.pk)))
    assert client.post(to("propose", riverbend, version.pk), {"words": ""}).status_code == 422
    answer = client.post(to("propose", riverbend, version.pk), {"words": "short"}, follow=True)
    assert "Say why this policy is better in at least 10 characters" in words(answer)
    answer = client.post(to("approve", riverbend, version.pk), {"digest": version.digest}, follow=True)
    assert "Nothing was changed" in words(answer)
    client.post(to("withdraw", riverbend, version.pk))
    version.refresh_from_db()
    assert version.state == "withdrawn"


def test_the_count_refreshes_itself(riverbend: Hospital, client: Client) -> None:
    draft(riverbend)
    version = guard.draft(organization=riverbend.organization, by=riverbend.milo, at=START)
    guard.propose(version=version, reason="Our editors asked for it.", by=riverbend.milo, at=START)
    signed_in(client, riverbend, "petra")
    part = client.get(to("version", riverbend, version.pk), headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="count"')
    assert 'hx-trigger="every 2s"' in part


def test_the_policy_as_a_file(riverbend: Hospital, client: Client, jobs: Jobs) -> None:
    version = in_force(riverbend, jobs, "world-class")
    answer = signed_in(client, riverbend, "milo").get(to("data", riverbend, version.pk))
    assert json.loads(answer.content) == version.data
    assert "attachment" in answer["Content-Disposition"]


# ---- feedback --------------------------------------------------------------------------------------------------------


def test_this_is_wrong_keeps_the_words_being_written(riverbend: Hospital, client: Client) -> None:
    """Its buttons belong to a form of their own, which answers elsewhere."""
    signed_in(client, riverbend, "ada")
    checked = client.post(to("publishing:check", riverbend), {"text": NAMES_A_PATIENT}).content.decode()
    buttons = re.findall(r'<button[^>]*name="wrong"[^>]*>', checked)
    assert buttons
    assert all('form="wrong-form"' in button for button in buttons)
    page = client.get(to("publishing:write", riverbend)).content.decode()
    assert page.count('id="wrong-form"') == 1
    assert 'target="_blank"' in page
    value = unescape(re.findall(r'value="([^"]*)"', buttons[0])[0])
    answer = client.post(to("dispute", riverbend), {"wrong": value})
    assert "You can close this tab" in words(answer)
    answer = client.post(to("dispute", riverbend), {"wrong": value}, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert "Nothing is loosened by itself" in json.loads(answer["HX-Trigger"])["toast"]["text"]
    assert Feedback.objects.count() == 1


@pytest.mark.parametrize(
    "value", ["", "name", "name|own_fact|", "x|own_fact|y", "name|x|y", "|||", "name|own_fact|\x00"]
)
def test_what_is_no_complaint_is_answered_in_words(riverbend: Hospital, client: Client, value: str) -> None:
    signed_in(client, riverbend, "ada")
    answer = client.post(to("dispute", riverbend), {"wrong": value})
    assert answer.status_code == 422
    assert "Nothing was kept" in words(answer)


def test_the_officer_reads_the_words_on_record_and_begins_a_draft(riverbend: Hospital, client: Client) -> None:
    kept = guard.dispute(
        organization=riverbend.organization,
        rule="name",
        kind="own_fact",
        quote="Mercy Hart",
        by=riverbend.ada,
        at=START,
    )
    signed_in(client, riverbend, "petra")
    page = client.get(to("feedback", riverbend))
    assert "Mercy" not in page.content.decode()
    assert not audit.entries(riverbend.organization, kind="guard.feedback_read").exists()
    assert "Mercy Hart" in words(client.get(to("quotes", riverbend, "name")))
    assert audit.entries(riverbend.organization, kind="guard.feedback_read").count() == 1
    assert client.get(to("quotes", riverbend, "nonsense")).status_code == 404
    refused = client.post(to("allow", riverbend, kept.pk), {"reason": "ok"})
    assert refused.status_code == 422
    assert "at least 15 characters" in words(refused)
    client.post(to("allow", riverbend, kept.pk), {"reason": WHY})
    assert queries.said_by(PolicyVersion.objects.get()).allowed == (Allowed("name", "Mercy Hart", WHY),)


def test_the_export_holds_no_words(riverbend: Hospital, client: Client) -> None:
    guard.dispute(
        organization=riverbend.organization,
        rule="name",
        kind="own_fact",
        quote="Mercy Hart",
        by=riverbend.ada,
        at=START,
    )
    answer = signed_in(client, riverbend, "petra").get(to("feedback-export", riverbend))
    (row,) = map(json.loads, answer.content.decode().splitlines())
    assert (row["rule"], row["kind"], row["by"]) == ("name", "own_fact", "Ada Albright")
    assert "Mercy" not in answer.content.decode()
