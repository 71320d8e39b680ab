"""What visitors write below posts of the hub, and what the public page shows of it."""

import hashlib
import uuid
from datetime import datetime, timedelta

from django.db import transaction

from bedside.audit import actions as audit
from bedside.channels import registry
from bedside.channels.actions.deliveries import NotOffered, hide
from bedside.channels.actions.hearing import take
from bedside.channels.models import Arrival, Delivery, HubComment, HubPost
from bedside.channels.rules import Ability, Heard, RemoteRef
from bedside.organizations.models import Member

#: One visitor's comments in ten minutes, and everybody's below one post in a minute.
MOST_EACH, MOST_TOGETHER = 6, 30


class TooMany(Exception):
    """Too many comments in a short time; nothing was kept."""


@transaction.atomic
def comment(
    *,
    post: HubPost,
    author_name: str,
    visitor: str,
    text: str,
    shown_name: str,
    shown_text: str,
    show: bool,
    at: datetime,
    parent: HubComment | None = None,
) -> HubComment:
    """A visitor's comment: the page shows `shown_name` and `shown_text`, at once where `show`; the words as written
    go to the inbox.

    `visitor` is an opaque id that changes daily, used for the rate limit and to keep one person's thread together.
    Raises TooMany.
    """
    recent = Arrival.objects.filter(organization_id=post.organization_id, account_id=post.account_id)
    lately = recent.filter(received_at__gt=at - timedelta(minutes=10))
    if lately.filter(author_id__startswith=f"{visitor}.").count() >= MOST_EACH:
        raise TooMany
    below = recent.filter(root_id=f"hub/post/{post.key}", received_at__gt=at - timedelta(minutes=1))
    if below.count() >= MOST_TOGETHER:
        raise TooMany
    made = HubComment.objects.create(
        organization_id=post.organization_id,
        post=post,
        parent=parent,
        key=str(uuid.uuid4()),
        author_name=shown_name[:60],
        text=shown_text,
        state=HubComment.SHOWN if show else HubComment.WAITING,
        at=at,
    )
    heard = Heard(
        network_id=f"hub/comment/{made.key}",
        kind="reply",
        text=text,
        # Two people at one machine are two: what they call themselves keeps their threads apart.
        author_id=f"{visitor}.{hashlib.sha256(author_name.casefold().encode()).hexdigest()[:8]}",
        author_handle="",
        author_name=author_name,
        posted_at=at,
        parent_id=f"hub/comment/{parent.key}" if parent else f"hub/post/{post.key}",
        root_id=f"hub/post/{post.key}",
        version="1",
        url=f"/h/{post.organization.slug}/posts/{post.slug}/#comment-{made.pk}",
    )
    take(account=post.account, heard=[heard], at=at)
    return made


@transaction.atomic
def moderate(*, arrival: Arrival, show: bool, reason: str, by: Member, at: datetime) -> Delivery | None:
    """Shows or hides what somebody wrote, where the network lets us: the delivery that asks for it, or None where it is
    done at once. Raises NotOffered.

    The hub obeys at once; another network is asked by a delivery. The reason is kept: public hospitals must be able to
    show that no viewpoint was taken down.
    """
    if not registry.can(arrival.account, Ability.HIDE):
        raise NotOffered(
            f"{registry.network(arrival.account.network).label} does not let a page hide what others write."
        )
    delivery = None
    if arrival.account.network == "hub":
        connector = registry.connector(arrival.account)
        ref = RemoteRef(arrival.network_id, arrival.version, arrival.url)
        connector.show(ref) if show else connector.hide(ref)
    else:
        delivery = hide(arrival=arrival, show=show, subject=arrival, by=by, at=at)
    audit.record(
        "channels.shown" if show else "channels.hidden",
        organization=arrival.organization,
        subject=arrival,
        by=by,
        at=at,
        reason=reason[:120],
    )
    return delivery
