"""Between our shapes and WordPress's: text to safe blocks of HTML and back, slugs, comments. Pure."""

import hashlib
import html
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

from bedside.channels.rules import Heard, Outgoing, PastPost
from bedside.kit.text import clip

Wire = Mapping[str, Any]
LONGEST_HEADLINE = 110
ADDRESS = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
#: Marks that end a sentence, not an address.
TRAILING = ".,;:!?)]}»”’"
MEDIA_ID = re.compile(r"\bwp-(?:image|video)-(\d{1,12})\b")
#: What marks a file as uploaded by us.
OURS = "bedside-"
KINDS = {"comment": "reply", "pingback": "mention", "trackback": "mention"}


def headline(outgoing: Outgoing) -> tuple[str, str]:
    """Title and body: the title given, else the first line where it is short and more follows, else the beginning of
    the text, which then stands whole below it."""
    text = outgoing.text.strip()
    if outgoing.title.strip():
        return outgoing.title.strip(), text
    first, _newline, rest = text.partition("\n")
    if rest.strip() and len(first.strip()) <= LONGEST_HEADLINE:
        return first.strip(), rest.strip()
    return clip(" ".join(first.split()), 80), text


def slug(outgoing: Outgoing) -> str:
    """The post's name in its address: words of its title, and a mark of our key by which it is found again."""
    return f"{words(headline(outgoing)[0])}-{mark(outgoing.key)}"


def media_slug(key: str, content: bytes, alt: str) -> str:
    """The name of an upload: the same picture of the same delivery is uploaded once."""
    digest = hashlib.sha256(content + alt.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{OURS}{mark(key)}-{digest}"


def mark(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def words(title: str) -> str:
    plain_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain_title)[:9])[:60].strip("-") or "post"


def paragraphs(text: str) -> str:
    """Text as paragraph blocks: everything escaped, addresses as links, single line ends kept."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()) if part.strip()]
    return "\n\n".join(f"<!-- wp:paragraph -->\n<p>{_lines(part)}</p>\n<!-- /wp:paragraph -->" for part in parts)


def _lines(part: str) -> str:
    return "<br>".join(linked(line.strip()) for line in part.split("\n"))


def linked(line: str) -> str:
    """A line as HTML, with its addresses as links."""
    out, at = [], 0
    for match in ADDRESS.finditer(line):
        address = match[0].rstrip(TRAILING)
        if len(address) <= len("https://"):
            continue
        out += [_escape(line[at : match.start()]), anchor(address)]
        at = match.start() + len(address)
    return "".join([*out, _escape(line[at:])])


def paragraph_lines(text: str) -> str:
    """Words for a comment: WordPress makes the paragraphs itself, and takes a little HTML, so all of it is escaped."""
    return html.escape(text.strip(), quote=False)


def title_html(title: str) -> str:
    return html.escape(" ".join(title.split()), quote=False)


def suffix(mime: str, filename: str) -> str:
    """The ending of a file's name, by which WordPress knows its kind."""
    known = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif",
             "video/mp4": ".mp4", "text/vtt": ".vtt"}  # fmt: skip
    if mime in known:
        return known[mime]
    _name, dot, ending = filename.rpartition(".")
    return f".{ending.lower()}" if dot and ending.isalnum() and ending.isascii() else ""


def anchor(address: str) -> str:
    # Apostrophes in an attribute survive kses only as entities, which html.escape makes of them.
    return f'<a href="{html.escape(address)}">{_escape(address)}</a>'


def _escape(text: str) -> str:
    # Square brackets would be read as shortcodes, which run a plug-in's code.
    return html.escape(text, quote=False).replace("[", "&#91;").replace("]", "&#93;")


def image_block(media: Wire, alt: str) -> str:
    number, address = int(media["id"]), html.escape(str(media.get("source_url") or ""))
    details = json.dumps({"id": number, "sizeSlug": "full", "linkDestination": "none"}, separators=(",", ":"))
    return (
        f"<!-- wp:image {details} -->\n"
        f'<figure class="wp-block-image size-full"><img src="{address}" alt="{_escape_attribute(alt)}" '
        f'class="wp-image-{number}"/></figure>\n<!-- /wp:image -->'
    )


def video_block(media: Wire, alt: str, captions: str = "", language: str = "en") -> str:
    number, address = int(media["id"]), html.escape(str(media.get("source_url") or ""))
    track = (
        f'<track src="{html.escape(captions)}" kind="captions" label="Captions" srclang="{html.escape(language)}"/>'
        if captions
        else ""
    )
    shown = f'<figcaption class="wp-element-caption">{_escape(alt)}</figcaption>' if alt else ""
    return (
        f'<!-- wp:video {{"id":{number}}} -->\n<figure class="wp-block-video wp-video-{number}">'
        f'<video controls src="{address}">{track}</video>{shown}</figure>\n<!-- /wp:video -->'
    )


def _escape_attribute(text: str) -> str:
    return html.escape(" ".join(text.split())).replace("[", "&#91;").replace("]", "&#93;")


def content(body: str, link: str, blocks: Sequence[str]) -> str:
    """The whole post as blocks: words, then pictures, then the link."""
    tail = paragraphs(link) if link and link not in body else ""
    return "\n\n".join(part for part in (paragraphs(body), *blocks, tail) if part)


def media_ids(raw: str, featured: object = 0) -> tuple[int, ...]:
    """Numbers of the files a post shows."""
    found = [int(number) for number in MEDIA_ID.findall(raw)]
    if isinstance(featured, int) and featured > 0:
        found.append(featured)
    return tuple(dict.fromkeys(found))


class _Reader(HTMLParser):
    BREAKS = frozenset({"p", "div", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "pre", "tr"})
    SILENT = frozenset({"script", "style", "template"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.SILENT:
            self.silent += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag in self.BREAKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in self.BREAKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def plain(source: str) -> str:
    """HTML as a reader would read it out: no markup, paragraphs apart."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    lines = "".join(reader.parts).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()


def same(one: str, other: str) -> bool:
    """Whether two texts are the same words, however WordPress has spaced and curled them."""
    return _bare(one) == _bare(other)


CURLED = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": ".", "′": "'", "″": '"'})


def _bare(text: str) -> str:
    return re.sub(r"[-.]+", "-", "".join(unicodedata.normalize("NFC", text).translate(CURLED).split()))


def read_time(value: object) -> datetime | None:
    """One of WordPress's *_gmt instants, which carry no zone."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def number_of(value: object) -> int:
    """An id as WordPress gives it; 0 where it is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def inner(value: object) -> str:
    """The text of a {raw, rendered} pair: as it was written where we may see that, else read from the HTML."""
    if not isinstance(value, Mapping):
        return ""
    raw = value.get("raw")
    return plain(str(raw if isinstance(raw, str) else value.get("rendered") or ""))


def comment_text(wire: Wire) -> str:
    return inner(wire.get("content"))


def comment_version(wire: Wire) -> str:
    """Comments carry no date of change, so their version is their words."""
    return hashlib.sha256(comment_text(wire).encode("utf-8", "surrogatepass")).hexdigest()[:8]


#: What of a comment is kept; addresses, mail and browser of its writer are not.
KEPT = ("id", "post", "parent", "author", "author_name", "author_url", "date_gmt", "content", "link", "status", "type")


def heard(wire: Wire, *, me: int) -> Heard | None:
    """A comment as something the public said; None for our own and for what is none."""
    number, post, at = number_of(wire.get("id")), number_of(wire.get("post")), read_time(wire.get("date_gmt"))
    kind = KINDS.get(str(wire.get("type") or "comment"))
    if not number or not post or at is None or kind is None or (me and wire.get("author") == me):
        return None
    parent = number_of(wire.get("parent"))
    name = html.unescape(str(wire.get("author_name") or ""))
    return Heard(
        network_id=f"comments/{number}",
        kind=kind,
        text=comment_text(wire),
        author_id=_author_id(wire, number),
        author_handle=name,
        author_name=name,
        posted_at=at,
        parent_id=f"comments/{parent}" if parent else f"posts/{post}",
        root_id=f"posts/{post}",
        version=comment_version(wire),
        url=str(wire.get("link") or ""),
        raw=json.dumps({name: wire[name] for name in KEPT if name in wire}, ensure_ascii=False).encode(
            "utf-8", "replace"
        ),
    )


def _author_id(wire: Wire, number: int) -> str:
    """A stable mark of who wrote: the site's user, else a hash of the mail address, else this comment alone."""
    if user := number_of(wire.get("author")):
        return f"users/{user}"
    mail = str(wire.get("author_email") or "").strip().lower()
    return (
        f"guests/{hashlib.sha256(mail.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
        if mail
        else (f"guests/of-comment-{number}")
    )


def past_post(wire: Wire, replies: int) -> PastPost | None:
    number, at = number_of(wire.get("id")), read_time(wire.get("date_gmt"))
    if not number or at is None:
        return None
    title, body = inner(wire.get("title")), inner(wire.get("content"))
    text = body if not title or same(body[: len(title)], title) else f"{title}\n\n{body}".strip()
    return PastPost(
        network_id=f"posts/{number}",
        text=text,
        posted_at=at,
        url=str(wire.get("link") or ""),
        version=str(wire.get("modified_gmt") or ""),
        numbers={"replies": replies},
    )
