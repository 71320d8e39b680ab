"""The two marks of Today: the date in the hospital's zone, and the small chart of the mood."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

WIDTH, HEIGHT, GAP = 280, 56, 4


@register.simple_tag
def now_in(zone: ZoneInfo, at: datetime) -> str:
    """Today's date where the hospital is, with its zone's name."""
    there = at.astimezone(zone)
    return f"{formats.date_format(there, 'l, F j')} · {formats.date_format(there, 'P')} · {zone.key.replace('_', ' ')}"


@register.simple_tag
def mood_chart(days: list[tuple[date, int, int]]) -> SafeString:
    """Fourteen bars, the negative share darker, and the same figures as words for those who cannot see them."""
    most = max((number for _day, number, _bad in days), default=0) or 1
    width = (WIDTH - GAP * (len(days) - 1)) / len(days)
    bars = []
    for index, (_day, number, bad) in enumerate(days):
        left = round(index * (width + GAP), 1)
        tall, dark = round(HEIGHT * number / most, 1), round(HEIGHT * bad / most, 1)
        bars.append((left, HEIGHT - tall, round(width, 1), tall, "mood__all"))
        bars.append((left, HEIGHT - dark, round(width, 1), dark, "mood__bad"))
    drawn = format_html_join("", '<rect x="{}" y="{}" width="{}" height="{}" rx="2" class="{}"/>', bars)
    said = "; ".join(
        _("%(day)s: %(bad)d of %(all)d negative") % {"day": formats.date_format(day, "M j"), "bad": bad, "all": number}
        for day, number, bad in days
        if number
    )
    return format_html(
        '<svg class="mood" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        WIDTH,
        HEIGHT,
        said or _("no conversations"),
        drawn,
    )
