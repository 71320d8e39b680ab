"""Two conversations of one person made one, one made two, and both undone."""

from datetime import timedelta

import pytest

from bedside.inbox import actions, queries, rules
from bedside.inbox.actions.acts import facts
from bedside.inbox.models import Conversation, Message, Reply
from bedside.inbox.tests.people import Jobs, hub_post
from bedside.inbox.tests.people import comment as write
from tests.cast import START, Hospital


def fresh(one: Conversation) -> Conversation:
    return Conversation.objects.get(organization_id=one.organization_id, pk=one.pk)


def texts(one: Conversation) -> list[str]:
    return [message.text for message in queries.messages_of(one)]


@pytest.fixture
def two(riverbend: Hospital, jobs: Jobs) -> tuple[Conversation, Conversation]:
    first = write(riverbend, jobs, "Where do I park?", visitor="v-1", at=START)
    second = write(riverbend, jobs, "Nobody answers me here either", visitor="v-1", at=START + timedelta(seconds=5))
    return first, second


def undo_last(hospital: Hospital) -> actions.Undone:
    act = queries.last_act(hospital.organization, hospital.rosa, at=START + timedelta(minutes=1))
    assert act is not None
    return actions.undo(act=act, by=hospital.rosa, at=START + timedelta(minutes=1))


def test_one_person_is_kept_together(two: tuple[Conversation, Conversation]) -> None:
    first, second = two
    assert first.correspondent_id == second.correspondent_id is not None
    assert queries.earlier(second) == [first]
    person = second.correspondent
    assert person is not None
    person.refresh_from_db()
    assert (person.conversations, person.messages) == (2, 2)


def test_a_merge_moves_everything_and_is_undone(
    riverbend: Hospital, two: tuple[Conversation, Conversation], jobs: Jobs
) -> None:
    first, second = two
    actions.note(conversation=first, text="I know her.", by=riverbend.rosa, at=START)
    before = [facts(fresh(one)) for one in two]
    kept = actions.merge(source=first, into=second, by=riverbend.rosa, at=START)
    assert kept == second
    assert texts(second) == ["Where do I park?", "Nobody answers me here either"]
    assert len(queries.notes_of(second)) == 1
    assert fresh(first).state == "merged"
    assert queries.counts(riverbend.organization, riverbend.rosa)["open"] == 1
    undone = undo_last(riverbend)
    assert (undone.restored, undone.kept) == (2, 0)
    assert [facts(fresh(one)) for one in two] == before
    assert (texts(first), texts(second)) == (["Where do I park?"], ["Nobody answers me here either"])
    assert len(queries.notes_of(first)) == 1


def test_what_comes_in_for_a_merged_one_belongs_to_the_survivor(riverbend: Hospital, jobs: Jobs) -> None:
    post = hub_post(riverbend)
    first = write(riverbend, jobs, "Where do I park?", visitor="v-1", post=post)
    second = write(riverbend, jobs, "Hello?", visitor="v-1")
    actions.merge(source=first, into=second, by=riverbend.rosa, at=START)
    third = write(riverbend, jobs, "Is anybody there?", visitor="v-1", post=post)
    assert third == second
    assert len(texts(second)) == 3
    undone = undo_last(riverbend)
    assert (undone.restored, undone.kept) == (0, 2), "a message came meanwhile"


def test_different_people_are_never_merged(riverbend: Hospital, jobs: Jobs) -> None:
    first = write(riverbend, jobs, "Where do I park?", visitor="v-1")
    second = write(riverbend, jobs, "Where do I park?", visitor="v-2")
    with pytest.raises(rules.NotOnePerson):
        actions.merge(source=first, into=second, by=riverbend.rosa, at=START)
    with pytest.raises(rules.NotOnePerson):
        actions.merge(source=first, into=first, by=riverbend.rosa, at=START)


def test_a_merge_takes_an_answer_on_its_way_along(
    riverbend: Hospital, two: tuple[Conversation, Conversation], jobs: Jobs
) -> None:
    first, second = two
    actions.reply(conversation=first, text="Parking is on deck B.", by=riverbend.rosa, at=START)
    actions.merge(source=first, into=second, by=riverbend.rosa, at=START)
    jobs()
    answer = Reply.objects.get(organization=riverbend.organization)
    assert answer.conversation_id == second.pk
    assert answer.sent_at is not None
    assert answer.message is not None
    assert answer.message.conversation_id == second.pk
    assert fresh(second).needs_answer, "the later question has no answer yet"


def test_the_more_urgent_of_two_decides(riverbend: Hospital, jobs: Jobs) -> None:
    danger = write(riverbend, jobs, "I want to kill myself tonight", visitor="v-1")
    calm = write(riverbend, jobs, "Nice pictures.", visitor="v-1")
    actions.merge(source=danger, into=calm, by=riverbend.rosa, at=START)
    kept = fresh(calm)
    assert (kept.rank, kept.card, kept.target_at) == (0, "988", danger.target_at)


def test_a_split_leaves_the_rest_and_is_undone(riverbend: Hospital, jobs: Jobs) -> None:
    post = hub_post(riverbend)
    for number, said in enumerate(("Where do I park?", "And the bill?", "It is twice what you said.")):
        made = write(riverbend, jobs, said, visitor="v-1", post=post, at=START + timedelta(seconds=number))
    before = facts(fresh(made))
    second = Message.objects.get(organization=riverbend.organization, text="And the bill?")
    part = actions.split(conversation=made, first=second, by=riverbend.rosa, at=START)
    assert texts(made) == ["Where do I park?"]
    assert texts(part) == ["And the bill?", "It is twice what you said."]
    assert fresh(made).preview == "Where do I park?"
    later = write(riverbend, jobs, "Hello?", visitor="v-1", post=post, at=START + timedelta(minutes=5))
    assert later == part, "what they write from now on belongs there"
    Message.objects.filter(organization=riverbend.organization, text="Hello?").update(conversation=made)
    undone = undo_last(riverbend)
    assert undone.kept == 2, "something changed since"
    assert facts(fresh(made)) != before


def test_a_split_undone_at_once_is_as_it_was(riverbend: Hospital, jobs: Jobs) -> None:
    post = hub_post(riverbend)
    for number, said in enumerate(("Where do I park?", "And the bill?")):
        made = write(riverbend, jobs, said, visitor="v-1", post=post, at=START + timedelta(seconds=number))
    before = facts(fresh(made))
    first, second = queries.messages_of(made)
    part = actions.split(conversation=made, first=second, by=riverbend.rosa, at=START)
    assert undo_last(riverbend).restored == 2
    assert facts(fresh(made)) == before
    assert texts(made) == ["Where do I park?", "And the bill?"]
    assert fresh(part).state == "merged"
    assert write(riverbend, jobs, "Hello?", visitor="v-1", post=post) == made
    with pytest.raises(rules.NothingLeft):
        actions.split(conversation=made, first=first, by=riverbend.rosa, at=START)
