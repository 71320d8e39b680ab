"""Tags of the inbox's pages: {% load inbox %}."""

import re

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from bedside.inbox import labels
from bedside.inbox.models import Conversation

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
    parts, at = [], 0
    for found in _PLACEHOLDER.finditer(text):
        parts.append(escape(text[at : found.start()]))
        parts.append(format_html('<span class="redacted">{}</span>', labels.HIDDEN[found[1]]))
        at = found.end()
    parts.append(escape(text[at:]))
    return mark_safe("".join(parts))  # noqa: S308 (every part is escaped above)


@register.filter
def because(conversation: Conversation, name: str) -> str:
    """Why a field of the conversation has its value, in one sentence."""
    return next((reason["why"] for reason in conversation.reasons if reason.get("field") == name), "")
