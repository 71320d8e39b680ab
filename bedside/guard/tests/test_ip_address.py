"""The ip_address check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [("You posted from 198.51.100.77 last night", "reply"), ("from 2001:db8::8a2e:370:7334 yes", "reply")],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "ip_address" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Version 2.10.4 of our app", "post"), ("Doors open 9:30 to 4:30", "post")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "ip_address" not in rules_of(text, kind)
