"""The breach rule as data: what it asks, by when, and where it says so. Federal law only; no legal advice.

The text of 45 CFR 164.400-414 is the one of the Omnibus rule (78 FR 5566, in force since March 26, 2013). Whoever keeps
this page true looks at the eCFR and moves `LOOKED_AT`.
"""

from dataclasses import dataclass
from datetime import date

IN_FORCE_SINCE = date(2013, 3, 26)
LOOKED_AT = date(2026, 11, 21)

#: Calendar days after discovery within which people, media and, from 500 people on, HHS are told.
DAYS = 60
#: HHS is told at once from this many people on (45 CFR 164.408(b): "500 or more individuals").
HHS_AT_ONCE = 500
#: The media of a state are told when more residents of it than this are concerned (45 CFR 164.406(a): "more than 500").
MEDIA_ABOVE = 500
#: From this many people without a good address on, notice is public and stands this long (45 CFR 164.404(d)(2)(ii)).
PUBLIC_FROM, PUBLIC_DAYS = 10, 90
#: Years the papers are kept (45 CFR 164.530(j)(2), 164.316(b)(2)(i)).
KEEP_YEARS = 6

SOURCES = {
    "presumed": "45 CFR 164.402(2)",
    "discovery": "45 CFR 164.404(a)(2)",
    "individual": "45 CFR 164.404(b)",
    "media": "45 CFR 164.406",
    "hhs_now": "45 CFR 164.408(b)",
    "hhs_year": "45 CFR 164.408(c)",
    "substitute_few": "45 CFR 164.404(d)(2)(i)",
    "substitute_many": "45 CFR 164.404(d)(2)(ii)",
    "content": "45 CFR 164.404(c)",
    "burden": "45 CFR 164.414(b)",
    "keep": "45 CFR 164.530(j)(2)",
}


@dataclass(frozen=True)
class Factor:
    """One of the four factors of a risk assessment: the question, how to answer it, and what each level means."""

    key: str
    title: str
    source: str
    question: str
    guidance: str
    low: str
    medium: str
    high: str

    @property
    def levels(self) -> tuple[tuple[str, str], ...]:
        return (("low", self.low), ("medium", self.medium), ("high", self.high))


FACTORS = (
    Factor(
        "nature",
        "What was said",
        "45 CFR 164.402(2)(i)",
        "What kinds of information were in it, and how likely is it that somebody knows whom it is about?",
        "Count everything together: words, picture, the handle of the person answered, the place, the day. Confirming "
        "that somebody is a patient is health information. Diagnosis, treatment, mental health, HIV, substance use and "
        "reproductive care weigh most.",
        "No name, face, handle or detail; nobody could tell who it is",
        "Somebody who knows the person might recognize them",
        "The person is named, shown, or answered by their own handle; or the care is sensitive",
    ),
    Factor(
        "recipient",
        "Who could see it",
        "45 CFR 164.402(2)(ii)",
        "Who was the unauthorized person who used the information or to whom it was disclosed?",
        "A public post or a public answer goes to everybody: nobody who reads it has a duty to keep it private. Low is "
        "for people who are bound by HIPAA themselves, such as staff of another hospital.",
        "Only people with a duty to protect it",
        "A small, known group that has promised in writing to forget it",
        "The public",
    ),
    Factor(
        "acquired",
        "Whether it was seen",
        "45 CFR 164.402(2)(iii)",
        "Was the information actually acquired or viewed?",
        "Look at views, likes, replies, shares, screenshots, search engines and archives. That a network names no "
        "views does not show that nobody looked. Mails to followers count as seen.",
        "It can be shown that nobody saw it",
        "It stood for minutes, without any reaction, and figures of the network speak for few views",
        "It was seen, answered, shared or copied, or nobody can show that it was not",
    ),
    Factor(
        "mitigation",
        "What undid it",
        "45 CFR 164.402(2)(iv)",
        "To what extent has the risk been mitigated?",
        "Was it removed on every network, and confirmed to be gone? Were copies, caches and quotes removed? Taking a "
        "post down does not make people forget it.",
        "Everything is gone and confirmed, and no copy is known",
        "It is gone where it stood; copies cannot be ruled out",
        "It still stands somewhere, or copies are known",
    ),
)


@dataclass(frozen=True)
class Exclusion:
    """One of the three cases that are no breach by definition."""

    key: str
    title: str
    source: str
    text: str


EXCLUSIONS = (
    Exclusion(
        "i",
        "Good faith inside the hospital",
        "45 CFR 164.402(1)(i)",
        "A member of the workforce acquired or used it unintentionally, in good faith and within their job, and it "
        "went no further in a way the Privacy Rule does not permit. Something the public could see did go further.",
    ),
    Exclusion(
        "ii",
        "Between two people who are both authorized",
        "45 CFR 164.402(1)(ii)",
        "It was disclosed inadvertently by one authorized person to another of the same hospital, associate or "
        "organized care arrangement, and went no further. A public post is not that.",
    ),
    Exclusion(
        "iii",
        "Nobody could have kept it",
        "45 CFR 164.402(1)(iii)",
        "The hospital believes in good faith that whoever got it could not reasonably have retained it. What stood on "
        "a screen for anybody to read can be retained.",
    ),
)

#: Kinds of information: key -> how a person names it, how a letter names it, and HHS's own group of it.
KINDS_OF_PHI: dict[str, tuple[str, str, str]] = {
    "patient": ("That they are or were a patient", "that you are or were our patient", "Clinical"),
    "name": ("Name", "your name", "Demographic"),
    "image": ("Face, photo, video or voice", "a picture, video or recording of you", "Demographic"),
    "contact": ("Address, phone or e-mail", "your address, phone number or e-mail", "Demographic"),
    "birth": ("Date of birth or age", "your date of birth or age", "Demographic"),
    "dates": ("Dates of care", "the dates of your care", "Clinical"),
    "condition": ("Diagnosis or condition", "a health problem you have or had", "Clinical"),
    "treatment": ("Treatment, medicine or test", "your care, medicine or tests", "Clinical"),
    "provider": ("Who treated them, or where", "who cared for you, or where", "Clinical"),
    "billing": ("Bill, payment or insurance", "your bill, payment or health plan", "Financial"),
    "account": ("Bank or card number", "your bank or card number", "Financial"),
    "ssn": ("Social Security number", "your Social Security number", "Demographic"),
    "record": ("Record or account number at the hospital", "your record number with us", "Other"),
    "other": ("Something else", "other facts about you", "Other"),
}

#: What changes when an incident is closed.
CHANGES = {
    "training": "People were trained",
    "policy": "The policy was changed",
    "check": "A check was added to the guard",
    "rights": "Rights or approvals were changed",
    "sanction": "The sanction policy was applied (45 CFR 164.530(e))",
    "other": "Something else was changed",
}

#: States, the District and territories, by their postal code.
STATES = (
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY",
    "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH",
    "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "AS", "GU", "MP",
    "PR", "VI",
)  # fmt: skip
