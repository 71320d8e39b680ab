"""What service recovery decides, without a database."""

from datetime import date

import pytest

from bedside.recovery import letters, rules
from bedside.recovery.letters import Told


@pytest.mark.parametrize(
    ("severity", "opened", "due"),
    [
        ("high", date(2026, 11, 20), date(2026, 11, 23)),  # a Friday: one business day later is Monday
        ("normal", date(2026, 11, 21), date(2026, 11, 25)),  # a Saturday
        ("low", date(2026, 11, 16), date(2026, 11, 25)),
    ],
)
def test_a_target_counts_business_days(severity: str, opened: date, due: date) -> None:
    assert rules.target_for(severity, opened=opened) == due


def test_a_number_is_read_as_people_type_it() -> None:
    assert rules.read_number("abcd 1o2i") == "ABCD-1021"
    assert rules.read_number(" ABCD-1021 ") == "ABCD-1021"
    assert rules.read_number("ABCD") == ""
    assert rules.read_number("é" * 8) == ""


def test_secrets_are_long_and_differ() -> None:
    assert len({rules.new_token() for _ in range(50)}) == 50
    assert all(len(rules.new_token()) >= 43 for _ in range(5))
    assert all(rules.read_number(number) == number for number in (rules.new_number() for _ in range(50)))


def test_a_share_of_nothing_is_no_number_and_few_answers_say_little() -> None:
    assert rules.share(0, 0) is None
    few, many = rules.share(3, 4), rules.share(300, 400)
    assert few is not None
    assert many is not None
    assert (few.percent, few.low, few.high) == (75.0, 30.1, 95.4)
    assert many.high - many.low < 10


def test_who_sees_a_case() -> None:
    def sees(**given: object) -> bool:
        usual: dict[str, object] = {
            "sees_all": False, "answers": False, "cares": False, "member_id": 1, "specialty": "", "owner_id": 2,
            "opener_id": 3, "of_case": "cardiology",
        }  # fmt: skip
        return rules.may_read(**(usual | given))  # type: ignore[arg-type]

    assert sees(sees_all=True)
    assert sees(owner_id=1)
    assert sees(answers=True, owner_id=None)
    assert not sees(answers=True)
    assert sees(cares=True, specialty="cardiology")
    assert not sees(cares=True, specialty="oncology")


def test_a_letter_holds_the_four_contents_and_names_its_gaps() -> None:
    told = Told("Riverbend", "", "(555) 555-0142", "Rosa", (), date(2026, 1, 2), None, date(2026, 1, 5))
    text = letters.draft(told)
    assert all(part in text for part in ("ask for Rosa", "What we did", "[Results]", "We finished on"))
    assert "[Results]" in letters.gaps(text)
    assert letters.gaps("Dear friend.") == []
