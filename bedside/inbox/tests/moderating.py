"""What the tests of moderation set up: a policy in force, and an act by it."""

from collections.abc import Sequence
from typing import Any

from bedside.inbox import actions
from bedside.inbox.clauses import ENFORCEABLE, TELLING, Own
from bedside.inbox.models import CommentPolicy, Conversation, ModerationAct
from bedside.inbox.moderation import Kind
from bedside.inbox.queries import messages_of
from tests.cast import START, Hospital

ALL = [*TELLING, *ENFORCEABLE]


def drafted(hospital: Hospital, *, ownership: str = "private", own: Sequence[Own] = (), **given: Any) -> CommentPolicy:
    told: dict[str, Any] = {"on": ALL, "by": hospital.milo, "at": START} | given
    return actions.keep_policy(organization=hospital.organization, ownership=ownership, own=own, **told)


def in_force(hospital: Hospital, **given: Any) -> CommentPolicy:
    """Written by Milo, approved by Ben."""
    made = actions.propose_policy(policy=drafted(hospital, **given), by=hospital.milo, at=START)
    return actions.approve_policy(policy=made, seen=made.digest, by=hospital.ben, at=START)


def hidden(hospital: Hospital, conversation: Conversation, clause: str = "ads", **given: Any) -> ModerationAct:
    """The first message of a conversation, hidden by Rosa."""
    told: dict[str, Any] = {"kind": Kind.HIDE, "by": hospital.rosa, "at": START} | given
    act = actions.moderate(message=messages_of(conversation)[0], clause=clause, **told)
    assert act is not None
    return act
