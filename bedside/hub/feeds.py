"""A feed as RSS 2.0, Atom (RFC 4287, with RFC 6721's tombstones) and JSON Feed 1.1. Pure."""

import hashlib
import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree import ElementTree  # which only writes here

ATOM, CONTENT, MEDIA, TOMB = (
    "http://www.w3.org/2005/Atom",
    "http://purl.org/rss/1.0/modules/content/",
    "http://search.yahoo.com/mrss/",
    "http://purl.org/atompub/tombstones/1.0",
)
for _prefix, _space in (("atom", ATOM), ("content", CONTENT), ("media", MEDIA), ("at", TOMB)):
    ElementTree.register_namespace(_prefix, _space)
#: What no XML 1.0 document may hold.
BARRED = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ADDRESS = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


@dataclass(frozen=True)
class Picture:
    url: str
    mime: str
    size: int
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class Entry:
    """One entry; `withdrawn_at` makes it a tombstone. `id` never changes, `updated_at` with every correction."""

    id: str
    title: str
    text: str
    url: str
    published_at: datetime
    updated_at: datetime
    language: str = "en"
    pictures: tuple[Picture, ...] = ()
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Feed:
    """A feed: its stable id, where it stands itself, the page it belongs to, and the hub that tells readers."""

    id: str
    title: str
    description: str
    home: str
    self_url: str
    author: str
    hub: str = ""
    entries: tuple[Entry, ...] = ()

    @property
    def shown(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.withdrawn_at is None)

    @property
    def updated_at(self) -> datetime:
        """When anything in it last changed; a withdrawal is a change."""
        return max(
            (entry.withdrawn_at or entry.updated_at for entry in self.entries), default=datetime(2020, 1, 1, tzinfo=UTC)
        )

    def etag(self, kind: str) -> str:
        """Changes exactly when the document does."""
        parts = [kind, self.title, self.description, self.self_url, self.home, self.hub]
        parts += [f"{one.id}|{one.updated_at.isoformat()}|{one.withdrawn_at}|{one.url}" for one in self.entries]
        return f'"{hashlib.sha256(chr(10).join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


def write(feed: Feed, kind: str) -> bytes:
    """The document of that kind: "rss", "atom" or "json"."""
    return {"rss": _rss, "atom": _atom, "json": _json}[kind](feed)


def body_html(entry: Entry) -> str:
    """The words as paragraphs with their addresses as links, then the pictures."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", entry.text.strip()) if part.strip()]
    made = [f"<p>{'<br>'.join(_linked(line) for line in part.splitlines())}</p>" for part in parts]
    if entry.url and entry.url not in entry.text:
        made.append(f"<p>{_linked(entry.url)}</p>")
    made += [_shown(one) for one in entry.pictures]
    return "\n".join(made)


def _shown(one: Picture) -> str:
    url, alt = html.escape(one.url), html.escape(one.alt)
    return f'<p><img src="{url}" alt="{alt}" width="{one.width}" height="{one.height}"></p>'


def _linked(line: str) -> str:
    out, at = [], 0
    for match in ADDRESS.finditer(line):
        address = match[0].rstrip(".,;:!?)]}»”’")
        out += [
            html.escape(line[at : match.start()], quote=False),
            f'<a href="{html.escape(address)}">{html.escape(address)}</a>',
        ]
        at = match.start() + len(address)
    return "".join([*out, html.escape(line[at:], quote=False)])


def _clean(text: str) -> str:
    return BARRED.sub("\ufffd", text)


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, name, {key: _clean(value) for key, value in attributes.items()})
    made.text = _clean(text) or None
    return made


def _document(root: ElementTree.Element) -> bytes:
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _rss(feed: Feed) -> bytes:
    root = ElementTree.Element("rss", {"version": "2.0"})
    channel = _add(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.home)
    _add(channel, "description", feed.description)
    _add(channel, f"{{{ATOM}}}link", rel="self", href=feed.self_url, type="application/rss+xml")
    if feed.hub:
        _add(channel, f"{{{ATOM}}}link", rel="hub", href=feed.hub)
    _add(channel, "lastBuildDate", format_datetime(feed.updated_at))
    for entry in feed.shown:
        item = _add(channel, "item")
        _add(item, "title", entry.title)
        if entry.url:
            _add(item, "link", entry.url)
        _add(item, "guid", entry.id, isPermaLink="false")
        _add(item, "pubDate", format_datetime(entry.published_at))
        _add(item, f"{{{ATOM}}}updated", _rfc3339(entry.updated_at))
        _add(item, "description", entry.text)
        _add(item, f"{{{CONTENT}}}encoded", body_html(entry))
        for index, one in enumerate(entry.pictures):
            if not index:  # RSS knows one enclosure an item; the others stand as media
                _add(item, "enclosure", url=one.url, length=str(one.size), type=one.mime)
            size = {"fileSize": str(one.size), "width": str(one.width), "height": str(one.height)}
            media = _add(item, f"{{{MEDIA}}}content", url=one.url, type=one.mime, medium="image", **size)
            _add(media, f"{{{MEDIA}}}description", one.alt, type="plain")
    return _document(root)


def _atom(feed: Feed) -> bytes:
    root = ElementTree.Element(f"{{{ATOM}}}feed")

    def add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
        return _add(parent, f"{{{ATOM}}}{name}", text, **attributes)

    add(root, "id", feed.id)
    add(root, "title", feed.title)
    add(root, "subtitle", feed.description)
    add(root, "updated", _rfc3339(feed.updated_at))
    add(root, "link", rel="self", href=feed.self_url, type="application/atom+xml")
    add(root, "link", rel="alternate", href=feed.home, type="text/html")
    if feed.hub:
        add(root, "link", rel="hub", href=feed.hub)
    add(add(root, "author"), "name", feed.author)
    for entry in feed.entries:
        if entry.withdrawn_at is not None:
            _add(root, f"{{{TOMB}}}deleted-entry", ref=entry.id, when=_rfc3339(entry.withdrawn_at))
            continue
        node = add(root, "entry")
        node.set("{http://www.w3.org/XML/1998/namespace}lang", _clean(entry.language))
        add(node, "id", entry.id)
        add(node, "title", entry.title)
        add(node, "published", _rfc3339(entry.published_at))
        add(node, "updated", _rfc3339(entry.updated_at))
        if entry.url:
            add(node, "link", rel="alternate", href=entry.url)
        for one in entry.pictures:
            add(node, "link", rel="enclosure", href=one.url, type=one.mime, length=str(one.size), title=one.alt)
        add(node, "content", body_html(entry), type="html")
    return _document(root)


def _json(feed: Feed) -> bytes:
    told: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.self_url,
        "description": feed.description,
        "authors": [{"name": feed.author}],
    }
    if feed.hub:
        told["hubs"] = [{"type": "WebSub", "url": feed.hub}]
    told["items"] = [_item(entry) for entry in feed.shown]
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


def _item(entry: Entry) -> dict[str, object]:
    item: dict[str, object] = {
        "id": entry.id,
        "title": entry.title,
        "content_html": body_html(entry),
        "content_text": entry.text,
        "date_published": _rfc3339(entry.published_at),
        "date_modified": _rfc3339(entry.updated_at),
        "language": entry.language,
    }
    if entry.url:
        item["url"] = entry.url
    if entry.pictures:
        item["image"] = entry.pictures[0].url
        item["attachments"] = [
            {"url": one.url, "mime_type": one.mime, "size_in_bytes": one.size, "title": one.alt}
            for one in entry.pictures
        ]
    return item


def _rfc3339(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def latest(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The newest first."""
    return tuple(sorted(entries, key=lambda entry: entry.published_at, reverse=True))
