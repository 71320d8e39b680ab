"""Every act with its undo: exactly as it was, or said to be kept because something changed since."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from bedside.audit import queries as audit
from bedside.inbox import actions, queries, rules
from bedside.inbox.actions.acts import facts
from bedside.inbox.actions.sorting import NoName
from bedside.inbox.models import Act, ActChange, Conversation, FollowUp, Label, Labeling
from bedside.inbox.tests.pages import all_of, read, words
from bedside.inbox.tests.people import Jobs, hub_post
from bedside.inbox.tests.people import comment as write
from tests.cast import START, Hospital


@pytest.fixture
def asked(riverbend: Hospital, jobs: Jobs) -> Conversation:
    return write(riverbend, jobs, "Where do I park for the clinic?", name="Quentin", visitor="v-1")


@pytest.fixture
def rosa(client: Client, riverbend: Hospital) -> Client:
    client.force_login(riverbend.rosa.user)
    return client


def fresh(one: Conversation) -> Conversation:
    return Conversation.objects.get(organization_id=one.organization_id, pk=one.pk)


def last(hospital: Hospital) -> Act:
    act = queries.last_act(hospital.organization, hospital.rosa, at=START + timedelta(minutes=1))
    assert act is not None
    return act


def label(hospital: Hospital, name: str = "Parking") -> Label:
    return actions.label_named(organization=hospital.organization, name=name, by=hospital.rosa, at=START)


def do(hospital: Hospital, kind: str, one: Conversation) -> None:
    given: dict[str, Any] = {"conversation": one, "by": hospital.rosa, "at": START}
    if kind == "assign":
        actions.assign(to=hospital.chen, **given)
    elif kind == "label":
        actions.put_label(label=label(hospital), on=True, **given)
    elif kind == "snooze":
        actions.snooze(until=START + timedelta(hours=3), **given)
    else:
        {"close": actions.close, "spam": actions.mark_spam, "reopen": actions.reopen}[kind](**given)


@pytest.mark.parametrize("kind", ["assign", "close", "label", "snooze", "spam"])
def test_an_act_is_undone_exactly(riverbend: Hospital, asked: Conversation, kind: str) -> None:
    before = facts(fresh(asked))
    do(riverbend, kind, asked)
    assert facts(fresh(asked)) != before
    undone = actions.undo(act=last(riverbend), by=riverbend.rosa, at=START + timedelta(minutes=9))
    assert (undone.restored, undone.kept) == (1, 0)
    assert facts(fresh(asked)) == before
    assert Labeling.objects.filter(organization=riverbend.organization).count() == 0
    assert audit.entries(riverbend.organization, kind="inbox.undone").count() == 1


def test_opening_again_is_undone_too(riverbend: Hospital, asked: Conversation) -> None:
    do(riverbend, "close", asked)
    closed = facts(fresh(asked))
    do(riverbend, "reopen", asked)
    actions.undo(act=last(riverbend), by=riverbend.rosa, at=START)
    assert facts(fresh(asked)) == closed


def test_what_changed_since_is_kept_and_said(riverbend: Hospital, asked: Conversation, jobs: Jobs) -> None:
    do(riverbend, "close", asked)
    act = last(riverbend)
    post = hub_post(riverbend)
    other = write(riverbend, jobs, "Hello?", visitor="v-9", post=post)
    actions.reopen(conversation=asked, by=riverbend.chen, at=START)
    undone = actions.undo(act=act, by=riverbend.rosa, at=START)
    assert (undone.restored, undone.kept) == (0, 1)
    assert fresh(asked).state == "open"
    assert fresh(other).state == "open"


def test_an_act_is_undone_once_by_whoever_did_it_and_for_ten_minutes(riverbend: Hospital, asked: Conversation) -> None:
    do(riverbend, "close", asked)
    act = last(riverbend)
    for by, at in ((riverbend.chen, START), (riverbend.rosa, START + timedelta(minutes=11))):
        with pytest.raises(rules.TooLate):
            actions.undo(act=act, by=by, at=at)
    actions.undo(act=act, by=riverbend.rosa, at=START)
    with pytest.raises(rules.TooLate):
        actions.undo(act=act, by=riverbend.rosa, at=START)


def test_doing_what_is_done_already_changes_and_records_nothing(riverbend: Hospital, asked: Conversation) -> None:
    do(riverbend, "close", asked)
    number = audit.entries(riverbend.organization).count()
    do(riverbend, "close", asked)
    assert audit.entries(riverbend.organization).count() == number
    assert Act.objects.filter(organization=riverbend.organization).count() == 1


def test_a_hundred_at_once_are_each_recorded_and_undone_as_one(riverbend: Hospital, asked: Conversation) -> None:
    copies = []
    for number in range(119):
        one = fresh(asked)
        one.pk, one.root_id = None, f"copy-{number}"
        copies.append(one)
    Conversation.objects.bulk_create(copies)
    rows = Conversation.objects.filter(organization=riverbend.organization)
    before = {row.pk: facts(row) for row in rows}
    given: dict[str, Any] = {"organization": riverbend.organization, "by": riverbend.rosa, "at": START}
    done = actions.do_many(kind="close", keys=[*before, 10**12], **given)
    assert (done.act.number, done.kept) == (120, 0)
    assert audit.entries(riverbend.organization, kind="inbox.closed").count() == 120
    assert queries.counts(riverbend.organization, riverbend.rosa)["closed"] == 120
    undone = actions.undo(act=done.act, by=riverbend.rosa, at=START)
    assert (undone.restored, undone.kept) == (120, 0)
    assert {row.pk: facts(row) for row in rows.all()} == before


def test_a_critical_message_that_waits_stays_in_sight(riverbend: Hospital, asked: Conversation, jobs: Jobs) -> None:
    danger = write(riverbend, jobs, "I want to kill myself tonight", name="Dana")
    with pytest.raises(rules.StillCritical):
        actions.snooze(conversation=danger, until=None, by=riverbend.rosa, at=START)
    done = actions.do_many(
        organization=riverbend.organization, kind="snooze", keys=[danger.pk, asked.pk], by=riverbend.rosa, at=START
    )
    assert (done.act.number, done.kept) == (1, 1)
    assert fresh(danger).state == "open"


def test_a_label_is_named_once_whatever_its_letters(riverbend: Hospital) -> None:
    assert label(riverbend, "Parking").pk == label(riverbend, " parking ").pk
    for name in ("", " \x00 ", "x" * 41):
        with pytest.raises(NoName):
            label(riverbend, name)


def test_a_deleted_label_is_gone_everywhere(riverbend: Hospital, asked: Conversation, rosa: Client) -> None:
    do(riverbend, "label", asked)
    list_url = reverse("inbox:list", args=["riverbend"])
    assert "Parking" in words(all_of(read(rosa.get(list_url)), "li", "row")[0])
    assert len(all_of(read(rosa.get(list_url, {"label": "parking"})), "li", "row")) == 1
    assert not all_of(read(rosa.get(list_url, {"label": "bills"})), "li", "row")
    actions.forget_label(label=label(riverbend), by=riverbend.rosa, at=START)
    assert "Parking" not in words(all_of(read(rosa.get(list_url)), "li", "row")[0])


def test_two_at_once_wait_for_each_other(riverbend: Hospital, asked: Conversation) -> None:
    """The row is locked before its facts are read: a second session must wait, and is told so at once here."""
    from django.db import DatabaseError, transaction

    from tests.test_tenancy import other_sessions

    actions.close(conversation=asked, by=riverbend.rosa, at=START)  # this transaction holds the row
    with other_sessions() as session, session.cursor() as cursor:
        cursor.execute("select set_config('bedside.organization', %s, false)", [str(riverbend.organization.pk)])
        cursor.execute("select count(*) from inbox_conversation where id = %s", [asked.pk])
        assert cursor.fetchone() == (0,)  # not committed: what waits is seen by nobody yet
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select 1/0")
    assert fresh(asked).state == "closed"


def test_follow_ups_stand_on_ones_own_list(riverbend: Hospital, asked: Conversation, rosa: Client) -> None:
    url = reverse("inbox:follow_up", args=["riverbend", asked.pk])
    rosa.post(url, {"on_date": "2026-01-02", "why": "Ask whether it was mended"})
    made = FollowUp.objects.get(organization=riverbend.organization)
    assert (made.on_date, made.note) == (date(2026, 1, 2), "Ask whether it was mended")
    page = rosa.get(reverse("inbox:follow_ups", args=["riverbend"]))
    assert "Ask whether it was mended" in words(read(page))
    assert "due" in words(read(page))
    rosa.post(url, {"done": "yes"})
    assert "Nothing to follow up" in words(read(rosa.get(reverse("inbox:follow_ups", args=["riverbend"]))))
    rosa.post(url, {"on_date": "never"})
    assert FollowUp.objects.filter(organization=riverbend.organization, done_at=None).count() == 0


# ---- by pages --------------------------------------------------------------------------------------------------------


def test_the_bar_says_what_was_done_and_undoes_it(riverbend: Hospital, asked: Conversation, rosa: Client) -> None:
    rosa.post(reverse("inbox:close", args=["riverbend", asked.pk]))
    page = rosa.get(reverse("inbox:list", args=["riverbend"]))
    assert "Closed 1 conversation" in words(all_of(read(page), "form", "undo")[0])
    answer = rosa.post(reverse("inbox:undo", args=["riverbend"]), {}, follow=True)
    assert "Undone: 1 conversation is as it was." in words(read(answer))
    assert fresh(asked).state == "open"
    answer = rosa.post(reverse("inbox:undo", args=["riverbend"]), {}, follow=True)
    assert "nothing of the last ten minutes" in words(read(answer))


def test_many_are_chosen_or_all_that_match(riverbend: Hospital, asked: Conversation, rosa: Client, jobs: Jobs) -> None:
    other = write(riverbend, jobs, "Lovely flowers.", name="Dana")
    url = reverse("inbox:bulk", args=["riverbend"])
    rosa.post(url, {"act": "close", "chosen": [str(asked.pk), "x", "99999999"]})
    assert (fresh(asked).state, fresh(other).state) == ("closed", "open")
    rosa.post(url, {"act": "reopen", "all": "yes", "query": "view=closed"})
    rosa.post(url, {"act": "take", "all": "yes", "query": ""})
    assert fresh(asked).assigned_to == fresh(other).assigned_to == riverbend.rosa
    page = rosa.post(url, {"act": "snooze", "chosen": [str(other.pk)]})
    assert "Bring it back" in words(read(page))
    rosa.post(url, {"act": "snooze", "chosen": [str(other.pk)], "sure": "yes", "until": "reply"})
    assert fresh(other).state == "snoozed"
    rosa.post(url, {"act": "label", "chosen": [str(other.pk)], "sure": "yes", "label": "Garden"})
    assert len(fresh(other).label_ids) == 1
    rosa.post(url, {"act": "assign", "chosen": [str(other.pk)], "sure": "yes", "to": str(riverbend.chen.pk)})
    assert fresh(other).assigned_to == riverbend.chen
    bad = rosa.post(
        url, {"act": "snooze", "chosen": [str(asked.pk)], "sure": "yes", "until": "then", "then": "2001-01-01"}
    )
    assert bad.status_code == 422
    answer = rosa.post(url, {"act": "explode", "chosen": [str(other.pk)]}, follow=True)
    assert "nothing was changed" in words(read(answer))


def test_whoever_only_reads_changes_nothing(riverbend: Hospital, asked: Conversation, client: Client) -> None:
    client.force_login(riverbend.petra.user)
    url = reverse("inbox:bulk", args=["riverbend"])
    for act in ("close", "spam", "snooze", "label", "assign", "take"):
        client.post(url, {"act": act, "chosen": [str(asked.pk)], "sure": "yes", "until": "reply", "label": "x"})
    assert fresh(asked).state == "open"
    assert ActChange.objects.filter(organization=riverbend.organization).count() == 0


def test_conversations_of_strangers_are_left_alone(
    riverbend: Hospital, hillcrest: Hospital, rosa: Client, jobs: Jobs
) -> None:
    from bedside.organizations import tenancy

    with tenancy.entered(hillcrest.organization.pk):
        theirs = write(hillcrest, jobs, "Where do I park?")
    rosa.post(reverse("inbox:bulk", args=["riverbend"]), {"act": "close", "chosen": [str(theirs.pk)]})
    with tenancy.entered(hillcrest.organization.pk):
        assert fresh(theirs).state == "open"


def test_views_are_kept_shared_and_forgotten(riverbend: Hospital, asked: Conversation, client: Client) -> None:
    url, here = reverse("inbox:save_view", args=["riverbend"]), reverse("inbox:list", args=["riverbend"])
    client.force_login(riverbend.rosa.user)
    client.post(url, {"name": "Parking", "query": "network=hub&intent=service_question", "shared": "on"})
    client.post(url, {"name": "Mine alone", "query": "network=hub"})
    assert client.post(url, {"name": " ", "query": "network=hub"}).status_code == 302
    client.force_login(riverbend.chen.user)
    shown = [words(link) for link in all_of(read(client.get(here)), "a", "views__link")]
    assert any(one.startswith("Parking") for one in shown)
    assert not any("Mine alone" in one for one in shown)
    from bedside.inbox.models import SavedView

    view = SavedView.objects.get(organization=riverbend.organization, name="Parking")
    assert view.number is not None
    client.post(url, {"forget": str(view.pk)})
    assert SavedView.objects.filter(organization=riverbend.organization).count() == 2
    client.force_login(riverbend.rosa.user)
    client.post(url, {"forget": str(view.pk)})
    assert SavedView.objects.filter(organization=riverbend.organization).count() == 1
