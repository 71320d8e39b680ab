"""How an instant reads: relative up to a week, a date after; and how a target's clock stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(days=7)


def spell(length: timedelta) -> str:
    """A length in the one unit a person would use: "4 min", "3 h", "2 days"."""
    length = abs(length)
    if length < MINUTE:
        return _("under a minute")
    if length < HOUR:
        return _("%(count)d min") % {"count": length // MINUTE}
    if length < 2 * DAY:
        return _("%(count)d h") % {"count": length // HOUR}
    days = length // DAY
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def relate(instant: datetime, *, at: datetime, zone: tzinfo) -> str:
    """The instant as seen from `at`: "5 min ago", "in 3 h", "Mar 4", "Mar 4, 2025" by the calendar of `zone`."""
    length = at - instant
    if abs(length) < MINUTE:
        return _("just now") if length >= timedelta(0) else _("in a moment")
    if abs(length) < WEEK:
        words = {"length": spell(length)}
        return _("%(length)s ago") % words if length > timedelta(0) else _("in %(length)s") % words
    day = instant.astimezone(zone)
    same_year = day.year == at.astimezone(zone).year
    return formats.date_format(day, _("M j") if same_year else _("M j, Y"))


def spell_out(instant: datetime, *, zone: tzinfo) -> str:
    """The whole instant with its zone: "Wednesday, March 4, 2026, 2:05 PM CST"."""
    day = instant.astimezone(zone)
    return f"{formats.date_format(day, _('l, F j, Y, g:i A'))} {day.tzname() or ''}".strip()


@dataclass(frozen=True)
class Clock:
    state: str  # "met", "ok", "soon", "late"
    words: str


def read_clock(due: datetime, *, at: datetime, started: datetime | None = None, met: datetime | None = None) -> Clock:
    """How a target stands; "soon" is the last quarter of the time given, the last 15 minutes if no start is known."""
    if met is not None:
        if met <= due:
            return Clock("met", _("answered in time"))
        return Clock("late", _("answered %(length)s late") % {"length": spell(met - due)})
    left = due - at
    if left < timedelta(0):
        return Clock("late", _("%(length)s over") % {"length": spell(left)})
    warning = (due - started) / 4 if started else 15 * MINUTE
    return Clock("soon" if left <= warning else "ok", _("%(length)s left") % {"length": spell(left)})
