"""An answer handed to a second person, and what a machine had to do with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bedside.audit import actions as audit
from bedside.guard.shapes import Parcel
from bedside.inbox.models import Draft, Release, Reply
from bedside.inbox.second_person import Kind, Standing
from bedside.kit import queue


def ask_second(answer: Reply, kinds: Sequence[Kind], parcel: Parcel, *, at: datetime) -> Reply:
    """The answer, waiting; one that waits for the same conversation already is superseded by it."""
    organization_id, conversation = answer.organization_id, answer.conversation
    earlier = Release.objects.filter(
        organization_id=organization_id, reply__conversation=conversation, state=Standing.WAITING
    )
    earlier.update(state=Standing.SUPERSEDED, decided_by=answer.by, decided_at=at)
    release = Release.objects.create(
        organization_id=organization_id, reply=answer, kinds=[str(kind) for kind in kinds], digest=parcel.digest()
    )
    audit.record(
        "inbox.release_asked",
        organization=conversation.organization,
        subject=conversation,
        by=answer.by,
        at=at,
        release=release.pk,
        kinds=release.kinds,
        digest=release.digest,
        **drafted(answer),
    )
    queue.defer("inbox.tell_releasers", organization_id=organization_id, release_id=release.pk)
    return answer


def drafted(answer: Reply) -> dict[str, Any]:
    """For the record: which draft of a model went into an answer, if its writer put one into the box."""
    mine = Draft.objects.filter(
        organization_id=answer.organization_id, conversation=answer.conversation, by=answer.by, state=Draft.PUT
    )
    draft = mine.order_by("-pk").first()
    if draft is None:
        return {}
    mine.update(state=Draft.SENT)
    return {"draft": draft.pk}
