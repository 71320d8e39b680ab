"""Taking in what the public said: raw, sealed, once, and answered at once; understanding it is somebody else's job."""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from bedside.audit import actions as audit
from bedside.channels import registry
from bedside.channels.actions.accounts import stop_account
from bedside.channels.models import Account, AccountCount, Arrival, Remote
from bedside.channels.rules import Ability, Heard, NetworkError, RemoteRef, Trouble
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.kit.locks import turn

#: Threads of posts this young are read too: some networks do not notify of every reply.
WATCHED = timedelta(days=3)
WATCHED_POSTS = 6
#: Between the beginnings of two looks at a network that cannot call us; less than the round of the job that asks for
#: them, so that no round is missed.
EVERY = timedelta(seconds=4)
#: A network whose webhooks came within this is asked only now and then, for what they left out.
CALLED, WHILE_CALLED = timedelta(days=1), timedelta(minutes=10)
#: The space of advisory locks that belongs to hearing.
LOCKS = 0x4EA2


def hear(*, account: Account, clock: Callable[[], datetime]) -> int:
    """Asks the network what is new and takes it in; how many new arrivals there were. A job."""
    if account.state != Account.CONNECTED or not registry.can(account, Ability.HEAR):
        return 0
    # One at a time: a network that hangs must not collect the worker's threads one by one.
    with turn(LOCKS, account.pk) as mine:
        return _hear(account, clock) if mine else 0


def _hear(account: Account, clock: Callable[[], datetime]) -> int:
    at = clock()
    try:
        batch = registry.connector(account).hear(account.cursor, _watched(account, at))
    except NetworkError as error:
        if error.trouble is Trouble.REVOKED:
            stop_account(account, said=error.said, todo=error.todo, at=at)
        later = error.retry_at or at + max(timedelta(seconds=20), _every(account, at))
        _accounts(account).update(next_hearing_at=later)
        return 0
    new = take(account=account, heard=batch.heard, at=clock())
    forget(account=account, gone=batch.gone, at=clock())
    # The cursor moves only after everything before it is kept: a crash in between hears twice, and keeps once.
    _accounts(account).update(cursor=batch.cursor, last_heard_at=clock(), next_hearing_at=at + _every(account, at))
    return new


def _every(account: Account, at: datetime) -> timedelta:
    """How long until the network is asked again: seldom while its webhooks come, often in rehearsal."""
    declared = registry.network(account.network).listens_every
    if account.organization.is_rehearsal:
        return min(declared, EVERY)
    if account.called_at is not None and at - account.called_at < CALLED:
        return max(declared, WHILE_CALLED)
    return max(declared, EVERY)


def _accounts(account: Account) -> QuerySet[Account]:
    return Account.objects.filter(organization_id=account.organization_id, pk=account.pk)


def _watched(account: Account, at: datetime) -> list[RemoteRef]:
    posts = Remote.objects.filter(
        organization_id=account.organization_id,
        account=account,
        withdrawn_at=None,
        kind="post",
        made_at__gt=at - WATCHED,
    ).order_by("-made_at")[:WATCHED_POSTS]
    return [RemoteRef(post.network_id, post.version, post.url) for post in posts]


def take(*, account: Account, heard: Sequence[Heard], at: datetime, past: bool = False) -> int:
    """Keeps each thing once; a changed one is kept anew and said to have changed. Returns how many were new. With
    `past` it is from before Bedside was there: kept for the record, and no clock runs for it."""
    ours = set(
        Remote.objects.filter(
            organization_id=account.organization_id, account=account, network_id__in=[one.network_id for one in heard]
        ).values_list("network_id", flat=True)
    )
    return sum(_take_one(account, one, at, past) for one in heard if one.network_id not in ours)


@transaction.atomic
def forget(*, account: Account, gone: Sequence[str], at: datetime) -> int:
    """Notes that authors took things away: what was said is kept sealed, and said to be gone. Returns how many."""
    if not gone:
        return 0
    found = Arrival.objects.select_for_update(no_key=True).filter(
        organization_id=account.organization_id, account=account, network_id__in=list(gone), gone_at=None
    )
    number = 0
    for arrival in found:
        arrival.gone_at = at
        arrival.save(update_fields=["gone_at"])
        audit.record(
            "channels.arrival_gone",
            organization=account.organization,
            subject=arrival,
            by=None,
            at=at,
            as_name="the public",
            network=account.network,
        )
        number += 1
    return number


@transaction.atomic
def _take_one(account: Account, heard: Heard, at: datetime, past: bool = False) -> int:
    network_id, version = _fit(heard.network_id, 500), _fit(heard.version, 200)
    arrival = Arrival(
        organization_id=account.organization_id,
        account=account,
        network_id=network_id,
        kind=heard.kind,
        parent_id=_fit(heard.parent_id, 500),
        root_id=_fit(heard.root_id, 500),
        version=version,
        url=_fit(heard.url, 500),
        author_id=_fit(heard.author_id, 300),
        author_handle=_fit(heard.author_handle, 300),
        author_name=_fit(heard.author_name, 300),
        stars=heard.stars,
        sealed=_seal(account, heard),
        posted_at=heard.posted_at,
        received_at=at,
        past=past,
    )
    made = Arrival.objects.bulk_create([arrival], ignore_conflicts=True)
    kept = Arrival.objects.select_for_update(no_key=True).get(
        organization_id=account.organization_id, account=account, network_id=network_id
    )
    new = bool(made) and kept.received_at == at and kept.changed_at is None and bytes(kept.sealed) == arrival.sealed
    if new:
        audit.record(
            "channels.arrived",
            organization=account.organization,
            subject=kept,
            by=None,
            at=at,
            as_name="the public",
            network=account.network,
            what=heard.kind,
        )
        return 1
    if version and version != kept.version:
        kept.sealed, kept.version, kept.changed_at = arrival.sealed, version, at
        kept.stars = heard.stars  # also none: a review may lose them
        kept.save(update_fields=["sealed", "version", "changed_at", "stars"])
        audit.record(
            "channels.arrival_changed",
            organization=account.organization,
            subject=kept,
            by=None,
            at=at,
            as_name="the public",
            network=account.network,
        )
    return 0


def _fit(value: str, most: int) -> str:
    """What PostgreSQL can keep of it. A stranger chooses these values: one that is too long, or holds a NUL, must not
    make the account deaf to everybody else."""
    value = value.replace("\0", "")
    if len(value) <= most:
        return value
    mark = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{value[: most - 17]}#{mark}"  # two long ones that begin alike stay two


def _seal(account: Account, heard: Heard) -> bytes:
    said = json.dumps({"text": heard.text.replace("\0", ""), "raw": heard.raw.decode("utf-8", "replace")})
    return crypto.seal(said, context=seal_context(Arrival, "sealed", account.organization_id))


def measure(*, account: Account, at: datetime) -> None:
    """Fetches the public counts of the account's posts of the last thirty days, and the account's own. A job."""
    if account.state != Account.CONNECTED:
        return
    try:
        if registry.can(account, Ability.MEASURE):
            _measure_posts(account, at)
        if registry.can(account, Ability.MEASURE_ACCOUNT):
            _measure_account(account, at)
    except NetworkError as error:
        if error.trouble is Trouble.REVOKED:
            stop_account(account, said=error.said, todo=error.todo, at=at)


def _measure_posts(account: Account, at: datetime) -> None:
    posts = list(
        Remote.objects.filter(
            organization_id=account.organization_id,
            account=account,
            withdrawn_at=None,
            kind="post",
            made_at__gt=at - timedelta(days=30),
        ).order_by("-made_at")[:100]
    )
    if not posts:
        return
    counted = registry.connector(account).measure([RemoteRef(p.network_id, p.version, p.url) for p in posts])
    by_id = {post.network_id: post for post in posts}
    for counts in counted:
        post = by_id.get(counts.network_id)
        if post is None:
            continue
        # A network that leaves a number out this time does not mean that there is none.
        post.counts = post.counts | dict(counts.numbers)
        post.counted_at = at
        post.save(update_fields=["counts", "counted_at"])


def _measure_account(account: Account, at: datetime) -> None:
    numbers = dict(registry.connector(account).measure_account())
    if not numbers:
        return
    day = at.astimezone(ZoneInfo(account.organization.timezone)).date()
    AccountCount.objects.update_or_create(
        organization_id=account.organization_id, account=account, on_date=day, defaults={"numbers": numbers}
    )
