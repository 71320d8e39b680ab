"""The rehearsal's own pages: what was posted, as anybody would see it. Plain HTML, no script, nothing from outside."""

import html
import re
from collections.abc import Sequence
from urllib.parse import quote, unquote

from bedside.channels.rehearsal.wire import Reply, Shown, Stage, as_json

ADDRESS = re.compile(r"https?://[^\s<>\"']+")

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
)
STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 0 auto; padding: 1rem }
body { color: #1b1b1f; background: #fff }
article { border-bottom: 1px solid #d7d7de; padding: .75rem 0; overflow-wrap: anywhere }
article article { border: 0; border-left: 3px solid #d7d7de; margin: .5rem 0 0 .5rem; padding: .25rem 0 .25rem .75rem }
p { margin: .25rem 0; white-space: pre-wrap } header, footer { color: #55555f; font-size: .9rem } a { color: #0b57a4 }
img { max-width: 100%; max-height: 20rem } .card { border: 1px solid #d7d7de; padding: .5rem; display: block }
"""


def page(stages: Sequence[Stage], path: str) -> Reply:
    """The page at a path; a JSON 404 where there is none."""
    if path == "/style.css":
        return Reply(200, STYLE.encode(), "text/css; charset=utf-8", HEADERS)
    if path.startswith("/picture/"):
        network, _, name = path.removeprefix("/picture/").partition("/")
        found = next((stage.picture(name) for stage in stages if stage.name == network), None)
        if found and found[1] in ("image/jpeg", "image/png", "image/webp", "image/gif"):
            return Reply(200, found[0], found[1], HEADERS)
    if path == "/":
        return _document("Rehearsal", "".join(_timeline(stage, "") for stage in stages))
    if path.startswith("/profile/"):
        return _document("Rehearsal", "".join(_timeline(stage, path.removeprefix("/profile/")) for stage in stages))
    if path.startswith("/network/"):
        network, _, item = unquote(path.removeprefix("/network/")).partition("/")
        chosen = next((stage for stage in stages if stage.name == network), None)
        if chosen is not None:
            return _document("Rehearsal", _timeline(chosen, f"/post/{item}" if item else ""))
    return as_json({"error": "NotFound"}, 404)


def _document(title: str, body: str) -> Reply:
    text = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/style.css"></head><body>'
        f'<h1><a href="/">{title}</a></h1><p>Nobody here is real, and nothing here leaves this machine.</p>'
        f"<main>{body or '<p>Nothing was posted yet.</p>'}</main></body></html>"
    )
    return Reply(200, text.encode(), "text/html; charset=utf-8", HEADERS)


def _timeline(stage: Stage, wanted: str) -> str:
    """One network's threads, the newest first; with a profile or a post wanted, only theirs."""
    items = stage.shown()
    below: dict[str, list[Shown]] = {}
    known = {item.id for item in items}
    for item in reversed(items):
        if item.parent:
            below.setdefault(item.parent, []).append(item)
    tops = [item for item in items if _wanted(item, wanted) and (wanted or item.parent not in known)]
    if not tops:
        return ""
    shown = "".join(_article(stage, item, below, 0) for item in tops[:100])
    return f'<section><h2><a href="/network/{_safe(stage.name)}">{_safe(stage.name.title())}</a></h2>{shown}</section>'


def _wanted(item: Shown, wanted: str) -> bool:
    if not wanted:
        return True
    who, _, key = wanted.partition("/post/")
    mine = not who or who == item.handle
    return mine and (item.id == key or item.id.endswith(f"/{key}") if key else True)


def _article(stage: Stage, item: Shown, below: dict[str, list[Shown]], depth: int) -> str:
    link = f"/network/{stage.name}/{quote(item.id, safe='')}"
    replies = "".join(_article(stage, reply, below, depth + 1) for reply in below.get(item.id, []) if depth < 20)
    notes = [word for word, there in (("edited", item.edited), ("hidden by the page", item.hidden)) if there]
    if item.kind in ("review", "message", "mention", "quote"):
        notes.insert(0, item.kind)
    if item.stars is not None:
        notes.append(f"{item.stars} of 5 stars")
    counts = " · ".join([*notes, *(f"{number} {name}" for name, number in item.numbers.items())])
    title = f"<h3>{_safe(item.title)}</h3>" if item.title else ""
    return (
        f"<article><header><strong>{_safe(item.author)}</strong> "
        f'<a href="/profile/{_safe(item.handle)}">@{_safe(item.handle)}</a> · '
        f'<a href="{_safe(link)}"><time>{_safe(item.at)}</time></a></header>{title}'
        f'<p lang="{_safe(item.language)}">{_rich(item.text)}</p>{_attached(stage, item)}'
        f"<footer>{_safe(counts)}</footer>{replies}</article>"
    )


def _rich(text: str) -> str:
    """The text, with its addresses as links."""
    shown, at = "", 0
    for match in ADDRESS.finditer(text):
        shown += _safe(text[at : match.start()])
        shown += f'<a rel="noreferrer" href="{_safe(match[0])}">{_safe(match[0])}</a>'
        at = match.end()
    return shown + _safe(text[at:])


def _attached(stage: Stage, item: Shown) -> str:
    shown = "".join(
        f'<img src="/picture/{_safe(stage.name)}/{_safe(name)}" alt="{_safe(alt)}">'
        for name, alt in zip(item.media, item.alts, strict=True)
    )
    if item.poll:
        shown += "<ul>" + "".join(f"<li>{_safe(option)}</li>" for option in item.poll) + "</ul>"
    if item.link.startswith(("https://", "http://")):
        shown += f'<a class="card" rel="noreferrer" href="{_safe(item.link)}">{_safe(item.link)}</a>'
    return shown


def _safe(text: object) -> str:
    return html.escape(str(text), quote=True)
