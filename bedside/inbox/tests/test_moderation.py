"""Acts by the comment policy: no clause, no act; each with its copy, undone with a reason, and counted by mood."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from bedside.audit import queries as audit
from bedside.channels import actions as channels
from bedside.channels.models import Arrival, Delivery, HubComment
from bedside.inbox import actions, moderation, queries, rules
from bedside.inbox.models import Conversation, Message, ModerationAct
from bedside.inbox.moderation import Kind, NoClause, Refused
from bedside.inbox.tests.moderating import hidden, in_force
from bedside.inbox.tests.people import Jobs, comment, say
from bedside.organizations import tenancy
from tests.cast import START, Hospital
from tests.nonsense import HOSTILE

RUDE = "Your parking is a disgrace and the clerk was so rude to me, I hate this place."
AD = "Buy my miracle tea, it is the best tea of all teas!"


@pytest.fixture
def said(riverbend: Hospital, jobs: Jobs) -> Conversation:
    return comment(riverbend, jobs, AD)


def state_of(hospital: Hospital) -> str:
    return HubComment.objects.get(organization=hospital.organization).state


def first(conversation: Conversation) -> Message:
    return queries.messages_of(conversation)[0]


# ---- acts ------------------------------------------------------------------------------------------------------------


def test_no_clause_no_act(riverbend: Hospital, said: Conversation) -> None:
    in_force(riverbend)
    for clause in ("", "rude", "public", "own-12345678", HOSTILE):
        with pytest.raises(NoClause):
            hidden(riverbend, said, clause)
    assert state_of(riverbend) == HubComment.SHOWN
    assert not ModerationAct.objects.filter(organization=riverbend.organization).exists()


def test_only_a_clause_of_the_policy_in_force_is_a_reason(riverbend: Hospital, said: Conversation) -> None:
    in_force(riverbend, ownership="public")
    with pytest.raises(NoClause):
        hidden(riverbend, said, "attack")
    policy = in_force(riverbend, on=["spam"])
    with pytest.raises(NoClause):
        hidden(riverbend, said, "ads")
    assert hidden(riverbend, said, "spam").policy == policy


def test_before_a_policy_only_exposure_is_hidden(riverbend: Hospital, said: Conversation) -> None:
    with pytest.raises(NoClause):
        hidden(riverbend, said, "ads")
    act = hidden(riverbend, said, "others_health")
    assert (act.policy, act.clause_name) == (None, "Health or private details of somebody else")
    assert state_of(riverbend) == HubComment.HIDDEN


def test_an_act_keeps_clause_version_mood_and_a_sealed_copy(riverbend: Hospital, jobs: Jobs) -> None:
    policy = in_force(riverbend)
    rude = comment(riverbend, jobs, RUDE)
    act = hidden(riverbend, rude, "attack", words=" Insults \x00 the clerk ")
    assert (act.policy, act.clause, act.clause_name) == (policy, "attack", "Personal attack")
    assert (act.way, act.sentiment, act.words, act.by) == ("here", "negative", "Insults the clerk", riverbend.rosa)
    assert queries.evidence_of(act)["text"] == RUDE
    assert queries.is_evidence_whole(act)
    assert b"disgrace" not in bytes(act.evidence)
    assert moderation.tidy_code(act.code) == act.code


def test_nothing_a_patient_wrote_reaches_the_record(riverbend: Hospital, said: Conversation) -> None:
    in_force(riverbend)
    act = hidden(riverbend, said)
    actions.undo_moderation(act=act, why="It was no ad after all.", by=riverbend.ben, at=START)
    entries = [entry.details for entry in audit.entries(riverbend.organization)]
    assert "miracle" not in json.dumps(entries)


def test_hiding_twice_and_two_people_at_once_is_one_act(riverbend: Hospital, said: Conversation) -> None:
    in_force(riverbend)
    one, other = hidden(riverbend, said), hidden(riverbend, said, "spam", by=riverbend.ben)
    assert one == other
    assert len(audit.entries(riverbend.organization, kind="channels.hidden")) == 1
    one.pk, one.code = None, "AAAA-2222"
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save(force_insert=True)


def test_undoing_needs_a_reason_shows_it_again_and_happens_once(riverbend: Hospital, said: Conversation) -> None:
    in_force(riverbend)
    act = hidden(riverbend, said)
    with pytest.raises(Refused):
        actions.undo_moderation(act=act, why=" no ", by=riverbend.ben, at=START)
    assert state_of(riverbend) == HubComment.HIDDEN
    undone = actions.undo_moderation(act=act, why="It is no advertising.", by=riverbend.ben, at=START)
    again = actions.undo_moderation(act=act, why="Another reason.", by=riverbend.petra, at=START)
    assert (undone.undone_by, again.undone_why) == (riverbend.ben, "It is no advertising.")
    assert state_of(riverbend) == HubComment.SHOWN
    assert hidden(riverbend, said).pk != act.pk, "what is undone can be hidden anew, and both stand in the log"
    assert queries.acts(riverbend.organization).count() == 2


def test_another_network_is_asked_and_the_act_says_how_it_stands(riverbend: Hospital, jobs: Jobs) -> None:
    in_force(riverbend)
    made = say(riverbend, jobs, AD)
    act = hidden(riverbend, made)
    assert act.way == "network"
    assert act.delivery is not None
    assert (act.delivery.verb, act.delivery.state) == (Delivery.HIDE, "due")
    actions.undo_moderation(act=act, why="It is no advertising.", by=riverbend.ben, at=START)
    verbs = Delivery.objects.filter(organization=riverbend.organization).values_list("verb", flat=True)
    assert sorted(verbs) == [Delivery.HIDE, Delivery.SHOW]


def test_reports_and_blocks_are_records_of_what_a_person_did(riverbend: Hospital, jobs: Jobs) -> None:
    in_force(riverbend)
    made = say(riverbend, jobs, AD)
    report, block = (hidden(riverbend, made, "spam", kind=kind) for kind in (Kind.REPORT, Kind.BLOCK))
    assert report.way == block.way == "hand"
    assert not Delivery.objects.filter(organization=riverbend.organization).exists()
    assert block.correspondent == made.correspondent
    assert {act.kind for act in queries.acts_on(made)} == {"report", "block"}


def test_on_the_hub_nobody_is_reported_or_blocked(riverbend: Hospital, said: Conversation) -> None:
    in_force(riverbend)
    for kind in (Kind.REPORT, Kind.BLOCK):
        with pytest.raises(Refused):
            hidden(riverbend, said, kind=kind)


def test_where_a_network_hides_nothing_nothing_is_kept(riverbend: Hospital, jobs: Jobs) -> None:
    in_force(riverbend)
    made = say(riverbend, jobs, AD)
    type(made.account).objects.filter(organization=riverbend.organization, pk=made.account_id).update(
        network="mastodon"
    )
    with pytest.raises(channels.NotOffered):
        hidden(riverbend, queries.access_conversation(riverbend.organization, made.pk))
    assert queries.acts(riverbend.organization).count() == 0


def test_what_the_hub_held_is_shown_without_an_act(riverbend: Hospital, jobs: Jobs) -> None:
    held = comment(riverbend, jobs, "Where do I park?", show=False)
    actions.show_held(message=first(held), by=riverbend.rosa, at=START)
    assert state_of(riverbend) == HubComment.SHOWN
    hidden(riverbend, held, "others_health")
    with pytest.raises(Refused):
        actions.show_held(message=first(held), by=riverbend.rosa, at=START)
    assert state_of(riverbend) == HubComment.HIDDEN


def test_the_copy_is_seen_with_a_reason_that_is_kept(riverbend: Hospital, said: Conversation) -> None:
    act = hidden(riverbend, said, "others_health")
    with pytest.raises(rules.NeedsReason):
        actions.see_evidence(act=act, reason="  ", by=riverbend.petra, at=START)
    assert actions.see_evidence(act=act, reason="For the court.", by=riverbend.petra, at=START)["text"] == AD
    assert audit.entries(riverbend.organization, kind="inbox.evidence_seen").get().details["reason"] == "For the court."


def test_a_copy_stays_when_its_author_changes_or_deletes_the_words(riverbend: Hospital, said: Conversation) -> None:
    act = hidden(riverbend, said, "others_health")
    Arrival.objects.filter(organization=riverbend.organization).update(gone_at=START)
    Message.objects.filter(organization=riverbend.organization).update(text="changed")
    assert queries.evidence_of(ModerationAct.objects.get(pk=act.pk, organization=riverbend.organization))["text"] == AD


def test_hostile_words_are_kept_as_words(riverbend: Hospital, jobs: Jobs) -> None:
    in_force(riverbend)
    for number, words in enumerate((HOSTILE, "\u202e" * 9 + "a", "=1+1", "x" * 1500, "\N{PILE OF POO}" * 300)):
        made = comment(riverbend, jobs, words[:1500], visitor=f"visitor-h{number}")
        act = hidden(riverbend, made, "off_topic", words=words)
        assert len(act.words) <= 500
        assert queries.evidence_of(act)["text"]


# ---- even-handedness -------------------------------------------------------------------------------------------------


def test_a_share_has_its_interval() -> None:
    found = moderation.share(8, 100)
    assert found is not None
    assert (found.percent, found.low, found.high) == (
        8.0,
        4.1,
        15.0,
    )  # Wilson 1927
    assert moderation.share(0, 0) is None
    none = moderation.share(0, 10)
    assert none is not None
    assert none.low == 0.0


WROTE = {"negative": 100, "neutral": 300, "positive": 200}


def test_hiding_criticism_alone_is_seen() -> None:
    found = moderation.balance([("off_topic", "negative")] * 12, WROTE)
    assert found.lopsided
    assert found.clauses == (("off_topic", 12),)


@pytest.mark.parametrize(
    "acts",
    [
        [("off_topic", "negative")] * 4,  # too few to tell
        [("off_topic", "negative")] * 3 + [("off_topic", "neutral")] * 9 + [("off_topic", "positive")] * 6,
        [("spam", "negative")] * 40,  # commerce has no opinion
        [],
    ],
)
def test_even_hiding_is_no_alarm(acts: list[tuple[str, str]]) -> None:
    found = moderation.balance(acts, WROTE)
    assert not found.lopsided
    assert found.clauses == ()


def test_spam_does_not_drown_what_is_lopsided() -> None:
    acts = [("spam", "neutral")] * 400 + [("off_topic", "negative")] * 20
    assert moderation.balance(acts, WROTE).lopsided


def test_the_log_counts_by_clause_and_mood(riverbend: Hospital, jobs: Jobs) -> None:
    in_force(riverbend)
    for number in range(6):
        hidden(riverbend, comment(riverbend, jobs, f"{RUDE} {number}", visitor=f"visitor-{number}"), "off_topic")
    comment(riverbend, jobs, "Thank you so much, everybody was kind!")
    soon = START + timedelta(hours=1)
    found = queries.counted(riverbend.organization, since=START - timedelta(days=1), until=soon)
    assert found.number == 6
    ((name, number, moods),) = found.clauses
    assert (name, number, moods) == ("Off topic", 6, {"negative": 6})
    assert found.balance.clauses == (("off_topic", 6),)
    nothing = queries.counted(riverbend.organization, since=soon, until=soon)
    assert (nothing.number, nothing.balance.lopsided) == (0, False)


def test_a_hospital_sees_no_act_of_another(riverbend: Hospital, hillcrest: Hospital, said: Conversation) -> None:
    act = hidden(riverbend, said, "others_health")
    tenancy.announce(hillcrest.organization.pk)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from inbox_moderationact")
        assert cursor.fetchone()[0] == 0
    assert queries.act_by_code(hillcrest.organization, act.code) is None
    tenancy.announce(riverbend.organization.pk)
