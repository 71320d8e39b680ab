"""Paging: one group after another is asked, until somebody says that they act. Each step happens once, whoever runs
the job and however often; a page whose worker died is sent again, because a second call harms less than none."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from bedside.audit import actions as audit
from bedside.inbox import pager as wire
from bedside.inbox import queries
from bedside.inbox.actions.answering import locked
from bedside.inbox.models import Alarm, Conversation, Page, Pager
from bedside.inbox.queries.paging import LOST
from bedside.inbox.rules import State
from bedside.kit import crypto, http, queue
from bedside.organizations import actions as organizations
from bedside.organizations import queries as organization_queries
from bedside.organizations import reaching
from bedside.organizations.models import Member, Organization
from bedside.organizations.reaching import Outcome

#: Minutes until the next group is asked, where the hospital says nothing; for the level below life.
MINUTES, MINUTES_BELOW = 5, 20
#: How many times anybody is asked in all; after that the page Today goes on saying so.
MOST_STEPS = 12
PAUSES = (timedelta(seconds=5), timedelta(seconds=20), timedelta(seconds=60), timedelta(minutes=2))


@transaction.atomic
def begin_paging(*, conversation: Conversation, level: str, at: datetime, entry_id: int | None = None) -> Alarm | None:
    """The alarm of this conversation with its first group asked; the one that runs already; or None where somebody
    acts, it is closed, or an answer was given. Harmless to call twice."""
    conversation = locked(conversation)
    mine = Alarm.objects.filter(organization_id=conversation.organization_id)
    known = mine.filter(conversation=conversation, ended_at=None).first()
    if known is None and entry_id is not None:
        known = mine.filter(entry_id=entry_id).first()
    if known is not None:
        return known
    over = conversation.state != State.OPEN or conversation.waiting_since_at is None
    if over or conversation.acknowledged_at is not None:
        return None
    latest = queries.latest_of_public(conversation)
    heard_at = latest.arrival.received_at if latest is not None and latest.arrival is not None else at
    alarm = Alarm.objects.create(
        organization_id=conversation.organization_id,
        conversation=conversation,
        level=level,
        card=conversation.card,
        entry_id=entry_id,
        heard_at=heard_at,
        began_at=at,
    )
    _ask(alarm, conversation, at)
    return alarm


def page_owner(*, conversation: Conversation) -> None:
    """The job that pages the owners of the level below life, where the hospital named any; within the caller's
    transaction. An alarm that rings already is not begun twice."""
    if queries.pages_level(conversation.organization, conversation.level):
        queue.defer("inbox.page_owner", organization_id=conversation.organization_id, conversation_id=conversation.pk)


@transaction.atomic
def go_on(*, organization: Organization, alarm_id: int, at: datetime) -> None:
    """The next group, if its time has come and nobody has acknowledged; an alarm that is over ends."""
    alarm = _locked(organization, alarm_id)
    if alarm is None or alarm.ended_at is not None or alarm.next_at is None or alarm.next_at > at:
        return
    conversation = alarm.conversation
    if conversation.state != State.OPEN or conversation.waiting_since_at is None:
        _end(alarm, "closed" if conversation.state != State.OPEN else "answered", at)
        return
    _ask(alarm, conversation, at)


def _locked(organization: Organization, alarm_id: int) -> Alarm | None:
    return (
        Alarm.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organization", "conversation__organization")
        .filter(organization=organization, pk=alarm_id)
        .first()
    )


def _ask(alarm: Alarm, conversation: Conversation, at: datetime) -> None:
    """Asks the first group that holds somebody who was not asked yet; once everybody was, everybody again."""
    organization = conversation.organization
    asked = set(
        Page.objects.filter(organization=organization, alarm=alarm, member__isnull=False).values_list(
            "member_id", flat=True
        )
    )
    groups = queries.groups_for(conversation, alarm.level, at=at)
    fresh = ([one for one in group if one.pk not in asked] for group in groups)
    people = next((group for group in fresh if group), groups[-1] if groups else [])
    alarm.step += 1
    pages = _pages(alarm, people, at)
    own = queries.pager_of(organization)
    if alarm.step == 1 and own is not None and (own.url or own.kind == Pager.PAGERDUTY) and own.secret:
        pages.append(_page(alarm, Page.PAGER, at, event="trigger"))
    Page.objects.bulk_create(pages, ignore_conflicts=True)
    if alarm.seconds_to_page is None and pages:
        alarm.seconds_to_page = max((at - alarm.heard_at).total_seconds(), 0.0)
    if not people:
        alarm.unreached_at = alarm.unreached_at or at
        audit.record("inbox.nobody_reached", organization=organization, subject=conversation, by=None, at=at)
    alarm.next_at = at + pause_of(alarm.level, own) if alarm.step < MOST_STEPS else None
    alarm.save()
    audit.record(
        "inbox.paged",
        organization=organization,
        subject=conversation,
        by=None,
        at=at,
        step=alarm.step,
        members=[one.pk for one in people],
        ways=sorted({page.way for page in pages}),
        seconds=alarm.seconds_to_page,
    )
    for page_id in Page.objects.filter(organization=organization, alarm=alarm, step=alarm.step).values_list(
        "pk", flat=True
    ):
        queue.defer("inbox.send_page", organization_id=organization.pk, page_id=page_id)
    if alarm.next_at is not None:
        queue.defer("inbox.page_on", after=alarm.next_at, organization_id=organization.pk, alarm_id=alarm.pk)


def pause_of(level: str, own: Pager | None) -> timedelta:
    """How long one group has before the next is asked."""
    if level != "P0":
        return timedelta(minutes=MINUTES_BELOW)
    return timedelta(minutes=own.minutes if own is not None else MINUTES)


def _pages(alarm: Alarm, people: list[Member], at: datetime) -> list[Page]:
    devices = organization_queries.devices_of_all(alarm.organization, [one.pk for one in people])
    pages = [_page(alarm, Page.MAIL, at, member=one) for one in people]
    for member_id, found in devices.items():
        member = next(one for one in people if one.pk == member_id)
        for device in found:
            page = _page(alarm, Page.PUSH, at, member=member, to=f"{member.pk}.{device.pk}")
            page.device = device
            pages.append(page)
    return pages


def _page(alarm: Alarm, way: str, at: datetime, *, member: Member | None = None, event: str = "", to: str = "") -> Page:
    whom = to or (str(member.pk) if member is not None else "")
    return Page(
        organization_id=alarm.organization_id,
        alarm=alarm,
        step=alarm.step,
        key=f"{alarm.step}.{way}.{event}.{whom}",
        way=way,
        event=event,
        member=member,
        asked_at=at,
        not_before=at,
    )


# ---- the end ---------------------------------------------------------------------------------------------------------


def stop_paging(*, conversation: Conversation, by: Member | None, why: str, at: datetime) -> None:
    """Nobody is asked any more; the pager hears that somebody acts. Within the caller's transaction."""
    alarm = (
        Alarm.objects.select_for_update(no_key=True)
        .filter(organization_id=conversation.organization_id, conversation=conversation, ended_at=None)
        .first()
    )
    if alarm is not None:
        alarm.acknowledged_at, alarm.acknowledged_by = (at, by) if why == "acknowledged" else (None, None)
        _end(alarm, why, at)


def _end(alarm: Alarm, why: str, at: datetime) -> None:
    alarm.ended_at, alarm.ended, alarm.next_at = at, why, None
    waiting = Page.objects.filter(organization_id=alarm.organization_id, alarm=alarm, state=Page.DUE)
    waiting.exclude(way=Page.PAGER).update(state=Page.SPARED, done_at=at)
    has_pager = Page.objects.filter(organization_id=alarm.organization_id, alarm=alarm, way=Page.PAGER).exists()
    if not has_pager:
        alarm.resolved_at = at
    alarm.save()
    if has_pager:
        _tell_pager(alarm, "acknowledge" if why == "acknowledged" else "resolve", at)
        if why != "acknowledged":
            alarm.resolved_at = at
            alarm.save(update_fields=["resolved_at"])


@transaction.atomic
def resolve(*, organization: Organization, alarm_id: int, at: datetime) -> None:
    """The hospital's pager hears that an acknowledged alarm is over; once."""
    alarm = _locked(organization, alarm_id)
    if alarm is not None and alarm.ended_at is not None and alarm.resolved_at is None:
        alarm.resolved_at = at
        alarm.save(update_fields=["resolved_at"])
        _tell_pager(alarm, "resolve", at)


def _tell_pager(alarm: Alarm, event: str, at: datetime) -> None:
    Page.objects.bulk_create([_page(alarm, Page.PAGER, at, event=event)], ignore_conflicts=True)
    mine = Page.objects.filter(organization_id=alarm.organization_id, alarm=alarm, way=Page.PAGER, event=event)
    for page_id in mine.values_list("pk", flat=True):
        queue.defer("inbox.send_page", organization_id=alarm.organization_id, page_id=page_id)


# ---- sending ---------------------------------------------------------------------------------------------------------


def send_page(*, organization: Organization, page_id: int, clock: Callable[[], datetime]) -> None:
    """One try of one page: claimed, called outside any transaction, and what became of it kept."""
    at = clock()
    if not _claim(organization, page_id, at):
        return
    page = queries.access_page(organization, page_id)
    _settle(page, _call(page, at), clock())


@transaction.atomic
def _claim(organization: Organization, page_id: int, at: datetime) -> bool:
    """True for the one worker that may send it now."""
    mine = Page.objects.filter(organization=organization, pk=page_id)
    free = Q(state=Page.DUE, not_before__lte=at) | Q(state=Page.SENDING, claimed_at__lt=at - LOST)
    return bool(mine.filter(free).update(state=Page.SENDING, claimed_at=at, tries=F("tries") + 1))


def _call(page: Page, at: datetime) -> Outcome:
    organization = page.organization
    path = reverse("inbox:paged", args=[organization.slug, page.alarm.conversation_id])
    urgent = "critical" if page.alarm.level == "P0" else "urgent"
    if page.way == Page.PAGER:
        return call_pager(organization, page.alarm, page.event, at)
    if page.way == Page.PUSH and page.device is not None:
        return reaching.notify(
            page.device,
            title=f"A{'n' if urgent == 'urgent' else ''} {urgent} message needs you",
            text=organization.name,
            url=path,
            topic=f"alarm-{page.alarm_id}",
            at=at,
        )
    assert page.member is not None
    danger = "A message that may mean danger to life has come in." if urgent == "critical" else "It cannot wait."
    return reaching.mail(
        page.member.user.email,
        f"{organization.name}: a{'n' if urgent == 'urgent' else ''} {urgent} message needs you now",
        f"{danger} Open this page and press “I am acting on it”; then the paging stops.\n\n"
        f"{settings.ORIGIN}{path}\n\n"
        "If nobody does, others are asked next.\n",
        key=f"page-{page.pk}",
    )


def call_pager(organization: Organization, alarm: Alarm | None, action: str, at: datetime) -> Outcome:
    """One call to the hospital's own pager; without an alarm it is a test."""
    own = queries.pager_of(organization)
    if own is None or not own.secret:
        return Outcome(False, said="No pager is set up any more.")
    try:
        secret = queries.pager_secret(own)
    except crypto.Unopenable:
        return Outcome(False, said="The pager's secret was sealed with a key that is gone: give it anew.")
    name = f"bedside-{organization.slug}-{alarm.pk if alarm is not None else 'test'}"
    path = reverse("inbox:paged", args=[organization.slug, alarm.conversation_id]) if alarm is not None else "/"
    event = wire.Event(
        action=action,
        key=name,
        hospital=organization.name,
        level=alarm.level if alarm is not None else "",
        card=alarm.card if alarm is not None else "",
        url=f"{settings.ORIGIN}{path}",
        at=at.isoformat(),
    )
    if own.kind == Pager.PAGERDUTY:
        call = wire.pagerduty(event, routing_key=secret, url=own.url)
    else:
        call = wire.generic(event, url=own.url, secret=secret, seconds=int(at.timestamp()))
    host = http.host_of(call.url)
    client = http.client(http.Reach(hosts=(host,), read=10.0)) if own.inside and host else http.client()
    try:
        answer = client.send("POST", call.url, content=call.body, headers=call.headers)
    except http.NetworkFailure as error:
        return reaching.read_failure(error, who="The pager")
    return reaching.read_status(answer.status, who="The pager")


@transaction.atomic
def _settle(page: Page, outcome: Outcome, at: datetime) -> None:
    page = (
        Page.objects.select_for_update(of=("self",), no_key=True)
        .select_related("device", "alarm__conversation")
        .get(organization_id=page.organization_id, pk=page.pk)
    )
    if page.state != Page.SENDING:
        return
    page.said = outcome.said[:200]
    page.claimed_at = None
    if outcome.ok:
        page.state, page.done_at = Page.SENT, at
        if page.device is not None:
            organizations.note_used(device=page.device, at=at)
    elif outcome.again and page.tries <= len(PAUSES):
        page.state, page.not_before = Page.DUE, at + PAUSES[page.tries - 1]
        queue.defer("inbox.send_page", after=page.not_before, organization_id=page.organization_id, page_id=page.pk)
    else:
        page.state, page.done_at = Page.FAILED, at
    page.save()
    if outcome.gone and page.device is not None:
        organizations.end_device(device=page.device, by=None, at=at)
    if page.state == Page.FAILED and page.way != Page.PAGER:
        _hurry(page, at)


def _hurry(page: Page, at: datetime) -> None:
    """Where a whole step reached nobody, the next group is asked at once; where nobody is left, it is said so."""
    alarm = _locked(page.organization, page.alarm_id)
    if alarm is None or alarm.ended_at is not None or alarm.step != page.step:
        return
    people = Page.objects.filter(organization_id=alarm.organization_id, alarm=alarm).exclude(way=Page.PAGER)
    if people.filter(step=alarm.step).exclude(state=Page.FAILED).exists():
        return
    others = {one.pk for group in queries.groups_for(alarm.conversation, alarm.level, at=at) for one in group}
    if others - set(people.values_list("member_id", flat=True)):
        alarm.next_at = at
        alarm.save(update_fields=["next_at"])
        queue.defer("inbox.page_on", organization_id=alarm.organization_id, alarm_id=alarm.pk)
    elif not people.filter(state=Page.SENT).exists() and alarm.unreached_at is None:
        alarm.unreached_at = at
        alarm.save(update_fields=["unreached_at"])
        audit.record(
            "inbox.nobody_reached", organization=alarm.organization, subject=alarm.conversation, by=None, at=at
        )
