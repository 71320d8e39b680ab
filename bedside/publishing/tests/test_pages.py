"""The pages of publishing: the calendar in the hospital's zone, writing without losing a word, one post."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bedside.kit.times import now
from bedside.organizations import tenancy
from bedside.publishing import queries
from bedside.publishing.models import Post
from tests.cast import START, Hospital
from tests.filled import NAMES_A_PATIENT, TIP, draft, sent, waiting

Jobs = Callable[..., int]


@pytest.fixture
def ada(riverbend: Hospital, client: Client) -> Client:
    client.force_login(riverbend.ada.user)
    return client


def to(name: str, hospital: Hospital, *parts: object) -> str:
    return reverse(f"publishing:{name}", args=[hospital.organization.slug, *parts])


def filled_in(hospital: Hospital, **given: object) -> dict[str, object]:
    return {"text": TIP, "accounts": [hospital.hub.pk], "purpose": "news", "language": "en", **given}


@pytest.mark.parametrize("view", ["month", "week", "list", "nonsense"])
def test_the_calendar_shows_what_there_is(riverbend: Hospital, ada: Client, view: str) -> None:
    draft(riverbend)
    page = ada.get(to("calendar", riverbend), {"view": view}).content.decode()
    assert "Flu shots are open" in page


def test_a_post_late_in_the_evening_stands_on_its_own_day(riverbend: Hospital, ada: Client) -> None:
    """Eleven at night in Chicago is tomorrow in UTC."""
    year = now().year + 1
    draft(riverbend, due_at=datetime(year, 6, 11, 4, 0, tzinfo=UTC))
    draft(riverbend, "On the last evening of June.", due_at=datetime(year, 7, 1, 4, 0, tzinfo=UTC))
    page = ada.get(to("calendar", riverbend), {"view": "month", "day": f"{year}-06-15"}).content.decode()
    assert "Flu shots are open" in page
    assert "On the last evening of June" in page
    week = {"view": "week", "day": f"{year}-06-10"}
    page = ada.get(to("calendar", riverbend), week).content.decode()
    assert "Flu shots are open" in page
    assert "On the last evening of June" not in page
    (day,) = [cell for cell in page.split("<td") if "Flu shots are open" in cell]
    assert ">10<" in day


@pytest.mark.parametrize("day", ["2026-13-01", "x", "0001-01-01", "9999-12-31", "2026-02-30", ""])
def test_a_day_that_is_none_is_today(riverbend: Hospital, ada: Client, day: str) -> None:
    for view in ("month", "week"):
        assert ada.get(to("calendar", riverbend), {"view": view, "day": day}).status_code == 200


def test_the_list_is_narrowed_by_state(riverbend: Hospital, ada: Client) -> None:
    draft(riverbend, "A draft of mine.")
    waiting(riverbend, "A post that waits for somebody.")
    page = ada.get(to("calendar", riverbend), {"view": "list", "state": "waiting"}).content.decode()
    assert "A post that waits" in page
    assert "A draft of mine" not in page


def test_writing_keeps_a_draft(riverbend: Hospital, ada: Client) -> None:
    answer = ada.post(to("write", riverbend), filled_in(riverbend))
    tenancy.announce(riverbend.organization.pk)
    post = Post.objects.get()
    assert (post.state, post.author) == ("draft", riverbend.ada)
    assert answer.headers["Location"] == to("post", riverbend, post.pk)


def test_writing_asks_for_approval_at_once(riverbend: Hospital, ada: Client) -> None:
    ada.post(to("write", riverbend), filled_in(riverbend, next="ask"))
    tenancy.announce(riverbend.organization.pk)
    assert Post.objects.get().state == "waiting"


def test_what_the_guard_holds_stays_with_its_reasons(riverbend: Hospital, ada: Client) -> None:
    answer = ada.post(to("write", riverbend), filled_in(riverbend, text=NAMES_A_PATIENT, next="ask"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Maria Gonzalez" in page
    assert "164" in page, "the law is not named"
    tenancy.announce(riverbend.organization.pk)
    assert (Post.objects.get().text, Post.objects.get().state) == (NAMES_A_PATIENT, "draft")


@pytest.mark.parametrize(
    "wrong",
    [
        {"accounts": []},
        {"due_date": "2031-01-01"},
        {"due_time": "10:00"},
        {"due_date": "2020-01-01", "due_time": "10:00"},
        {"due_date": "2031-03-09", "due_time": "02:30"},
        {"link": "javascript:alert(1)"},
        {"purpose": "nonsense"},
        {"language": "xx"},
        {"topic": "x" * 61},
    ],
)
def test_what_is_wrong_is_said_and_the_words_stay(riverbend: Hospital, ada: Client, wrong: dict[str, object]) -> None:
    answer = ada.post(to("write", riverbend), filled_in(riverbend, **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Flu shots are open to everybody" in page
    tenancy.announce(riverbend.organization.pk)
    assert not Post.objects.exists()


def test_a_time_is_taken_by_the_hospitals_clock(riverbend: Hospital, ada: Client) -> None:
    ada.post(to("write", riverbend), filled_in(riverbend, due_date="2031-07-04", due_time="09:00"))
    tenancy.announce(riverbend.organization.pk)
    post = Post.objects.get()
    assert (post.due_at, post.zone) == (datetime(2031, 7, 4, 14, 0, tzinfo=UTC), "America/Chicago")
    page = ada.get(to("edit", riverbend, post.pk)).content.decode()
    assert 'value="09:00"' in page
    assert 'value="2031-07-04"' in page


def test_the_check_beside_the_text_keeps_nothing(riverbend: Hospital, ada: Client) -> None:
    page = ada.post(to("check", riverbend), {"text": NAMES_A_PATIENT}).content.decode()
    assert "Maria Gonzalez" in page
    tenancy.announce(riverbend.organization.pk)
    assert not Post.objects.exists()


def test_an_approver_approves_what_they_read(riverbend: Hospital, client: Client) -> None:
    post = waiting(riverbend)
    client.force_login(riverbend.ben.user)
    page = client.get(to("post", riverbend, post.pk)).content.decode()
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert digest is not None
    stale = client.post(to("approve", riverbend, post.pk), {"digest": "0" * 64}, follow=True)
    assert "changed since you read it" in stale.content.decode()
    client.post(to("approve", riverbend, post.pk), {"digest": digest.group(1)})
    tenancy.announce(riverbend.organization.pk)
    assert Post.objects.get().state == "scheduled"


def test_an_author_is_told_why_not(riverbend: Hospital, client: Client) -> None:
    post = draft(riverbend, by=riverbend.ben)
    from bedside.publishing import actions

    actions.ask_approval(post=post, by=riverbend.ben, at=START)
    client.force_login(riverbend.ben.user)
    digest = queries.access_post(riverbend.organization, post.pk).digest
    said = client.post(to("approve", riverbend, post.pk), {"digest": digest}, follow=True).content.decode()
    assert "four eyes" in said


def test_a_correction_that_is_held_stays_in_its_form(riverbend: Hospital, jobs: Jobs, client: Client) -> None:
    post = sent(riverbend, jobs)
    client.force_login(riverbend.ben.user)
    answer = client.post(to("correct", riverbend, post.pk), {"text": NAMES_A_PATIENT, "note": "It was wrong."})
    assert answer.status_code == 409
    assert "It was wrong." in answer.content.decode()
    assert NAMES_A_PATIENT[:30] in answer.content.decode()


def test_a_post_tells_its_story(riverbend: Hospital, jobs: Jobs, ada: Client) -> None:
    page = ada.get(to("post", riverbend, sent(riverbend, jobs).pk)).content.decode()
    for said in ("Ada Albright", "Ben Brandt", "wrote the draft", "approved it"):
        assert said in page


def test_it_works_for_htmx_too(riverbend: Hospital, ada: Client) -> None:
    post = draft(riverbend)
    for url in (to("calendar", riverbend), to("post", riverbend, post.pk)):
        part = ada.get(url, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part
        assert part.strip()


def test_a_scheduled_post_is_found_on_its_day(riverbend: Hospital, ada: Client) -> None:
    tomorrow = now() + timedelta(days=1)
    draft(riverbend, "Tomorrow's tip.", due_at=tomorrow)
    day = tomorrow.astimezone(riverbend.organization.zone).date()
    assert "Tomorrow" in ada.get(to("calendar", riverbend), {"view": "week", "day": str(day)}).content.decode()
