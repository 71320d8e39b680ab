"""From a delivery row to exactly one call of a connector."""

from typing import Any

from bedside.channels.actions.deliveries import NotCleared, ensure_cleared
from bedside.channels.models import Arrival, Delivery, Remote
from bedside.channels.rules import NetworkError, Outgoing, Picture, RemoteRef, Trouble
from bedside.guard.media.shapes import attachment
from bedside.guard.shapes import Media, Parcel
from bedside.kit import blobs, pictures


def parcel_of(delivery: Delivery) -> Parcel:
    """The parcel as it was cleared."""
    kept = dict(delivery.parcel["parcel"])
    kept["media"] = tuple(attachment(**media) for media in kept["media"])
    return Parcel(**kept)


def ensure_still_cleared(delivery: Delivery) -> None:
    """Raises NotCleared when the row's text, or what it answers, is not what was cleared."""
    if delivery.clearance is None:
        raise NotCleared("There is no clearance for this.")
    parcel = parcel_of(delivery)
    ensure_cleared(delivery.clearance, parcel, delivery.organization_id)
    if delivery.answers is not None and parcel.thread != thread_of(delivery):
        raise NotCleared("What this answers was changed by its author meanwhile. Read it again, then answer.")


def thread_of(delivery: Delivery) -> str:
    answered = delivery.answers
    return f"{answered.account_id}:{answered.network_id}:{answered.version}" if answered else ""


def outgoing_of(delivery: Delivery) -> Outgoing:
    parcel = parcel_of(delivery)
    parent = root = None
    if delivery.answers is not None:
        parent = RemoteRef(delivery.answers.network_id, delivery.answers.version, delivery.answers.url)
        root = _root(delivery.answers)
    elif delivery.target is not None:
        parent = root = ref_of(delivery)
    return Outgoing(
        key=str(delivery.key),
        text=parcel.text,
        created_at=delivery.due_at,  # the same at every try, so that a second one writes the same record
        link=parcel.link,
        pictures=tuple(_picture(delivery.organization_id, media) for media in parcel.media),
        language=delivery.parcel.get("language") or "en",
        parent=parent,
        root=root,
        topic=delivery.parcel.get("topic") or "",
    )


def _root(answered: Arrival) -> RemoteRef:
    """The post a thread began with; its version is known where it is ours."""
    root_id = answered.root_id or answered.network_id
    if root_id == answered.network_id:
        return RemoteRef(root_id, answered.version)
    ours = Remote.objects.filter(
        organization_id=answered.organization_id, account_id=answered.account_id, network_id=root_id
    ).first()
    return RemoteRef(root_id, ours.version if ours else "")


def ref_of(delivery: Delivery) -> RemoteRef:
    assert delivery.target is not None
    return RemoteRef(delivery.target.network_id, delivery.target.version, delivery.target.url)


def _picture(organization_id: int, media: Media) -> Picture:
    try:
        content = blobs.get(organization_id, media.sha256)
    except FileNotFoundError as error:
        raise NetworkError(Trouble.REFUSED, "A picture of this post is missing on disk. Add it again.") from error
    width, height = pictures.size(content)
    return Picture(content, media.mime, media.alt, media.filename, width, height)


def call(delivery: Delivery, connector: Any) -> RemoteRef | None:
    """The one call; returns what the network made, None where it only took something away. Raises NetworkError."""
    if delivery.verb == Delivery.WITHDRAW:
        connector.withdraw(ref_of(delivery))
        return None
    outgoing = outgoing_of(delivery)
    if delivery.verb == Delivery.EDIT:
        edited: RemoteRef = connector.edit(ref_of(delivery), outgoing)
        return edited
    made: RemoteRef = connector.reply(outgoing) if delivery.verb == Delivery.REPLY else connector.publish(outgoing)
    return made
