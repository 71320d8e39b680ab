"""Tags of the inbox's pages: {% load inbox %}."""

import re
from dataclasses import replace

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bedside.channels import queries as channels
from bedside.channels.models import Account
from bedside.guard.shapes import Verdict
from bedside.inbox import labels, queries
from bedside.inbox.models import Conversation
from bedside.organizations.models import Member
from bedside.ui.instants import read_clock

register = template.Library()

_PLACEHOLDER = re.compile(r"\[(" + "|".join(labels.HIDDEN) + r")\]")


@register.filter
def label(name: object) -> labels.Words:
    """The words for an intent, an urgency, a specialty."""
    return labels.label(name)


@register.filter
def field(name: object) -> labels.Words:
    """The words for a field of a reading."""
    return labels.FIELDS.get(str(name), str(name))


@register.filter
def redacted(text: str) -> SafeString:
    """The text, escaped, with what the guard hid drawn as a bar that says what was there."""
    return _drawn(text, '<span class="redacted">{}<span class="visually-hidden"> {}</span></span>')


@register.filter
def redacted_short(text: str) -> SafeString:
    """The same for a list, whose rows count what is hidden beside the text."""
    return _drawn(text, '<span class="redacted">{}</span>')


def _drawn(text: str, bar: str) -> SafeString:
    parts, at = [], 0
    for found in _PLACEHOLDER.finditer(text):
        parts.append(escape(text[at : found.start()]))
        parts.append(format_html(bar, labels.HIDDEN[found[1]], gettext("(hidden)")))
        at = found.end()
    parts.append(escape(text[at:]))
    return mark_safe("".join(parts))  # noqa: S308 (every part is escaped above)


@register.filter
def network(account: Account) -> str:
    """The network's name as people write it."""
    return channels.network_of(account).label


@register.simple_tag(takes_context=True)
def left(context: Context, conversation: Conversation) -> SafeString:
    """The clock of a row, in words alone: a list of fifty needs no fifty drawings."""
    met = None if conversation.needs_answer else conversation.answered_at
    due, at = conversation.target_at, context["at"]
    read = read_clock(due, at=at, started=conversation.waiting_since_at, met=met)
    return format_html(
        '<span class="clock clock--{}"><time datetime="{}" title="{}">{}</time></span>',
        read.state,
        due.isoformat(timespec="minutes"),
        date_format(timezone.localtime(due), "M j, g:i A"),
        read.words,
    )


@register.filter
def because(conversation: Conversation, name: str) -> str:
    """Why a field of the conversation has its value, in one sentence."""
    return next((reason["why"] for reason in conversation.reasons if reason.get("field") == name), "")


#: Kind of answer -> why it waits for a second person.
RELEASE_KINDS = {"review": _("a review"), "crisis": _("a crisis"), "story": _("a story of care")}


@register.filter
def release_kind(name: object) -> labels.Words:
    """Why an answer waits for a second person."""
    return RELEASE_KINDS.get(str(name), str(name))


@register.simple_tag
def waiting_releases(member: Member) -> int:
    """How many answers wait for this person's release."""
    return queries.waiting_releases(member)


@register.filter
def plain_verdict(verdict: Verdict) -> Verdict:
    """The verdict without a whole safe reply, where nothing is being written."""
    return replace(verdict, safe=None)
