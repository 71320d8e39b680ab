"""The starter set of approved answers, in English and Spanish: nobody is confirmed as a patient, nothing is promised,
and every answer leads to where nobody reads along (docs: the agreed points on answering in public, 45 CFR 164.502).

The general ones are the wordings of `wordings.py`, with {phone} where those put a contact; no words stand twice.
"""

from dataclasses import dataclass

from bedside.answers.starters import clinical, services
from bedside.answers.starters.wordings import CALL_911, CONTACT, GROUPS, PRIVACY, WORDINGS


@dataclass(frozen=True)
class Starter:
    """One answer of the set; `questions` are ways in which people ask, for finding it by meaning."""

    key: str
    title: str
    texts: dict[str, str]
    intents: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    shortcut: str = ""
    questions: tuple[str, ...] = ()

    @property
    def is_clinical(self) -> bool:
        return bool(self.specialties) or "clinical_question" in self.intents or "clinical" in self.tags


#: Group of wordings -> what each of its three is called.
TITLES = {
    "complaint": ("Thank them, and say why not in public", "We are sorry to read this", "Hear more in private"),
    "praise": ("Share the kind words", "It means a lot", "It brightens the day"),
    "question": ("Best answered by phone", "Our team is glad to help", "Why not in public"),
    "clinical": ("No medical advice here", "A private conversation with a clinician", "Why not in public, and 911"),
    "danger": ("911 now, 988 at any hour", "911 right away", "Help at any hour"),
    "misinformation": ("Current guidance at cdc.gov", "We follow published evidence", "Where to find what is reliable"),
    "privacy": ("The privacy office wants to hear", "Nothing private in public", "We take privacy seriously"),
    "other": ("Thank you for writing", "Thank you, and how to reach us", "Part of this community"),
}
NAMES = {
    "complaint": "Complaint", "praise": "Praise", "question": "Question", "clinical": "Health question",
    "danger": "Danger", "misinformation": "Misinformation", "privacy": "Privacy", "other": "General",
}  # fmt: skip


def _general() -> list[Starter]:
    made = []
    for group, languages in WORDINGS.items():
        intents = tuple(intent for intent, of in GROUPS.items() if of == group) or ("other",)
        for number, title in enumerate(TITLES[group]):
            texts = {
                language: wordings[number].format_map({
                    "contact": CONTACT[language]["phone"].format("{phone}"),
                    "privacy": PRIVACY[language],
                    "call_911": CALL_911[language],
                })
                for language, wordings in languages.items()
            }  # fmt: skip
            made.append(
                Starter(
                    key=f"{group}-{number + 1}",
                    title=f"{NAMES[group]}: {title[0].lower() + title[1:] if title[:2] != 'No' else title}",
                    texts=texts,
                    intents=intents,
                    tags=("general", *(("clinical",) if group in ("clinical", "danger") else ())),
                )
            )
    return made


def _special() -> list[Starter]:
    return [Starter(key=key, texts={"en": en, "es": es}, **told) for key, en, es, told in services.ROWS + clinical.ROWS]


LIBRARY: tuple[Starter, ...] = (*_special(), *_general())
