"""The nouns of the guard: facts of the organization, findings, the verdict, redacted text, and what is about to
leave."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Literal, NamedTuple

Severity = Literal["block", "warn"]
Outcome = Literal["allow", "warn", "block"]
Kind = Literal["post", "reply", "message"]


@dataclass(frozen=True)
class Facts:
    """What belongs to the organization itself, and so never identifies a patient."""

    name: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One thing in a text that breaks a rule: where it stands, why, by which law, and what to write instead."""

    rule: str
    severity: Severity
    quote: str
    start: int  # offsets into the text as given: text[start:end] == quote
    end: int
    reason: str
    source: str
    suggestion: str | None  # None: take the words out
    confidence: float = 1.0  # 1 where a shape or plain words decided; else how sure the learned model is, from 0.5


@dataclass(frozen=True)
class Verdict:
    """Block if any finding blocks, else warn if any warns, else allow; `safe` is a whole reply that check() passes."""

    verdict: Outcome
    findings: tuple[Finding, ...]
    safe: str | None


class Span(NamedTuple):
    """One redacted stretch of the original text."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True)
class Redacted:
    """Text with typed placeholders such as "[name]", and where they stood in the original."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Media:
    """One attachment as it would be published; sha256 is the hex digest of its bytes."""

    sha256: str
    filename: str = ""
    alt: str = ""
    mime: str = ""
    captions: str = ""  # of a film: WebVTT


@dataclass(frozen=True)
class Parcel:
    """Everything that would leave in one publication, so that approval covers all of it."""

    kind: str
    text: str
    link: str = ""
    media: tuple[Media, ...] = ()
    audience: str = ""
    thread: str = ""
    title: str = ""
    poll: tuple[str, ...] = ()
    poll_minutes: int = 0

    def digest(self) -> str:
        """The hex SHA-256 of the whole parcel; any change to any part, or to the order of media, changes it."""
        # JSON with sorted keys keeps the fields apart: plain joining would let text slide from one field to the next.
        # surrogatepass: a lone surrogate is refused elsewhere, but must never make a digest fail.
        whole = {name: value for name, value in asdict(self).items() if value or name not in LATER}
        for media in whole["media"]:
            if not media["captions"]:
                del media["captions"]
        canonical = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


#: Parts that parcels did not have at first: left out of the digest where empty, so that older passes stay good.
LATER = frozenset({"title", "poll", "poll_minutes"})


class Match(NamedTuple):
    """A hit of a check, as offsets into the scene's normalized text."""

    start: int
    end: int
    severity: Severity | None = None  # None: the check's own
    reason: str | None = None
    suggestion: str | None = None
