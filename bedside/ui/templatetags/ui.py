"""Tags every page may use: {% load ui %}."""

import re
import zlib
from datetime import datetime
from functools import lru_cache

from django import template
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

from bedside.ui import instants, slots
from bedside.ui.bundle import bundle
from bedside.ui.views import THEMES

register = template.Library()

HUES = 6


def _address(kind: str) -> str:
    return reverse("ui:asset", kwargs={"digest": bundle(kind).digest, "kind": kind})


@register.simple_tag
def ui_css() -> SafeString:
    """The link to the one stylesheet."""
    return format_html('<link rel="stylesheet" href="{}">', _address("css"))


@register.simple_tag
def ui_js() -> SafeString:
    """The one script, a module and so deferred."""
    return format_html('<script type="module" src="{}"></script>', _address("js"))


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """ "light" or "dark" when the person chose one, otherwise nothing: the system decides."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request is not None else ""
    return chosen if chosen in THEMES else ""


#: What `.icon` in base.css says of every icon; a page has sixty of them.
_SAID_BY_CSS = (
    ' fill="none"', ' stroke="currentColor"', ' stroke-width="2"', ' stroke-linecap="round"',
    ' stroke-linejoin="round"', ' focusable="false"',
)  # fmt: skip


#: The size of nearly every icon, in CSS pixels; the stylesheet says it.
USUAL = 18
_USUAL = (f' width="{USUAL}"', f' height="{USUAL}"')


@lru_cache(maxsize=512)
def _draw(name: str, size: int) -> str:
    drawn = str(lucide(name, size=size, focusable="false", **{"class": "icon"}))
    for said in (*_SAID_BY_CSS, *(_USUAL if size == USUAL else ())):
        drawn = drawn.replace(said, "", 1)
    return re.sub(r"\s*\n\s*", "", drawn).replace(" />", "/>")


@register.simple_tag
def icon(name: str, *, size: int = USUAL, label: str = "") -> SafeString:
    """A lucide icon, inline: hidden from screen readers, or an image by its label. Raises on an unknown name."""
    drawn = _draw(str(name), size)
    if not label:
        return mark_safe(drawn.replace("<svg", '<svg aria-hidden="true"', 1))  # noqa: S308 (drawn by the icon package)
    spoken = format_html('<svg role="img" aria-label="{}"', label)
    return mark_safe(drawn.replace("<svg", spoken, 1))  # noqa: S308 (the label is escaped one line up)


def _now(context: Context) -> datetime:
    """The page's own instant when the view gave one as `at`; rendering is a door, so else the clock."""
    given = context.get("at")
    return given if isinstance(given, datetime) else timezone.localtime()


@register.simple_tag(takes_context=True)
def when(context: Context, instant: datetime | None, empty: str = "") -> SafeString:
    """A <time>: relative up to a week, the whole instant on hover, in the active time zone."""
    if instant is None:
        return conditional_escape(empty)
    zone = timezone.get_current_timezone()
    return format_html(
        '<time class="when" datetime="{}" title="{}">{}</time>',
        instant.isoformat(),
        instants.spell_out(instant, zone=zone),
        instants.relate(instant, at=_now(context), zone=zone),
    )


@register.simple_tag
def moment(instant: datetime | None, empty: str = "") -> SafeString:
    """A <time> spelled out with its zone, where the exact instant matters."""
    if instant is None:
        return conditional_escape(empty)
    words = instants.spell_out(instant, zone=timezone.get_current_timezone())
    return format_html('<time class="when" datetime="{}">{}</time>', instant.isoformat(), words)


@register.inclusion_tag("ui/_clock.html", takes_context=True)
def clock(
    context: Context,
    due: datetime | None,
    *,
    started: datetime | None = None,
    met: datetime | None = None,
    target: str = "",
) -> dict[str, object]:
    """The badge of a target: how long is left, over, or that it was met. Nothing when there is no target."""
    if due is None:
        return {"clock": None}
    read = instants.read_clock(due, at=_now(context), started=started, met=met)
    return {"clock": read, "due": due, "target": target, "at": context.get("at")}


@register.inclusion_tag("ui/_chip.html")
def chip(text: object, tone: str = "", icon: str = "", title: str = "") -> dict[str, object]:
    """A short fact with a tone: "", accent, coral (needs a person), danger (life), note, good."""
    return {"text": text, "tone": tone, "icon": icon, "title": title}


@register.simple_tag(takes_context=True)
def again(context: Context, block: str) -> SafeString:
    """A block of the page rendered a second time, so that the title is written once and serves the heading too."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    node = blocks.get_block(block) if blocks is not None else None
    return node.render(context) if node is not None else SafeString("")


@register.simple_tag(takes_context=True)
def outlet(context: Context, place: str, *given: object) -> SafeString:
    """What domains above this page's own show in a place of it: {% outlet "inbox.conversation" conversation %}."""
    request = context.get("request")
    return slots.drawn(place, request, *given) if request is not None else SafeString("")


@register.filter
def initials(name: object) -> str:
    """One or two capitals: "Ana María Ruiz" gives "AR"."""
    words = [word for word in str(name).replace("@", " ").split() if word[0].isalnum()]
    letters = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0] for word in letters).upper() or "?"


@register.simple_tag
def avatar(name: object, size: str = "") -> SafeString:
    """Initials on a hue that stays the same for a name; the name itself stands beside it in words."""
    hue = zlib.crc32(str(name).encode()) % HUES + 1
    return format_html(
        '<span class="avatar avatar--{}{}" aria-hidden="true">{}</span>',
        hue,
        f" avatar--{size}" if size else "",
        initials(name),
    )


@register.filter
def tone(level: object) -> str:
    """The tone of a finding's severity, a triage urgency, a clock or a delivery's state."""
    return TONES.get(str(level), "")


TONES = {
    "critical": "danger",
    "high": "coral",
    "block": "coral",
    "late": "coral",
    "failed": "coral",
    "refused": "coral",
    "unknown": "note",
    "warn": "note",
    "soon": "note",
    "waiting": "note",
    "due": "",
    "scheduled": "accent",
    "sending": "accent",
    "sent": "good",
    "met": "good",
    "allow": "good",
}


@register.filter
def words(name: object) -> str:
    """A stored name as a person says it: "clinical_question" -> "clinical question"."""
    return str(name).replace("_", " ")
