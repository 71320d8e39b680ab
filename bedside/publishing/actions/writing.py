"""Drafts: written, changed, given pictures, thrown away."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from bedside.audit import actions as audit
from bedside.channels import actions as channels
from bedside.channels.models import Account
from bedside.guard.media import SHOWN, hidden_in
from bedside.guard.queries import look_at
from bedside.kit import blobs, pictures, videos
from bedside.organizations.models import Member, Organization
from bedside.publishing import queries, rules
from bedside.publishing.models import Picture, Post, Target
from bedside.publishing.rules import State


class NoAccount(Exception):
    """A post goes somewhere: choose at least one account."""


class NoAltText(Exception):
    """A picture needs words for those who cannot see it (WCAG 2.2, 1.1.1)."""


def locked(post: Post) -> Post:
    return (
        Post.objects.select_for_update(no_key=True)
        .select_related("organization")
        .get(organization_id=post.organization_id, pk=post.pk)
    )


@transaction.atomic
def write(
    *,
    organization: Organization,
    text: str,
    accounts: Sequence[Account],
    by: Member,
    at: datetime,
    link: str = "",
    topic: str = "",
    purpose: str = "news",
    language: str = "en",
    due_at: datetime | None = None,
    variants: Mapping[int, str] | None = None,
    headline: str = "",
    poll: Sequence[str] = (),
    poll_minutes: int = 1440,
) -> Post:
    """A draft; `variants` are other wordings by account id. Raises NoAccount, rules.Impossible."""
    rules.ensure_ahead(due_at, at=at)
    post = Post.objects.create(
        organization=organization,
        author=by,
        text=text.strip(),
        link=link.strip(),
        headline=headline.strip(),
        poll=list(poll),
        poll_minutes=poll_minutes if poll else 0,
        topic=topic.strip(),
        purpose=purpose if purpose in rules.PURPOSES else "news",
        language=language,
        due_at=due_at,
        zone=organization.timezone,
        created_at=at,
        changed_at=at,
    )
    _aim(post, accounts, variants or {})
    audit.record("publishing.written", organization=organization, subject=post, by=by, at=at)
    return post


def _aim(post: Post, accounts: Sequence[Account], variants: Mapping[int, str]) -> None:
    if not accounts or any(account.organization_id != post.organization_id for account in accounts):
        raise NoAccount
    chosen = {account.pk for account in accounts}
    Target.objects.filter(organization_id=post.organization_id, post=post).exclude(account_id__in=chosen).delete()
    for account in accounts:
        wording = variants.get(account.pk, "").strip()
        Target.objects.update_or_create(
            organization_id=post.organization_id,
            post=post,
            account=account,
            defaults={"text": "" if wording == post.text else wording, "clearance": None},
        )


@transaction.atomic
def change(
    *,
    post: Post,
    text: str,
    accounts: Sequence[Account],
    by: Member,
    at: datetime,
    link: str = "",
    topic: str = "",
    purpose: str = "news",
    language: str = "en",
    due_at: datetime | None = None,
    variants: Mapping[int, str] | None = None,
    headline: str = "",
    poll: Sequence[str] = (),
    poll_minutes: int = 1440,
) -> Post:
    """The draft with other words; an approval asked for or given is void. Raises rules.WrongState, NoAccount."""
    post = locked(post)
    rules.ensure("change", post.state)
    rules.ensure_ahead(due_at, at=at)
    _stop_deliveries(post, by, at)
    post.text, post.link, post.topic, post.language = text.strip(), link.strip(), topic.strip(), language
    post.headline, post.poll = headline.strip(), list(poll)
    post.poll_minutes = poll_minutes if poll else 0
    post.purpose = purpose if purpose in rules.PURPOSES else "news"
    post.due_at, post.zone, post.changed_at = due_at, post.organization.timezone, at
    post.state, post.digest = State.DRAFT, ""
    post.save()
    _aim(post, accounts, variants or {})
    audit.record("publishing.changed", organization=post.organization, subject=post, by=by, at=at)
    return post


def _stop_deliveries(post: Post, by: Member, at: datetime) -> None:
    """Takes back what was scheduled; raises rules.WrongState when some of it is already leaving."""
    for target in Target.objects.filter(organization_id=post.organization_id, post=post).select_related("delivery"):
        if target.delivery is None:
            continue
        if not channels.cancel(delivery=target.delivery, by=by, at=at):
            raise rules.WrongState("This post is leaving right now. Wait a moment, then correct it.")
        target.delivery = None
        target.save(update_fields=["delivery"])


@transaction.atomic
def add_picture(
    *, post: Post, content: bytes, alt: str, by: Member, at: datetime, shown: str = "", release: str = ""
) -> Picture:
    """The picture without hidden data; raises NoAltText, pictures.NotAPicture, rules.WrongState, and
    rules.NoReference where `shown` says who can be seen without what they signed."""
    rules.ensure("change", post.state)
    if not alt.strip():
        raise NoAltText
    if shown:
        rules.ensure_shown(shown, release)
    cleaned, mime, width, height = pictures.clean(content)
    # Kept and looked at before the post is locked: a look takes a second.
    sha256 = blobs.put(post.organization_id, cleaned)
    look_at(post.organization_id, sha256)
    post = locked(post)
    rules.ensure("change", post.state)
    _stop_deliveries(post, by, at)
    post.state, post.digest, post.changed_at = State.DRAFT, "", at
    post.save(update_fields=["state", "digest", "changed_at"])
    picture = Picture.objects.create(
        organization_id=post.organization_id,
        post=post,
        sha256=sha256,
        mime=mime,
        alt=alt.strip()[:1000],
        width=width,
        height=height,
        place=Picture.objects.filter(organization_id=post.organization_id, post=post).count(),
        shown=shown,
        release=_kept_release(shown, release),
    )
    audit.record(
        "publishing.picture_added",
        organization=post.organization,
        subject=post,
        by=by,
        at=at,
        removed=", ".join(hidden_in(content)),
    )
    if shown:
        _record_shown(post, picture, by, at)
    return picture


@transaction.atomic
def add_film(*, post: Post, content: bytes, alt: str, captions: str, by: Member, at: datetime) -> Picture:
    """The film without place, time and maker; raises NoAltText, videos.NotAFilm, rules.WrongState."""
    rules.ensure("change", post.state)
    if not alt.strip():
        raise NoAltText
    cleaned, facts = videos.clean(content)
    sha256 = blobs.put(post.organization_id, cleaned)
    post = locked(post)
    rules.ensure("change", post.state)
    _stop_deliveries(post, by, at)
    post.state, post.digest, post.changed_at = State.DRAFT, "", at
    post.save(update_fields=["state", "digest", "changed_at"])
    film = Picture.objects.create(
        organization_id=post.organization_id,
        post=post,
        sha256=sha256,
        mime="video/mp4",
        alt=alt.strip()[:1000],
        width=facts.width,
        height=facts.height,
        seconds=facts.seconds,
        captions=captions,
        place=Picture.objects.filter(organization_id=post.organization_id, post=post).count(),
    )
    audit.record("publishing.film_added", organization=post.organization, subject=post, by=by, at=at)
    return film


def _kept_release(shown: str, release: str) -> str:
    return release.strip() if SHOWN.get(shown) else ""


def _record_shown(post: Post, picture: Picture, by: Member, at: datetime) -> None:
    audit.record(
        "publishing.picture_shown",
        organization=post.organization,
        subject=post,
        by=by,
        at=at,
        picture=picture.pk,
        shown=picture.shown,
        release=picture.release,
    )


@transaction.atomic
def say_shown(*, post: Post, picture_id: int, shown: str, release: str, by: Member, at: datetime) -> Picture:
    """Who a picture shows, and where what they signed is filed; kept with the picture and in the record. Part of what
    is approved, so an approval is asked anew. Raises rules.NoReference, rules.WrongState, Picture.DoesNotExist."""
    post = locked(post)
    rules.ensure("change", post.state)
    rules.ensure_shown(shown, release.strip())
    picture = Picture.objects.get(organization_id=post.organization_id, post=post, pk=picture_id)
    _stop_deliveries(post, by, at)
    picture.shown, picture.release = shown, _kept_release(shown, release)
    picture.save(update_fields=["shown", "release"])
    post.state, post.digest, post.changed_at = State.DRAFT, "", at
    post.save(update_fields=["state", "digest", "changed_at"])
    _record_shown(post, picture, by, at)
    return picture


@transaction.atomic
def remove_picture(*, post: Post, picture_id: int, by: Member, at: datetime) -> None:
    post = locked(post)
    rules.ensure("change", post.state)
    _stop_deliveries(post, by, at)
    Picture.objects.filter(organization_id=post.organization_id, post=post, pk=picture_id).delete()
    post.state, post.digest, post.changed_at = State.DRAFT, "", at
    post.save(update_fields=["state", "digest", "changed_at"])
    audit.record("publishing.picture_removed", organization=post.organization, subject=post, by=by, at=at)


@transaction.atomic
def discard(*, post: Post, by: Member, at: datetime) -> None:
    """Throws a draft away; raises rules.WrongState for anything that was sent."""
    post = locked(post)
    rules.ensure("change", post.state)
    _stop_deliveries(post, by, at)
    audit.record("publishing.discarded", organization=post.organization, subject=post, by=by, at=at)
    queries.posts_of(post.organization).filter(pk=post.pk).delete()
