"""The pages of service recovery, as people at Riverbend press their buttons."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from bedside.inbox.tests.people import say
from bedside.recovery import queries
from bedside.recovery.models import Case, Handoff, Survey
from bedside.recovery.tests.test_cases import SECRET, change_of, opened
from tests.cast import START, Hospital

Jobs = Callable[..., int]


def url(hospital: Hospital, name: str, *rest: int | str) -> str:
    return reverse(f"recovery:{name}", args=[hospital.organization.slug, *rest])


@pytest.fixture
def rosa(riverbend: Hospital, client: Client) -> Client:
    client.force_login(riverbend.rosa.user)
    return client


def test_a_case_opens_from_the_conversation_and_goes_on_in_private(
    riverbend: Hospital, rosa: Client, jobs: Jobs
) -> None:
    conversation = say(riverbend, jobs, "I waited three hours in the ER and nobody spoke to me. Shame on you.")
    inbox = reverse("inbox:conversation", args=[riverbend.organization.slug, conversation.pk])
    form = url(riverbend, "open-from", conversation.pk)
    assert form in rosa.get(inbox).content.decode()
    assert rosa.get(form).status_code == 200
    told = {"category": "access", "severity": "high", "place": "ER", "note": SECRET, "owner": riverbend.rosa.pk}
    assert rosa.post(form, told).status_code == 302
    case = Case.objects.get(organization=riverbend.organization)
    assert url(riverbend, "case", case.pk) in rosa.get(inbox).content.decode()
    page = rosa.post(url(riverbend, "handoff", case.pk), {"kind": "number", "language": "en", "hours": 72})
    handoff = Handoff.objects.get(case=case)
    shown = page.content.decode()
    assert handoff.number in shown
    said = "We would like to hear more from you, in private. Please call (555) 555-0142 and mention case "
    said += f"{handoff.number}."
    assert said in shown
    begun = rosa.post(
        reverse("inbox:reply", args=[riverbend.organization.slug, conversation.pk]), {"use": "words", "text": said}
    )
    assert said in begun.content.decode()
    checked = rosa.post(reverse("inbox:check", args=[riverbend.organization.slug, conversation.pk]), {"text": said})
    assert 'data-severity="block"' not in checked.content.decode()


def test_sealed_words_are_shown_once_and_for_a_reason(riverbend: Hospital, rosa: Client) -> None:
    case = opened(riverbend, note=SECRET)
    here = url(riverbend, "case", case.pk)
    assert "Gonzalez" not in rosa.get(here).content.decode()
    assert rosa.post(url(riverbend, "reveal", case.pk), {"reason": "x"}).status_code == 422
    assert "Gonzalez" in rosa.post(url(riverbend, "reveal", case.pk), {"reason": "To call back"}).content.decode()
    assert "Gonzalez" not in rosa.get(here).content.decode()


def test_every_page_draws(riverbend: Hospital, rosa: Client) -> None:
    change = change_of(riverbend)
    case = change.case
    for name, rest in (
        ("list", []), ("open", []), ("measures", []), ("changes", []), ("case", [case.pk]), ("close", [case.pk]),
        ("grievance", [case.pk]), ("change-public", [change.pk]),
    ):  # fmt: skip
        assert rosa.get(url(riverbend, name, *rest)).status_code == 200, name
    assert (
        rosa.get(url(riverbend, "list") + "?state=nonsense&owner=x&category=%00&page=99&overdue=yes").status_code == 200
    )


def test_a_grievance_goes_its_way_on_the_pages(riverbend: Hospital, rosa: Client) -> None:
    case, today = opened(riverbend), START.astimezone(riverbend.organization.zone).date().isoformat()
    told = {"is_grievance": "yes", "reason": "It came by letter.", "received_date": today}
    assert rosa.post(url(riverbend, "grievance", case.pk), told).status_code == 302
    draft = rosa.get(url(riverbend, "letter", case.pk)).content.decode()
    assert "[Results]" in draft
    assert rosa.post(url(riverbend, "letter", case.pk), {"text": "Dear Dana: we are sorry."}).status_code == 302
    assert "Dear Dana" in rosa.get(url(riverbend, "letter-print", case.pk)).content.decode()
    assert (
        rosa.post(url(riverbend, "letter-sent", case.pk), {"answered_date": today, "how": "by mail"}).status_code == 302
    )
    held = queries.grievance_of(case)
    assert held is not None
    assert held.answered_date is not None


def test_closing_asks_what_was_learned(riverbend: Hospital, rosa: Client) -> None:
    case = opened(riverbend)
    told = {"outcome": "partly", "keep_days": 30, "learned": "A second desk at noon."}
    assert rosa.post(url(riverbend, "close", case.pk), told).status_code == 422
    told |= {"owner": riverbend.rosa.pk, "action": "process", "due_date": "2027-01-31"}
    assert rosa.post(url(riverbend, "close", case.pk), told).status_code == 302
    assert queries.changes_of(case).count() == 1
    assert rosa.post(url(riverbend, "reopen", case.pk)).status_code == 302
    assert queries.access_case(riverbend.rosa, case.pk).is_open


def test_one_question_is_asked_in_both_languages_without_a_cookie_and_leads_nowhere(
    riverbend: Hospital, rosa: Client
) -> None:
    case = opened(riverbend)
    page = rosa.post(url(riverbend, "survey", case.pk), {"language": "es"}).content.decode()
    token = page.split("/how-did-we-do/", 1)[1].split("/", 1)[0]
    path = reverse("hub:survey", args=[riverbend.organization.slug, token])
    visitor = type(rosa)(enforce_csrf_checks=True)
    asked = visitor.get(path)
    assert "¿Qué tan satisfecho" in asked.content.decode()
    for answer in (
        asked,
        visitor.post(path, {"score": "9"}),
        visitor.post(path, {"score": "1", "words": "Muy tarde."}),
    ):
        assert not answer.cookies
        main = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
        assert "http" not in main.replace("https://www.w3.org", "").replace("http://www.w3.org", "")
    happy, _unhappy = "5", Survey.objects.get(case=case).score
    assert _unhappy == 1
    assert visitor.post(path, {"score": happy}).status_code == 404


def test_the_public_page_shows_approved_sentences_alone(riverbend: Hospital, rosa: Client) -> None:
    change, public = change_of(riverbend), reverse("hub:changed", args=[riverbend.organization.slug])
    told = {"you_said": "Waiting took too long.", "we_did": "We opened a second desk."}
    assert rosa.post(url(riverbend, "change-public", change.pk), told).status_code == 302
    rosa.post(url(riverbend, "change-done", change.pk))
    assert "second desk" not in rosa.get(public).content.decode()
    change.refresh_from_db()
    rosa.force_login(riverbend.ben.user)
    rosa.post(url(riverbend, "change-approve", change.pk), {"seen": change.digest})
    assert "second desk" in rosa.get(public).content.decode()


def test_the_table_holds_no_formula_and_nothing_sealed(riverbend: Hospital, rosa: Client) -> None:
    opened(riverbend, place="=cmd()", note=SECRET)
    rosa.force_login(riverbend.milo.user)
    table = rosa.get(url(riverbend, "csv")).content.decode()
    assert "'=cmd()" in table
    assert "Gonzalez" not in table


def test_an_administrator_sees_numbers_and_no_case(riverbend: Hospital, rosa: Client) -> None:
    case = opened(riverbend)
    rosa.force_login(riverbend.milo.user)
    assert rosa.get(url(riverbend, "measures")).status_code == 200
    assert rosa.get(url(riverbend, "case", case.pk)).status_code == 403


def test_cases_past_their_target_stand_on_today(riverbend: Hospital, rosa: Client) -> None:
    case = opened(riverbend, owner=riverbend.rosa)
    case.target_date = START.date().replace(year=2020)
    case.save()
    today = rosa.get(reverse("today", args=[riverbend.organization.slug])).content.decode()
    assert url(riverbend, "case", case.pk) in today
