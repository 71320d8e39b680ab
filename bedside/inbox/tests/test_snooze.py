"""Out of sight until a time, or until they write."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bedside.inbox import actions, queries, rules, tasks
from bedside.inbox.models import Conversation
from bedside.inbox.tests.people import Jobs, hub_post
from bedside.inbox.tests.people import comment as write
from tests.cast import START, Hospital

CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("at", "choice", "until"),
    [
        # The night the clocks go forward, back, and an ordinary one: eight by the hospital's own clock each time.
        ("2026-03-07T20:00-06:00", "tomorrow", "2026-03-08T08:00-05:00"),
        ("2026-10-31T20:00-05:00", "tomorrow", "2026-11-01T08:00-06:00"),
        ("2026-06-10T20:00-05:00", "tomorrow", "2026-06-11T08:00-05:00"),
        ("2026-03-07T23:30-06:00", "hours", "2026-03-08T03:30-05:00"),
        ("2026-11-21T09:00-06:00", "monday", "2026-11-23T08:00-06:00"),
        ("2026-11-23T07:00-06:00", "monday", "2026-11-30T08:00-06:00"),
        ("2026-10-30T09:00-05:00", "week", "2026-11-06T08:00-06:00"),
        ("2026-03-07T20:00-06:00", "2026-03-08T14:30", "2026-03-08T14:30-05:00"),
        ("2026-03-07T20:00-06:00", "2026-03-09", "2026-03-09T08:00-05:00"),
        # An hour that does not exist that night is taken an hour on.
        ("2026-03-07T20:00-06:00", "2026-03-08T02:30", "2026-03-08T03:30-05:00"),
    ],
)
def test_the_hospitals_own_clock_decides(at: str, choice: str, until: str) -> None:
    found = rules.snoozed_until(choice, at=datetime.fromisoformat(at).astimezone(UTC), zone=CHICAGO)
    assert found == datetime.fromisoformat(until)


@pytest.mark.parametrize("choice", ["", "never", "2001-01-01", "9999-01-01", "2026-13-01T00:00", "' or 1=1"])
def test_a_time_that_is_none_is_refused(choice: str) -> None:
    with pytest.raises(ValueError):
        rules.snoozed_until(choice, at=START, zone=CHICAGO)


def test_it_comes_back_by_itself(riverbend: Hospital, jobs: Jobs) -> None:
    made = write(riverbend, jobs, "Where do I park?")
    waiting = made.waiting_since_at
    actions.snooze(conversation=made, until=START + timedelta(seconds=30), by=riverbend.rosa, at=START)
    assert not queries.conversations(riverbend.organization).exists()
    assert queries.counts(riverbend.organization, riverbend.rosa)["snoozed"] == 1
    tasks.wake()
    made.refresh_from_db()
    assert made.state == "open"
    assert made.waiting_since_at == waiting, "its clock ran on"


def test_it_does_not_come_back_too_early(riverbend: Hospital, jobs: Jobs) -> None:
    made = write(riverbend, jobs, "Where do I park?")
    until = START + timedelta(hours=3)
    actions.snooze(conversation=made, until=until, by=riverbend.rosa, at=START)
    for at in (START, until - timedelta(seconds=1)):
        assert queries.to_wake(riverbend.organization, at=at) == []
        actions.wake(organization=riverbend.organization, key=made.pk, at=at)
    assert Conversation.objects.get(organization=riverbend.organization).state == "snoozed"
    assert queries.to_wake(riverbend.organization, at=until) == [made.pk]


def test_it_comes_back_at_once_when_they_write(riverbend: Hospital, jobs: Jobs) -> None:
    post = hub_post(riverbend)
    made = write(riverbend, jobs, "Where do I park?", visitor="v-1", post=post)
    actions.snooze(conversation=made, until=None, by=riverbend.rosa, at=START)
    assert queries.to_wake(riverbend.organization, at=START + timedelta(days=900)) == []
    made = write(riverbend, jobs, "Hello?", visitor="v-1", post=post)
    assert made.state == "open"
    assert made.snoozed_until_at is None


def test_spam_stays_spam_unless_it_is_critical(riverbend: Hospital, jobs: Jobs) -> None:
    post = hub_post(riverbend)
    made = write(riverbend, jobs, "Buy cheap pills", visitor="v-1", post=post)
    actions.mark_spam(conversation=made, by=riverbend.rosa, at=START)
    write(riverbend, jobs, "Cheap pills, really", visitor="v-1", post=post)
    made.refresh_from_db()
    assert made.state == "spam"
    write(riverbend, jobs, "I want to kill myself tonight", visitor="v-1", post=post)
    made.refresh_from_db()
    assert (made.state, made.urgency) == ("open", "critical")


def test_an_answer_brings_it_back(riverbend: Hospital, jobs: Jobs) -> None:
    made = write(riverbend, jobs, "Where do I park?")
    actions.snooze(conversation=made, until=None, by=riverbend.rosa, at=START)
    actions.reply(conversation=made, text="Parking is on deck B.", by=riverbend.rosa, at=START)
    made.refresh_from_db()
    assert made.state == "open"
