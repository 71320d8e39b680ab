"""The rows of the list, drawn in one go: {% load inbox_rows %}.

Fifty rows by a template cost fifty times its tags, and a list is what people wait for most often: this is the one
place of the product where markup is written in Python. Every value is escaped where it is put in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bedside.channels import queries as channels
from bedside.inbox import labels
from bedside.inbox.models import Conversation, Label
from bedside.inbox.queries import BEGIN, END
from bedside.inbox.rules import State
from bedside.inbox.templatetags.inbox import because, redacted_short
from bedside.ui import instants

register = template.Library()


@dataclass(frozen=True)
class _Words:
    """What stands in every row in the page's language, looked up once a list."""

    somebody: str
    choose: str
    states: Mapping[str, str]
    date: str


def _words() -> _Words:
    states = {"closed": _("closed"), "snoozed": _("snoozed"), "spam": _("spam")}
    return _Words(escape(_("Somebody")), escape(_("Choose %s")), states, _("l, F j, Y, g:i A"))


@register.simple_tag(takes_context=True)
def conversation_rows(context: Context) -> SafeString:
    """Every row of `shown.rows`: with a box to choose it, its clock, its first line or the words that were searched."""
    words, at = _words(), context["at"]
    here, query, selected = context["here"], context["query"], context.get("selected")
    tail = f"?{escape(query)}" if query else ""
    known: Mapping[int, Label] = context["labels"]
    contexts: Mapping[int, str] = context.get("contexts") or {}
    choose = bool(context.get("choose", True))
    return mark_safe(  # noqa: S308 (every value is escaped in _row)
        "".join(
            _row(row, words, at, f"{here}{row.pk}/{tail}", row.pk == selected, known, contexts.get(row.pk), choose)
            for row in context["shown"].rows
        )
    )


def _row(
    row: Conversation,
    words: _Words,
    at: datetime,
    url: str,
    current: bool,
    known: Mapping[int, Label],
    context: str | None,
    choose: bool,
) -> str:
    is_open = row.state == State.OPEN
    tone = (
        " row--danger" if row.rank == 0 and row.is_open else " row--coral" if row.rank == 1 and row.needs_answer else ""
    )
    name = escape(row.author_name or row.author_handle) or words.somebody
    clock = _clock(row, at) if row.needs_answer or (is_open and row.answered_at) else _when(row.last_at, at, words)
    box = (
        f'<input type="checkbox" name="chosen" value="{row.pk}" '
        f'aria-label="{words.choose % name}">' if choose else ""
    )  # fmt: skip
    text = in_context(context) if context else redacted_short(row.preview)
    return (
        f'<li class="row{tone}"{" aria-current=true" if current else ""}>{box}<div class="row__main">'
        f'<p class="row__title"><a class="row__link clip" id="c{row.pk}" href="{url}">{name}</a> {clock}</p>'
        f'<p class="row__text">{text}</p><p class="row__meta">{_facts(row, words, at, known)}</p></div></li>\n'
    )


def _facts(row: Conversation, words: _Words, at: datetime, known: Mapping[int, Label]) -> str:
    parts = [f"<span>{escape(channels.network_of(row.account).label)}</span>"]
    if row.rank != 2:
        tone = " chip--danger" if row.rank == 0 else " chip--coral" if row.rank == 1 else ""
        why = escape(because(row, "urgency"))
        told = f' title="{why}"' if why else ""
        parts.append(f'<span class="chip{tone}"{told}>{escape(labels.label(row.urgency))}</span>')
    parts.append(f'<span class="chip">{escape(labels.label(row.intent))}</span>')
    if row.stars:
        said = ngettext("%(n)d star", "%(n)d stars", row.stars) % {"n": row.stars}
        parts.append(f'<span class="chip">{escape(said)}</span>')
    if row.specialty:
        parts.append(f'<span class="chip">{escape(labels.label(row.specialty))}</span>')
    if row.hidden:
        said = ngettext("%(n)d detail hidden", "%(n)d details hidden", row.hidden) % {"n": row.hidden}
        parts.append(f'<span class="chip chip--note">{escape(said)}</span>')
    for label in [known[key] for key in row.label_ids if key in known]:
        parts += [f'<span class="chip chip--hue-{label.hue}">{escape(label.name)}</span>']
    if row.assigned_to:
        parts.append(f"<span>{escape(row.assigned_to.name)}</span>")
    if row.state in words.states:
        said = words.states[row.state]
        if row.state == State.SNOOZED and row.snoozed_until_at:
            zone = timezone.get_current_timezone()
            said += f", {instants.relate(row.snoozed_until_at, at=at, zone=zone)}"
        parts.append(f'<span class="chip">{escape(said)}</span>')
    return " ".join(parts)


def _clock(row: Conversation, at: datetime) -> str:
    met = None if row.needs_answer else row.answered_at
    read = instants.read_clock(row.target_at, at=at, started=row.waiting_since_at, met=met)
    local = timezone.localtime(row.target_at)
    return (
        f'<time class="clock clock--{read.state}" datetime="{_instant(row.target_at)}" '
        f'title="{escape(date_format(local, "M j, g:i A"))}">{escape(read.words)}</time>'
    )


def _instant(at: datetime) -> str:
    """The instant as HTML writes it, in UTC."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def _when(instant: datetime, at: datetime, words: _Words) -> str:
    zone = timezone.get_current_timezone()
    whole = date_format(instant.astimezone(zone), words.date)
    said = instants.relate(instant, at=at, zone=zone)
    return f'<time class="when" datetime="{_instant(instant)}" title="{escape(whole)}">{escape(said)}</time>'


@register.filter
def in_context(text: str) -> SafeString:
    """A part of a message with the words that were searched marked."""
    shown = str(redacted_short(text)).replace(BEGIN, "<mark>").replace(END, "</mark>")
    return mark_safe(shown)  # noqa: S308 (escaped by redacted_short; the marks are our own)
