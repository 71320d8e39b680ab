"""The phone check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard import Facts
from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Call his cell at 615-555-0138.", "reply"),
        ("It is five five five, oh one two three", "reply"),
        ("(212) 555-0199 is hers", "message"),
        ("\uff15\uff15\uff15-\uff10\uff11\uff14\uff12 reaches her", "reply"),
        ("5\u200b55-01\u200b42 is his", "reply"),
        (
            "5\ufe0f\u20e35\ufe0f\u20e35\ufe0f\u20e3-0\ufe0f\u20e31\ufe0f\u20e34\ufe0f\u20e32\ufe0f\u20e3 is his",
            "reply",
        ),
    ],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "phone" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Call us at 555-0100 today.", "reply"),
        ("Blood pressure of 120/80 and 1,200 visits", "post"),
        ("Dial 911 or 988.", "post"),
    ],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "phone" not in rules_of(text, kind)


@pytest.mark.parametrize("own", ["(555) 555-0142", "+1 555-555-0142 ext. 3", "555.555.0142 x3"])
@pytest.mark.parametrize(
    "text",
    [
        "Call +1 555.555.0142 ext. 3.",
        "Call 555-555-0142 x3.",
        "Call (555) 555 0142.",
        "Call 5555550142.",
        "Call 1 (555) 555-0142, extension 12.",
        "Call 555-0142.",
    ],
)
def test_the_organizations_own_number_is_exempt_in_any_notation(text: str, own: str) -> None:
    assert rules_of(text, "reply", facts=Facts(phones=(own,))) == set()


def test_a_number_of_which_only_the_extension_is_shared_is_not_exempt() -> None:
    assert "phone" in rules_of("Call 555-555-0199 x3.", "reply", facts=Facts(phones=("555-555-0142 x3",)))
