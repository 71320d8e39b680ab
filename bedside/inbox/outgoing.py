"""The texts of answers, for the guard's count of what another policy would change."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from bedside.channels import queries as channels
from bedside.guard.queries import Said, Source
from bedside.inbox import rules
from bedside.inbox.models import Reply
from bedside.kit.crypto import Unopenable
from bedside.kit.text import clip
from bedside.organizations.models import Organization

SUBJECT = "inbox.reply"
TITLE = 90


def _replies(organization: Organization, since: datetime) -> "QuerySet[Reply]":
    return Reply.objects.filter(organization=organization, at__gte=since)


def count(organization: Organization, since: datetime) -> int:
    return _replies(organization, since).count()


def after(organization: Organization, since: datetime, last: int, size: int) -> list[Said]:
    """Up to `size` answers whose keys follow `last`, each with what it answered: the words are opened for the check
    alone, in memory, and kept nowhere."""
    replies = _replies(organization, since).filter(pk__gt=last).order_by("pk")
    related = replies.select_related("conversation", "answers__arrival")
    return [_said(organization, reply) for reply in related[:size]]


def _said(organization: Organization, reply: Reply) -> Said:
    conversation, arrival = reply.conversation, reply.answers.arrival
    try:
        inbound = channels.words_of(arrival) if arrival is not None else None
    except Unopenable:  # sealed with a key that is gone: the answer is looked at by itself, and the count goes on
        inbound = None
    return Said(
        reply.pk,
        reply.text,
        rules.kind_of_answer(arrival.kind if arrival is not None else ""),
        reverse("inbox:conversation", args=[organization.slug, conversation.pk]),
        inbound,
        conversation.author_name or conversation.author_handle,
    )


def titles(organization: Organization, keys: Sequence[int]) -> Mapping[int, str]:
    """The first words of some answers of ours."""
    found = Reply.objects.filter(organization=organization, pk__in=keys).values_list("pk", "text")
    return {pk: clip(" ".join(text.split()), TITLE) for pk, text in found}


SOURCES = {SUBJECT: Source(count, after, titles)}
