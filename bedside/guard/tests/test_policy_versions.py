"""The policy from draft to in force: two people, a count before it holds, one in force, everything on record."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from bedside.audit import queries as audit
from bedside.guard import actions as guard
from bedside.guard import queries
from bedside.guard.models import Comparison, PolicyVersion
from bedside.guard.policy import BUILT_IN, Policy, Setting, Term
from bedside.inbox import actions as inbox
from bedside.organizations import actions as organizations
from bedside.organizations import tenancy
from bedside.organizations.models import Member
from bedside.publishing import actions as publishing
from tests.cast import START, Hospital
from tests.filled import ANSWER, QUESTION, TIP, draft, in_force, proposed, said, sent

Jobs = Callable[..., int]
WHY = "Our editors asked for it."
NO_TIPS = Policy(terms=(Term("flu shots", "block", "Say flu vaccine.", "flu vaccine"),))


def begun(hospital: Hospital, policy: Policy = NO_TIPS, by: Member | None = None) -> PolicyVersion:
    return guard.draft(organization=hospital.organization, policy=policy, by=by or hospital.milo, at=START)


def test_without_a_version_the_built_in_policy_holds(riverbend: Hospital) -> None:
    assert queries.in_force(riverbend.organization) is None
    assert queries.policy_of(riverbend.organization) == BUILT_IN


def test_it_holds_once_another_person_approved_it(riverbend: Hospital, jobs: Jobs) -> None:
    organization = riverbend.organization
    version = begun(riverbend)
    assert queries.examine(organization=organization, text=TIP, kind="post").verdict == "allow"
    guard.propose(version=version, reason=WHY, by=riverbend.milo, at=START)
    jobs("guard.compare")
    assert queries.examine(organization=organization, text=TIP, kind="post").verdict == "allow"
    guard.approve(version=version, seen=version.digest, by=riverbend.petra, at=START)
    assert queries.policy_of(organization) == NO_TIPS
    assert queries.examine(organization=organization, text=TIP, kind="post").verdict == "block"
    kinds = [entry.kind for entry in audit.entries(organization, kind="guard").order_by("number")]
    assert kinds == ["guard.policy_drafted", "guard.policy_proposed", "guard.policy_compared", "guard.policy_in_force"]
    assert audit.verify(organization)[1] is None


def test_the_next_one_takes_its_place(riverbend: Hospital, jobs: Jobs) -> None:
    first = in_force(riverbend, jobs, "world-class")
    second = in_force(riverbend, jobs, "leading")
    first.refresh_from_db()
    assert (first.state, first.ended_at, second.state, second.number) == ("superseded", START, "in_force", 2)


def test_two_cannot_be_in_force_whatever_the_code_does(riverbend: Hospital, jobs: Jobs) -> None:
    first = in_force(riverbend, jobs, "world-class")
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.create(
            organization=riverbend.organization, number=9, data=first.data, digest=first.digest, state="in_force",
            author=riverbend.milo, approver=riverbend.petra, in_force_at=START, made_at=START, changed_at=START,
        )  # fmt: skip


def test_nobody_approves_what_they_proposed(riverbend: Hospital, jobs: Jobs) -> None:
    version = begun(riverbend, by=riverbend.petra)
    guard.propose(version=version, reason=WHY, by=riverbend.petra, at=START)
    jobs("guard.compare")
    with pytest.raises(guard.NotYours):
        guard.approve(version=version, seen=version.digest, by=riverbend.petra, at=START)
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.filter(pk=version.pk).update(approver=riverbend.petra)


def test_whoever_proposes_a_draft_answers_for_it(riverbend: Hospital, jobs: Jobs) -> None:
    """So a hospital with one privacy officer can use what that officer drafted."""
    version = begun(riverbend, by=riverbend.petra)
    proposed_ = guard.propose(version=version, reason=WHY, by=riverbend.milo, at=START)
    assert proposed_.author == riverbend.milo
    jobs("guard.compare")
    guard.approve(version=version, seen=version.digest, by=riverbend.petra, at=START)
    assert queries.policy_of(riverbend.organization) == NO_TIPS


def test_only_its_author_writes_on_a_draft(riverbend: Hospital) -> None:
    version = begun(riverbend)
    with pytest.raises(guard.NotYours):
        guard.change(version=version, policy=BUILT_IN, by=riverbend.petra, at=START)
    changed = guard.change(version=version, policy=BUILT_IN, by=riverbend.milo, at=START)
    assert queries.said_by(changed) == BUILT_IN


def test_a_proposed_one_stands_still(riverbend: Hospital, jobs: Jobs) -> None:
    version = proposed(riverbend, jobs, "world-class")
    with pytest.raises(guard.WrongStep):
        guard.change(version=version, policy=BUILT_IN, by=riverbend.milo, at=START)
    with pytest.raises(guard.WrongStep):
        guard.propose(version=version, reason=WHY, by=riverbend.milo, at=START)


def test_it_is_sent_back_with_words_and_proposed_again(riverbend: Hospital, jobs: Jobs) -> None:
    version = proposed(riverbend, jobs, "world-class")
    with pytest.raises(guard.NeedsWords):
        guard.send_back(version=version, note=" no ", by=riverbend.petra, at=START)
    back = guard.send_back(version=version, note="Say why each word.", by=riverbend.petra, at=START)
    assert (back.state, back.note) == ("draft", "Say why each word.")
    again = guard.propose(version=back, reason=WHY, by=riverbend.milo, at=START)
    assert (again.state, again.note) == ("proposed", "")


def test_an_approval_is_of_what_was_read(riverbend: Hospital, jobs: Jobs) -> None:
    version = proposed(riverbend, jobs, "world-class")
    with pytest.raises(guard.ReadAgain):
        guard.approve(version=version, seen="0" * 64, by=riverbend.petra, at=START)


def test_nothing_is_approved_before_it_is_counted(riverbend: Hospital) -> None:
    version = begun(riverbend)
    guard.propose(version=version, reason=WHY, by=riverbend.milo, at=START)
    with pytest.raises(guard.WrongStep, match="count"):
        guard.approve(version=version, seen=version.digest, by=riverbend.petra, at=START)


def test_a_count_against_a_policy_that_holds_no_more_does_not_count(riverbend: Hospital, jobs: Jobs) -> None:
    old = proposed(riverbend, jobs, "world-class")
    in_force(riverbend, jobs, "leading")
    with pytest.raises(guard.ReadAgain, match="Count again"):
        guard.approve(version=old, seen=old.digest, by=riverbend.petra, at=START)
    guard.compare_again(version=old, by=riverbend.milo, at=START)
    jobs("guard.compare")
    guard.approve(version=old, seen=old.digest, by=riverbend.petra, at=START)


def test_a_withdrawn_one_stays_to_be_read_and_never_holds(riverbend: Hospital, jobs: Jobs) -> None:
    version = proposed(riverbend, jobs, "world-class")
    guard.withdraw(version=version, by=riverbend.milo, at=START)
    with pytest.raises(guard.WrongStep):
        guard.approve(version=version, seen=version.digest, by=riverbend.petra, at=START)
    with pytest.raises(guard.WrongStep):
        guard.withdraw(version=version, by=riverbend.milo, at=START)
    assert queries.versions_of(riverbend.organization).count() == 1


# ---- what it would change --------------------------------------------------------------------------------------------


def test_the_count_reads_posts_drafts_and_answers_of_a_year(riverbend: Hospital, jobs: Jobs) -> None:
    sent(riverbend, jobs)
    draft(riverbend, "Our parking is free on Sundays.", variants={riverbend.hub.pk: "Flu shots on Sunday, too."})
    on_hub = sent(riverbend, jobs, "Another word on our walk-in clinic.")
    assert on_hub
    from bedside.channels import queries as channels

    said(riverbend, jobs, channels.hub_posts(riverbend.organization)[0], QUESTION)
    from bedside.inbox.queries import conversations

    conversation = conversations(riverbend.organization, view="all").get()
    inbox.reply(conversation=conversation, text=ANSWER, by=riverbend.rosa, at=START)
    version = begun(riverbend, Policy(terms=(*NO_TIPS.terms, Term("appointment", "warn", "Say visit."))))
    guard.propose(version=version, reason=WHY, by=riverbend.milo, at=START)
    jobs("guard.compare")
    count = queries.comparison_of(version)
    assert count is not None
    assert count.finished_at is not None
    assert (count.total, count.done) == (5, 5)  # three posts, one other wording, one answer
    assert count.result["changed"] == 3
    assert count.result["verdicts"] == {"allow>block": 2, "allow>allow": 2, "allow>warn": 1}
    assert {one["subject"] for one in count.result["examples"]} == {"publishing.post", "inbox.reply"}
    assert QUESTION not in str(count.result)
    assert TIP not in str(count.result)


def test_the_count_goes_on_where_it_stopped(riverbend: Hospital, jobs: Jobs) -> None:
    for number in range(7):
        draft(riverbend, f"Flu shots number {number}.")
    version = begun(riverbend)
    guard.propose(version=version, reason=WHY, by=riverbend.milo, at=START)
    steps = []
    while count := guard.count_on(organization=riverbend.organization, version_id=version.pk, at=START, size=3):
        steps.append(count.done)
    assert steps == [3, 6, 7]
    kept = Comparison.objects.get(version=version)
    assert (kept.result["changed"], kept.finished_at) == (7, START)


def test_a_count_of_nothing_ends_at_once(riverbend: Hospital, jobs: Jobs) -> None:
    version = proposed(riverbend, jobs, "world-class")
    count = queries.comparison_of(version)
    assert count is not None
    assert (count.total, count.done, count.finished_at is not None) == (0, 0, True)


def test_the_count_stops_when_the_version_is_withdrawn(riverbend: Hospital) -> None:
    draft(riverbend)
    version = begun(riverbend)
    guard.propose(version=version, reason=WHY, by=riverbend.milo, at=START)
    guard.withdraw(version=version, by=riverbend.milo, at=START)
    assert guard.count_on(organization=riverbend.organization, version_id=version.pk, at=START) is None


def test_texts_older_than_a_year_are_left_alone(riverbend: Hospital, jobs: Jobs) -> None:
    publishing.write(
        organization=riverbend.organization, text=TIP, accounts=[riverbend.hub], by=riverbend.ada,
        at=START - timedelta(days=366),
    )  # fmt: skip
    count = queries.comparison_of(proposed(riverbend, jobs, "flu shots"))
    assert count is not None
    assert count.done == 0


def test_lowering_is_on_record_with_its_rules(riverbend: Hospital, jobs: Jobs) -> None:
    lower = Policy(settings=(Setting("name", on=False, reason="We name our volunteers."),))
    version = begun(riverbend, lower)
    guard.propose(version=version, reason=WHY, by=riverbend.milo, at=START)
    jobs("guard.compare")
    guard.approve(version=version, seen=version.digest, by=riverbend.petra, at=START)
    entry = audit.entries(riverbend.organization, kind="guard.policy_in_force").get()
    assert entry.details["lowered"] == [["name", "off"]]


def test_another_hospital_keeps_its_own(riverbend: Hospital, hillcrest: Hospital, jobs: Jobs) -> None:
    in_force(riverbend, jobs, "flu shots")
    tenancy.announce(hillcrest.organization.pk)
    assert queries.policy_of(hillcrest.organization) == BUILT_IN
    assert queries.versions_of(riverbend.organization).count() == 0


def test_an_author_who_left_leaves_a_draft_that_others_propose(riverbend: Hospital, jobs: Jobs) -> None:
    version = begun(riverbend, by=riverbend.petra)
    organizations.end_membership(member=riverbend.petra, by=riverbend.milo, at=START)
    assert guard.propose(version=version, reason=WHY, by=riverbend.milo, at=START).author == riverbend.milo
