"""Approved answers for a conversation: by meaning, and by what is typed after a slash."""

from datetime import datetime

from bedside.answers.queries import Suggestion, offer, search, suggest
from bedside.answers.rules.ranking import Wanted
from bedside.channels import queries as channels
from bedside.inbox.models import Conversation, Message


def wanted_by(conversation: Conversation) -> Wanted:
    """What triage read of it, with identifiers hidden."""
    return Wanted(conversation.intent, conversation.specialty, conversation.language, conversation.account.network)


def suggestions_for(
    conversation: Conversation, latest: Message | None, *, at: datetime, most: int = 3
) -> list[Suggestion]:
    """The approved answers that fit the latest message best, with why."""
    if latest is None:
        return []
    return suggest(
        conversation.organization,
        text=latest.text,
        wanted=wanted_by(conversation),
        today=at.astimezone(conversation.organization.zone).date(),
        limit=_limit(latest),
        most=most,
    )


def found_for(conversation: Conversation, latest: Message | None, words: str, *, at: datetime) -> list[Suggestion]:
    """What fits what is typed; with nothing typed, what is suggested first, then the others by title."""
    found = search(
        conversation.organization,
        words=words,
        wanted=wanted_by(conversation),
        today=at.astimezone(conversation.organization.zone).date(),
        limit=_limit(latest) if latest is not None else None,
    )
    if words.strip("/ "):
        return found
    first = suggestions_for(conversation, latest, at=at)
    known = {one.answer.pk for one in first}
    return [*first, *(one for one in found if one.answer.pk not in known)][:12]


def _limit(latest: Message) -> int | None:
    return channels.answering(latest.arrival).text if latest.arrival is not None else None


def offer_of(conversation: Conversation, latest: Message | None, answer_id: int, *, at: datetime) -> Suggestion | None:
    """One answer that may be offered today, as it would stand in this conversation's box."""
    return offer(
        conversation.organization,
        answer_id=answer_id,
        wanted=wanted_by(conversation),
        today=at.astimezone(conversation.organization.zone).date(),
        limit=_limit(latest) if latest is not None else None,
    )
