"""The demo's privacy area: a policy before the privacy officer, a request that waits, people who read the etiquette."""

from datetime import datetime, timedelta

from bedside.guard import actions as guard
from bedside.guard import queries as guard_queries
from bedside.guard.policy import Policy, Setting, Term
from bedside.inbox import actions as inbox
from bedside.inbox import queries as inbox_queries
from bedside.organizations.models import Member, Organization

POLICY = Policy(
    settings=(Setting("hostile", severity="block", reason="An argument in public has never helped us."),),
    terms=(
        Term("world-class", "warn", "Nobody can measure it.", "experienced"),
        Term("front desk", "warn", "It is called the welcome desk since it moved.", "welcome desk"),
        Term("state-of-the-art", "warn", "Say what the machine does for people.", "new"),
        Term("miracle*", "block", "It raises hopes that nobody can keep."),
    ),
)
HELD = "We are so sorry about your wait, and thank you for choosing us for your surgery."
PLEA = "She wrote about her surgery herself, in the same thread. May we thank her for it?"
READERS = ("administrator", "privacy officer", "clinician")


def fill(organization: Organization, people: dict[str, Member], at: datetime) -> None:
    """Through the actions; what the proposed policy would change is counted by the worker."""
    sheet = guard_queries.sheet_of(organization)
    for days, role in enumerate(READERS, 1):
        guard.attest(
            member=people[role],
            number=sheet.number,
            sha256=sheet.sha256,
            typed_name=people[role].name,
            at=at - timedelta(days=days),
        )
    author, responder = people["administrator"], people["responder"]
    version = guard.draft(organization=organization, policy=POLICY, by=author, at=at)
    reason = "Our editors take these words out every week; let Bedside say so while one writes."
    guard.propose(version=version, reason=reason, by=author, at=at)
    guard.dispute(organization=organization, rule="geography", kind="own_fact", quote="Maple Room", by=responder, at=at)
    waiting = inbox_queries.conversations(organization).filter(intent="complaint").exclude(rank=0).first()
    if waiting is None:
        return
    where = f"/w/{organization.slug}/inbox/{waiting.pk}/"
    inbox.ask_release(conversation=waiting, text=HELD, note=PLEA, where=where, by=responder, at=at)
