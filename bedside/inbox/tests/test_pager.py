"""The hospital's own pager: signed, told when it begins, when somebody acts, when it is over; and when it fails."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bedside.audit import queries as audit
from bedside.inbox import actions, queries, tasks
from bedside.inbox.models import Alarm, Page, Pager
from bedside.inbox.pager import Event, pagerduty, sign
from bedside.inbox.tests.people import say
from bedside.inbox.tests.posts import Post, post
from bedside.organizations import tenancy
from tests.cast import START, Hospital

Jobs = Callable[..., int]
CRISIS = "I can't do this anymore. I want to die and I have the pills right here."
SECRET = "a shared secret"


@pytest.fixture
def service() -> Iterator[Post]:
    with post() as made:
        yield made


def keep(hospital: Hospital, url: str, **given: Any) -> Pager:
    facts: dict[str, Any] = {"minutes": 5, "kind": Pager.GENERIC, "inside": True, "secret": SECRET} | given
    return actions.keep_pager(organization=hospital.organization, url=url, by=hospital.milo, at=START, **facts)


def ring(hospital: Hospital, jobs: Jobs) -> Alarm:
    made = say(hospital, jobs, CRISIS)
    jobs("inbox.page_people", "inbox.send_page")
    alarm = queries.alarm_of(made)
    assert alarm is not None
    return alarm


def to_pager(alarm: Alarm) -> list[tuple[str, str]]:
    return [(page.event, page.state) for page in queries.pages_of(alarm) if page.way == Page.PAGER]


def test_it_is_told_when_it_begins_when_somebody_acts_and_when_it_is_over(
    riverbend: Hospital, jobs: Jobs, service: Post
) -> None:
    keep(riverbend, f"{service.url}/pager")
    alarm = ring(riverbend, jobs)
    actions.acknowledge(conversation=alarm.conversation, by=riverbend.rosa, at=START)
    jobs("inbox.send_page")
    actions.close(conversation=alarm.conversation, by=riverbend.rosa, at=START)
    for _again in range(2):
        tasks.watch_pages()
        tenancy.announce(riverbend.organization.pk)
    jobs("inbox.send_page")
    said = [service.json(number) for number in range(len(service.heard))]
    assert [one["event"] for one in said] == ["trigger", "acknowledge", "resolve"]
    assert len({one["id"] for one in said}) == 1
    assert "pills" not in str(service.heard)
    _path, headers, body = service.heard[0]
    seconds = int(headers["x-bedside-timestamp"])
    assert headers["x-bedside-signature"] == f"v1={sign(body, secret=SECRET, seconds=seconds)}"


@pytest.mark.parametrize(
    ("answers", "state", "tries"), [([500, 201], Page.DUE, 1), ([429], Page.DUE, 1), ([401], Page.FAILED, 1)]
)
def test_what_the_pager_answers_decides_whether_it_is_tried_again(
    riverbend: Hospital, jobs: Jobs, service: Post, answers: list[int], state: str, tries: int
) -> None:
    service.answers = answers
    keep(riverbend, f"{service.url}/pager")
    alarm = ring(riverbend, jobs)
    page = next(one for one in queries.pages_of(alarm) if one.way == Page.PAGER)
    assert (page.state, page.tries) == (state, tries)


def test_a_pager_that_is_not_there_hinders_nobody_else(riverbend: Hospital, jobs: Jobs, mailoutbox: list[Any]) -> None:
    keep(riverbend, "http://127.0.0.1:9/pager")
    alarm = ring(riverbend, jobs)
    assert to_pager(alarm) == [("trigger", Page.DUE)]
    assert len(mailoutbox) == 4


def test_an_address_inside_is_called_only_where_it_was_said_to_stand_inside(riverbend: Hospital, jobs: Jobs) -> None:
    keep(riverbend, "https://10.1.2.3/pager", inside=False)
    alarm = ring(riverbend, jobs)
    page = next(one for one in queries.pages_of(alarm) if one.way == Page.PAGER)
    assert page.state == Page.FAILED
    assert "does not call" in page.said


def test_pagerduty_hears_its_own_words(riverbend: Hospital, jobs: Jobs, service: Post) -> None:
    keep(riverbend, f"{service.url}/v2/enqueue", kind=Pager.PAGERDUTY, secret="R0UT1NGKEY")
    alarm = ring(riverbend, jobs)
    actions.acknowledge(conversation=alarm.conversation, by=riverbend.rosa, at=START)
    jobs("inbox.send_page")
    first, second = service.json(0), service.json(1)
    assert (first["event_action"], second["event_action"]) == ("trigger", "acknowledge")
    assert first["routing_key"] == "R0UT1NGKEY"
    assert first["dedup_key"] == second["dedup_key"]
    assert first["payload"]["severity"] == "critical"
    assert "payload" not in second


def test_without_an_address_pagerduty_is_called_at_its_own() -> None:
    event = Event("trigger", "key", "Riverbend", "P0", "988", "https://x.example/", "2026-01-01T00:00:00+00:00")
    assert pagerduty(event, routing_key="R").url == "https://events.pagerduty.com/v2/enqueue"


def test_the_secret_is_sealed_and_never_shown_and_a_test_says_how_it_went(
    riverbend: Hospital, jobs: Jobs, service: Post, client: Client
) -> None:
    client.force_login(riverbend.milo.user)
    slug = riverbend.organization.slug
    url = reverse("ladder:pager", args=[slug])
    given = {"minutes": "3", "kind": "generic", "url": f"{service.url}/pager"}
    assert client.post(url, given).status_code == 422  # no secret, and http outside
    done = client.post(url, given | {"secret": SECRET, "inside": "on"})
    assert done.status_code == 302
    tenancy.announce(riverbend.organization.pk)
    own = queries.pager_of(riverbend.organization)
    assert own is not None
    assert SECRET.encode() not in bytes(own.secret)
    assert queries.pager_secret(own) == SECRET
    assert SECRET not in client.get(url).content.decode()
    client.post(reverse("ladder:try-pager", args=[slug]))
    tenancy.announce(riverbend.organization.pk)
    jobs("inbox.try_pager")
    assert service.json()["event"] == "test"
    assert "The pager took the last test" in client.get(url).content.decode()
    client.post(url, {"minutes": "3", "kind": "generic", "forget": "on"})
    tenancy.announce(riverbend.organization.pk)
    own.refresh_from_db()
    assert (own.url, bytes(own.secret)) == ("", b"")
    assert SECRET not in str([entry.details for entry in audit.entries(riverbend.organization)])


def test_how_long_one_waits_is_the_hospitals_own(riverbend: Hospital, jobs: Jobs) -> None:
    keep(riverbend, "", minutes=2, secret=None)
    alarm = ring(riverbend, jobs)
    assert alarm.next_at is not None
    assert alarm.next_at - alarm.began_at == timedelta(minutes=2)
    with pytest.raises(actions.OutOfRange):
        keep(riverbend, "", minutes=0)
