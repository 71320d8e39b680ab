"""Letters: what the law asks for is in them, in words that a tired person reads, and gaps are seen."""

from dataclasses import replace
from datetime import date

import pytest

from bedside.incidents import law, letters, plain, steps
from bedside.incidents.letters import Story

STORY = Story(
    hospital="Riverbend Community Hospital",
    phone="(555) 555-0142",
    email="care@riverbend.example.org",
    website="riverbend.example.org",
    address="400 River Road",
    place="Bluesky, Hub",
    today=date(2026, 3, 20),
    discovered=date(2026, 3, 10),
    occurred=date(2026, 3, 9),
    removed=date(2026, 3, 10),
    phi=("patient", "name", "treatment"),
    total=1,
    changes=("training",),
)


def test_the_letter_says_what_the_law_asks_for() -> None:
    """45 CFR 164.404(c)(1)(A) to (E)."""
    said = letters.draft("individual", STORY)
    assert "March 9, 2026" in said
    assert "March 10, 2026" in said
    assert "your name" in said
    assert "What you can do" in said
    assert "We trained our staff." in said
    assert "Toll-free" in said
    assert "care@riverbend.example.org" in said


@pytest.mark.parametrize("kind", ["individual", "media", "reviewer"])
@pytest.mark.parametrize("phi", [("patient",), tuple(law.KINDS_OF_PHI)])
def test_letters_read_like_grade_eight_or_below(kind: str, phi: tuple[str, ...]) -> None:
    assert plain.grade(letters.draft(kind, replace(STORY, phi=phi))) <= plain.HARDEST


def test_what_nobody_knows_stands_in_brackets_and_is_found() -> None:
    bare = replace(STORY, occurred=None, removed=None, phi=(), changes=(), address="", total=None)
    found = letters.gaps(letters.draft("individual", bare))
    assert "[date]" in found
    assert "[Say what you changed.]" in found
    assert len(found) == len(set(found))
    assert letters.gaps("Nothing is missing.") == []


def test_steps_fit_what_was_shown() -> None:
    assert "credit report" not in letters.draft("individual", STORY)
    assert "credit report" in letters.draft("individual", replace(STORY, phi=("ssn",)))
    assert "call the police" in letters.draft("individual", replace(STORY, phi=("image",)))


def test_the_notice_to_the_media_speaks_of_people_and_not_to_them() -> None:
    said = letters.draft("media", replace(STORY, total=1204, phi=tuple(law.KINDS_OF_PHI)))
    assert "1,204 people" in said
    assert "your name" not in said
    assert "their name" in said


def test_the_message_to_a_reviewer_confirms_nothing_about_care() -> None:
    said = letters.draft("reviewer", STORY)
    assert "patient" not in said.lower()
    assert "Never in public" in said


def test_the_form_of_hhs_has_its_fields() -> None:
    fields = dict(letters.portal(STORY))
    assert fields["Breach affecting"] == "Fewer than 500"
    assert fields["Type of breach"] == "Unauthorized Access/Disclosure"
    assert fields["Type of protected health information"] == "Clinical, Demographic"
    assert fields["Discovery date"] == "March 10, 2026"
    assert dict(letters.portal(replace(STORY, total=None)))["Breach affecting"].startswith("[")


def test_hard_words_are_graded_harder_than_plain_ones() -> None:
    plainly = "We made a mistake. We are sorry. Call us."
    hard = "Notwithstanding contemporaneous organizational safeguards, unauthorized dissemination materialized."
    assert plain.grade(plainly) < 4 < 12 < plain.grade(hard)
    assert plain.grade("") == plain.grade("12 34") == 0.0


def test_every_network_has_steps_by_hand() -> None:
    assert steps.by_hand("Bluesky") == steps.BY_HAND["bluesky"]
    assert steps.by_hand("Google reviews") == steps.BY_HAND["google"]
    assert steps.by_hand("") == steps.by_hand("A local forum") == steps.ANYWHERE
