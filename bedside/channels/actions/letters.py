"""Sending the newsletter's letters: at the server's pace, each once, going on after a dead worker.

A letter is claimed before it is handed over, and marked just before its text leaves. What a dead worker had claimed but
not marked is sent again; what it had marked may have been taken, so it is shown to a person instead.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from bedside.channels import registry
from bedside.channels.actions.accounts import stop_account
from bedside.channels.models import Account, Issue, IssueLetter, Subscriber
from bedside.channels.networks.newsletter import letters, post, tokens
from bedside.channels.networks.newsletter.connector import pace, return_path, sender_of
from bedside.channels.queries.newsletter import address_of
from bedside.channels.rules import NetworkError
from bedside.kit import blobs
from bedside.kit.locks import turn

log = logging.getLogger(__name__)
#: The space of advisory locks that belongs to letters.
LOCKS = 0x1E77
#: Pauses between tries of a letter the server puts off (greylisting lasts minutes, a full mailbox days).
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 20, 60, 240, 720))
#: Between two tries of a server that cannot be reached.
REST = timedelta(minutes=2)
#: At most so many letters in one go of the job, so that others have their turn.
AT_ONCE = 200


def send_letters(*, account: Account, clock: Callable[[], datetime], origin: str) -> int:
    """Sends what is due and may leave now; how many letters were tried. `origin` is our public address. A job."""
    if account.state != Account.CONNECTED:
        return 0
    with turn(LOCKS, account.pk) as mine:
        return _send(account, clock, origin) if mine else 0


def _letters(account: Account) -> "QuerySet[IssueLetter]":
    return IssueLetter.objects.filter(organization_id=account.organization_id, issue__account_id=account.pk)


def _send(account: Account, clock: Callable[[], datetime], origin: str) -> int:
    _mark_abandoned(account, clock())
    given = registry.unseal(account, "credentials")
    at = clock()
    lately = _letters(account).filter(done_at__gt=at - timedelta(minutes=1)).exclude(state=IssueLetter.CANCELED).count()
    room = min(pace(given) - lately, AT_ONCE)
    line: post.Line | None = None
    tried = 0
    try:
        while tried < room:
            asked, letter = _next_to_ask(account), None
            if asked is None:
                letter = _claim(account, clock())
                if letter is None:
                    break
            if line is None:
                to = post.server(given)
                post.ensure_allowed(to, rehearsal=account.organization.is_rehearsal)
                line = post.Line(to, post.reach_of())
            outcome = (
                _ask(line, account, given, asked, clock(), origin)
                if asked is not None
                else _hand_over(line, account, given, letter, clock, origin)
                if letter is not None
                else None
            )
            tried += 1
            if outcome is not None and outcome.ended:
                line.close()
                line = None
                if outcome.state == post.AGAIN:
                    break  # the server has had enough for now
    except NetworkError as error:
        _take_trouble(account, error, clock())
    finally:
        if line is not None:
            line.close()
    return tried


def _mark_abandoned(account: Account, at: datetime) -> None:
    """What a dead worker left in the middle: sent again where its text had not begun to leave."""
    left = _letters(account).filter(state=IssueLetter.SENDING)
    left.filter(code="").update(state=IssueLetter.DUE, not_before=at)
    left.filter(code="DATA").update(state=IssueLetter.UNKNOWN, code="", done_at=at)


def _claim(account: Account, at: datetime) -> IssueLetter | None:
    """The next letter, claimed; those of people who meanwhile left are let be."""
    while True:
        due = _letters(account).filter(state=IssueLetter.DUE, not_before__lte=at)
        letter = due.select_related("issue", "subscriber").order_by("not_before", "pk").first()
        if letter is None:
            return None
        row = IssueLetter.objects.filter(organization_id=account.organization_id, pk=letter.pk, state=IssueLetter.DUE)
        if letter.subscriber is None or letter.subscriber.state != Subscriber.CONFIRMED:
            row.update(state=IssueLetter.CANCELED, done_at=at)
            continue
        if row.update(state=IssueLetter.SENDING, claimed_at=at, tries=letter.tries + 1, code=""):
            letter.tries += 1
            return letter


def _hand_over(
    line: post.Line, account: Account, given: dict[str, str], letter: IssueLetter, clock: Callable[[], datetime],
    origin: str,
) -> post.Outcome:  # fmt: skip
    assert letter.subscriber is not None
    row = IssueLetter.objects.filter(organization_id=account.organization_id, pk=letter.pk)
    address = address_of(letter.subscriber)
    mark = tokens.make("letter", account.organization_id, letter.pk, size=tokens.SHORT)
    text = _text(account, given, letter.issue, letter.subscriber, address, mark, origin)

    def begin() -> None:
        row.update(code="DATA")

    outcome = line.send(return_path(given, mark), address, text, begin)
    at = clock()
    if outcome.state == post.SENT:
        row.update(state=IssueLetter.SENT, code=outcome.code, done_at=at)
    elif outcome.state == post.UNKNOWN:
        row.update(state=IssueLetter.UNKNOWN, code="", done_at=at)
    elif outcome.state == post.REFUSED or letter.tries > len(PAUSES):
        with transaction.atomic():
            row.update(state=IssueLetter.REFUSED, code=outcome.code, done_at=at)
            if outcome.dead:
                Subscriber.objects.filter(
                    organization_id=account.organization_id, pk=letter.subscriber.pk, state=Subscriber.CONFIRMED
                ).update(state=Subscriber.SUPPRESSED, reason="bounce", left_at=at)
    else:
        row.update(state=IssueLetter.DUE, code=outcome.code, not_before=at + PAUSES[letter.tries - 1])
    return outcome


def _text(
    account: Account, given: dict[str, str], issue: Issue, subscriber: Subscriber, address: str, mark: str, origin: str
) -> bytes:
    leaving = tokens.make("leave", account.organization_id, subscriber.pk)
    return letters.issue(
        sender_of(account.organization, given),
        to=address,
        subject=issue.subject,
        text=issue.text,
        link=issue.link,
        images=_images(issue),
        language=issue.language,
        name=f"letter-{mark}",
        leave_url=f"{origin}/h/{account.organization.slug}/newsletter/leave/{leaving}/",
        leave_mail=leaving,
        at=issue.made_at,
    )


def _images(issue: Issue) -> list[letters.Image]:
    found = []
    for one in issue.pictures:
        try:
            content = blobs.get(issue.organization_id, str(one["sha256"]))
        except FileNotFoundError:
            log.warning("A picture of issue %s is missing on disk.", issue.pk)
            continue
        found.append(letters.Image(content, str(one["mime"]), str(one["alt"]), int(one["width"])))
    return found


def _next_to_ask(account: Account) -> Subscriber | None:
    """Somebody who waits to be asked whether it was them."""
    rows = Subscriber.objects.filter(
        organization_id=account.organization_id, account=account, state=Subscriber.PENDING, asked_mail_at=None
    )
    return rows.order_by("asked_at", "pk").first()


def _ask(
    line: post.Line, account: Account, given: dict[str, str], subscriber: Subscriber, at: datetime, origin: str
) -> post.Outcome:
    """Once, whatever comes of it: who did not get it may ask again."""
    row = Subscriber.objects.filter(organization_id=account.organization_id, pk=subscriber.pk, asked_mail_at=None)
    if not row.update(asked_mail_at=at):
        return post.Outcome(post.SENT)
    token = tokens.make("confirm", account.organization_id, subscriber.pk)
    url = f"{origin}/h/{account.organization.slug}/newsletter/confirm/{token}/"
    address, sender = address_of(subscriber), sender_of(account.organization, given)
    name = f"confirm-{subscriber.pk}-{int(at.timestamp())}"
    text = letters.confirmation(sender, to=address, url=url, language=subscriber.language, name=name, at=at)
    outcome = line.send(sender.address, address, text)
    if outcome.state == post.AGAIN and outcome.ended:
        Subscriber.objects.filter(organization_id=account.organization_id, pk=subscriber.pk).update(asked_mail_at=None)
    return outcome


def _take_trouble(account: Account, error: NetworkError, at: datetime) -> None:
    """Without a line nothing left: claimed letters go back, and the server rests."""
    if error.permanent:
        stop_account(account, said=error.said, todo=error.todo, at=at)
    back = _letters(account).filter(state=IssueLetter.SENDING, code="")
    back.update(state=IssueLetter.DUE, not_before=at + REST)
