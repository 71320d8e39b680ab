"""Server-sent events: open pages hear that something changed, by kind and id, never by content.

One database connection a process listens to PostgreSQL; every open page of an organization has a small queue. A page
that falls behind is told to reload what it shows rather than fed a backlog.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import psycopg
from django.db import connections

from bedside.audit.actions import CHANNEL

BEAT = 15.0  # seconds between two signs of life, so that a proxy keeps the line open
BACKLOG = 50
#: A page asks anew after this long, and its rights are looked at again.
LONGEST = 300.0

_pages: dict[int, set["asyncio.Queue[str]"]] = defaultdict(set)
_ear: "asyncio.Task[None] | None" = None


def _parameters() -> dict[str, Any]:
    parameters = connections["default"].get_connection_params()
    for name in ("cursor_factory", "context", "pool"):
        parameters.pop(name, None)
    return parameters


async def _hear() -> None:
    """Listens while pages are open; connects anew when the database goes away for a while."""
    while any(_pages.values()):
        with suppress(psycopg.Error, OSError):
            async with await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True) as line:
                await line.execute(f"LISTEN {CHANNEL}")
                _tell_all("{}", everyone=True)  # whatever was missed while deaf
                while any(_pages.values()):
                    async for notice in line.notifies(timeout=BEAT, stop_after=BACKLOG):
                        _tell_all(notice.payload)
        await asyncio.sleep(0.5)


def _tell_all(payload: str, *, everyone: bool = False) -> None:
    said = json.loads(payload)
    whose = list(_pages) if everyone else [said.get("organization", 0)]
    event = f"data: {json.dumps({'kind': said.get('kind', 'reload'), 'subject': said.get('subject')})}\n\n"
    for organization in whose:
        for page in _pages.get(organization, ()):
            if page.full():
                with suppress(asyncio.QueueEmpty):
                    page.get_nowait()
            page.put_nowait(event)


async def stream(organization_id: int) -> AsyncIterator[str]:
    """The events of one organization, for one open page."""
    global _ear
    page: asyncio.Queue[str] = asyncio.Queue(BACKLOG)
    _pages[organization_id].add(page)
    try:
        if _ear is None or _ear.done():
            _ear = asyncio.create_task(_hear())
        yield "retry: 2000\n\n"
        until = asyncio.get_running_loop().time() + LONGEST
        while asyncio.get_running_loop().time() < until:
            try:
                yield await asyncio.wait_for(page.get(), BEAT)
            except TimeoutError:
                yield ": still here\n\n"
    finally:
        _pages[organization_id].discard(page)
        if not _pages[organization_id]:
            _pages.pop(organization_id, None)
