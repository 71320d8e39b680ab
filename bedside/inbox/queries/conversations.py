"""Reads: the list in its order, one conversation whole, counts, search."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.http import Http404

from bedside.answers.starters import starters
from bedside.audit import queries as audit
from bedside.channels import queries as channels
from bedside.channels.states import State as DeliveryState
from bedside.guard.policy import Policy
from bedside.guard.queries import examine, facts_of, policy_of
from bedside.inbox import rules
from bedside.inbox.asking import Filters
from bedside.inbox.models import Conversation, Message, Note, Reply
from bedside.inbox.queries.listing import by_clock, in_view
from bedside.inbox.queries.suspicions import marks
from bedside.inbox.rules import State
from bedside.inbox.second_person import Standing
from bedside.organizations.models import Member, Organization
from bedside.triage.cards import CARDS, SafetyCard

#: The most messages of one thread that a page shows.
LONGEST = 200


def conversations(
    organization: Organization, *, view: str = "open", member: Member | None = None
) -> "QuerySet[Conversation]":
    """The conversations of a view, most urgent and soonest due first; closed ones newest first."""
    found = in_view(Conversation.objects.filter(organization=organization), view, member)
    found = found.select_related("account", "assigned_to__user", "team")
    return found.order_by("rank", "target_at", "pk") if by_clock(Filters(view)) else found.order_by("-last_at", "-pk")


def access_conversation(organization: Organization, conversation_id: int) -> Conversation:
    """The conversation; raises Http404."""
    found = (
        Conversation.objects.filter(organization=organization, pk=conversation_id)
        .select_related("account", "assigned_to__user", "team")
        .annotate(**marks(organization))
        .first()
    )
    if found is None:
        raise Http404("No such conversation.")
    found.organization = found.account.organization = organization
    return found


def messages_of(conversation: Conversation) -> list[Message]:
    """The thread, oldest first, as the public sees it but for hidden identifiers; of a very long one the newest."""
    newest = (
        Message.objects.filter(organization_id=conversation.organization_id, conversation=conversation)
        .select_related("arrival", "by__user")
        .order_by("-at", "-pk")[:LONGEST]
    )
    known = {conversation.account_id: conversation.account}
    for message in newest:
        if message.arrival is not None:
            message.arrival.organization = conversation.organization
            if (account := known.get(message.arrival.account_id)) is not None:
                message.arrival.account = account
    return list(newest)[::-1]


def notes_of(conversation: Conversation) -> list[Note]:
    return list(
        Note.objects.filter(organization_id=conversation.organization_id, conversation=conversation)
        .select_related("by__user")
        .order_by("at", "pk")
    )


def replies_of(conversation: Conversation) -> list[Reply]:
    """Every answer asked for, oldest first, with how its delivery stands."""
    newest = (
        Reply.objects.filter(organization_id=conversation.organization_id, conversation=conversation)
        .select_related("delivery__remote", "delivery__account", "by__user", "release__decided_by__user")
        .order_by("-at", "-pk")[:LONGEST]
    )
    return list(newest)[::-1]


def unsent_of(conversation: Conversation) -> list[Reply]:
    """Answers on their way or in trouble, oldest first; a refused one no longer matters once a later one was sent."""
    return _unsent(replies_of(conversation))


def _unsent(replies: list[Reply]) -> list[Reply]:
    last_sent = max((reply.at for reply in replies if reply.sent_at), default=None)
    newest = max((reply.pk for reply in replies), default=None)
    return [
        reply
        for reply in replies
        if reply.sent_at is None
        and (
            release_of(reply) in ("", Standing.WAITING, Standing.RELEASED)
            or (release_of(reply) == Standing.RETURNED and reply.pk == newest)
        )
        and not (
            last_sent
            and reply.at < last_sent
            and reply.delivery
            and reply.delivery.state in (DeliveryState.REFUSED, DeliveryState.CANCELED)
        )
    ]


def release_of(reply: Reply) -> str:
    """Where its wait for a second person stands; "" for an answer that needed none."""
    return reply.release.state if hasattr(reply, "release") else ""


def access_reply(conversation: Conversation, reply_id: int) -> Reply:
    """The answer, with its delivery; raises Http404."""
    found = (
        Reply.objects.filter(organization_id=conversation.organization_id, conversation=conversation, pk=reply_id)
        .select_related("delivery__account", "by__user")
        .first()
    )
    if found is None:
        raise Http404("No such answer.")
    return found


@dataclass(frozen=True)
class Line:
    """One line of a thread: what they said ("in"), what we said ("out"), or a note; `state` is whether the public
    page shows it, `url` where a person can see it."""

    kind: str
    at: datetime
    message: Message | None = None
    note: Note | None = None
    state: str = ""
    url: str = ""
    #: What sent it, where it was ours.
    delivery: int = 0


@dataclass(frozen=True)
class Thread:
    """A conversation whole: its lines in order, and answers that are not there yet."""

    lines: list[Line]
    unsent: list[Reply]

    @property
    def latest(self) -> Message | None:
        """What they said last, of what is shown."""
        return next((line.message for line in reversed(self.lines) if line.kind == "in"), None)

    @property
    def mark(self) -> str:
        """Changes when anything of the thread does."""
        states = ",".join(
            f"{reply.pk}{reply.delivery.state if reply.delivery else release_of(reply)}" for reply in self.unsent
        )
        return f"{len(self.lines)}.{max((line.at.timestamp() for line in self.lines), default=0):.0f}.{states}"


def thread_of(conversation: Conversation) -> Thread:
    """The conversation as a page shows it."""
    replies = replies_of(conversation)
    where = {
        reply.message_id: reply.delivery.remote.url for reply in replies if reply.delivery and reply.delivery.remote
    }
    sent = {reply.message_id: reply.delivery for reply in replies if reply.delivery}
    messages = messages_of(conversation)
    states: dict[str, str] = {}
    on_hub = conversation.account.network == "hub"
    if on_hub:
        heard = [message.arrival.network_id for message in messages if message.arrival is not None]
        states = channels.hub_comment_states(conversation.organization, heard)
    lines = []
    for message in messages:
        arrival = message.arrival
        state = states.get(arrival.network_id, "") if arrival is not None else ""
        if arrival is not None and not on_hub and arrival.hidden_at is not None:
            state = "hidden"
        delivery = sent.get(message.pk)
        if delivery is not None and delivery.remote is not None and delivery.remote.withdrawn_at is not None:
            state = "withdrawn"
        url = rules.safe_link(arrival.url if arrival is not None else where.get(message.pk, ""))
        made_by = delivery.pk if delivery is not None else 0
        kind = "in" if arrival is not None else "out"
        lines.append(Line(kind, message.at, message, state=state, url=url, delivery=made_by))
    lines += [Line("note", note.at, note=note) for note in notes_of(conversation)]
    return Thread(sorted(lines, key=lambda line: line.at), _unsent(replies))


#: What the guard said of wordings, by the facts and the policy it read them with: a few a hospital, always the same.
_JUDGED: dict[tuple[object, ...], bool] = {}


def _allowed(organization: Organization, texts: tuple[str, ...], policy: Policy) -> bool:
    """Whether the guard lets all of them through; read once for the same facts and policy."""
    known = (facts_of(organization), repr(policy), texts)
    if known not in _JUDGED:
        if len(_JUDGED) > 2_000:
            _JUDGED.clear()
        _JUDGED[known] = all(
            examine(organization=organization, text=text, kind="reply", policy=policy).verdict == "allow"
            for text in texts
        )
    return _JUDGED[known]


def starters_of(conversation: Conversation) -> tuple[str, ...]:
    """Ways to begin an answer, with a contact that the guard takes for the hospital's own; a critical conversation
    starts with its crisis card."""
    organization = conversation.organization
    begun = starters(conversation.intent, conversation.language)
    policy = policy_of(organization)
    for way in ({"phone": organization.phone}, {"website": organization.website}):
        found = starters(conversation.intent, conversation.language, **way)
        if any(way.values()) and _allowed(organization, found, policy):
            begun = found
            break
    card = crisis_card(conversation)
    return (card.text, *begun[:2]) if card is not None else begun


def crisis_card(conversation: Conversation) -> SafetyCard | None:
    """What to say and do first in the writer's language, while the conversation is critical."""
    if conversation.rank != 0 or conversation.card not in CARDS:
        return None
    return CARDS[conversation.card]["es" if conversation.language == "es" else "en"]


def last_heard(organization: Organization) -> int:
    """The number of the newest entry of the record: what a page has seen."""
    newest = audit.entries(organization).order_by("-number").values_list("number", flat=True).first()
    return newest or 0


def news_since(organization: Organization, number: int) -> tuple[int, int]:
    """How many messages came in after an entry of the record, and how many of them were critical."""
    since = audit.entries(organization, kind="inbox.arrived").filter(number__gt=number)
    arrived = list(since.order_by("number").values_list("details", flat=True)[:200])
    return len(arrived), sum(details.get("urgency") == "critical" for details in arrived)


def access_message(organization: Organization, message_id: int) -> Message:
    """The message; raises Http404."""
    found = (
        Message.objects.filter(organization=organization, pk=message_id)
        .select_related("organization", "conversation__organization", "arrival__account", "arrival__organization")
        .first()
    )
    if found is None:
        raise Http404("No such message.")
    return found


def latest_of_public(conversation: Conversation) -> Message | None:
    """What an answer would answer."""
    return (
        Message.objects.filter(
            organization_id=conversation.organization_id, conversation=conversation, arrival__isnull=False
        )
        .select_related("arrival__account__organization", "arrival__organization")
        .order_by("-at", "-pk")
        .first()
    )


def is_answered(message: Message) -> bool:
    """Whether an answer to this message, as it now reads, reached its network."""
    return Reply.objects.filter(
        organization_id=message.organization_id, answers=message, sent_at__gte=message.changed_at or message.at
    ).exists()


def same_answer(message: Message, text: str) -> Reply | None:
    """An answer of these very words to this message that was sent or is on its way."""
    return (
        Reply.objects.filter(organization_id=message.organization_id, answers=message, text=text)
        .exclude(delivery__state__in=[DeliveryState.REFUSED, DeliveryState.CANCELED])
        .exclude(release__state__in=[Standing.RETURNED, Standing.TAKEN_BACK, Standing.SUPERSEDED])
        .select_related("delivery")
        .first()
    )


def overdue(organization: Organization, *, at: datetime) -> int:
    return Conversation.objects.filter(
        organization=organization, state=State.OPEN, waiting_since_at__isnull=False, target_at__lt=at
    ).count()


def most_urgent(organization: Organization, size: int = 5) -> "QuerySet[Conversation]":
    """What needs somebody first: critical ones, answered or not acknowledged, then by their clocks."""
    return conversations(organization)[:size]


@dataclass(frozen=True)
class Mood:
    """How people wrote this week beside their usual: shares of negative, with their counts."""

    week: int
    week_negative: int
    usual: int
    usual_negative: int
    days: list[tuple[date, int, int]]  # day, all, negative: the last 14

    @property
    def share(self) -> int | None:
        return round(100 * self.week_negative / self.week) if self.week else None

    @property
    def usual_share(self) -> int | None:
        return round(100 * self.usual_negative / self.usual) if self.usual else None


def mood(organization: Organization, *, at: datetime) -> Mood:
    """The share of negative conversations of the last 7 days, against the 8 weeks before them."""
    zone = organization.zone
    rows = Conversation.objects.filter(organization=organization, started_at__gt=at - timedelta(days=63))
    week = rows.filter(started_at__gt=at - timedelta(days=7))
    usual = rows.filter(started_at__lte=at - timedelta(days=7))
    negative = Count("pk", filter=Q(sentiment="negative"))
    now_, before = week.aggregate(n=Count("pk"), bad=negative), usual.aggregate(n=Count("pk"), bad=negative)
    daily = (
        rows.filter(started_at__gt=at - timedelta(days=14))
        .annotate(day=TruncDate("started_at", tzinfo=zone))
        .values_list("day")
        .annotate(n=Count("pk"), bad=negative)
    )
    by_day = {day: (n, bad) for day, n, bad in daily}
    last = at.astimezone(zone).date()
    days = [last - timedelta(days=back) for back in range(13, -1, -1)]
    return Mood(now_["n"], now_["bad"], before["n"], before["bad"], [(day, *by_day.get(day, (0, 0))) for day in days])
