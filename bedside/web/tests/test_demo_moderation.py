"""The demo's moderation goes through the same actions as a person's."""

from datetime import timedelta

from bedside.inbox import queries
from bedside.inbox.tests.people import Jobs, hub_post
from bedside.web.demo import moderation
from tests.cast import START, Hospital


def test_the_demo_has_a_policy_acts_an_appeal_a_wave_and_corrections(riverbend: Hospital, jobs: Jobs) -> None:
    hub_post(riverbend)
    people = {
        "responder": riverbend.rosa, "approver": riverbend.ben, "privacy officer": riverbend.petra,
        "administrator": riverbend.milo, "clinician": riverbend.chen,
    }  # fmt: skip
    moderation.fill(riverbend.organization, people, riverbend.hub, START + timedelta(minutes=1))
    jobs("inbox.take_in")
    organization = riverbend.organization
    policy = queries.policy_in_force(organization)
    assert policy is not None
    assert not queries.is_stale(policy, organization, at=START)
    assert [act.undone_at is None for act in queries.acts(organization).order_by("pk")] == [True, True, False]
    assert queries.waiting_moderation_appeals(organization) == 1
    assert queries.suspicions(organization).count() == 4
    assert [one.state for one in queries.claims(organization).order_by("pk")] == ["approved", "approved", "draft"]
