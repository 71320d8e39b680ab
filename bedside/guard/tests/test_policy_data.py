"""A policy from JSON: what is one, what is none and why, and that it comes back as it was."""

import json
from typing import Any

import pytest

from bedside.guard.policy import BUILT_IN, FLOOR, HARD, OPEN, RULES, NotAPolicy, as_data, digest, lowered, parse
from bedside.guard.policy.data import canonical, read

WHY = "Our privacy officer looked at it in May."
FULL: dict[str, Any] = {
    "rules": {
        "hostile": {"severity": "block"},
        "trial_claim": {"on": False},
        "name": {"severity": "warn", "reason": WHY},
    },
    "terms": [{"phrase": "cure*", "severity": "block", "reason": "Nobody cures.", "replacement": "treat"}],
    "allowed": [{"rule": "phone", "phrase": "the 211 helpline", "reason": WHY}],
    "warnings_need_reason": False,
    "overrides": "nobody",
}


def problems(**changed: Any) -> str:
    with pytest.raises(NotAPolicy) as refused:
        parse(FULL | changed)
    return " ".join(refused.value.problems)


def test_what_is_read_is_what_was_written() -> None:
    policy = parse(FULL)
    assert parse(as_data(policy)) == policy
    assert read(canonical(policy)) == policy
    assert digest(policy) == digest(parse(json.loads(json.dumps(as_data(policy)))))


def test_nothing_at_all_is_the_policy_that_comes_with_the_product() -> None:
    assert parse({}) == BUILT_IN
    assert lowered(BUILT_IN) == ()


def test_every_rule_stands_in_one_of_three_kinds() -> None:
    assert set(RULES) == HARD | FLOOR | OPEN
    assert len(HARD) + len(FLOOR) + len(OPEN) == len(RULES)
    assert {"unproven_claim", "trial_claim", "hostile", "missing_disclosure"} == OPEN


@pytest.mark.parametrize("rule", sorted(HARD))
@pytest.mark.parametrize("said", [{"on": False, "reason": WHY}, {"severity": "warn", "reason": WHY}])
def test_a_number_that_names_a_person_is_never_lowered(rule: str, said: dict[str, Any]) -> None:
    assert f"Rule {rule}" in problems(rules={rule: said})


@pytest.mark.parametrize("rule", sorted(HARD))
def test_nothing_is_allowed_under_it(rule: str) -> None:
    assert "nothing can be allowed" in problems(allowed=[{"rule": rule, "phrase": "chart 12", "reason": WHY}])


@pytest.mark.parametrize("rule", sorted(FLOOR))
def test_what_protects_people_is_lowered_with_a_reason_alone(rule: str) -> None:
    for said in ({"on": False}, {"severity": "warn"}, {"on": False, "reason": "we like"}):
        assert "needs a reason" in problems(rules={rule: said})
    assert [one.rule for one in lowered(parse({"rules": {rule: {"on": False, "reason": WHY}}}))] == [rule]


def test_raising_a_rule_lowers_nothing() -> None:
    assert lowered(parse({"rules": {"name": {"severity": "block"}, "hostile": {"severity": "block"}}})) == ()


def test_an_allowed_phrase_of_the_floor_is_shown_as_lowered() -> None:
    (one,) = lowered(parse({"allowed": [{"rule": "name", "phrase": "Mercy Hart Wing", "reason": WHY}]}))
    assert (one.how, one.phrase) == ("allowed", "Mercy Hart Wing")


def test_an_allowed_phrase_cannot_carry_a_hard_number_under_another_rule() -> None:
    assert "never allowed" in problems(allowed=[{"rule": "phone", "phrase": "SSN 536-22-8041", "reason": WHY}])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"rules": []}, '"rules" is an object'),
        ({"rules": {"no_such": {}}}, "no rule called no_such"),
        ({"rules": {"name": 3}}, "Rule name"),
        ({"rules": {"name": {"off": True}}}, "nothing else"),
        ({"rules": {"name": {"on": "yes"}}}, "true or false"),
        ({"rules": {"name": {"severity": "loud"}}}, "block or warn"),
        ({"terms": {}}, '"terms" is a list'),
        ({"terms": ["x"]}, "Extra word 1"),
        ({"terms": [{"phrase": "*", "reason": WHY}]}, "Extra word 1"),
        ({"terms": [{"phrase": "a * b", "reason": WHY}]}, "stands beside letters"),
        ({"terms": [{"phrase": "a*b*c*d*", "reason": WHY}]}, "may hold 3"),
        ({"terms": [{"phrase": "best", "reason": WHY, "severity": "x"}]}, "block or warn"),
        ({"terms": [{"phrase": "best", "reason": ""}]}, "it is missing"),
        ({"terms": [{"phrase": "best", "reason": WHY}] * 2}, "stands there twice"),
        ({"terms": [{"phrase": "x" * 81, "reason": WHY}]}, "at most 80"),
        ({"terms": [{"phrase": f"word{n}", "reason": WHY} for n in range(301)]}, "at most 300"),
        ({"terms": [{"phrase": "a\x00b", "reason": WHY}]}, "cannot be shown"),
        ({"terms": [{"phrase": 3, "reason": WHY}]}, "this is a text"),
        ({"terms": [{"phrase": "cure*", "reason": WHY, "replacement": "a cure"}]}, "the very words"),
        ({"allowed": [{"rule": "name", "phrase": "Jo*", "reason": WHY}]}, "stands for nothing"),
        ({"allowed": [{"rule": "name", "phrase": "a--", "reason": WHY}]}, "at least 3 letters"),
        ({"allowed": [{"rule": "name", "phrase": "Mercy Hart", "reason": "fine"}]}, "at least 15"),
        ({"allowed": [{"rule": "what", "phrase": "Mercy Hart", "reason": WHY}]}, "no rule called what"),
        ({"warnings_need_reason": "no"}, "true or false"),
        ({"overrides": "everybody"}, "privacy_officer or nobody"),
        ({"colour": 1}, "nothing called so"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(changed: dict[str, Any], said: str) -> None:
    assert said in problems(**changed)


@pytest.mark.parametrize("data", [None, [], "x", 3])
def test_what_is_no_object_is_no_policy(data: object) -> None:
    with pytest.raises(NotAPolicy):
        parse(data)


def test_every_problem_is_said_at_once_and_no_phrase_is_repeated() -> None:
    said = problems(
        rules={"mrn": {"on": False}, "name": {"on": False}},
        allowed=[{"rule": "ssn", "phrase": "Maria Gonzalez", "reason": WHY}],
    )
    assert all(word in said for word in ("mrn", "name", "Allowed phrase 1"))
    assert "Maria" not in said


def test_a_name_of_a_rule_that_is_no_name_is_not_repeated() -> None:
    assert "<script>" not in problems(rules={"<script>alert(1)</script>": {}})
