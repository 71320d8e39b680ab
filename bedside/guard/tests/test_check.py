"""The verdict as a whole: severity, the safe reply, odd inputs, and what importing costs."""

import subprocess
import sys
from dataclasses import replace

import pytest

from bedside.guard import Facts, Media, Parcel, check
from bedside.guard.checks import CHECKS
from bedside.guard.tests.cases import HARBOR

INBOUND = (
    None,
    "",
    "Worst wait of my life!!",
    "Thank you, you are angels 💙",
    "Gracias a la doctora, muy amable con mi mamá",
    "Por qué nadie me contesta, hola, necesito mi cita",
    "I'm Dana Whitfield, DOB 3/4/1961",
)
ODD_FACTS = (
    HARBOR,
    Facts(),
    Facts(phones=("5",)),
    Facts(phones=("+44 20 7946 0000",)),
    Facts(emails=("a.b@c.example.com",)),
    Facts(urls=("https://facebook.com/ourpage",)),
    Facts(name="Mercy", urls=("harbor.example.org/u/contact",)),
    Facts(phones=("1-800-555-0141 ext. 4",), staff=("",), addresses=("",)),
)


@pytest.mark.parametrize("facts", ODD_FACTS)
@pytest.mark.parametrize("inbound", INBOUND)
def test_the_safe_reply_passes_the_check_itself(inbound: str | None, facts: Facts) -> None:
    blocked = check("We pulled your chart and your MRN 448812.", kind="reply", inbound=inbound, facts=facts)
    assert blocked.verdict == "block"
    assert blocked.safe is not None
    again = check(blocked.safe, kind="reply", inbound=inbound, facts=facts)
    assert (again.verdict, again.findings) == ("allow", ())


def test_a_greeting_by_display_name_only_warns() -> None:
    verdict = check(
        "Hi Anna, thank you for the kind words!", kind="reply", inbound="Lovely place. - Anna", facts=HARBOR
    )
    assert verdict.verdict == "warn"
    assert [finding.severity for finding in verdict.findings] == ["warn"]


def test_a_display_name_given_apart_counts_as_shown() -> None:
    assert check("Hi Anna, thanks!", kind="reply", inbound="Lovely place.", author="Anna P.").verdict == "warn"


def test_unmasking_a_name_blocks() -> None:
    assert check("Thanks, Loretta Pike!", kind="reply", inbound="Lovely place.", author="sunny42").verdict == "block"


def test_a_release_covers_the_story_but_not_a_record_number() -> None:
    story = "Look who rang the bell! Our patient Maria finished chemo today."
    assert check(story, kind="post", release="story").verdict == "allow"
    assert check(story + " MRN 448812", kind="post", release="story").verdict == "block"


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "💙💙🎉", "\x00\x01\x02", "שלום וברכה", "\ufeff\u200b", "İ" * 50, "\ud800", "a" * 100_000]
)
@pytest.mark.parametrize("kind", ["post", "reply", "message"])
def test_odd_texts_raise_nothing(text: str, kind: str) -> None:
    assert check(text, kind=kind, inbound=text, facts=HARBOR).verdict in ("allow", "warn", "block")  # type: ignore[arg-type]


def test_the_digest_covers_every_part_of_the_parcel() -> None:
    image = Media("ab" * 32, "bell.jpg", "a bell", "image/jpeg")
    parcel = Parcel("post", "Hello", "https://harbor.example.org", (image, Media("cd" * 32)), "public", "t-1")
    changed = [
        replace(parcel, kind="reply"),
        replace(parcel, text="Hello "),
        replace(parcel, link=""),
        replace(parcel, media=(image,)),
        replace(parcel, media=(Media("cd" * 32), image)),
        replace(parcel, media=(replace(image, alt="a ball"), Media("cd" * 32))),
        replace(parcel, media=(replace(image, filename="x.jpg"), Media("cd" * 32))),
        replace(parcel, audience="followers"),
        replace(parcel, thread="t-2"),
    ]
    assert len({parcel.digest(), *(other.digest() for other in changed)}) == 1 + len(changed)
    assert parcel.digest() == replace(parcel).digest()


def test_every_check_has_a_file_a_test_a_reason_and_a_source() -> None:
    from pathlib import Path

    here = Path(__file__).parent
    assert len({rule.rule for rule in CHECKS}) == len(CHECKS) == 28
    for rule in CHECKS:
        assert (here.parent / "checks" / f"{rule.rule}.py").exists(), rule.rule
        assert (here / f"test_{rule.rule}.py").exists(), rule.rule
        assert rule.reason.endswith((".", "all."))
        assert rule.source


def test_importing_loads_no_django() -> None:
    code = "import sys, bedside.guard; sys.exit(any(m.split('.')[0] in ('django', 'httpx') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
