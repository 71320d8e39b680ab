"""What comes into the newsletter's mailbox: returned mail, complaints, wishes to end it, machines' answers, and people.
Pure: from bytes nobody has vouched for."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser

MOST_TEXT = 20_000
MOST_PARTS = 60
RETURNED, COMPLAINT, LEAVE, MACHINE, PERSON = "returned", "complaint", "leave", "machine", "person"
#: Where a mail server writes the address a mail was brought to.
BROUGHT_TO = ("to", "delivered-to", "x-original-to", "envelope-to", "cc")
PLUS = re.compile(r"\+([0-9a-z]{1,13}x[0-9a-f]{12})@", re.IGNORECASE)
LETTER = re.compile(r"<letter-([0-9a-z]{1,13}x[0-9a-f]{12})@", re.IGNORECASE)
TOKEN = re.compile(r"\b([0-9a-z]{1,13}x[0-9a-f]{32})\b", re.IGNORECASE)
#: Statuses by which the address itself does not work (RFC 3463); other failures may pass.
HARD = re.compile(r"5\.(?:1\.(?:0|1|2|3|6|10)|2\.1|4\.4)")


@dataclass(frozen=True)
class Came:
    """One mail, understood: `letters` and `leaving` are marks it carries, `hard` whether the address is dead."""

    kind: str
    letters: tuple[str, ...] = ()
    leaving: str = ""
    hard: bool = False
    message_id: str = ""
    parent_id: str = ""
    references: str = ""
    address: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    at: datetime | None = None

    @property
    def thread_id(self) -> str:
        """The mail the thread began with."""
        first = self.references.split()[:1]
        return first[0] if first else self.parent_id or self.message_id


def understand(raw: bytes) -> Came:
    """What this mail is; one that cannot be understood is a machine's, which nobody has to read."""
    try:
        message = message_from_bytes(raw, policy=default)
        assert isinstance(message, EmailMessage)
        return _understand(message)
    except Exception:  # the standard parser raises whatever a hostile header makes it raise
        return Came(MACHINE)


def _understand(message: EmailMessage) -> Came:
    kind = message.get_content_type()
    report = str(message.get_param("report-type", "") or "").lower()
    if kind == "multipart/report" and report == "delivery-status":
        return _returned(message)
    if kind == "multipart/report" and report == "feedback-report":
        return Came(COMPLAINT, letters=_letters(message))
    subject = _text_of(message, "subject")
    leaving = TOKEN.search(subject)
    if leaving:
        return Came(LEAVE, leaving=leaving[1].lower())
    if _automatic(message):
        return Came(MACHINE, letters=_letters(message))
    address, name = _sender(message)
    if not address:
        return Came(MACHINE)
    message_id = (
        _id(message, "message-id") or f"<{hashlib.sha256(bytes(str(message), 'utf-8', 'replace')).hexdigest()}@none>"
    )
    return Came(
        PERSON,
        message_id=message_id,
        parent_id=_id(message, "in-reply-to"),
        references=" ".join(re.findall(r"<[^<>\s]{1,250}>", _text_of(message, "references"))[-20:]),
        address=address,
        name=name,
        subject=subject[:300],
        text=_words(message),
        at=_date(message),
    )


def _returned(message: EmailMessage) -> Came:
    """A delivery status notification (RFC 3464). Delays and successes change nothing."""
    failed = hard = False
    for part in _parts(message):
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if not isinstance(block, Message):
                continue
            action, status = str(block.get("action", "")).strip().lower(), str(block.get("status", "")).strip()
            if action == "failed":
                failed = True
                hard = hard or HARD.match(status) is not None
    return Came(RETURNED if failed else MACHINE, letters=_letters(message), hard=hard)


def _letters(message: EmailMessage) -> tuple[str, ...]:
    """Marks of letters of ours: in the address it came back to, or in what was returned with it."""
    found = []
    for name in BROUGHT_TO:
        found += [match.lower() for value in message.get_all(name, []) for match in PLUS.findall(str(value))]
    if not found:
        for part in _parts(message):
            if part.get_content_type() in ("message/rfc822", "text/rfc822-headers", "message/feedback-report"):
                found += [match.lower() for match in LETTER.findall(_raw(part))]
    if not found:
        found += [match.lower() for match in LETTER.findall(_text_of(message, "references", "in-reply-to"))]
    return tuple(dict.fromkeys(found))[:5]


def _raw(part: Message) -> str:
    try:
        return part.as_string()[:100_000]
    except Exception:  # a header that cannot be written again
        return ""


def _parts(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return
        yield part


def _automatic(message: EmailMessage) -> bool:
    """Machines' own mail (RFC 3834): out of office, mailing lists, notices."""
    if _text_of(message, "auto-submitted").strip().lower() not in ("", "no"):
        return True
    if _text_of(message, "precedence").strip().lower() in ("bulk", "junk", "list", "auto_reply"):
        return True
    if _text_of(message, "return-path").strip() == "<>":
        return True
    return any(
        message.get(name) is not None for name in ("x-autoreply", "x-autorespond", "list-id", "list-unsubscribe")
    )


def _sender(message: EmailMessage) -> tuple[str, str]:
    for header in ("reply-to", "from"):
        for name, address in getaddresses([_text_of(message, header)]):
            if "@" in address and len(address) <= 254 and not re.search(r"[\s<>\x00-\x1f]", address):
                return address, name[:100]
    return "", ""


def _text_of(message: EmailMessage, *names: str) -> str:
    found = " ".join(value for name in names for value in _values(message, name))
    return " ".join(found.split())[:5_000]


def _values(message: EmailMessage, name: str) -> list[str]:
    try:
        return [str(value) for value in message.get_all(name, [])]
    except Exception:  # a header that cannot be parsed says nothing
        return []


def _id(message: EmailMessage, name: str) -> str:
    match = re.search(r"<[^<>\s]{1,250}>", _text_of(message, name))
    return match[0] if match else ""


def _date(message: EmailMessage) -> datetime | None:
    try:
        found = parsedate_to_datetime(_text_of(message, "date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found.astimezone(UTC) if found.tzinfo is not None else found.replace(tzinfo=UTC)


QUOTED = re.compile(
    r"^(?:>.*|On .{5,200} wrote:|El .{5,200} escribi[oó]:|-{2,} ?Original Message ?-{2,}|_{10,})$", re.IGNORECASE
)


def _words(message: EmailMessage) -> str:
    """What the person wrote, without what they quoted below it."""
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    payload = body.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        text = content.decode(body.get_content_charset() or "utf-8", "replace")
    except LookupError:
        text = content.decode("utf-8", "replace")
    if body.get_content_type() == "text/html":
        text = _plain(text)
    kept: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\x00", "").split("\n"):
        if QUOTED.match(line.strip()) or line.rstrip() == "--":
            break
        kept.append(line.rstrip())
    return "\n".join(kept).strip()[:MOST_TEXT] or text.strip()[:MOST_TEXT]


class _Reader(HTMLParser):
    BREAKS = frozenset({"p", "div", "li", "br", "tr", "blockquote"})
    SILENT = frozenset({"script", "style", "head"})

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

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(" ".join(data.split()))


def _plain(source: str) -> str:
    reader = _Reader()
    reader.feed(source[:500_000])
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.parts))
