"""The clock, read by the doors alone, and the words for lengths of time."""

from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """This instant in UTC. Only views, API, tasks, commands and connectors call it; everything else takes `at=`."""
    return datetime.now(UTC)


def spell(length: timedelta) -> str:
    """A length in the two words a person would use: '3 min', '2 h', '5 days'."""
    seconds = int(abs(length).total_seconds())
    if seconds < 60:
        return "under a minute"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 48 * 3600:
        hours, minutes = divmod(seconds // 60, 60)
        return f"{hours} h {minutes} min" if hours < 6 and minutes else f"{hours} h"
    return f"{seconds // 86400} days"
