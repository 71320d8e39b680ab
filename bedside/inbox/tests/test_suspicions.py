"""The queue of what may be spam: shown to a person, put away by no machine, and never what may mean danger."""

from datetime import timedelta

import pytest

from bedside.inbox import actions, moderation, queries, rules
from bedside.inbox.models import Conversation, Sighting, Suspicion
from bedside.inbox.tests.people import Jobs, comment, hub_post, say
from tests.cast import START, Hospital

SPAM = "EARN $5,000 a week from home!!! Message me on WhatsApp, visit https://win.example.xyz/now"
SAME = "Please everybody sign our petition for a night bus to the hospital."


def queue(hospital: Hospital) -> list[Conversation]:
    return [one.conversation for one in queries.suspicions(hospital.organization)]


def fresh(conversation: Conversation) -> Conversation:
    return queries.access_conversation(conversation.organization, conversation.pk)


# ---- what is seen ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "varied",
    [
        "Please, everybody: sign our petition for a night bus to the hospital",
        "PLEASE EVERYBODY SIGN OUR PETITION FOR A NIGHT BUS TO THE HOSPITAL!!!",
        "🚌 Please everybody sign our petition for a night bus to the hospital. @riverbend #bus",
        "Please  everybody\nsign our petition for a night​ bus to the hospital.",
    ],
)
def test_what_senders_vary_is_the_same_text(varied: str) -> None:
    assert moderation.fingerprint(varied) == moderation.fingerprint(SAME)


@pytest.mark.parametrize("short", ["", "Thank you!", "Thank you so much everybody", "👍" * 50, "a" * 500])
def test_what_many_say_in_good_faith_is_too_short_to_tell(short: str) -> None:
    assert moderation.fingerprint(short) == ""


def test_another_text_is_another() -> None:
    assert moderation.fingerprint(SAME) != moderation.fingerprint(SAME.replace("night", "day"))


def test_a_link_and_money_are_bait_and_either_alone_is_not() -> None:
    assert moderation.baits(SPAM)
    assert moderation.baits("Gane dinero desde casa: www.gana.example")
    assert not moderation.baits("I cannot pay my bill of $400, whom can I call?")
    assert not moderation.baits("The form is at https://www.example.org/form, is that right?")


# ---- the queue -------------------------------------------------------------------------------------------------------


def test_what_reads_like_spam_is_queued_and_stays_where_it_is(riverbend: Hospital, jobs: Jobs) -> None:
    made = say(riverbend, jobs, SPAM)
    assert queue(riverbend) == [made]
    found = queries.suspicion_of(made)
    assert found is not None
    assert set(found.kinds) >= {"read", "bait"}
    assert made.state == "open", "nothing is put away by a machine"
    assert made in list(queries.conversations(riverbend.organization, view="open"))


def test_three_people_with_the_same_words_are_queued_all(riverbend: Hospital, jobs: Jobs) -> None:
    post = hub_post(riverbend)
    first = comment(riverbend, jobs, SAME, post=post, name="Lee")
    comment(riverbend, jobs, SAME + "!!", post=post, name="Kim")
    assert queue(riverbend) == []
    comment(riverbend, jobs, SAME.upper(), post=post, name="Pat")
    assert len(queue(riverbend)) == 3
    found = queries.suspicion_of(first)
    assert found is not None
    assert "many" in found.kinds
    assert queries.alike(found).count() == 2


def test_the_same_words_over_days_are_no_wave(riverbend: Hospital, jobs: Jobs) -> None:
    post = hub_post(riverbend)
    for number in range(4):
        comment(riverbend, jobs, SAME, post=post, name=f"Person {number}")
        seen = Sighting.objects.filter(organization=riverbend.organization)
        for one in seen:
            Sighting.objects.filter(organization=riverbend.organization, pk=one.pk).update(
                at=one.at - timedelta(hours=25)
            )
    assert queue(riverbend) == []


def test_one_person_again_and_again_is_queued(riverbend: Hospital, jobs: Jobs) -> None:
    for _time in range(3):
        say(riverbend, jobs, SAME, author_id="did:plc:again") if _time == 0 else _again(riverbend, jobs)
    found = queries.suspicions(riverbend.organization).first()
    assert found is not None
    assert found.kinds == ["often"]


def _again(hospital: Hospital, jobs: Jobs) -> None:
    from bedside.channels import actions as channels
    from bedside.inbox.tests.people import elsewhere, heard

    channels.take(account=elsewhere(hospital), heard=[heard(SAME, author_id="did:plc:again")], at=START)
    jobs("inbox.take_in")


def test_danger_never_stands_among_spam(riverbend: Hospital, jobs: Jobs) -> None:
    danger = "I am going to kill myself tonight with pills. Earn money at https://win.example.xyz now"
    for number in range(4):
        made = say(riverbend, jobs, danger, author_id=f"did:plc:danger{number}")
        assert made.rank == 0
    assert queue(riverbend) == []
    assert not Suspicion.objects.filter(organization=riverbend.organization).exists()


def test_what_became_dangerous_leaves_the_queue_and_cannot_be_put_away_from_it(riverbend: Hospital, jobs: Jobs) -> None:
    made = say(riverbend, jobs, SPAM)
    assert queue(riverbend) == [made]
    Conversation.objects.filter(organization=riverbend.organization, pk=made.pk).update(rank=0, level="P0")
    assert queue(riverbend) == []
    with pytest.raises(rules.StillCritical):
        actions.judge(conversation=made, is_spam=True, by=riverbend.rosa, at=START)
    assert fresh(made).state == "open"


# ---- a person's word -------------------------------------------------------------------------------------------------


def test_spam_is_put_away_not_deleted(riverbend: Hospital, jobs: Jobs) -> None:
    made = say(riverbend, jobs, SPAM)
    actions.judge(conversation=made, is_spam=True, by=riverbend.rosa, at=START)
    assert fresh(made).state == "spam"
    assert queries.messages_of(made), "the words are there"
    assert queue(riverbend) == []


def test_not_spam_goes_back_into_the_order_with_its_clock_from_arrival(riverbend: Hospital, jobs: Jobs) -> None:
    made = say(riverbend, jobs, SPAM)
    assert made.level == "P6"
    since = made.waiting_since_at
    assert since is not None
    later = START + timedelta(hours=20)
    judged = actions.judge(conversation=made, is_spam=False, by=riverbend.rosa, at=later)
    assert (judged.level, judged.urgency, judged.intent, judged.state) == ("P4", "normal", "other", "open")
    assert judged.target_at == rules.place("normal", "P4", at=since).target_at, "not from when somebody looked"
    assert queue(riverbend) == []


def test_not_spam_of_what_was_put_away_before(riverbend: Hospital, jobs: Jobs) -> None:
    made = say(riverbend, jobs, SPAM)
    arrived = made.waiting_since_at
    actions.mark_spam(conversation=made, by=riverbend.rosa, at=START)
    judged = actions.judge(conversation=made, is_spam=False, by=riverbend.ben, at=START + timedelta(days=1))
    assert (judged.state, judged.level) == ("open", "P4")
    assert arrived is not None
    assert judged.waiting_since_at is not None
    assert abs(judged.waiting_since_at - arrived) < timedelta(minutes=10), "not from when somebody looked"


def test_what_was_judged_does_not_come_back_but_is_undone(riverbend: Hospital, jobs: Jobs) -> None:
    made = say(riverbend, jobs, SPAM)
    actions.judge(conversation=made, is_spam=True, by=riverbend.rosa, at=START)
    act = queries.last_act(riverbend.organization, riverbend.rosa, at=START)
    assert act is not None
    actions.undo(act=act, by=riverbend.rosa, at=START)
    assert queue(riverbend) == [made]
    actions.judge(conversation=made, is_spam=False, by=riverbend.rosa, at=START)
    again = say(riverbend, jobs, SPAM, author_id="did:plc:other")
    assert queue(riverbend) == [again]


def test_two_people_judge_at_once_and_the_first_stands_in_the_record(riverbend: Hospital, jobs: Jobs) -> None:
    made = say(riverbend, jobs, SPAM)
    actions.judge(conversation=made, is_spam=True, by=riverbend.rosa, at=START)
    actions.judge(conversation=made, is_spam=True, by=riverbend.ben, at=START)
    found = Suspicion.objects.get(organization=riverbend.organization)
    assert (found.judged_by, found.is_spam) == (riverbend.rosa, True)


def test_all_with_the_same_words_at_once(riverbend: Hospital, jobs: Jobs) -> None:
    post = hub_post(riverbend)
    for name in ("Lee", "Kim", "Pat"):
        comment(riverbend, jobs, SAME, post=post, name=name)
    found = queries.suspicions(riverbend.organization).first()
    assert found is not None
    done = actions.judge_alike(suspicion=found, is_spam=True, by=riverbend.rosa, at=START)
    assert done.act.number == 3
    assert queue(riverbend) == []
    actions.undo(act=done.act, by=riverbend.rosa, at=START)
    assert len(queue(riverbend)) == 3


def test_hearing_the_same_message_twice_counts_it_once(riverbend: Hospital, jobs: Jobs) -> None:
    made = say(riverbend, jobs, SAME)
    arrival = queries.messages_of(made)[0].arrival
    assert arrival is not None
    for _time in range(3):
        actions.take_in(arrival=arrival, at=START)
    assert Sighting.objects.filter(organization=riverbend.organization).count() == 1


def test_what_was_seen_is_forgotten_after_some_days(riverbend: Hospital, jobs: Jobs) -> None:
    say(riverbend, jobs, SAME)
    assert actions.forget_sightings(organization=riverbend.organization, at=START + timedelta(days=1)) == 0
    assert actions.forget_sightings(organization=riverbend.organization, at=START + timedelta(days=4)) == 1
