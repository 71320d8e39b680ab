"""Service recovery: categories, steps, targets, secrets of links, and how sure a share is. Pure."""

import hashlib
import hmac
import math
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class Refused(Exception):
    """It cannot be done now; the message says why, what was kept and what to do."""


class NotYours(Refused):
    """Somebody else has to do it."""


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


#: What it is about: the HCAHPS domains (CMS, HCAHPS survey since 2025), then what no survey asks.
CATEGORIES = {
    "nurses": "Communication with nurses",
    "doctors": "Communication with doctors",
    "responsiveness": "Responsiveness of staff",
    "medicines": "Communication about medicines",
    "discharge": "Discharge and what comes after",
    "coordination": "Care coordination",
    "environment": "Cleanliness, rest and quiet",
    "access": "Waiting, appointments, access",
    "billing": "Bills and insurance",
    "privacy": "Privacy",
    "discrimination": "Discrimination or disrespect",
    "safety": "Safety of care",
    "other": "Something else",
}
SOURCES = {
    "conversation": "A conversation here",
    "phone": "By phone",
    "letter": "By letter or mail",
    "person": "In person",
}
#: How grave it is -> business days until it should be settled (design; the hospital changes each case's date).
SEVERITIES = {"high": ("High: harm, fear, discrimination", 1), "normal": ("Normal", 3), "low": ("Low: a remark", 7)}
OUTCOMES = {
    "resolved": "Resolved",
    "partly": "Partly resolved",
    "not": "Not resolved",
    "no_answer": "The person did not answer",
}
ACTIONS = {
    "training": "Training",
    "process": "A process",
    "people": "People or hours",
    "building": "Building or equipment",
    "information": "Information and signs",
    "other": "Something else",
}
KEEP_DAYS = 90
LINK_HOURS = 72
SURVEY_DAYS = 30


@dataclass(frozen=True)
class Step:
    """One step of service recovery: what it asks, and how to do it safely."""

    key: str
    title: str
    guidance: str


STEPS = (
    Step("hear", "Hear", "Let the person tell it. Read everything before you answer; note what they want to happen."),
    Step(
        "acknowledge", "Acknowledge", "Say in general words that you heard it. Never say in public that they were here."
    ),
    Step(
        "apologize",
        "Apologize",
        "Say sorry for the kind of experience (a long wait, unkind words), never for facts you did not establish.",
    ),
    Step("private", "Move private", "Offer the phone line or a private page. No health words in public."),
    Step("fix", "Fix", "Do what can be done now, and say by when the rest follows. Ask the unit; write down whom."),
    Step("follow_up", "Follow up", "Call or write when it is done. Ask whether it is settled for them."),
    Step("learn", "Learn", "What would have kept it from happening? Name the domain, a change, and who makes it."),
)
STEP_KEYS = tuple(step.key for step in STEPS)


def business_days_after(day: date, days: int) -> date:
    """The day so many business days later, Monday to Friday; holidays of the hospital's own are not known here."""
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            days -= 1
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def target_for(severity: str, *, opened: date) -> date:
    return business_days_after(opened, SEVERITIES[severity][1])


# ---- secrets of links ------------------------------------------------------------------------------------------------

#: No letter that is taken for another on the phone (Crockford's base 32).
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: Wrong PINs until the case number rests, how long it rests, and until it is over.
TRIES, REST, TRIES_IN_ALL = 5, timedelta(hours=1), 20


def new_token() -> str:
    """256 random bits, for an address."""
    return secrets.token_urlsafe(32)


def new_number() -> str:
    """A case number to say on the phone: eight letters, forty random bits."""
    said = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{said[:4]}-{said[4:]}"


def new_pin() -> str:
    return "".join(secrets.choice("0123456789") for _ in range(8))


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def same(one: str, other: str) -> bool:
    return bool(one) and hmac.compare_digest(one.encode(), other.encode())


def read_number(said: str) -> str:
    """A case number as people type it: small letters, no hyphen, o for 0, i and l for 1."""
    plain = "".join(sign for sign in said.upper() if sign.isascii() and sign.isalnum())
    plain = plain.translate(str.maketrans("OIL", "011"))
    return f"{plain[:4]}-{plain[4:8]}" if len(plain) == 8 else ""


def read_pin(said: str) -> str:
    return "".join(sign for sign in said if sign in "0123456789")


# ---- what is said of a way in ------------------------------------------------------------------------------------

#: What may be said where others read: who to call, or where to write; no word about health or care.
WORDS: dict[str, dict[str, str]] = {
    "en": {
        "link": "We would like to hear more from you, in private. Please write to us here: {link}",
        "number": "We would like to hear more from you, in private. Please call {phone} and mention case {number}.",
        "survey": "We would like to know how we did. One question, no account: {link}",
    },
    "es": {
        "link": "Queremos saber más de usted, en privado. Escríbanos aquí, por favor: {link}",
        "number": "Queremos saber más de usted, en privado. Llame al {phone} y mencione el caso {number}, por favor.",
        "survey": "Queremos saber cómo lo hicimos. Una sola pregunta, sin cuenta: {link}",
    },
}


# ---- numbers ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval (Wilson 1927), in percent."""

    count: int
    of: int
    percent: float
    low: float
    high: float


def share(count: int, of: int) -> Share | None:
    """None where nobody was asked: a share of nothing is no number."""
    if of <= 0:
        return None
    z, part = 1.959964, count / of
    middle = (part + z * z / (2 * of)) / (1 + z * z / of)
    spread = z * math.sqrt(part * (1 - part) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    low, high = max(0.0, middle - spread), min(1.0, middle + spread)
    return Share(count, of, round(100 * part, 1), round(100 * low, 1), round(100 * high, 1))


def median(values: list[float]) -> float | None:
    if not values:
        return None
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


# ---- decisions -------------------------------------------------------------------------------------------------------


def ensure_open(state: str) -> None:
    if state != State.OPEN:
        raise Refused("This case is closed. Open it again first; nothing was changed.")


def ensure_words(said: str, *, least: int = 5, most: int = 4000) -> str:
    """The words without NUL and space around; raises Refused where there are too few or too many."""
    words = said.replace("\x00", "").strip()
    if len(words) < least:
        raise Refused(f"Write at least {least} letters. Nothing was changed.")
    if len(words) > most:
        raise Refused(f"That is longer than {most} letters. Nothing was changed; shorten it.")
    return words


def may_read(
    *, sees_all: bool, answers: bool, cares: bool, member_id: int, specialty: str, owner_id: int | None, opener_id: int,
    of_case: str,
) -> bool:  # fmt: skip
    """The privacy officer all; a responder their own and what nobody owns; a clinician their specialty's, or all of
    them where they named none."""
    if sees_all or member_id in (owner_id, opener_id):
        return True
    if answers and owner_id is None:
        return True
    return cares and (not specialty or specialty == of_case)


def is_overdue(state: str, target: date, *, today: date) -> bool:
    return state == State.OPEN and target < today


def days_between(one: datetime, other: datetime) -> float:
    return round((other - one).total_seconds() / 86400, 1)
