"""Tags of the pages of answers: {% load answers %}."""

import re
from dataclasses import replace

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from bedside.answers import labels
from bedside.guard.shapes import Verdict

register = template.Library()

_SLOT = re.compile(r"\{[^{}\n]{0,60}\}")


@register.filter
def meant(name: object) -> labels.Words:
    """The words for an intent, a specialty, a language."""
    return labels.label(name)


@register.filter
def standing_label(name: object) -> labels.Words:
    return labels.STATES.get(str(name), str(name))


@register.filter
def standing_tone(name: object) -> str:
    return labels.TONES.get(str(name), "")


@register.filter
def with_slots(text: str) -> SafeString:
    """The words, escaped, with variables that still have no value marked."""
    parts, at = [], 0
    for found in _SLOT.finditer(text):
        parts.append(escape(text[at : found.start()]))
        parts.append(format_html("<mark>{}</mark>", found[0]))
        at = found.end()
    parts.append(escape(text[at:]))
    return mark_safe("".join(parts))  # noqa: S308 (every part is escaped above)


@register.filter
def without_safe(verdict: Verdict) -> Verdict:
    """The verdict without a whole safe reply: a page of words that are not being written has no box to put it in."""
    return replace(verdict, safe=None)
