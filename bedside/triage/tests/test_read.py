"""The reading as a whole: what decides, what it explains, odd inputs, and what importing costs."""

import subprocess
import sys

import pytest

from bedside.triage import CARDS, TARGETS, card_text, read
from bedside.triage.readers import READERS


@pytest.mark.parametrize(
    ("text", "stars", "intent", "urgency", "level", "card"),
    [
        ("My husband has chest pain right now and can't breathe", None, "emergency", "critical", "P0", "911"),
        ("i want to kill myself tonight", None, "self_harm", "critical", "P0", "988"),
        ("I will shoot that doctor tomorrow", None, "threat", "critical", "P0", "security"),
        ("Thank you so much, amazing nurses!", 5, "praise", "low", "P5", None),
        ("I was charged twice, who do I call about my bill?", None, "billing", "normal", "P4", None),
        ("DM me to grow your page to 50k real followers", None, "spam", "low", "P6", None),
        ("I'm a reporter on deadline, who is your press contact?", None, "job_media", "high", "P2", None),
        ("Cinnamon cures diabetes, my uncle says.", None, "misinformation", "normal", "P4", None),
        ("Great, only 6 hours in the waiting room 🙄", 2, "complaint", "normal", "P3", None),
    ],
)
def test_it_reads(text: str, stars: int | None, intent: str, urgency: str, level: str, card: str | None) -> None:
    reading = read(text, stars=stars)
    assert (reading.intent, reading.urgency, reading.level, reading.card) == (intent, urgency, level, card)
    assert any(reason.field == "intent" for reason in reading.reasons)
    assert any(reason.field == "urgency" for reason in reading.reasons)


@pytest.mark.parametrize("text", ["", " ", "\x00", "💙🎉", "\ud800", "\u05e9\u05dc\u05d5\u05dd", "help " * 20_000])
def test_odd_texts_raise_nothing(text: str) -> None:
    assert read(text).language == "en"


def test_spanish_is_recognized_and_gets_a_spanish_card() -> None:
    reading = read("ya no quiero vivir, nadie me va a extrañar")
    assert (reading.language, reading.card) == ("es", "988")
    assert "AYUDA" in card_text("988", reading.language).text


def test_the_cards_name_the_right_lines_in_both_languages() -> None:
    for language in ("en", "es"):
        assert "988" in CARDS["988"][language].text
        assert all("911" in CARDS[card][language].text for card in CARDS)
        assert all(CARDS[card][language].action for card in CARDS)


def test_every_level_has_a_target_and_worse_levels_are_sooner() -> None:
    assert list(TARGETS) == ["P0", "P1", "P2", "P3", "P4", "P5", "P6"]
    waits = [target.within for target in TARGETS.values()]
    assert waits == sorted(waits)
    assert all(target.owner and target.first_action for target in TARGETS.values())


def test_every_reader_has_a_file_a_test_and_a_reason() -> None:
    from pathlib import Path

    here = Path(__file__).parent
    for reader in READERS:
        assert (here.parent / "readers" / f"{reader.name}.py").exists(), reader.name
        assert (here / f"test_{reader.name}.py").exists(), reader.name
        assert reader.why.endswith(".")


def test_importing_loads_no_django() -> None:
    code = "import sys, bedside.triage; sys.exit(any(m.split('.')[0] in ('django', 'httpx') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
