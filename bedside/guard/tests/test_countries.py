"""Numbers of other countries, check digits, ZIP codes: what is believed, and the near twins that are not."""

import pytest

from bedside.guard import redact
from bedside.guard.checks.countries import NUMBERS
from bedside.guard.checks.digits import dea, iban, luhn, nhs, npi, phn, vin
from bedside.guard.lexicon.zip3 import RESTRICTED, shown


@pytest.mark.parametrize(
    "text",
    ["NHS number 943 476 5919", "my health card 1234 567 897 AB", "TREM 8755 1234 is my card", "PHN 9698 658 215"],
)
def test_it_finds(text: str) -> None:
    assert "health_plan_number" in {span.rule for span in redact(text).spans}


@pytest.mark.parametrize(
    "text",
    [
        "NHS number 943 476 5918",
        "my health card 1234 567 890",
        "TREM 8725 1234",
        "PHN 9698 658 214",
        "Room 1234 567 897",
    ],
)
def test_a_wrong_check_digit_or_no_cue_is_no_card(text: str) -> None:
    assert "health_plan_number" not in {span.rule for span in redact(text).spans}


def test_every_country_says_where_its_rule_comes_from() -> None:
    assert len({number.name for number in NUMBERS}) == len(NUMBERS) >= 4
    assert all(number.source for number in NUMBERS)


@pytest.mark.parametrize(
    ("valid", "right", "wrong"),
    [
        (luhn, "4111111111111111", "4111111111111112"),
        (luhn, "490154203237518", "490154203237519"),
        (npi, "1234567893", "1234567894"),
        (dea, "AB1234563", "AB1234564"),
        (vin, "1HGCM82633A004352", "1HGCM82643A004352"),
        (iban, "GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 33"),
        (nhs, "9434765919", "9434765918"),
        (phn, "9698658215", "9698658214"),
    ],
)
def test_check_digits(valid: object, right: str, wrong: str) -> None:
    assert callable(valid)
    assert valid(right)
    assert not valid(wrong)


def test_a_zip_prefix_may_stay_unless_too_few_people_live_there() -> None:
    assert len(RESTRICTED) == 17
    assert (shown("03601"), shown("43215")) == ("000", "432")
    assert redact("zip 036").spans
    assert not redact("zip 432").spans
    assert redact("zip 43215").spans
