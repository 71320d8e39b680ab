"""Two privacy incidents of the demo hospital, invented from end to end: one closed last quarter, one for today."""

from datetime import datetime, timedelta

from bedside.channels.models import Delivery
from bedside.incidents import actions, letters, queries
from bedside.incidents.rules import Draft
from bedside.incidents.story import story_of
from bedside.organizations.models import Member, Organization

#: What went out two days ago, and should not have.
HEADLINE = "Meet Walt from the garden team"
TOLD = (
    f"{HEADLINE}\n\nEvery Thursday Walt waters our healing garden, where he found his strength again after his heart "
    "operation. Come and say hello."
)
CALLED = (
    "His daughter called the front desk: he did not know that his operation would be named, and he signed no release. "
    "The story came by mail from the volunteers' office, and nobody asked."
)
ANSWERED = (
    "In the evening, from a private phone, somebody answered a review with the hospital's account and named the kind "
    "of visit. It was not written in Bedside, so no guard saw it."
)


def fill(organization: Organization, people: dict[str, Member], delivery: Delivery, *, at: datetime) -> None:
    """Through the actions, as people would have done it on those days."""
    _closed(organization, people, at=at - timedelta(days=74))
    actions.report(
        organization=organization,
        happened=CALLED,
        discovered_at=at - timedelta(hours=3),
        by=people["responder"],
        at=at,
        delivery=delivery,
    )


def _closed(organization: Organization, people: dict[str, Member], *, at: datetime) -> None:
    officer = people["privacy officer"]
    incident = actions.report(
        organization=organization,
        happened=ANSWERED,
        discovered_at=at,
        by=people["approver"],
        at=at,
        place="Google reviews",
        link="https://reviews.example.org/larkspur/4711",
    )
    (removal,) = actions.contain(incident=incident, by=officer, at=at + timedelta(minutes=9))
    actions.note_by_hand(
        removal=removal,
        note="Deleted; looked at it signed out: gone.",
        by=officer,
        at=at + timedelta(minutes=20),
    )
    actions.note_reach(
        incident=incident,
        counts={"views": 63},
        note="As the profile says.",
        by=officer,
        at=at + timedelta(hours=1),
    )
    actions.change_facts(
        incident=incident, happened=ANSWERED, occurred_at=at - timedelta(hours=14), discovered_at=at,
        phi=["patient", "treatment"], by=officer, at=at + timedelta(hours=1),
    )  # fmt: skip
    judged = Draft(
        "breach",
        {
            "nature": ("high", "It confirmed a visit and its kind, below the reviewer's own handle."),
            "recipient": ("high", "It stood in public for a night."),
            "acquired": ("high", "The profile counted 63 views."),
            "mitigation": ("medium", "It was deleted within minutes of discovery; copies cannot be ruled out."),
        },
        reason="A public answer that confirms care. Nothing shows a low probability, so the person is told.",
    )
    actions.assess(incident=incident, draft=judged, by=officer, at=at + timedelta(days=1))
    actions.count(
        incident=incident, total=1, residents={"CO": 1}, unreachable=None, by=officer, at=at + timedelta(days=1)
    )
    _tell(organization, incident.pk, officer, at=at + timedelta(days=3))
    actions.close(
        incident=queries.access_incident(organization, incident.pk),
        root_cause="The password of the profile was known to people who left the communications team.",
        changes=["training", "rights"],
        changed="The password was changed, answers are written in Bedside alone, and the team was trained.",
        by=officer,
        at=at + timedelta(days=6),
    )


def _tell(organization: Organization, incident_id: int, officer: Member, *, at: datetime) -> None:
    incident = queries.access_incident(organization, incident_id)
    day = queries.day_of(incident, at)
    text = letters.draft("individual", story_of(incident, today=day))
    for gap, filled in (
        ("[Say what you changed.]", "We trained our staff."),
        ("[toll-free number]", "(800) 555-0142"),
        ("[Name of the privacy officer]", officer.name),
    ):
        text = text.replace(gap, filled)
    actions.write_letter(incident=incident, kind="individual", text=text, by=officer, at=at)
    actions.note_sent(
        incident=incident, key="individual", method="mail", sent_date=day, count=1, partial=False, note="", by=officer,
        at=at,
    )  # fmt: skip
