"""Bringing what an account said and heard before Bedside was there: a page at a time, from where it stopped."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from bedside.audit import actions as audit
from bedside.channels import registry
from bedside.channels.actions.accounts import stop_account
from bedside.channels.actions.deliveries import NotOffered
from bedside.channels.actions.hearing import take
from bedside.channels.models import Account, Backfill, Remote
from bedside.channels.rules import Ability, NetworkError, PastPost, Trouble
from bedside.kit import queue
from bedside.organizations.models import Member

YEAR = timedelta(days=365)
#: Between two tries at a page whose network cannot be reached.
AGAIN = timedelta(seconds=30)


@transaction.atomic
def bring(*, account: Account, by: Member | None, at: datetime, since: datetime | None = None) -> Backfill:
    """Begins to bring the account's last year; goes on where an earlier one stopped. Raises NotOffered."""
    if not registry.can(account, Ability.BACKFILL):
        raise NotOffered(f"{registry.network(account.network).label} does not offer what was there before.")
    rows = Backfill.objects.filter(organization_id=account.organization_id, account=account)
    kept = rows.select_for_update(no_key=True).exclude(state=Backfill.DONE).order_by("-pk").first()
    if kept is not None:
        kept.state, kept.said = Backfill.RUNNING, ""
        kept.save(update_fields=["state", "said"])
    else:
        try:
            with transaction.atomic():
                kept = Backfill.objects.create(
                    organization_id=account.organization_id, account=account, since=since or at - YEAR, started_at=at
                )
        except IntegrityError:
            return rows.get(state=Backfill.RUNNING)
    audit.record(
        "channels.bringing", organization=account.organization, subject=account, by=by, at=at, network=account.network
    )
    _go_on(kept)
    return kept


def _go_on(backfill: Backfill, after: datetime | None = None) -> None:
    queue.defer(
        "channels.bring",
        after=after,
        once=f"bring:{backfill.account_id}:{backfill.pages}",
        organization_id=backfill.organization_id,
        backfill_id=backfill.pk,
    )


def bring_page(*, backfill: Backfill, at: datetime) -> None:
    """One page, and a job for the next; a crash in between brings the page again, and keeps it once. A job."""
    account = backfill.account
    if backfill.state != Backfill.RUNNING or account.state != Account.CONNECTED:
        return
    try:
        past = registry.connector(account).past(backfill.cursor, backfill.since)
    except NetworkError as error:
        _wait_or_stop(backfill, error, at)
        return
    posts = [post for post in past.posts if post.posted_at >= backfill.since]
    number = sum(_keep_post(account, post, at) for post in posts)
    heard = take(
        account=account, heard=[one for one in past.heard if one.posted_at >= backfill.since], at=at, past=True
    )
    oldest = min((one.posted_at for one in past.posts), default=backfill.reached_at)
    _turn_page(backfill, past.cursor, number, heard, oldest, at)


@transaction.atomic
def _turn_page(backfill: Backfill, cursor: str, posts: int, heard: int, oldest: datetime | None, at: datetime) -> None:
    kept = Backfill.objects.select_for_update(no_key=True).get(organization_id=backfill.organization_id, pk=backfill.pk)
    if kept.pages != backfill.pages or kept.state != Backfill.RUNNING:
        return  # another worker turned this page
    same = bool(cursor) and cursor == kept.cursor  # a network that gives the same page forever
    kept.cursor, kept.pages = cursor, kept.pages + 1
    kept.posts, kept.heard = kept.posts + posts, kept.heard + heard
    if oldest is not None:
        kept.reached_at = min(oldest, kept.reached_at or oldest)
    over = not cursor or same or (kept.reached_at is not None and kept.reached_at < kept.since)
    if over:
        kept.state, kept.done_at = Backfill.DONE, at
    kept.save()
    if over:
        audit.record(
            "channels.brought", organization=kept.account.organization, subject=kept.account, by=None, at=at,
            network=kept.account.network, posts=kept.posts, heard=kept.heard,
        )  # fmt: skip
    else:
        _go_on(kept)


def _wait_or_stop(backfill: Backfill, error: NetworkError, at: datetime) -> None:
    rows = Backfill.objects.filter(organization_id=backfill.organization_id, pk=backfill.pk)
    if error.trouble is Trouble.REVOKED:
        stop_account(backfill.account, said=error.said, todo=error.todo, at=at)
    if error.permanent:
        rows.update(state=Backfill.STOPPED, said=error.said[:400])
        return
    rows.update(said=error.said[:400])
    later = error.retry_at or at + AGAIN
    queue.defer(
        "channels.bring",
        after=later,
        once=f"bring:{backfill.account_id}:{backfill.pages}:again",
        organization_id=backfill.organization_id,
        backfill_id=backfill.pk,
    )


def _keep_post(account: Account, post: PastPost, at: datetime) -> int:
    """1 where it was not known."""
    _kept, made = Remote.objects.get_or_create(
        organization_id=account.organization_id,
        account=account,
        network_id=post.network_id[:500],
        defaults={
            "kind": "post",
            "version": post.version[:200],
            "url": post.url[:500],
            "root_id": post.network_id[:500],
            "made_at": post.posted_at,
            "counts": dict(post.numbers),
            "counted_at": at,
            "brought": True,
            "text": post.text.replace("\0", ""),
        },
    )
    return int(made)
