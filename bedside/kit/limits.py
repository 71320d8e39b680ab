"""How often one may call, as an answer's headers tell it: RateLimit-*, X-RateLimit-* and Retry-After (RFC 9110)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

#: A reset below this is a number of seconds from now, above it seconds since 1970.
EPOCH_FROM = 1_000_000_000


@dataclass(frozen=True)
class Limit:
    """Calls allowed in the window and still left; `resets` and `retry` are the headers' own words."""

    most: int | None = None
    left: int | None = None
    resets: str = ""
    retry: str = ""

    def resets_at(self, at: datetime) -> datetime | None:
        """When the window starts anew, seen from `at`."""
        return _instant(self.resets, at)

    def retry_at(self, at: datetime) -> datetime | None:
        """When the next call may be made: Retry-After, else the reset of a window that is used up."""
        if self.retry:
            return _instant(self.retry, at)
        return self.resets_at(at) if self.left in (0, None) else None


def read_limit(headers: Mapping[str, str]) -> Limit:
    """The limit in these headers; names are compared as httpx.Headers does, without regard to case."""
    return Limit(
        most=_number(_first(headers, "limit")),
        left=_number(_first(headers, "remaining")),
        resets=_first(headers, "reset"),
        retry=headers.get("retry-after", "").strip(),
    )


def _first(headers: Mapping[str, str], name: str) -> str:
    for prefix in ("ratelimit-", "x-ratelimit-", "x-rate-limit-"):
        if value := headers.get(prefix + name, ""):
            return value.strip()
    return ""


def _number(value: str) -> int | None:
    digits = value.split(";")[0].split(",")[0].strip()
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _instant(value: str, at: datetime) -> datetime | None:
    number = _number(value)
    try:
        if number is not None:
            return datetime.fromtimestamp(number, UTC) if number >= EPOCH_FROM else at + timedelta(seconds=number)
        if value[:4].isdigit():
            when = datetime.fromisoformat(value)
        elif value:
            when = parsedate_to_datetime(value)
        else:
            return None
    except (ValueError, OverflowError, OSError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
