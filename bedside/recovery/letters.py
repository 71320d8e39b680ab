"""The written notice of a grievance's decision, drafted from its case. Pure; a person fills the gaps in brackets."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Told:
    """What a notice is drafted from."""

    hospital: str
    address: str
    phone: str
    contact: str
    steps: tuple[str, ...]
    received: date
    completed: date | None
    today: date


def spelled(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def draft(told: Told) -> str:
    """The four contents of 42 CFR 482.13(a)(2)(iii), in plain words."""
    steps = "\n".join(f"- {step}" for step in told.steps) or "- [What we looked at, and whom we asked]"
    completed = spelled(told.completed) if told.completed else "[date on which we finished]"
    return "\n".join(
        [
            told.hospital,
            told.address or "[address]",
            "",
            spelled(told.today),
            "",
            "[Name]",
            "[Address]",
            "",
            "Dear [Name]:",
            "",
            f"You told us about your experience on {spelled(told.received)}. Thank you for telling us.",
            "We are sorry that it was not what you should expect from us.",
            "",
            "What we did to look into it:",
            steps,
            "",
            "What we found, and what we decided:",
            "[Results]",
            "",
            f"We finished on {completed}.",
            "",
            f"If you have questions, ask for {told.contact or '[name of the contact person]'} at "
            f"{told.phone or '[phone]'}.",
            "You may also write to your state's survey agency, or to our accreditor: [address and phone].",
            "",
            "Sincerely,",
            told.contact or "[name of the contact person]",
            "",
        ]
    )


def gaps(text: str) -> list[str]:
    """What is still in brackets, each once."""
    found: list[str] = []
    for part in text.split("[")[1:]:
        inside, closed, _rest = part.partition("]")
        gap = f"[{inside}]"
        if closed and len(inside) < 80 and "\n" not in inside and gap not in found:
            found.append(gap)
    return found
