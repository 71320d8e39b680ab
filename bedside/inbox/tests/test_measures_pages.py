"""The page of measures, its table and its API: what is shown, to whom, and what odd addresses get."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bedside.channels import actions as channels
from bedside.inbox import actions, queries
from bedside.inbox.models import Alarm, Conversation
from bedside.inbox.spans import LONGEST, Span, span
from bedside.inbox.tests.pages import all_of, by_id, read, words
from bedside.inbox.tests.people import Jobs, comment, elsewhere, heard, say
from bedside.inbox.tests.test_counting_up import answer, count
from bedside.organizations import actions as organizations
from tests.cast import START, Hospital

TODAY = START.date()


def url(hospital: Hospital, name: str = "measures") -> str:
    return reverse(f"inbox:{name}", args=[hospital.organization.slug])


def page(client: Client, hospital: Hospital, query: str = "") -> str:
    answered = client.get(url(hospital) + query)
    assert answered.status_code == 200
    return words(read(answered))


@pytest.fixture
def rosa(riverbend: Hospital, client: Client) -> Client:
    client.force_login(riverbend.rosa.user)
    return client


@pytest.fixture
def told(riverbend: Hospital, jobs: Jobs) -> list[Conversation]:
    """Twelve on one network, three on the hub; nine of the twelve answered by Rosa within two hours."""
    said = [heard(f"Where do I park, {number}?") for number in range(12)]
    channels.take(account=elsewhere(riverbend), heard=said, at=START)
    jobs("inbox.take_in")
    rows = list(Conversation.objects.filter(organization=riverbend.organization).order_by("pk"))
    for number, row in enumerate(rows[:9]):
        answer(row, riverbend, after=timedelta(minutes=10 * (number + 1)))
    for number in range(3):
        comment(riverbend, jobs, f"When do you open, {number}?")
    count(riverbend)
    return rows


def test_figures_name_what_they_are_of(riverbend: Hospital, rosa: Client, told: list[Conversation]) -> None:
    shown = page(rosa, riverbend)
    assert "9 of 15; 95 %: 35.7 to 80.2 %" in shown
    assert "of 15 that reached us" in shown
    assert "The hospital has not said its hours" in shown
    assert "Of the 15 that needed an answer" in shown
    assert "First answers by the clock, 9 in all" in shown


def test_few_are_not_said_and_cannot_be_taken_from_the_whole(
    riverbend: Hospital, rosa: Client, told: list[Conversation]
) -> None:
    found = queries.measures(
        riverbend.organization, since=TODAY - timedelta(days=3), until=TODAY + timedelta(days=1),
        member=riverbend.rosa, at=START,
    )  # fmt: skip
    assert {row.key: row.figures for row in found.networks} == {"bluesky": None, "hub": None}
    shown = page(rosa, riverbend)
    assert "Hub fewer than 11" in shown
    assert "Bluesky not said, because it would tell the one" in shown
    rows = list(csv.reader(io.StringIO(rosa.get(url(riverbend, "measures-csv")).content.decode("utf-8-sig"))))
    assert [row[5] for row in rows if row[0] == "network"] == ["fewer than 11", "fewer than 11"]


def test_what_happened_since_the_count_is_in_it(riverbend: Hospital, rosa: Client, told: list[Conversation]) -> None:
    answer(told[11], riverbend, after=timedelta(hours=1))
    actions.close(conversation=told[11], by=riverbend.rosa, at=START + timedelta(hours=1))
    assert "10 of 15;" in page(rosa, riverbend)


def test_a_person_sees_their_own_and_an_administrator_all(
    riverbend: Hospital, client: Client, told: list[Conversation]
) -> None:
    client.force_login(riverbend.rosa.user)
    own = page(client, riverbend)
    assert "Only you and administrators see this." in own
    assert "Rosa Reyes" in own
    client.force_login(riverbend.chen.user)
    assert "Rosa Reyes" not in page(client, riverbend).replace("Rosa Reyes responder", "")
    client.force_login(riverbend.milo.user)
    everybody = page(client, riverbend)
    assert "Each person sees their own" in everybody
    assert "Rosa Reyes" in everybody


def test_only_those_who_may_measure_see_it(riverbend: Hospital, client: Client) -> None:
    client.force_login(riverbend.ada.user)
    for name in ("measures", "measures-csv"):
        assert client.get(url(riverbend, name)).status_code == 403


def test_nobody_of_another_hospital_is_counted_or_let_in(
    riverbend: Hospital, hillcrest: Hospital, client: Client, told: list[Conversation]
) -> None:
    client.force_login(hillcrest.rosa.user)
    assert client.get(url(riverbend)).status_code == 404
    assert "Nobody wrote in these days" in page(client, hillcrest)


ODD = (
    "?days=31", "?days=-1", "?days=%00", "?since=2026-13-01", "?since=2026-02-02&until=2026-02-01", "?until=x",
    "?since=0001-01-01", "?since=1999-01-01&until=2026-01-01", "?until=0001-01-05",
    "?since=9999-12-31&until=9999-12-31",
)  # fmt: skip


@pytest.mark.parametrize("query", ODD)
def test_odd_periods_are_told_and_break_nothing(riverbend: Hospital, rosa: Client, query: str) -> None:
    page(rosa, riverbend, query)
    assert rosa.get(url(riverbend, "measures-csv") + query).status_code == 200


def test_a_period_is_what_was_asked_or_the_usual() -> None:
    usual = Span(TODAY - timedelta(days=29), TODAY, 30)
    assert span({}, today=TODAY) == usual
    assert span({"days": "7"}, today=TODAY) == Span(TODAY - timedelta(days=6), TODAY, 7)
    one = TODAY.isoformat()
    assert span({"since": one, "until": one}, today=TODAY) == Span(TODAY, TODAY)
    assert span({"since": "2020-01-01", "until": "2026-01-01"}, today=TODAY).wrong
    assert LONGEST > 3 * 365
    assert span({"days": "8"}, today=TODAY).wrong


@pytest.mark.parametrize("days", [7, 30, 90, 365])
def test_every_period_draws_in_few_queries(
    riverbend: Hospital, rosa: Client, told: list[Conversation], days: int, django_assert_max_num_queries: Any
) -> None:
    page(rosa, riverbend)
    with django_assert_max_num_queries(28):
        shown = read(rosa.get(f"{url(riverbend)}?days={days}"))
    charts = all_of(shown, "{http://www.w3.org/2000/svg}svg", "chart")
    assert len(charts) == 3
    assert all(one.get("aria-label") for one in charts)


def test_before_it_was_ever_counted_the_page_says_so(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    say(riverbend, jobs, "Where do I park?")
    shown = page(rosa, riverbend)
    assert "Bedside is counting all conversations anew" in shown
    assert "Waiting for an answer1" in shown


def test_the_backlog_says_how_old_it_is(riverbend: Hospital, jobs: Jobs) -> None:
    for hours in (1, 5, 30, 30, 100, 500):
        say(riverbend, jobs, f"I wait since {hours}", at=START)
        row = Conversation.objects.filter(organization=riverbend.organization).latest("pk")
        row.waiting_since_at = START - timedelta(hours=hours)
        row.save(update_fields=["waiting_since_at"])
    found = queries.backlog(riverbend.organization, at=START)
    assert (found.waiting, found.ages) == (6, (1, 1, 2, 1, 1))
    assert found.oldest_at == START - timedelta(hours=500)


def test_alarms_are_timed_exactly(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    conversation = say(riverbend, jobs, "Where do I park?")
    for seconds in (4.0, 10.0, None):
        Alarm.objects.create(
            organization=riverbend.organization, conversation=conversation, level="P0", heard_at=START, began_at=START,
            seconds_to_page=seconds, ended_at=START, acknowledged_at=START + timedelta(minutes=9) if seconds else None,
        )  # fmt: skip
    danger = queries.measures(
        riverbend.organization, since=TODAY - timedelta(days=2), until=TODAY + timedelta(days=1),
        member=riverbend.rosa, at=START,
    ).danger  # fmt: skip
    assert (danger.alarms, danger.paged.count, danger.paged.median, danger.acknowledged.count) == (3, 2, 7.0, 2)
    assert danger.acknowledged.p90 == 540
    count(riverbend)
    shown = page(rosa, riverbend)
    assert "3 alarms of level P0" in shown
    assert "to the first page2 of 37 s" in shown


def test_the_link_stands_in_the_inbox(riverbend: Hospital, rosa: Client) -> None:
    views = by_id(read(rosa.get(reverse("inbox:list", args=[riverbend.organization.slug]))), "views")
    assert views is not None
    links = [one.get("href") for one in views.iter("a")]
    assert url(riverbend) in links
    assert url(riverbend, "reviews") in links


# ---- for programs ----------------------------------------------------------------------------------------------------


@pytest.fixture
def key(riverbend: Hospital) -> str:
    _key, token = organizations.make_key(
        organization=riverbend.organization, member=riverbend.milo, name="figures",
        scopes=["inbox.measure", "inbox.read"], at=START,
    )  # fmt: skip
    return token


def test_the_api_says_what_the_page_says(
    riverbend: Hospital, client: Client, key: str, told: list[Conversation]
) -> None:
    since, until = TODAY - timedelta(days=2), TODAY + timedelta(days=1)
    answered = client.get(
        f"/api/v1/inbox/measures?since={since}&until={until}", headers={"Authorization": f"Bearer {key}"}
    )
    assert answered.status_code == 200, answered.content
    found = answered.json()
    assert found["whole"]["answered"] == {"count": 9, "of": 15, "percent": 60.0, "low": 35.7, "high": 80.2}
    assert found["whole"]["first_clock"]["count"] == 9
    assert [row["figures"] for row in found["networks"]] == [None, None]
    assert found["live"] is True
    assert found["assumed_hours"] is True


def test_the_api_refuses_impossible_periods(riverbend: Hospital, client: Client, key: str) -> None:
    for query in ("since=2026-02-02&until=2026-01-01", "since=2000-01-01&until=2026-01-01", "since=x&until=y"):
        answered = client.get(f"/api/v1/inbox/measures?{query}", headers={"Authorization": f"Bearer {key}"})
        assert answered.status_code == 422, query
