"""Three cases of the demo hospital, invented: one open that goes on in private, one that waits, and one closed with a
change in public."""

from datetime import datetime, timedelta

from bedside.inbox import queries as inbox_queries
from bedside.organizations.models import Member, Organization
from bedside.recovery import actions, rules

TOLD = "I sat in the waiting room from nine to noon, and every time I asked, nobody knew. I wanted somebody to tell me."
ANSWERED = (
    "Thank you for telling us. We asked the registration team, and we will call you on Thursday with what we found."
)


def fill(organization: Organization, people: dict[str, Member], at: datetime) -> None:
    """Through the actions, the closed one as of last month."""
    responder, approver = people["responder"], people["approver"]
    complaint = inbox_queries.conversations(organization, view="open").filter(intent="complaint").first()
    case = actions.open_case(
        organization=organization, category="access", severity="normal", source="phone", conversation=complaint,
        place="Registration", note="Called the front desk too; wants to know why nobody said how long it takes.",
        owner=responder, by=responder, at=at - timedelta(days=1),
    )  # fmt: skip
    for step in ("hear", "acknowledge", "private"):
        actions.take_step(case=case, step=step, outcome="", by=responder, at=at - timedelta(hours=20))
    made = actions.hand_off(case=case, kind="link", language="en", by=responder, at=at - timedelta(hours=18))
    bound = actions.open_by_token(organization=organization, token=made.token, at=at - timedelta(hours=5))
    if bound is not None:
        actions.write(
            handoff=bound.handoff, text=TOLD, at=at - timedelta(hours=4), may_contact=True,
            contact={"name": "Robin Vale", "phone": "(555) 555-0199", "best": "after four"},
        )  # fmt: skip
        actions.answer(handoff=bound.handoff, text=ANSWERED, by=responder, at=at - timedelta(hours=2))
    alone = people["communications, alone with all roles"]
    actions.open_case(
        organization=organization, category="billing", severity="normal", source="phone", place="Patient accounts",
        note="Was billed twice for the same blood test; has the second letter in hand.", owner=alone, by=alone,
        at=at - timedelta(hours=6),
    )  # fmt: skip
    _closed(organization, responder, approver, at=at - timedelta(days=33))


def _closed(organization: Organization, responder: Member, approver: Member, *, at: datetime) -> None:
    case = actions.open_case(
        organization=organization, category="environment", severity="low", source="letter", place="Third floor",
        note="Could not sleep: carts and doors at night.", owner=responder, by=responder, at=at,
    )  # fmt: skip
    for step in rules.STEP_KEYS:
        actions.take_step(case=case, step=step, outcome="", by=responder, at=at + timedelta(days=2))
    actions.decide(
        case=case, is_grievance=False, reason="Thanked us in the same letter, and asked for no answer.",
        received_date=at.astimezone(organization.zone).date(), by=responder, at=at + timedelta(days=1),
    )  # fmt: skip
    survey, _token = actions.ask(case=case, language="en", by=responder, at=at + timedelta(days=3))
    actions.answer_survey(survey=survey, score=5, words="Somebody really listened.", at=at + timedelta(days=5))
    actions.close(
        case=case, outcome="resolved", afterwards="Was glad about the call.", keep_days=rules.KEEP_DAYS, by=responder,
        at=at + timedelta(days=4),
    )  # fmt: skip
    change = actions.add_change(
        case=case, category="environment", action="building", what="Soft-closing doors, rubber wheels on night carts.",
        owner=responder, due_date=(at + timedelta(days=20)).date(), by=responder, at=at + timedelta(days=4),
    )  # fmt: skip
    change = actions.propose_public(
        change=change, you_said="The nights on our third floor were too loud.",
        we_did="We put soft-closing doors in, and rubber wheels on the carts.", by=responder, at=at + timedelta(days=6),
    )  # fmt: skip
    actions.approve_public(change=change, seen=change.digest, by=approver, at=at + timedelta(days=7))
    actions.finish(change=change, by=responder, at=at + timedelta(days=19))
