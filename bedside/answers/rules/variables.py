"""Variables such as {phone}: where their values come from, and what never is one. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

#: What a value is: a phone and a site become facts of the hospital, so that the guard knows them for its own.
What = Literal["words", "phone", "site"]


@dataclass(frozen=True)
class Known:
    """A variable: what it stands for, and what its value is."""

    label: str
    what: What = "words"


#: Filled from the hospital's own facts (Settings, Hospital).
BUILT_IN: dict[str, Known] = {
    "hospital": Known("Name of the hospital"),
    "phone": Known("Phone line to give patients", "phone"),
    "website": Known("Website", "site"),
    "email": Known("E-mail address to give patients"),
    "address": Known("Address"),
    "hours": Known("When somebody reads what people write"),
}
#: Filled by the hospital (Settings, Answers); the answers that come with Bedside use these.
WELL_KNOWN: dict[str, Known] = {
    "portal": Known("Patient portal", "site"),
    "billing_phone": Known("Phone of the billing office", "phone"),
    "scheduling_phone": Known("Phone for appointments", "phone"),
    "records_phone": Known("Phone of medical records", "phone"),
    "relations_phone": Known("Phone of patient relations", "phone"),
    "privacy_phone": Known("Phone of the privacy office", "phone"),
    "nurse_line": Known("Nurse line", "phone"),
    "press_phone": Known("Phone for reporters", "phone"),
    "careers": Known("Page of open positions", "site"),
    "visiting_hours": Known("Visiting hours"),
    "parking": Known("Where people park"),
}
_NAME = re.compile(r"[a-z][a-z0-9_]{1,29}")
#: Parts of a name that would stand for the person who wrote: no answer ever fills those in.
_PERSON = frozenset({
    "name", "names", "patient", "patients", "author", "handle", "user", "username", "first", "firstname", "last",
    "lastname", "surname", "person", "customer", "client", "dob", "birthday", "mrn", "diagnosis", "nombre", "paciente",
})  # fmt: skip
_SLOT = re.compile(r"\{([^{}\n]{0,60})\}")


def slots(text: str) -> list[str]:
    """What stands between braces, each once, in the order of the text."""
    return list(dict.fromkeys(found.strip() for found in _SLOT.findall(text)))


def why_no_name(name: str) -> str:
    """Why something is no name for a variable of the hospital's own, as a sentence; "" where it is one."""
    if not _NAME.fullmatch(name):
        return "A variable is named in small letters, digits and underscores, from 2 to 30 of them: {lab_phone}."
    if name in BUILT_IN:
        return f"{{{name}}} is filled from the hospital's facts; change it there."
    if set(name.split("_")) & _PERSON:
        return "No variable stands for a person: an answer never repeats a patient's name or details."
    return ""


@dataclass(frozen=True)
class Filled:
    """A text with its values, and the variables that have none: `missing` are known and empty, `unknown` are not
    known at all. Both still stand in the text between their braces."""

    text: str
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        return not self.missing and not self.unknown


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """`values` has every variable that is known, with "" where nothing was set."""
    missing, unknown = [], []
    for name in slots(text):
        if name not in values:
            unknown.append(name)
        elif not values[name].strip():
            missing.append(name)

    def one(found: "re.Match[str]") -> str:
        value = values.get(found[1].strip(), "").strip()
        return value or found[0]

    filled = _SLOT.sub(one, text)
    # "Please call us at {phone}." and a value that ends its own sentence make one full stop, not two.
    return Filled(re.sub(r"(?<!\.)\.\.(?!\.)", ".", filled), tuple(missing), tuple(unknown))
