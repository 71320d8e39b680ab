"""Where a person is led first, the first run, Today for every role, the live line, the heart beat, and sessions."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from bedside.kit import queue
from bedside.organizations import queries, tenancy
from bedside.organizations.models import Organization, User
from bedside.web import live, middleware
from tests.cast import PASSWORD, PEOPLE, Hospital
from tests.filled import fill

Jobs = Callable[..., int]


# ---- the way in ------------------------------------------------------------------------------------------------------


def test_a_person_is_led_to_their_hospital(riverbend: Hospital, client: Client) -> None:
    assert client.get("/").headers["Location"].startswith("/accounts/login/")
    client.force_login(riverbend.rosa.user)
    assert client.get("/").headers["Location"] == "/w/riverbend/"


def test_somebody_signs_in_with_their_password(riverbend: Hospital, client: Client) -> None:
    email = riverbend.rosa.user.email
    wrong = client.post("/accounts/login/", {"login": email, "password": "wrong wrong wrong"})
    assert wrong.status_code == 200
    unknown = client.post("/accounts/login/", {"login": "nobody@example.org", "password": "wrong wrong wrong"})
    said = "are not correct"
    assert said in wrong.content.decode()
    assert said in unknown.content.decode(), "it says who has an account"
    right = client.post("/accounts/login/", {"login": email.upper(), "password": PASSWORD})
    assert (right.status_code, right.headers["Location"]) == (302, "/")


def test_nobody_signs_up_by_themselves(riverbend: Hospital, client: Client) -> None:
    sent = {"email": "eve@example.org", "password1": PASSWORD}
    client.post("/accounts/signup/", sent)
    assert not User.objects.filter(email="eve@example.org").exists()


@pytest.mark.django_db
def test_the_first_person_founds_the_hospital(client: Client, jobs: Jobs) -> None:
    user = User.objects.create_user("first@example.org", PASSWORD, name="Uma")
    client.force_login(user)
    assert client.get("/").headers["Location"] == "/welcome/"
    assert client.get("/welcome/").status_code == 200
    for wrong in ({}, {"name": "St. Mary"}, {"name": "St. Mary", "timezone": "Nowhere"}):
        again = client.post("/welcome/", wrong)
        assert again.status_code in (200, 422)
        assert wrong.get("name", "") in again.content.decode()
    made = client.post("/welcome/", {"name": "St. Mary", "timezone": "America/Denver", "phone": "(555) 555-0142"})
    assert made.headers["Location"] == "/w/st-mary/"
    jobs()
    assert client.get("/w/st-mary/").status_code == 200
    assert client.get("/h/st-mary/").status_code == 200
    assert client.get("/welcome/").headers["Location"] == "/"


def test_a_second_hospital_is_not_founded_from_the_page(riverbend: Hospital, client: Client) -> None:
    client.force_login(User.objects.create_user("eve@example.org", PASSWORD))
    for answer in (
        client.get("/welcome/"),
        client.post("/welcome/", {"name": "Eve’s", "timezone": "America/Denver"}),
    ):
        assert answer.status_code == 403
    assert Organization.objects.count() == 1


# ---- Today -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_today_shows_a_role_what_is_theirs(riverbend: Hospital, jobs: Jobs, client: Client, who: str) -> None:
    filled = fill(riverbend, jobs)
    member = riverbend.people[who]
    client.force_login(member.user)
    page = client.get(reverse("today", args=[filled.slug])).content.decode()
    inbox = reverse("inbox:list", args=[filled.slug])
    assert (f'href="{inbox}' in page) == member.may("inbox.read")
    assert (f'href="{reverse("organizations:settings", args=[filled.slug])}"' in page) == member.may("settings.change")
    assert (f'href="{reverse("audit:record", args=[filled.slug])}"' in page) == member.may("audit.read")
    waits = reverse("publishing:post", args=[filled.slug, filled.waiting.pk])
    assert (waits in page) == (member.may("publishing.approve") or who == "ada")
    part = client.get(reverse("today", args=[filled.slug]), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part


def test_today_of_an_empty_hospital_says_what_to_do(riverbend: Hospital, client: Client) -> None:
    client.force_login(riverbend.milo.user)
    assert client.get(reverse("today", args=["riverbend"])).status_code == 200


# ---- the heart beat --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_heart_beat_is_down_without_a_worker(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_workers")
        down = client.get("/healthz")
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (now())")
    assert (down.status_code, down.json()) == (503, {"database": "up", "workers": 0})
    up = client.get("/healthz")
    assert (up.status_code, up.json()) == (200, {"database": "up", "workers": 1})


@pytest.mark.django_db
def test_the_heart_beat_is_down_without_the_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> int:
        raise DatabaseError("no")

    monkeypatch.setattr(queue, "workers_alive", fail)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"database": "down"})


# ---- the live line ---------------------------------------------------------------------------------------------------


def test_the_live_line_opens_for_members_alone(riverbend: Hospital, hillcrest: Hospital, client: Client) -> None:
    url = reverse("live", args=["riverbend"])
    assert client.get(url).status_code == 401
    client.force_login(hillcrest.rosa.user)
    assert client.get(url).status_code == 404
    client.force_login(riverbend.rosa.user)
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/event-stream"
    assert answer.headers["Cache-Control"] == "no-store"


def said_to(organization: int, *payloads: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The events one page of an organization gets when the database says these."""

    async def deaf() -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(live, "_hear", deaf)
    monkeypatch.setattr(live, "_ear", None)

    async def listen() -> list[str]:
        stream = live.stream(organization)
        first = await anext(stream)
        for payload in payloads:
            live._tell_all(json.dumps(payload))
        got = [first]
        try:
            while True:
                got.append(await asyncio.wait_for(anext(stream), 0.05))
        except TimeoutError:
            pass
        if live._ear is not None:
            live._ear.cancel()
        return got

    return asyncio.run(listen())


def test_a_page_hears_of_its_own_hospital_by_kind_and_id(monkeypatch: pytest.MonkeyPatch) -> None:
    told = said_to(
        1,
        {"organization": 1, "kind": "inbox.arrived", "subject": 9},
        {"organization": 2, "kind": "inbox.critical", "subject": 7},
        monkeypatch=monkeypatch,
    )
    assert told == ["retry: 2000\n\n", 'data: {"kind": "inbox.arrived", "subject": 9}\n\n']
    assert 1 not in live._pages or not live._pages[1]


def test_a_page_that_falls_behind_keeps_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [{"organization": 1, "kind": "inbox.arrived", "subject": n} for n in range(200)]
    told = said_to(1, *many, monkeypatch=monkeypatch)
    assert len(told) == live.BACKLOG + 1
    assert '"subject": 199' in told[-1]


# ---- sessions --------------------------------------------------------------------------------------------------------


def expires(client: Client) -> Any:
    return Session.objects.get(session_key=client.session.session_key).expire_date


def test_a_click_extends_a_session_and_a_live_refresh_does_not(
    riverbend: Hospital, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(riverbend.rosa.user)
    url, clock = reverse("today", args=["riverbend"]), [1000.0]
    monkeypatch.setattr("bedside.web.middleware.time.monotonic", lambda: clock[0])
    client.get(url)
    first = expires(client)
    clock[0] += middleware.NOTE_EVERY + 1
    client.get(url, headers={"X-Bedside-Live": "1", "HX-Request": "true"})
    assert expires(client) == first
    client.get(url)
    second = expires(client)
    assert second > first
    clock[0] += 1
    client.get(url)
    assert expires(client) == second, "a note of presence is written once a minute, not at every click"


def test_a_session_ends_after_half_an_hour() -> None:
    assert settings.SESSION_COOKIE_AGE == 30 * 60
    assert settings.SESSION_COOKIE_HTTPONLY
    assert not settings.SESSION_SAVE_EVERY_REQUEST


def test_an_ended_session_leads_to_sign_in_and_back(riverbend: Hospital, client: Client) -> None:
    client.force_login(riverbend.rosa.user)
    Session.objects.all().delete()
    answer = client.get(reverse("inbox:list", args=["riverbend"]) + "?view=mine")
    assert answer.headers["Location"] == "/accounts/login/?next=/w/riverbend/inbox/%3Fview%3Dmine"


# ---- around every request --------------------------------------------------------------------------------------------


def test_a_request_leaves_nobody_inside(riverbend: Hospital, client: Client) -> None:
    for url in ("/w/riverbend/", "/h/riverbend/", "/w/nowhere/", "/w/riverbend/publish/999999/"):
        client.force_login(riverbend.rosa.user)
        client.get(url)
        assert tenancy.current() is None, url


def test_a_request_that_breaks_leaves_nobody_inside(
    riverbend: Hospital, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**given: object) -> None:
        raise RuntimeError

    client.force_login(riverbend.rosa.user)
    client.raise_request_exception = False
    monkeypatch.setattr("bedside.publishing.queries.troubled", fail)
    assert client.get("/w/riverbend/").status_code == 500
    assert tenancy.current() is None


def test_times_are_the_hospitals_and_only_during_its_request(riverbend: Hospital, client: Client) -> None:
    from django.utils import timezone

    client.get("/h/riverbend/")
    assert timezone.get_current_timezone_name() == "UTC"


def test_every_page_keeps_a_strict_policy(riverbend: Hospital, client: Client) -> None:
    client.force_login(riverbend.milo.user)
    for url in ("/w/riverbend/", "/w/riverbend/people/", "/accounts/login/", "/nowhere"):
        headers = client.get(url).headers
        assert "default-src 'self'" in headers["Content-Security-Policy"], url
        assert "unsafe" not in headers["Content-Security-Policy"], url
        assert headers["X-Content-Type-Options"] == "nosniff", url
        assert headers["X-Frame-Options"] == "DENY", url


def test_a_person_is_found_once_by_any_writing_of_their_address(riverbend: Hospital) -> None:
    assert queries.anybody()
    assert User.objects.get_by_natural_key(riverbend.rosa.user.email.upper()) == riverbend.rosa.user
