"""Search: the words of messages and notes as the inbox shows them, names and handles, with the hit in its context.

The words are found by `inbox_found`, a function of the database that looks into the announced hospital's postings
alone and comes back with the newest conversations; what the filters ask for is decided here, by the fenced tables.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db import connection

from bedside.inbox import asking
from bedside.inbox.asking import Asked, Filters
from bedside.inbox.models import Conversation, Message, Note
from bedside.inbox.queries.listing import SIZE, Page, instant, lean, matching, micro
from bedside.organizations.models import Member, Organization

#: How many conversations one look into the words brings back where filters thin them out, and how many looks are made.
MOST, LOOKS = 500, 8
#: Around a hit in its context; characters nobody types.
BEGIN, END = "\ue000", "\ue001"


@dataclass(frozen=True)
class Hit:
    """Where the words stand: the newest message or note of a conversation that has them."""

    conversation_id: int
    kind: str
    pk: int
    at: datetime


@dataclass(frozen=True)
class Found:
    """A page of conversations, and for each the words in their context with BEGIN and END around each."""

    page: Page
    contexts: dict[int, str]
    #: Whether there was something to look for.
    asked: bool


def understood(filters: Filters) -> tuple[Filters, Asked]:
    """The filters with what was typed as operators among them, and the words that are left."""
    asked = asking.read(filters.words)
    return replace(filters, **asked.filters), asked


def search(organization: Organization, filters: Filters, *, member: Member, at: datetime, size: int = SIZE) -> Found:
    """The newest conversations in which the words stand, of whatever view the filters name."""
    wanted, asked = understood(filters)
    begun = asking.position(filters.after, 1)
    before = instant(begun.keys[0]) if begun is not None else at + timedelta(days=1)
    taken = {begun.pk} if begun is not None else set()
    fits = matching(organization, wanted, member=member, at=at)
    hits: list[Hit] = []
    looks = LOOKS if wanted.filtered or wanted.view != "all" else 2
    more: datetime | None = None
    for _look in range(looks):
        most = size + 2 if looks == 2 else MOST
        batch = found(asked, before=before, most=most)
        new = [hit for hit in batch if hit.conversation_id not in taken]
        taken |= {hit.conversation_id for hit in new}
        keys = [hit.conversation_id for hit in new]
        known = set(fits.filter(pk__in=keys).values_list("pk", flat=True)) if new else set()
        hits += [hit for hit in new if hit.conversation_id in known]
        if len(hits) > size or len(batch) < most:
            break
        before = batch[-1].at
    else:  # not everything was looked at: the next page goes on from here
        more = before
    first = begun.number + 1 if begun is not None else 1
    older = ""
    if len(hits) > size:
        last = hits[size - 1]
        older = str(asking.Position((micro(last.at),), last.conversation_id, first + size - 1))
    elif more is not None:
        older = str(asking.Position((micro(more),), 0, first + len(hits) - 1))
    hits = hits[:size]
    page_keys = [hit.conversation_id for hit in hits]
    there = lean(Conversation.objects.filter(organization=organization, pk__in=page_keys)) if hits else []
    by_key = {row.pk: row for row in there}
    hits = [hit for hit in hits if hit.conversation_id in by_key]
    rows = [by_key[hit.conversation_id] for hit in hits]
    contexts = in_context(organization, asked.words, hits) if asked.words else {}
    return Found(Page(rows, first, "", older), contexts, bool(asked.words or asked.who))


def found(asked: Asked, *, before: datetime, most: int) -> list[Hit]:
    """The newest piece of each conversation that has the words, newest first, older than an instant."""
    with connection.cursor() as cursor:
        cursor.execute("select * from inbox_found(%s, %s, %s, %s)", [asked.words, asked.who, before, most])
        return [Hit(*row) for row in cursor.fetchall()]


def in_context(organization: Organization, words: str, hits: Sequence[Hit]) -> dict[int, str]:
    """Conversation -> the part of its hit around the words; for a page of hits, never for all there are."""
    of_messages = {hit.pk: hit.conversation_id for hit in hits if hit.kind == "message"}
    of_notes = {hit.pk: hit.conversation_id for hit in hits if hit.kind == "note"}
    contexts: dict[int, str] = {}
    for pk, language, english, spanish in _messages(organization, words, list(of_messages)):
        contexts[of_messages[pk]] = spanish if language == "es" else english
    if of_notes:
        notes = Note.objects.filter(organization=organization, pk__in=list(of_notes))
        for pk, shown in notes.annotate(shown=_headline(words, "english")).values_list("pk", "shown"):
            contexts[of_notes[pk]] = shown
    return {pk: shown for pk, shown in contexts.items() if BEGIN in shown}


def _messages(organization: Organization, words: str, keys: list[int]) -> Iterator[tuple[int, str, str, str]]:
    if keys:
        rows = Message.objects.filter(organization=organization, pk__in=keys)
        shown = rows.annotate(english=_headline(words, "english"), spanish=_headline(words, "spanish"))
        yield from shown.values_list("pk", "language", "english", "spanish")


def _headline(words: str, config: str) -> SearchHeadline:
    return SearchHeadline(
        "text",
        SearchQuery(words, config=config, search_type="websearch"),
        config=config,
        start_sel=BEGIN,
        stop_sel=END,
        max_words=26,
        min_words=12,
        max_fragments=1,
    )
