"""Figures and charts of the inbox's measures: {% load measures %}. A chart stands beside a table that says the same."""

from collections.abc import Sequence

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bedside.inbox import labels
from bedside.inbox.measuring import DAY, EDGES, HOUR, MINUTE, Share
from bedside.inbox.queries import Point

register = template.Library()

RECT = '<rect x="{}" y="{}" width="{}" height="{}" class="{}"><title>{}</title></rect>'

#: Height of a chart of columns; each column is ten wide, two of them air.
TALL, WIDE, AIR = 40, 10, 2
SHADES = 5


@register.filter
def lasting(seconds: float | None) -> str:
    """A length of time: "4 min", "3 h 20 min", "2 days 4 h"; a dash for none."""
    return _said(seconds, days=True)


@register.filter
def office(seconds: float | None) -> str:
    """A length of office hours, in hours: a day of them is no day."""
    return _said(seconds, days=False)


def _said(seconds: float | None, *, days: bool) -> str:
    if seconds is None:
        return "–"
    if seconds >= EDGES[-1]:
        return _("over 90 days")
    if seconds < MINUTE:
        return _("under a minute")
    minutes = round(seconds / MINUTE)
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    whole, rest = divmod(minutes, 60)
    if not days or whole < 48:
        return _("%(h)d h %(m)d min") % {"h": whole, "m": rest} if rest and whole < 10 else _("%(h)d h") % {"h": whole}
    number, hours = divmod(whole, DAY // HOUR)
    said = ngettext("%(n)d day", "%(n)d days", number) % {"n": number}
    return f"{said} {_('%(h)d h') % {'h': hours}}" if hours and number < 10 else said


@register.filter
def seconds(number: float | None) -> str:
    """A short length, to the second below two minutes."""
    if number is not None and number < 2 * MINUTE:
        return _("%(n)d s") % {"n": round(number)}
    return lasting(number)


@register.filter
def percent(share: Share | None) -> str:
    return f"{share.percent:g} %" if share is not None else "–"


@register.filter
def of(share: Share | None) -> str:
    """What a share is of, and how sure it is."""
    if share is None:
        return _("of none")
    told = {"count": f"{share.count:,}", "of": f"{share.of:,}", "low": f"{share.low:g}", "high": f"{share.high:g}"}
    return _("%(count)s of %(of)s; 95 %%: %(low)s to %(high)s %%") % told


@register.filter
def sure(share: Share | None) -> str:
    """Its interval alone, where what it is of stands beside it."""
    return f"{share.low:g}–{share.high:g} %" if share is not None else ""


@register.filter
def stretch(point: Point) -> str:
    """The days of a point of a chart."""
    since = date_format(point.since, "M j")
    return since if point.since == point.until else f"{since} – {date_format(point.until, 'M j')}"


def _drawn(label: str, width: int, rects: Sequence[tuple[object, ...]]) -> SafeString:
    drawn = format_html_join(
        "", '<rect x="{}" y="{}" width="{}" height="{}" class="{}"><title>{}</title></rect>', rects
    )
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        width, TALL, label, drawn,
    )  # fmt: skip


@register.simple_tag
def answered_chart(points: Sequence[Point]) -> SafeString:
    """Columns of how many needed an answer; the part that has none stands on top in another color."""
    most = max((point.figures.needed for point in points), default=0) or 1
    rects: list[tuple[object, ...]] = []
    for place, point in enumerate(points):
        needed, share = point.figures.needed, point.figures.answered
        answered = share.count if share is not None else 0
        words = _("%(days)s: %(answered)d of %(needed)d answered") % {
            "days": stretch(point), "answered": answered, "needed": needed,
        }  # fmt: skip
        left, tall, low = place * WIDE, TALL * needed / most, TALL * answered / most
        rects.append((left, round(TALL - tall, 2), WIDE - AIR, round(tall - low, 2), "chart__left", words))
        rects.append((left, round(TALL - low, 2), WIDE - AIR, round(low, 2), "chart__done", words))
    whole = sum(point.figures.needed for point in points)
    said = _("How many needed an answer, in %(n)d columns, %(whole)d in all; the table below says each.")
    return _drawn(said % {"n": len(points), "whole": whole}, max(1, len(points)) * WIDE - AIR, rects)


@register.simple_tag
def median_chart(points: Sequence[Point]) -> SafeString:
    """Columns of the median time to a first answer."""
    medians = [point.figures.first_clock.median for point in points]
    most = max((one for one in medians if one is not None), default=0) or 1
    rects: list[tuple[object, ...]] = []
    for place, (point, median) in enumerate(zip(points, medians, strict=True)):
        tall = TALL * (median or 0) / most
        words = f"{stretch(point)}: {lasting(median)}"
        rects.append((place * WIDE, round(TALL - tall, 2), WIDE - AIR, round(tall, 2), "chart__done", words))
    said = _("Median time to a first answer, in %(n)d columns; the table below says each.") % {"n": len(points)}
    return _drawn(said, max(1, len(points)) * WIDE - AIR, rects)


@register.simple_tag
def bar(number: int, most: int, tone: str = "") -> SafeString:
    """The bar of a table's row, which says its number itself."""
    width = round(100 * number / most, 1) if most else 0
    return format_html(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="8" class="{}"/></svg>',
        width,
        tone or "chart__done",
    )


@register.simple_tag
def week_chart(arrivals: Sequence[Sequence[int | None]]) -> SafeString:
    """A square an hour of the week, darker where more people wrote; squares of few are one pale shade."""
    most = max((number or 0 for row in arrivals for number in row), default=0) or 1
    rects: list[tuple[object, ...]] = []
    for day, row in enumerate(arrivals):
        for hour, number in enumerate(row):
            shade = 1 if number is None else 0 if not number else 1 + round((SHADES - 1) * number / most)
            words = f"{labels.WEEKDAYS[day]} {hour:02}:00: {few(number)}"
            rects.append((hour * 10, day * 10, 9, 9, f"chart__shade-{shade}", words))
    drawn = format_html_join(
        "", '<rect x="{}" y="{}" width="{}" height="{}" class="{}"><title>{}</title></rect>', rects
    )
    said = _("When people write, hour by hour of the week; the table below says each.")
    return format_html(
        '<svg class="chart chart--week" viewBox="0 0 240 70" preserveAspectRatio="none" role="img" aria-label="{}">{}'
        "</svg>", said, drawn,
    )  # fmt: skip


@register.filter
def few(number: int | None) -> str:
    """A number, or that it is too small to be said."""
    return _("fewer than 11") if number is None else f"{number:,}"


@register.filter
def weekday(place: int) -> labels.Words:
    return labels.WEEKDAYS[place]


@register.simple_tag
def stars(number: int | None) -> SafeString:
    """Stars as they are drawn, and said."""
    if number is None:
        return format_html('<span class="small muted">{}</span>', _("no stars"))
    said = ngettext("%(n)d star of five", "%(n)d stars of five", number) % {"n": number}
    drawn = "★" * number + "☆" * (5 - number)
    return format_html('<span class="stars" role="img" aria-label="{}">{}</span>', said, drawn)
