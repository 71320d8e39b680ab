"""What is added up is what a recount says, whatever happened, however often, and wherever it was cut off."""

import random
from datetime import date, time, timedelta
from typing import Any

import pytest

from bedside.channels import actions as channels
from bedside.inbox import actions, queries
from bedside.inbox.actions import counting as acting
from bedside.inbox.measuring import Fact, Sums, sums_of, total
from bedside.inbox.models import Conversation, Counted, Message, Served, ServedSum
from bedside.inbox.queries import counting
from bedside.inbox.queries.measures import _months, figures
from bedside.inbox.tests.people import Jobs, elsewhere, heard, say
from bedside.organizations import actions as organizations
from bedside.organizations import tenancy
from bedside.organizations.hours import Opening
from tests.cast import START, Hospital

HOUR = timedelta(hours=1)
SINCE, UNTIL = START.date() - timedelta(days=400), START.date() + timedelta(days=40)


def count(hospital: Hospital, **given: Any) -> None:
    while actions.count_up(organization=hospital.organization, at=given.get("at", START)):
        pass


def recount(hospital: Hospital) -> dict[tuple[str, str], Sums]:
    """From the conversations themselves."""
    keys = Conversation.objects.filter(organization=hospital.organization).values_list("pk", flat=True)
    facts = counting.facts_for(counting.basis_of(hospital.organization), list(keys))
    return sums_of(facts.values())


def added_up(hospital: Hospital) -> dict[tuple[str, str], Sums]:
    found: dict[tuple[str, str], list[Sums]] = {}
    rows = ServedSum.objects.filter(organization=hospital.organization, span="day")
    for facet, value, sums in rows.values_list("facet", "value", "sums"):
        found.setdefault((facet, value), []).append(Sums.from_bytes(sums))
    return {key: total(sums) for key, sums in found.items()}


def answer(conversation: Conversation, hospital: Hospital, *, after: timedelta) -> None:
    """An answer as the network has it; how it gets there is another test's."""
    Message.objects.create(
        organization=hospital.organization, conversation=conversation, text="Thank you.", at=START + after,
        by=hospital.rosa,
    )  # fmt: skip


def test_sums_are_a_recount_through_everything_that_happens(riverbend: Hospital, jobs: Jobs) -> None:
    chance, organization = random.Random(8), riverbend.organization
    for back in (0, 1, 40, 70):
        said = [heard(f"Where do I park, {back}.{number}?") for number in range(8)]
        channels.take(account=elsewhere(riverbend), heard=said, at=START - timedelta(days=back, hours=back % 7))
    jobs("inbox.take_in")
    rows = list(Conversation.objects.filter(organization=organization))
    kinds = ["close", "reopen", "spam", "assign", "snooze"]
    acts = []
    for step in range(40):
        done = actions.do_many(
            organization=organization, kind=chance.choice(kinds), keys=[row.pk for row in chance.sample(rows, 4)],
            to=chance.choice([None, riverbend.rosa, riverbend.chen]), by=riverbend.rosa, at=START + step * HOUR,
            until=START + 90 * HOUR, label=None,
        )  # fmt: skip
        acts.append(done.act)
        if step % 9 == 0:
            actions.undo(act=acts.pop(), by=riverbend.rosa, at=START + step * HOUR)
        live = queries.measures(organization, since=SINCE, until=UNTIL, member=riverbend.milo, at=START)
        if step:  # once it is counted, a page needs no count to be right
            assert live.whole == figures(recount(riverbend)["all", ""])
        if step % 6 == 0:
            count(riverbend)
            assert added_up(riverbend) == recount(riverbend)
    count(riverbend)
    found = queries.measures(organization, since=SINCE, until=UNTIL, member=riverbend.milo, at=START)
    again = recount(riverbend)
    assert found.whole == figures(again["all", ""])
    assert [row.key for row in found.levels] == sorted({key for kind, key in again if kind == "level"})
    assert all(point.figures.began >= 0 for point in found.points)
    assert sum(point.figures.began for point in found.points) == found.whole.began == 32


def test_months_are_the_sum_of_their_days_and_every_period_is_cut_right(riverbend: Hospital, jobs: Jobs) -> None:
    for back in range(0, 130, 5):
        channels.take(account=elsewhere(riverbend), heard=[heard(f"Hello {back}")], at=START - timedelta(days=back))
    jobs("inbox.take_in")
    count(riverbend)
    keys = Conversation.objects.filter(organization=riverbend.organization).values_list("pk", flat=True)
    facts = counting.facts_for(counting.basis_of(riverbend.organization), list(keys)).values()
    chance = random.Random(2)
    for _number in range(25):
        since = START.date() - timedelta(days=chance.randrange(140))
        until = since + timedelta(days=chance.randrange(140))
        found = queries.measures(riverbend.organization, since=since, until=until, member=riverbend.milo, at=START)
        within = [one for one in facts if since <= one.on_date <= until]
        assert found.whole.began == len(within)
        if within:
            (network,) = found.networks
            assert network.figures == figures(sums_of(within)["network", "bluesky"])


def test_whole_months_and_the_days_around_them() -> None:
    day = date
    assert _months(day(2026, 1, 1), day(2026, 2, 28)) == ([day(2026, 1, 1), day(2026, 2, 1)], [])
    assert _months(day(2025, 12, 30), day(2026, 2, 3)) == (
        [day(2026, 1, 1)],
        [(day(2025, 12, 30), day(2025, 12, 31)), (day(2026, 2, 1), day(2026, 2, 3))],
    )
    assert _months(day(2026, 3, 2), day(2026, 3, 31)) == ([], [(day(2026, 3, 2), day(2026, 3, 31))])


def test_counting_twice_or_cut_off_changes_nothing(
    riverbend: Hospital, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acting, "TALKS", 3)
    monkeypatch.setattr(acting, "ENTRIES", 7)
    channels.take(account=elsewhere(riverbend), heard=[heard(f"Where, {n}?") for n in range(10)], at=START)
    jobs("inbox.take_in")
    organization = riverbend.organization
    actions.count_up(organization=organization, at=START)  # and the worker dies
    assert queries.measures(organization, since=SINCE, until=UNTIL, member=riverbend.milo, at=START).counted is None
    conversation = Conversation.objects.filter(organization=organization).latest("pk")
    actions.close(conversation=conversation, by=riverbend.rosa, at=START + HOUR)
    count(riverbend)
    rows = ServedSum.objects.filter(organization=organization)
    before = sorted(rows.values_list("facet", "value", "on_date"))
    count(riverbend)
    assert added_up(riverbend) == recount(riverbend)
    assert (
        sorted(ServedSum.objects.filter(organization=organization).values_list("facet", "value", "on_date")) == before
    )
    assert Counted.objects.get(organization=organization).number == queries.last_heard(organization)


def test_what_is_counted_of_a_conversation(riverbend: Hospital, jobs: Jobs) -> None:
    conversation = say(riverbend, jobs, "Where do I park?")
    answer(conversation, riverbend, after=3 * HOUR)
    actions.close(conversation=conversation, by=riverbend.rosa, at=START + 5 * HOUR)
    (fact,) = counting.facts_for(counting.basis_of(riverbend.organization), [conversation.pk]).values()
    there = START.astimezone(riverbend.organization.zone)
    assert (fact.on_date, fact.hour, fact.network) == (there.date(), there.hour, "bluesky")
    assert (fact.needed, fact.answered, fact.in_time, fact.silent) == (True, True, True, False)
    assert (fact.first_clock, fact.solved_clock, fact.member) == (3 * 3600, 5 * 3600, riverbend.rosa.pk)


def facts(hospital: Hospital, conversation: Conversation) -> Fact | None:
    return counting.facts_for(counting.basis_of(hospital.organization), [conversation.pk]).get(conversation.pk)


def test_who_needs_no_answer_is_set_aside(riverbend: Hospital, jobs: Jobs) -> None:
    spam = say(riverbend, jobs, "Where do I park?")
    actions.mark_spam(conversation=spam, by=riverbend.rosa, at=START)
    gone = say(riverbend, jobs, "Where do I park, please?", network_id="at://gone")
    channels.forget(account=elsewhere(riverbend), gone=["at://gone"], at=START + HOUR)
    jobs("inbox.note_gone")
    silent = say(riverbend, jobs, "And where do I park?")
    actions.close(conversation=silent, by=riverbend.rosa, at=START + HOUR)
    assert [one is not None and one.needed for one in (facts(riverbend, c) for c in (spam, gone, silent))] == [
        False, False, True,
    ]  # fmt: skip
    told = facts(riverbend, silent)
    assert told is not None
    assert (told.silent, told.answered, told.first_clock) == (True, False, None)


def test_what_was_there_before_bedside_is_not_counted(riverbend: Hospital, jobs: Jobs) -> None:
    channels.take(account=elsewhere(riverbend), heard=[heard("Long ago")], at=START, past=True)
    jobs("inbox.take_in")
    count(riverbend)
    assert not Served.objects.filter(organization=riverbend.organization).exists()


def test_opening_again_is_counted_and_an_undone_closing_is_none(riverbend: Hospital, jobs: Jobs) -> None:
    conversation, rosa = say(riverbend, jobs, "Where do I park?"), riverbend.rosa
    actions.close(conversation=conversation, by=rosa, at=START)
    last = queries.last_act(riverbend.organization, rosa, at=START)
    assert last is not None
    actions.undo(act=last, by=rosa, at=START)
    told = facts(riverbend, conversation)
    assert told is not None
    assert told.reopened == 0
    actions.close(conversation=conversation, by=rosa, at=START)
    actions.reopen(conversation=conversation, by=rosa, at=START)
    actions.close(conversation=conversation, by=rosa, at=START)
    again = heard("Still?", author_id=conversation.author_id, root_id=conversation.root_id)
    channels.take(account=elsewhere(riverbend), heard=[again], at=START)
    jobs("inbox.take_in")
    told = facts(riverbend, conversation)
    assert told is not None
    assert told.reopened == 2


def test_merged_and_split_again_it_is_counted_where_it_stands(riverbend: Hospital, jobs: Jobs) -> None:
    first = say(riverbend, jobs, "Where do I park?", author_id="did:plc:same")
    said = heard("And the entrance?", author_id="did:plc:same")
    channels.take(account=elsewhere(riverbend), heard=[said], at=START)
    jobs("inbox.take_in")
    second = Conversation.objects.exclude(pk=first.pk).get(organization=riverbend.organization)
    count(riverbend)
    actions.merge(into=first, source=second, by=riverbend.rosa, at=START)
    count(riverbend)
    assert Served.objects.filter(organization=riverbend.organization).count() == 1
    assert added_up(riverbend) == recount(riverbend)
    last = queries.last_act(riverbend.organization, riverbend.rosa, at=START)
    assert last is not None
    actions.undo(act=last, by=riverbend.rosa, at=START)
    count(riverbend)
    assert Served.objects.filter(organization=riverbend.organization).count() == 2
    assert added_up(riverbend) == recount(riverbend)


def test_other_hours_count_everything_anew(riverbend: Hospital, jobs: Jobs) -> None:
    conversation, organization = say(riverbend, jobs, "Where do I park?"), riverbend.organization
    answer(conversation, riverbend, after=50 * HOUR)
    count(riverbend)
    kept = Served.objects.get(organization=organization)
    assert kept.first_clock == 50 * 3600
    assert kept.first_business is not None
    assert kept.first_business <= 27 * 3600  # Monday to Friday, 8 to 5, is assumed
    assert queries.measures(organization, since=SINCE, until=UNTIL, member=riverbend.rosa, at=START).assumed
    given: dict[str, Any] = {"organization": organization, "federal": False, "closed": {}, "by": riverbend.milo}
    organizations.keep_hours(always=True, openings=(), at=START, **given)
    count(riverbend)
    assert Served.objects.get(organization=organization).first_business == 50 * 3600
    never = [Opening((START.weekday() + 4) % 7, time(8), time(9))]
    organizations.keep_hours(always=False, openings=never, at=START, **given)
    count(riverbend)
    assert Served.objects.get(organization=organization).first_business == 0
    assert added_up(riverbend) == recount(riverbend)


def test_a_hospital_counts_its_own_alone(riverbend: Hospital, hillcrest: Hospital, jobs: Jobs) -> None:
    with tenancy.entered(hillcrest.organization.pk):
        channels.take(account=elsewhere(hillcrest), heard=[heard("Hello?")], at=START)
        jobs("inbox.take_in")
    say(riverbend, jobs, "Where do I park?")
    count(riverbend)
    assert Served.objects.filter(organization=riverbend.organization).count() == 1
    with tenancy.entered(hillcrest.organization.pk):
        assert not Served.objects.filter(organization=hillcrest.organization).exists()
        count(hillcrest)
        assert Served.objects.filter(organization=hillcrest.organization).count() == 1
