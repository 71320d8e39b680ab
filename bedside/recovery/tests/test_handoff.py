"""The private page: a token used once, a browser bound, PINs that run out, and words that reach nobody else."""

import logging
from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from bedside.kit.discretion import Discreet
from bedside.kit.times import now
from bedside.organizations import tenancy
from bedside.recovery import actions, queries
from bedside.recovery.models import HandoffLine
from bedside.recovery.rules import Refused
from bedside.recovery.tests.test_cases import SECRET, opened
from tests.cast import START, Hospital

Jobs = Callable[..., int]


def made(hospital: Hospital, kind: str = "link", **given: object) -> actions.Made:
    return actions.hand_off(
        case=opened(hospital),
        kind=kind,
        language="en",
        by=hospital.rosa,
        at=START,
        **given,  # type: ignore[arg-type]
    )


def url(hospital: Hospital, name: str, *rest: str) -> str:
    return reverse(f"hub:{name}", args=[hospital.organization.slug, *rest])


def test_looking_at_a_link_opens_nothing_and_the_first_press_binds_the_browser(
    riverbend: Hospital, client: Client
) -> None:
    way = made(riverbend)
    here = url(riverbend, "private-open", way.token)
    page = client.get(here)
    assert page.status_code == 200
    assert not page.cookies.get("bedside_private")
    bound = client.post(here)
    assert bound.status_code == 200
    assert way.handoff.number in bound.content.decode()
    cookie = bound.cookies["bedside_private"]
    assert cookie["httponly"]
    assert cookie["path"] == url(riverbend, "private")
    for answer in (page, bound):
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "strict-origin"
        assert "noindex" in answer["X-Robots-Tag"]
    other = type(client)()
    assert other.get(here).status_code == 404
    assert other.post(here).status_code == 404
    assert other.get(url(riverbend, "private")).content.decode().count('name="pin"') == 1
    assert client.get(here).status_code == 302  # back on the page of its own


def test_words_travel_both_ways_and_stay_sealed(riverbend: Hospital, client: Client, jobs: Jobs) -> None:
    way = made(riverbend)
    client.post(url(riverbend, "private-open", way.token))
    told = {"text": SECRET, "first": "yes", "name": "Dana", "mail": "dana@example.org", "tell": "yes"}
    assert client.post(url(riverbend, "private-write"), told).status_code == 302
    assert client.post(url(riverbend, "private-write"), told).status_code == 302  # pressed twice
    assert HandoffLine.objects.filter(handoff=way.handoff).count() == 1
    with connection.cursor() as cursor:
        for table in ("recovery_handoffline", "recovery_handoff", "audit_entry", "procrastinate_jobs"):
            cursor.execute(f"select coalesce(string_agg(t::text, ''), '') from {table} t")
            held = cursor.fetchone()[0]
            assert not any(one in held for one in ("Gonzalez", "dana@example.org", way.token)), table
    jobs("recovery.tell_owner")
    handoff = queries.access_handoff(way.handoff.case, way.handoff.pk)
    assert queries.waits(handoff)
    actions.answer(handoff=handoff, text="We looked into it, and we are sorry.", by=riverbend.rosa, at=START)
    jobs("recovery.tell_person")
    page = client.get(url(riverbend, "private")).content.decode()
    assert SECRET in page
    assert "We looked into it" in page
    words = " ".join(f"{one.subject} {one.body}" for one in mail.outbox)
    assert len(mail.outbox) == 3  # Rosa and Petra, for nobody owns it; and the person
    assert not any(one in words for one in ("looked into", "Gonzalez", way.token))
    assert client.post(url(riverbend, "private-leave")).status_code == 302
    assert "We looked into it" not in client.get(url(riverbend, "private")).content.decode()


def test_the_way_back_is_a_number_with_a_pin(riverbend: Hospital, client: Client) -> None:
    way = made(riverbend)
    bound = actions.open_by_token(organization=riverbend.organization, token=way.token, at=START)
    assert bound is not None
    told = {"number": way.handoff.number.lower().replace("-", " "), "pin": bound.pin}
    assert client.post(url(riverbend, "private"), told).status_code == 302
    assert queries.by_browser(riverbend.organization, bound.cookie) is None  # the newer browser is bound


def test_a_link_ends_with_its_hours_and_when_a_newer_one_is_made(riverbend: Hospital) -> None:
    case, organization = opened(riverbend), riverbend.organization
    first = actions.hand_off(case=case, kind="link", language="en", by=riverbend.rosa, at=START, hours=2)
    late = START + timedelta(hours=3)
    assert actions.open_by_token(organization=organization, token=first.token, at=late) is None
    second = actions.hand_off(case=case, kind="link", language="es", by=riverbend.rosa, at=START)
    assert actions.open_by_token(organization=organization, token=first.token, at=START) is None
    assert actions.open_by_token(organization=organization, token=second.token, at=START) is not None
    assert actions.open_by_token(organization=organization, token=second.token, at=START) is None
    assert actions.open_by_token(organization=organization, token="x" * 43, at=START) is None


def test_wrong_pins_let_a_number_rest_and_then_end_it(riverbend: Hospital) -> None:
    way, organization = made(riverbend, "number"), riverbend.organization

    def attempt(pin: str, at: object = START) -> actions.Bound | None:
        return actions.open_by_number(
            organization=organization,
            number=way.handoff.number,
            pin=pin,
            at=at,  # type: ignore[arg-type]
        )

    assert [attempt("1") for _ in range(5)] == [None] * 5
    assert attempt(way.pin) is None  # it rests, even for who knows it
    assert attempt(way.pin, START + timedelta(hours=2)) is not None
    for round_ in range(4):
        for _ in range(5):
            attempt("2", START + timedelta(hours=4 + 2 * round_))
    assert attempt(way.pin, START + timedelta(hours=40)) is None
    assert actions.open_by_number(organization=organization, number="no", pin="1", at=START) is None


def test_nobody_answers_where_nobody_can_read(riverbend: Hospital) -> None:
    way = made(riverbend)
    with pytest.raises(Refused):
        actions.answer(handoff=way.handoff, text="Hello there", by=riverbend.rosa, at=START)
    actions.end(handoff=way.handoff, by=riverbend.rosa, at=START)
    with pytest.raises(Refused):
        actions.write(handoff=way.handoff, text="Hello there", at=START)


@pytest.mark.parametrize("text", ["", " ", "\x00\x00", "x" * 6001], ids=["empty", "blank", "nul", "huge"])
def test_strange_words_are_refused_in_words(riverbend: Hospital, client: Client, text: str) -> None:
    client.post(url(riverbend, "private-open", made(riverbend).token))
    assert client.post(url(riverbend, "private-write"), {"text": text}).status_code == 422
    assert not HandoffLine.objects.exists()


def test_markup_stays_text_and_too_much_is_refused(riverbend: Hospital, client: Client) -> None:
    way = made(riverbend)
    client.post(url(riverbend, "private-open", way.token))
    client.post(url(riverbend, "private-write"), {"text": "<script>alert(1)</script>"})
    assert "<script>alert" not in client.get(url(riverbend, "private")).content.decode()
    handoff = queries.access_handoff(way.handoff.case, way.handoff.pk)
    for number in range(29):
        actions.write(handoff=handoff, text=f"More, number {number}.", at=now())
    with pytest.raises(Refused, match="a lot"):
        actions.write(handoff=handoff, text="One more.", at=now())


def test_another_hospital_knows_neither_token_nor_number(riverbend: Hospital, hillcrest: Hospital) -> None:
    tenancy.announce(riverbend.organization.pk)
    link, number = made(riverbend), made(riverbend, "number")
    tenancy.announce(hillcrest.organization.pk)
    there = hillcrest.organization
    assert actions.open_by_token(organization=there, token=link.token, at=START) is None
    assert actions.open_by_number(organization=there, number=number.handoff.number, pin=number.pin, at=START) is None


def test_a_page_that_was_bound_meanwhile_is_not_bound_again(riverbend: Hospital) -> None:
    """The row is locked and read again: what was true of a browser's earlier look does not count."""
    way, organization = made(riverbend), riverbend.organization
    seen = queries.by_token(organization, way.token)
    assert seen is not None
    assert queries.can_be_opened(seen, at=START)
    first = actions.open_by_token(organization=organization, token=way.token, at=START)
    assert first is not None
    with patch.object(queries, "by_token", return_value=seen):
        assert actions.open_by_token(organization=organization, token=way.token, at=START) is None
    assert queries.by_browser(organization, first.cookie) is not None


def test_a_token_is_no_part_of_a_log_line(riverbend: Hospital) -> None:
    token = made(riverbend).token
    path = url(riverbend, "private-open", token)
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "%s: %s", ("Internal Server Error", path), None)
    Discreet().filter(record)
    assert token not in record.getMessage()
