from datetime import UTC, datetime, timedelta

import httpx
import pytest

from bedside.kit.limits import Limit, read_limit

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "most", "left", "resets_at", "retry_at"),
    [
        ({}, None, None, None, None),
        (
            {"RateLimit-Limit": "30", "RateLimit-Remaining": "0", "RateLimit-Reset": str(int(AT.timestamp()) + 300)},
            30, 0, AT + timedelta(seconds=300), AT + timedelta(seconds=300),
        ),
        (
            {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "12", "X-RateLimit-Reset": "2026-11-21T09:05:00Z"},
            300, 12, AT + timedelta(minutes=5), None,
        ),
        ({"x-rate-limit-remaining": "0", "x-rate-limit-reset": "60"}, None, 0, AT + timedelta(seconds=60),
         AT + timedelta(seconds=60)),
        ({"Retry-After": "120"}, None, None, None, AT + timedelta(minutes=2)),
        ({"Retry-After": "Sat, 21 Nov 2026 09:10:00 GMT"}, None, None, None, AT + timedelta(minutes=10)),
        ({"Retry-After": "soon", "RateLimit-Limit": "many"}, None, None, None, None),
        ({"RateLimit-Limit": "100;w=60"}, 100, None, None, None),
    ],
)  # fmt: skip
def test_headers_say_when_to_come_back(
    headers: dict[str, str], most: int | None, left: int | None, resets_at: datetime | None, retry_at: datetime | None
) -> None:
    limit = read_limit(httpx.Headers(headers))
    assert (limit.most, limit.left) == (most, left)
    assert (limit.resets_at(AT), limit.retry_at(AT)) == (resets_at, retry_at)


def test_a_number_no_calendar_holds_is_no_instant() -> None:
    assert Limit(resets="9" * 30).resets_at(AT) is None
