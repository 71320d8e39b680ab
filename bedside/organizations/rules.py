"""Who may do what: one table, walked by the tests and printed on the people page. Pure."""

from enum import StrEnum


class Role(StrEnum):
    AUTHOR = "author"
    APPROVER = "approver"
    RESPONDER = "responder"
    CLINICIAN = "clinician"
    PRIVACY_OFFICER = "privacy_officer"
    ADMINISTRATOR = "administrator"


A, P, R, C, PO, M = Role.AUTHOR, Role.APPROVER, Role.RESPONDER, Role.CLINICIAN, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR
EVERYONE = frozenset(Role)

#: Permission -> the roles that hold it. A member with several roles holds what any of them holds.
PERMISSIONS: dict[str, frozenset[Role]] = {
    "today.read": EVERYONE,
    "publishing.read": EVERYONE,
    "publishing.write": frozenset({A, P, M}),
    "publishing.approve": frozenset({P, PO}),
    "publishing.correct": frozenset({A, P, PO}),
    "inbox.read": frozenset({P, R, C, PO, M}),
    "inbox.reply": frozenset({R, C, P}),
    "inbox.assign": frozenset({R, P, M}),
    "inbox.reveal": frozenset({R, C, PO}),
    "inbox.moderate": frozenset({R, P, PO}),
    "incidents.report": EVERYONE,
    "incidents.contain": frozenset({P, PO, M}),
    "incidents.read": frozenset({PO, M}),
    "incidents.manage": frozenset({PO}),
    "incidents.confirm": frozenset({PO, M}),
    "guard.check": EVERYONE,
    "guard.propose": frozenset({PO, M}),
    "guard.approve": frozenset({PO}),
    "guard.override": frozenset({PO}),
    "guard.readers": frozenset({PO, M}),
    "channels.read": EVERYONE,
    "channels.connect": frozenset({M}),
    "channels.subscribers": frozenset({P, M}),
    "people.read": EVERYONE,
    "people.invite": frozenset({M}),
    "people.change": frozenset({M}),
    "keys.manage": frozenset({M}),
    "settings.change": frozenset({M}),
    "answers.read": EVERYONE,
    "answers.write": frozenset({A, P, R, C}),
    "answers.approve": frozenset({P, C, PO}),
    "inbox.release": frozenset({P, C, PO}),
    "teams.manage": frozenset({M}),
    "oncall.manage": frozenset({M}),
    "oncall.take": frozenset({P, R, C, PO, M}),
    "ladder.change": frozenset({PO, M}),
    "routing.change": frozenset({M}),
    "recovery.read": frozenset({R, C, PO}),
    "recovery.work": frozenset({R, PO}),
    "recovery.approve": frozenset({P, PO}),
    "recovery.measure": frozenset({P, R, C, PO, M}),
    "inbox.measure": frozenset({P, R, C, PO, M}),
    "inbox.export": frozenset({P, PO, M}),
    "moderation.read": frozenset({P, R, C, PO, M}),
    "moderation.policy": frozenset({P, PO, M}),
    "moderation.approve": frozenset({P, PO}),
    "moderation.decide": frozenset({P, R, PO}),
    "moderation.export": frozenset({P, PO, M}),
    "corrections.write": frozenset({P, R, C, PO}),
    "corrections.approve": frozenset({C, PO}),
    "audit.read": frozenset({PO, M}),
    "audit.export": frozenset({PO, M}),
}

LABELS: dict[Role, str] = {
    Role.AUTHOR: "Author: writes posts",
    Role.APPROVER: "Approver: approves what others wrote, and may answer",
    Role.RESPONDER: "Responder: answers messages and reviews",
    Role.CLINICIAN: "Clinician: answers for a specialty",
    Role.PRIVACY_OFFICER: "Privacy officer: sees the record, approves sensitive posts, reveals originals",
    Role.ADMINISTRATOR: "Administrator: accounts, people and settings",
}


def may(roles: frozenset[Role], permission: str) -> bool:
    """Whether somebody with these roles holds the permission; raises KeyError for one that is not in the table."""
    return bool(PERMISSIONS[permission] & roles)


def held(roles: frozenset[Role]) -> frozenset[str]:
    return frozenset(name for name, holders in PERMISSIONS.items() if holders & roles)


#: How somebody hears of conversations that are given to them.
NOTICES: dict[str, str] = {
    "now": "At once, one mail each",
    "hourly": "Once an hour, together",
    "never": "Never; I look by myself",
}
