"""From a delivery row to exactly one call of a connector."""

from datetime import timedelta
from typing import Any

from bedside.channels import public_media, registry
from bedside.channels.actions.deliveries import NotCleared, ensure_cleared
from bedside.channels.models import Arrival, Delivery, Remote
from bedside.channels.rules import (
    Answered,
    NetworkError,
    Outgoing,
    Picture,
    Poll,
    RemoteRef,
    Sought,
    Trouble,
    Video,
    parts,
)
from bedside.guard.media.shapes import attachment
from bedside.guard.shapes import Media, Parcel
from bedside.kit import blobs, pictures, videos
from bedside.kit.text import clip


def parcel_of(delivery: Delivery) -> Parcel:
    """The parcel as it was cleared."""
    kept = dict(delivery.parcel["parcel"])
    kept["media"] = tuple(attachment(**media) for media in kept["media"])
    kept["poll"] = tuple(kept.get("poll") or ())
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
    parent = root = answered = None
    if delivery.answers is not None:
        said = delivery.answers
        parent = RemoteRef(said.network_id, said.version, said.url)
        root = _root(said)
        answered = Answered(said.kind, said.author_id, said.author_handle, said.root_id, said.posted_at)
    elif delivery.follows is not None and delivery.follows.remote is not None:
        before = delivery.follows.remote
        parent = RemoteRef(before.network_id, before.version, before.url)
        root = _ref_by_id(delivery, before.root_id) or parent
        answered = Answered("own", thread_id=root.network_id)
    elif delivery.target is not None:
        parent = root = ref_of(delivery)
        answered = Answered("own", thread_id=root.network_id)
    media = [_media(delivery, one) for one in parcel.media] if delivery.follows_id is None else []
    limits = registry.network(delivery.account.network).limits
    text = parcel.text
    part = delivery.parcel.get("part")
    if part is not None:
        text = parts(parcel.text, limits, link=parcel.link)[part]
    return Outgoing(
        key=str(delivery.key),
        text=text,
        created_at=delivery.due_at,  # the same at every try, so that a second one writes the same record
        link=parcel.link if not part else "",
        pictures=tuple(one for one in media if isinstance(one, Picture)),
        video=next((one for one in media if isinstance(one, Video)), None),
        poll=Poll(parcel.poll, parcel.poll_minutes) if parcel.poll and not part else None,
        language=delivery.parcel.get("language") or "en",
        parent=parent,
        root=root,
        answered=answered,
        title=parcel.title or (_first_line(parcel.text) if limits.title is not None else ""),
        topic=delivery.parcel.get("topic") or "",
    )


def sought_of(delivery: Delivery) -> Sought:
    """What to look for where it is not known whether it was done: nothing older than the first try, and nothing that is
    known to be another delivery's."""
    since = delivery.first_claimed_at or delivery.claimed_at or delivery.asked_at
    known = Remote.objects.filter(
        organization_id=delivery.organization_id, account_id=delivery.account_id, made_at__gt=since - timedelta(hours=1)
    ).values_list("network_id", flat=True)
    return Sought(str(delivery.key), outgoing_of(delivery), since, frozenset(known))


def _first_line(text: str) -> str:
    lines = text.strip().splitlines()
    return clip(lines[0], 100) if lines else ""


def _ref_by_id(delivery: Delivery, network_id: str) -> RemoteRef | None:
    ours = Remote.objects.filter(
        organization_id=delivery.organization_id, account_id=delivery.account_id, network_id=network_id
    ).first()
    return RemoteRef(ours.network_id, ours.version, ours.url) if ours else None


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


def _media(delivery: Delivery, media: Media) -> Picture | Video:
    try:
        content = blobs.get(delivery.organization_id, media.sha256)
    except FileNotFoundError as error:
        raise NetworkError(
            Trouble.REFUSED, "A picture or film of this post is missing on disk. Add it again."
        ) from error
    url = ""
    if registry.network(delivery.account.network).limits.media_by_address:
        url = public_media.address(delivery.organization_id, media.sha256, media.mime, at=delivery.due_at)
    if media.mime.startswith("video/"):
        facts = videos.facts(content)
        return Video(
            content, media.mime, media.alt, media.filename, facts.width, facts.height, facts.seconds,
            media.captions, url,
        )  # fmt: skip
    width, height = pictures.size(content)
    return Picture(content, media.mime, media.alt, media.filename, width, height, url)


def call(delivery: Delivery, connector: Any) -> RemoteRef | None:
    """The one call; returns what the network made, None where it only took something away. Raises NetworkError."""
    if delivery.verb == Delivery.WITHDRAW:
        connector.withdraw(ref_of(delivery))
        return None
    if delivery.verb in (Delivery.HIDE, Delivery.SHOW):
        said = delivery.answers
        assert said is not None
        ref = RemoteRef(said.network_id, said.version, said.url)
        connector.hide(ref) if delivery.verb == Delivery.HIDE else connector.show(ref)
        return None
    outgoing = outgoing_of(delivery)
    if delivery.verb == Delivery.EDIT:
        edited: RemoteRef = connector.edit(ref_of(delivery), outgoing)
        return edited
    made: RemoteRef = connector.reply(outgoing) if delivery.verb == Delivery.REPLY else connector.publish(outgoing)
    return made
