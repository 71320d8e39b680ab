"""Counts that nobody scans for: always what a count of the rows would say; and a small storm of arrivals."""

import random
from datetime import timedelta

from django.db import connection

from bedside.channels import actions as channels
from bedside.channels.models import Arrival
from bedside.inbox import actions, queries
from bedside.inbox.models import Conversation, Correspondent, Message, Tally
from bedside.inbox.queries.listing import in_view
from bedside.inbox.tests.people import Jobs, elsewhere, heard
from bedside.organizations import tenancy
from tests.cast import START, Hospital


def counted(hospital: Hospital) -> dict[str, int]:
    rows = Conversation.objects.filter(organization=hospital.organization)
    return {view: in_view(rows, view, hospital.rosa).count() for view in queries.VIEWS}


def test_the_counters_are_what_a_count_would_say(riverbend: Hospital, jobs: Jobs) -> None:
    said = [heard("I want to die" if number == 5 else f"Where do I park, {number}?") for number in range(24)]
    channels.take(account=elsewhere(riverbend), heard=said, at=START)
    jobs("inbox.take_in")
    chance, rows = random.Random(5), list(Conversation.objects.filter(organization=riverbend.organization))
    label = actions.label_named(organization=riverbend.organization, name="x", by=riverbend.rosa, at=START)
    kinds = ["close", "reopen", "spam", "assign", "snooze", "label"]
    acts = []
    for step in range(60):
        done = actions.do_many(
            organization=riverbend.organization, kind=chance.choice(kinds), label=label,
            keys=[row.pk for row in chance.sample(rows, 5)], to=chance.choice([None, riverbend.rosa, riverbend.chen]),
            by=riverbend.rosa, at=START, until=START + timedelta(hours=1),
        )  # fmt: skip
        acts.append(done.act)
        if step % 7 == 0:
            actions.undo(act=acts.pop(), by=riverbend.rosa, at=START)
        if step % 11 == 0:
            actions.fold(organization=riverbend.organization)
        assert queries.counts(riverbend.organization, riverbend.rosa) == counted(riverbend)
        assert queries.overview(riverbend.organization, riverbend.rosa, at=START).counts == counted(riverbend)


def test_folding_leaves_one_row_a_place_and_nothing_of_others(
    riverbend: Hospital, hillcrest: Hospital, jobs: Jobs
) -> None:
    with tenancy.entered(hillcrest.organization.pk):
        channels.take(account=elsewhere(hillcrest), heard=[heard("Hello, where do I park?")], at=START)
        jobs("inbox.take_in")
        theirs = Tally.objects.filter(organization=hillcrest.organization).count()
    channels.take(account=elsewhere(riverbend), heard=[heard(f"Where, {n}?") for n in range(5)], at=START)
    jobs("inbox.take_in")
    before = queries.counts(riverbend.organization, riverbend.rosa)
    assert actions.fold(organization=riverbend.organization) >= 5
    rows = Tally.objects.filter(organization=riverbend.organization)
    assert rows.count() == len(set(rows.values_list("place", "whose")))
    assert queries.counts(riverbend.organization, riverbend.rosa) == before
    with tenancy.entered(hillcrest.organization.pk):
        assert Tally.objects.filter(organization=hillcrest.organization).count() == theirs


def test_a_storm_with_doubles_loses_nothing_and_doubles_nothing(riverbend: Hospital, jobs: Jobs) -> None:
    said = [heard(f"Is it open on Sunday, {number}?", author_id=f"a{number % 40}") for number in range(200)]
    told = said + said[::10]
    random.Random(1).shuffle(told)
    account = elsewhere(riverbend)
    for begin in range(0, len(told), 7):
        channels.take(account=account, heard=told[begin : begin + 7], at=START)
    with connection.cursor() as cursor:  # and a worker died after each tenth: its job is run again
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, status) select queue_name, task_name, args,"
            " 'todo' from procrastinate_jobs where task_name = 'inbox.take_in' and id % 10 = 0"
        )
    jobs("inbox.take_in")
    organization = riverbend.organization
    assert Arrival.objects.filter(organization=organization).count() == 200
    assert Message.objects.filter(organization=organization).count() == 200
    assert Conversation.objects.filter(organization=organization).count() == 200
    people = Correspondent.objects.filter(organization=organization)
    assert people.count() == 40
    assert sum(people.values_list("messages", flat=True)) == sum(people.values_list("conversations", flat=True)) == 200
    assert queries.counts(organization, riverbend.rosa)["open"] == 200
