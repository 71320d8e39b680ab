"""Reading somebody else's feed: RSS 0.9x to 2.0, RSS 1.0, Atom and JSON Feed, from bytes nobody has vouched for. Pure.

Expat alone, with entity declarations refused, so that no document can grow in memory or reach for a file
(CWE-776, CWE-611). A general feed library would also guess at broken documents, which is more code between a stranger
and this process than what it would find is worth: a feed that is no XML is said to be unreadable.
"""

import codecs
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html.entities import html5
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit
from xml.parsers import expat

MOST_ENTRIES = 200
MOST_DEPTH = 60
MOST_NODES = 200_000
MOST_TEXT = 5_000
ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
TOMB = "http://purl.org/atompub/tombstones/1.0"
RDF_ABOUT = "http://www.w3.org/1999/02/22-rdf-syntax-ns# about"
XML_BASE = "http://www.w3.org/XML/1998/namespace base"
DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
XML_NAMED = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
#: Encodings expat reads by itself; everything else is decoded first.
OWN = frozenset({"utf-8", "utf-16", "iso8859-1", "ascii"})


class Unreadable(Exception):
    """The bytes are no feed. The message says nothing of what was in them."""

    def __init__(self) -> None:
        super().__init__("That is no feed that can be read.")


@dataclass(frozen=True)
class Entry:
    """One article: `id` as its feed names it, and a version that changes with its words."""

    id: str
    title: str = field(repr=False)
    text: str = field(repr=False)
    link: str
    author: str = field(repr=False)
    at: datetime | None

    @property
    def version(self) -> str:
        return hashlib.sha256(f"{self.title}\0{self.text}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True)
class Feed:
    """A feed as it was read; `gone` are ids it says were taken away, `hub` and `topic` how it can be followed."""

    title: str
    entries: tuple[Entry, ...]
    gone: tuple[str, ...] = ()
    hub: str = ""
    topic: str = ""


def read(body: bytes, base: str = "") -> Feed:
    """The feed in these bytes; addresses in it are read from `base`. Raises Unreadable."""
    start = body.removeprefix(codecs.BOM_UTF8).lstrip()
    if start[:1] == b"{":
        return _read_json(start, base)
    tree = _Tree()
    try:
        tree.parse(_prepared(body))
    except (expat.ExpatError, ValueError, LookupError, _Refused) as error:
        raise Unreadable from error
    root = tree.root
    if root is None:
        raise Unreadable
    if root.name == f"{ATOM} feed":
        return _read_atom(root, base)
    if root.local in ("rss", "RDF"):
        return _read_rss(root, base)
    raise Unreadable


class _Refused(Exception):
    pass


class _Node:
    __slots__ = ("attributes", "children", "name", "parts")

    def __init__(self, name: str, attributes: Mapping[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[_Node] = []
        self.parts: list[str] = []

    @property
    def local(self) -> str:
        return self.name.rpartition(" ")[2]

    def all(self, *names: str) -> "list[_Node]":
        return [child for child in self.children if child.name in names]

    def first(self, *names: str) -> str:
        """The text of the first child of these names that has any, in the order of the names."""
        for name in names:
            for child in self.all(name):
                if text := child.text():
                    return text
        return ""

    def text(self) -> str:
        own = "".join(self.parts).strip()
        return own or " ".join(text for child in self.children if (text := child.text()))


class _Tree:
    """A document as nodes; refuses entity declarations, depth and breadth beyond reason."""

    def __init__(self) -> None:
        self.root: _Node | None = None
        self.stack: list[_Node] = []
        self.nodes = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.EntityDeclHandler = self._refuse
        self.parser.UnparsedEntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse

    def parse(self, body: bytes) -> None:
        self.parser.Parse(body, True)

    def _refuse(self, *_: object) -> int:
        raise _Refused

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.nodes += 1
        if len(self.stack) >= MOST_DEPTH or self.nodes > MOST_NODES:
            raise _Refused
        node = _Node(name, attributes)
        if self.stack:
            self.stack[-1].children.append(node)
        else:
            self.root = node
        self.stack.append(node)

    def _end(self, _name: str) -> None:
        self.stack.pop()

    def _data(self, data: str) -> None:
        self.stack[-1].parts.append(data)


def _prepared(body: bytes) -> bytes:
    """The document in an encoding expat knows, with HTML's named characters as numbers (&nbsp; is no XML)."""
    found = DECLARED.match(body)
    if found:
        name = codecs.lookup(found[1].decode("ascii")).name
        if name not in OWN and not name.startswith("utf-16"):
            text = body[found.end(1) + 1 :].partition(b"?>")[2].decode(name, "replace")
            body = b"<?xml version='1.0' encoding='utf-8'?>" + text.encode("utf-8", "replace")
    return NAMED.sub(_numbered, body)


def _numbered(match: re.Match[bytes]) -> bytes:
    if match[1] in XML_NAMED:
        return match[0]
    found = html5.get(f"{match[1].decode()};", "")
    return "".join(f"&#{ord(sign)};" for sign in found).encode() or match[0]


def _read_rss(root: _Node, base: str) -> Feed:
    channels = [child for child in root.children if child.local == "channel"]
    if not channels:
        raise Unreadable
    channel = channels[0]
    inside = [child for child in channel.children if child.local == "item"]
    items = inside or [child for child in root.children if child.local == "item"]
    entries = [entry for item in items[:MOST_ENTRIES] if (entry := _rss_entry(item, base))]
    links = channel.all(f"{ATOM} link")
    return Feed(
        plain(_named(channel, "title")), tuple(entries), (), _rel(links, "hub", base), _rel(links, "self", base)
    )


def _named(node: _Node, name: str) -> str:
    """The first text among children of this name that belong to the feed itself (no namespace, or RSS's own)."""
    for child in node.children:
        own = " " not in child.name or child.name.startswith(("http://purl.org/rss/1.0/ ", "http://my.netscape.com"))
        if own and child.local == name and (text := child.text()):
            return text
    return ""


def _rss_entry(item: _Node, base: str) -> Entry | None:
    link = web(_joined(base, _named(item, "link")))
    named = _named(item, "guid") or item.attributes.get(RDF_ABOUT, "")
    at = when(_named(item, "pubDate") or item.first(f"{DC} date"))
    body = item.first(f"{CONTENT} encoded") or _named(item, "description")
    author = item.first(f"{DC} creator") or _named(item, "author")
    return _entry(named, plain(_named(item, "title")), plain(body), link, plain(author), at)


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip()) if address.strip() else ""
    except ValueError:
        return ""


def _entry(named: str, title: str, text: str, link: str, author: str, at: datetime | None) -> Entry | None:
    if not title and not text:
        return None
    name = named.strip() or link
    # A guid that is no address means something only beside its own site.
    if name and ":" not in name:
        name = f"{urlsplit(link).netloc}#{name}"
    name = name or f"sha256:{hashlib.sha256(f'{title}{at}'.encode('utf-8', 'surrogatepass')).hexdigest()}"
    return Entry(short(name), title[:500], text[:MOST_TEXT], link, author[:200], at)


def _read_atom(root: _Node, base: str) -> Feed:
    base = _joined(base, root.attributes.get(XML_BASE, "")) or base
    entries = []
    for node in root.all(f"{ATOM} entry")[:MOST_ENTRIES]:
        author = next((one.first(f"{ATOM} name") for one in node.all(f"{ATOM} author")), "")
        made = _entry(
            node.first(f"{ATOM} id"),
            _atom_text(node, "title"),
            _atom_text(node, "content") or _atom_text(node, "summary"),
            web(_rel(node.all(f"{ATOM} link"), "alternate", base)),
            plain(author),
            when(node.first(f"{ATOM} published", f"{ATOM} updated")),
        )
        if made:
            entries.append(made)
    gone = tuple(short(one.attributes.get("ref", "")) for one in root.all(f"{TOMB} deleted-entry"))
    links = root.all(f"{ATOM} link")
    hub, topic = _rel(links, "hub", base), _rel(links, "self", base)
    return Feed(_atom_text(root, "title"), tuple(entries), tuple(filter(None, gone)), hub, topic)


def _atom_text(node: _Node, name: str) -> str:
    for child in node.all(f"{ATOM} {name}"):
        text = child.text()
        if child.attributes.get("type", "text") == "html":
            return plain(text)
        return "\n".join(line.strip() for line in text.split("\n")).strip()
    return ""


def _rel(links: list[_Node], rel: str, base: str) -> str:
    for link in links:
        if link.attributes.get("rel", "alternate") == rel and (address := link.attributes.get("href", "")):
            return _joined(base, address)
    return ""


def _read_json(body: bytes, base: str) -> Feed:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(told, dict) or "jsonfeed.org" not in str(told.get("version", "")):
        raise Unreadable
    items = told.get("items")
    listed = items[:MOST_ENTRIES] if isinstance(items, list) else []
    entries = [made for item in listed if isinstance(item, dict) and (made := _json_entry(item, base))]
    hubs = told.get("hubs")
    follow = [one for one in (hubs if isinstance(hubs, list) else []) if isinstance(one, dict)]
    hub = next((str(one.get("url") or "") for one in follow if one.get("type") == "WebSub"), "")
    return Feed(plain(str(told.get("title") or "")), tuple(entries), (), hub, str(told.get("feed_url") or ""))


def _json_entry(item: Mapping[str, object], base: str) -> Entry | None:
    author, authors = item.get("author"), item.get("authors")
    if isinstance(authors, list) and authors:
        author = authors[0]
    name = str(author.get("name") or "") if isinstance(author, dict) else ""
    text = item.get("content_text") or plain(str(item.get("content_html") or item.get("summary") or ""))
    return _entry(
        str(item.get("id") or ""),
        " ".join(str(item.get("title") or "").split()),
        str(text).strip(),
        web(_joined(base, str(item.get("url") or item.get("external_url") or ""))),
        plain(name),
        when(str(item.get("date_published") or item.get("date_modified") or "")),
    )


def short(name: str) -> str:
    """An id that fits; two long ones that begin alike stay two."""
    if len(name) <= 300:
        return name
    return f"{name[:230]}#{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()}"


def web(address: str) -> str:
    """The address if it is one of the web, else nothing."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return address.strip() if parts.scheme in ("http", "https") and parts.netloc and len(address) <= 500 else ""


def when(told: str) -> datetime | None:
    """An instant as RFC 822 or RFC 3339 writes it."""
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = parse(told.strip())
            found = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
            return found.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):  # two forms, tried in turn
            continue
    return None


class _Reader(HTMLParser):
    BREAKS = frozenset({"p", "div", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "br", "tr", "figure"})
    SILENT = frozenset({"script", "style", "template", "noscript"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.SILENT:
            self.silent += 1
        elif tag in self.BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in self.BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(re.sub(r"[ \t\r\f\v]+", " ", data.replace("\n", " ")))


def plain(source: str) -> str:
    """Words without markup."""
    reader = _Reader()
    reader.feed(source[:200_000])
    reader.close()
    lines = [line.strip() for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
