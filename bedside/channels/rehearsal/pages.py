"""The rehearsal's own pages: what was posted, as anybody would see it. Plain HTML, no script, nothing from outside."""

import html
from collections.abc import Sequence
from typing import Any

from bedside.channels.rehearsal.wire import Reply, Stage, as_json

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
    """Threads, the newest first; with a profile or a post wanted, only theirs."""
    posts = stage.posts()
    below: dict[str, list[dict[str, Any]]] = {}
    known = {post["uri"] for post in posts}
    for post in reversed(posts):
        if parent := _parent(post):
            below.setdefault(parent, []).append(post)
    tops = [post for post in posts if _wanted(post, wanted) and (wanted or _parent(post) not in known)]
    return "".join(_article(stage, post, below, 0) for post in tops[:100])


def _parent(post: dict[str, Any]) -> str:
    return str(post["record"].get("reply", {}).get("parent", {}).get("uri", ""))


def _wanted(post: dict[str, Any], wanted: str) -> bool:
    if not wanted:
        return True
    who, _, key = wanted.partition("/post/")
    mine = who in (post["author"]["handle"], post["author"]["did"])
    return mine and (post["uri"].endswith(f"/{key}") if key else True)


def _article(stage: Stage, post: dict[str, Any], below: dict[str, list[dict[str, Any]]], depth: int) -> str:
    who, record = post["author"], post["record"]
    link = f"/profile/{who['handle']}/post/{post['uri'].rpartition('/')[2]}"
    replies = "".join(_article(stage, reply, below, depth + 1) for reply in below.get(post["uri"], []) if depth < 20)
    return (
        f"<article><header><strong>{_safe(who['displayName'])}</strong> "
        f'<a href="/profile/{_safe(who["handle"])}">@{_safe(who["handle"])}</a> · '
        f'<a href="{_safe(link)}"><time>{_safe(post["indexedAt"])}</time></a></header>'
        f'<p lang="{_safe((record.get("langs") or ["en"])[0])}">{_rich(record)}</p>{_embed(stage, record)}'
        f"<footer>{post['likeCount']} likes · {post['repostCount']} reposts · {post['replyCount']} replies</footer>"
        f"{replies}</article>"
    )


def _rich(record: dict[str, Any]) -> str:
    """The text with its facets as links, cut at the byte offsets the record gives."""
    raw, shown, at = str(record.get("text", "")).encode(), "", 0
    for facet in sorted(record.get("facets", []), key=lambda facet: int(facet["index"]["byteStart"])):
        start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        feature = (facet.get("features") or [{}])[0]
        if not at <= start < end <= len(raw):
            continue
        target = _target(feature)
        words = _safe(raw[start:end].decode(errors="replace"))
        shown += _safe(raw[at:start].decode(errors="replace"))
        shown += f'<a rel="noreferrer" href="{_safe(target)}">{words}</a>' if target else words
        at = end
    return shown + _safe(raw[at:].decode(errors="replace"))


def _target(feature: dict[str, Any]) -> str:
    uri = str(feature.get("uri", ""))
    if feature.get("did"):
        return f"/profile/{feature['did']}"
    return uri if uri.startswith(("https://", "http://")) else ""


def _embed(stage: Stage, record: dict[str, Any]) -> str:
    embed = record.get("embed", {})
    shown = ""
    for image in embed.get("images", []):
        name = image["image"]["ref"]["$link"]
        shown += f'<img src="/picture/{_safe(stage.name)}/{_safe(name)}" alt="{_safe(image["alt"])}">'
    if card := embed.get("external"):
        shown += (
            f'<a class="card" rel="noreferrer" href="{_safe(_target({"uri": card["uri"]}))}">{_safe(card["title"])}</a>'
        )
    return shown


def _safe(text: object) -> str:
    return html.escape(str(text), quote=True)
