"""Drafts of letters, filled from the incident, in plain words: what 45 CFR 164.404(c) asks for, and nothing more. Pure.

What only a person knows stands in square brackets; `gaps` finds it again, so that nothing with a gap is taken for done.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from bedside.incidents import law

#: Kinds of letters: key -> title.
KINDS = {
    "individual": "Letter to each person concerned",
    "media": "Notice to the media",
    "hhs": "Report to HHS, field by field",
    "reviewer": "Message to the person who wrote to us",
}
GAP = re.compile(r"\[[^\]\n]{1,120}\]")


@dataclass(frozen=True)
class Story:
    """What the letters are filled with; days in the hospital's zone, empty where nobody knows."""

    hospital: str
    phone: str
    email: str
    website: str
    address: str
    place: str
    today: date
    discovered: date
    occurred: date | None = None
    removed: date | None = None
    phi: tuple[str, ...] = ()
    total: int | None = None
    changes: tuple[str, ...] = ()
    changed: str = ""
    told: date | None = None
    substitute: bool = False
    media: bool = False
    safeguards: tuple[str, ...] = field(default=("A guard that reads every text", "Approval by a second person"))


def day(when: date | None, otherwise: str = "[date]") -> str:
    return f"{when:%B} {when.day}, {when.year}" if when else otherwise


def draft(kind: str, story: Story) -> str:
    """The letter as it begins; raises KeyError for a kind that is not in KINDS."""
    return {"individual": _individual, "media": _media, "hhs": _hhs, "reviewer": _reviewer}[kind](story)


def gaps(text: str) -> list[str]:
    """What still stands in square brackets, each once."""
    return list(dict.fromkeys(GAP.findall(text)))


def _what(story: Story) -> str:
    taken = f"We took it down on {day(story.removed)}." if story.removed else "We took it down on [date]."
    return (
        f"On {day(story.occurred)}, our hospital put something on {story.place} that we should have kept private. It "
        f"was about you. People could see it there. We found out on {day(story.discovered)}. {taken}"
    )


def _kinds(story: Story) -> str:
    named = [law.KINDS_OF_PHI[key][1] for key in story.phi if key in law.KINDS_OF_PHI] or ["[say what it told of you]"]
    return "\n".join(f"- {name}" for name in named)


def _advice(story: Story) -> str:
    """Steps that fit what was shown; each can be done in a few minutes."""
    steps = [
        "If you see what we wrote in some other place, tell us. We will ask to have it taken down.",
        "Be careful if somebody calls or writes and seems to know about your care. Do not tell them more. Call us.",
    ]
    if {"billing", "account", "ssn", "record"} & set(story.phi):
        steps.append(
            "Read the bills and letters from your health plan. If you see care you did not get, call the plan."
        )
    if {"account", "ssn"} & set(story.phi):
        steps.append(
            "Ask for a free credit report at annualcreditreport.com. You can also ask Equifax, Experian and TransUnion "
            "to freeze your credit. That is free."
        )
    if "account" in story.phi:
        steps.append("Ask your bank for a new card or number.")
    if {"contact", "image"} & set(story.phi):
        steps.append("If somebody bothers you, or you do not feel safe, call the police. Tell us too.")
    return "\n".join(f"- {step}" for step in steps)


def _doing(story: Story) -> str:
    done = {
        "training": "We trained our staff.",
        "policy": "We changed our rules.",
        "check": "We added a check that stops words like these.",
        "rights": "We changed who may send things out.",
        "sanction": "We spoke with the people who made the mistake.",
    }
    said = [done[key] for key in story.changes if key in done] or ["[Say what you changed.]"]
    return "We took the words down and kept proof of them. We are looking at how it came to this. " + " ".join(said)


def _contact(story: Story) -> str:
    """A toll-free number, and one of e-mail, website or address (45 CFR 164.404(c)(1)(E))."""
    lines = ["- Toll-free phone: [toll-free number]"]
    if story.phone:
        lines.append(f"- Phone: {story.phone}")
    if story.email:
        lines.append(f"- E-mail: {story.email}")
    if story.website:
        lines.append(f"- Web: {story.website}")
    lines.append(f"- Mail: {story.hospital}, Privacy Officer, {story.address or '[address]'}")
    return "\n".join(lines)


def _individual(story: Story) -> str:
    return f"""{story.hospital}
{story.address or "[address]"}

{day(story.today)}

[Name]
[Address]

Dear [Name]:

We are writing to tell you about a mistake. We made some of your private health facts public. We are sorry.

What happened

{_what(story)}

What it told of you

{_kinds(story)}

What we are doing

{_doing(story)}

What you can do

{_advice(story)}

How to reach us

You can ask us anything about this. It costs you nothing.

{_contact(story)}

We are sorry that this happened. You trusted us, and we let you down.

[Name of the privacy officer]
Privacy Officer
{story.hospital}
"""


def _media(story: Story) -> str:
    number = f"{story.total:,}" if story.total else "[number]"
    about = _what(story).replace("It was about you.", f"It was about {number} people.")
    kinds = _kinds(story)
    for key in law.KINDS_OF_PHI:
        told = law.KINDS_OF_PHI[key][1]
        kinds = kinds.replace(f"- {told}", f"- {_of_people(told)}")
    return f"""For the press
{story.hospital}
{day(story.today)}

{story.hospital} tells people about a privacy mistake

{about}

What it told of people

{kinds}

What we are doing

{_doing(story)} We are writing to each of these people.

What people can do

{_advice(story)}

How to reach us

{_contact(story)}

For the press: [name, phone, e-mail]
"""


def _of_people(told: str) -> str:
    return (
        told.replace("that you are or were our patient", "that they are or were our patients")
        .replace("of you", "of them")
        .replace("about you", "about them")
        .replace("your ", "their ")
        .replace("you have or had", "they have or had")
        .replace("cared for you", "cared for them")
    )


def _reviewer(story: Story) -> str:
    return f"""Send this in a private way only: by letter, phone or the hospital's secure mail. Never in public.

Dear [Name]:

You wrote to us on {story.place}. Our answer on {day(story.occurred)} said more than it should have. We took it \
down on {day(story.removed)}. We are sorry.

We do not talk about anybody's care in public. Our answer did not keep to that. The privacy officer is looking at how \
it came to this.

Please call us at {story.phone or "[phone]"} and ask for the privacy officer. You may also write to \
{story.email or "[e-mail]"}. We would like to hear from you, also about what you first wrote.

You may complain to us, or to the Office for Civil Rights at hhs.gov/ocr/complaints. We will not hold it against you.

[Name of the privacy officer]
{story.hospital}
"""


def portal(story: Story) -> list[tuple[str, str]]:
    """The fields of HHS's breach form, in its order, as far as Bedside knows them."""
    groups = sorted({law.KINDS_OF_PHI[key][2] for key in story.phi if key in law.KINDS_OF_PHI})
    actions = [law.CHANGES[key] for key in story.changes if key in law.CHANGES]
    few = story.total is not None and story.total < law.HHS_AT_ONCE
    affecting = "Fewer than 500" if few else "500 or more" if story.total is not None else "[500 or more, or fewer]"
    return [
        ("Breach affecting", affecting),
        ("Report type", "Initial breach report"),
        ("Name of covered entity", story.hospital),
        ("Type of covered entity", "Health care provider"),
        ("Address", story.address or "[address]"),
        ("Contact: name, e-mail, phone", f"[name], {story.email or '[e-mail]'}, {story.phone or '[phone]'}"),
        ("Breach start date", day(story.occurred)),
        ("Breach end date", day(story.removed)),
        ("Discovery date", day(story.discovered)),
        ("Approximate number of individuals affected", str(story.total) if story.total is not None else "[number]"),
        ("Type of breach", "Unauthorized Access/Disclosure"),
        ("Location of breached information", f"Other: social media ({story.place})"),
        ("Type of protected health information", ", ".join(groups) or "[kinds]"),
        ("Brief description", "[Say in a few sentences how it happened. Name nobody.]"),
        ("Safeguards in place before", "; ".join(story.safeguards)),
        ("Date individual notice was provided", day(story.told, "[not yet]")),
        ("Was substitute notice required", "Yes" if story.substitute else "No"),
        ("Was media notice required", "Yes" if story.media else "No"),
        ("Actions taken in response", "; ".join(actions) or "[actions]"),
        ("Other actions taken", story.changed or "[none, or say which]"),
    ]


def _hhs(story: Story) -> str:
    lines = "\n".join(f"{name}: {value}" for name, value in portal(story))
    return f"For the portal at ocrportal.hhs.gov, Breach reporting. One report for each incident.\n\n{lines}\n"
