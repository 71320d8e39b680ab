"""What a verdict weighs under a policy, and that no policy goes below the floor."""

import random
from typing import Any, get_args

import pytest

from bedside.guard import Facts, check
from bedside.guard.policy import BUILT_IN, HARD, RULES, Allowed, Policy, Setting, Term, apply, judge
from bedside.guard.policy.terms import found_in
from bedside.guard.shapes import Kind

THANKS = "Thank you for choosing us for your surgery!"
CLAIM = "Our new laser cures back pain, guaranteed."
WHY = "Our privacy officer looked at it in May."


def rules_of(text: str, policy: Policy, **given: Any) -> set[str]:
    return {one.rule for one in judge(text, policy=policy, **given).findings}


def test_without_a_policy_nothing_changes() -> None:
    for text in (THANKS, CLAIM, "Flu shots are free on Saturday.", ""):
        for kind in get_args(Kind):
            assert judge(text, policy=BUILT_IN, kind=kind) == check(text, kind=kind)


def test_a_rule_that_is_off_is_silent() -> None:
    assert "unproven_claim" in rules_of(CLAIM, BUILT_IN)
    assert rules_of(CLAIM, Policy(settings=(Setting("unproven_claim", on=False),))) == set()


def test_a_warning_can_hold_and_a_hold_can_warn() -> None:
    assert judge(CLAIM, policy=Policy(settings=(Setting("unproven_claim", severity="block"),))).verdict == "block"
    softer = Policy(settings=tuple(Setting(rule, severity="warn", reason=WHY) for rule in RULES if rule not in HARD))
    assert judge(THANKS, policy=softer, kind="reply").verdict == "warn"


def test_an_allowed_phrase_passes_exactly_and_under_its_rule_alone() -> None:
    text = "Call the nurse line, 303-555-0177, at any hour."
    fine = Policy(allowed=(Allowed("phone", "303-555-0177", WHY),))
    assert "phone" in rules_of(text, BUILT_IN)
    assert "phone" not in rules_of(text, fine)
    assert "phone" in rules_of("Call the nurse line, 303-555-0178.", fine)
    assert "phone" in rules_of(text, Policy(allowed=(Allowed("fax", "303-555-0177", WHY),)))


def test_what_holds_more_than_the_allowed_phrase_is_still_found() -> None:
    fine = Policy(allowed=(Allowed("name", "Whitlow", WHY),))
    assert "name" in rules_of("Thank you, Mrs. Whitlow, for your kind words.", fine, kind="reply")


@pytest.mark.parametrize("text", ["SSN 536-22-8041", "MRN 448812", "Member ID XJH884201937 is right."])
def test_hard_numbers_stand_under_every_policy(text: str) -> None:
    loosest = Policy(
        settings=tuple(Setting(rule, on=False, reason=WHY) for rule in RULES),
        allowed=tuple(Allowed(rule, text, WHY) for rule in RULES),
        warnings_need_reason=False,
    )
    verdict = judge(text, policy=loosest)
    assert verdict.verdict == "block"
    assert {one.rule for one in verdict.findings} <= HARD


def test_a_hard_number_behind_an_allowed_link_is_found() -> None:
    """Among identifiers the first to claim words keeps them: what it claimed must not vanish with it."""
    text = "Look here: https://www.facebook.com/536-22-8041 for the rest."
    off = Policy(settings=(Setting("url", on=False, reason=WHY),))
    for policy in (BUILT_IN, off):
        found = judge(text, policy=policy).findings
        assert {one.rule for one in found} & (HARD | {"url"})
    assert judge(text, policy=off).verdict == "block"


def test_every_finding_still_quotes_its_place() -> None:
    policy = Policy(
        settings=(Setting("name", severity="warn", reason=WHY),),
        terms=(Term("kind words", "warn", "We say more than that.", "words"), Term("you", "block", "Nobody.")),
    )
    text = "Thank yоu, Mrs. Whitlow, for your ｋｉｎｄ words. MRN 448812"
    for finding in judge(text, policy=policy, kind="reply").findings:
        assert text[finding.start : finding.end] == finding.quote


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("best hospital", "The BEST   hospital!", True),
        ("best hospital", "The best\nhospital", True),
        ("best hospital", "The best-hospital", True),
        ("best hospital", "the bestest hospital", False),
        ("cure*", "It cures and cured.", True),
        ("cure", "It cures.", False),
        ("*cure", "a procure office", True),
        ("world*class", "worldwideclass", True),
        ("cure", "c\u200bure", True),
        ("cure", "ｃｕｒｅ", True),
        ("C++", "we like C++ here", True),
        ("año nuevo", "Feliz AÑO nuevo", True),
        ("cure", "", False),
    ],
)
def test_own_words_are_found_past_disguises(phrase: str, text: str, found: bool) -> None:
    assert any(found_in(text, Term(phrase, "warn", WHY))) is found


def test_own_words_are_reported_with_what_to_say_instead() -> None:
    policy = Policy(terms=(Term("world-class", "warn", "Nobody can measure it.", "experienced"),))
    (one,) = judge("Our world-class team greets you.", policy=policy).findings
    assert (one.rule, one.reason, one.suggestion) == ("house_word", "Nobody can measure it.", "experienced")


def test_an_answer_with_own_words_is_offered_a_safe_wording_that_keeps_to_the_policy() -> None:
    facts = Facts(phones=("555-0142",))
    policy = Policy(terms=(Term("parking", "block", "Ask facilities."),))
    said = judge("There is parking.", policy=policy, kind="reply", inbound="Is there parking?", facts=facts)
    assert said.verdict == "block"
    assert said.safe
    assert judge(said.safe, policy=policy, kind="reply", facts=facts).verdict == "allow"
    strict = Policy(terms=(*policy.terms, Term("team", "warn", "We say people.")))
    said = judge("There is parking.", policy=strict, kind="reply", inbound="Is there parking?", facts=facts)
    assert said.safe is None or "team" not in said.safe.casefold()


def test_a_post_is_offered_no_reply() -> None:
    policy = Policy(terms=(Term("parking", "block", "Ask facilities."),))
    assert judge("There is parking.", policy=policy).safe is None


def test_work_grows_with_the_text_alone() -> None:
    """Three hundred words with wildcards over a long hostile text come to an end."""
    terms = tuple(Term(f"a{n}*b*c*", "warn", WHY) for n in range(300))
    text = "a1" * 10_000
    assert apply(check("x"), text, Policy(terms=terms)).verdict == "allow"


def test_no_policy_of_any_making_lets_more_than_the_floor_pass() -> None:
    dice = random.Random(7)
    text = "Mrs. Whitlow, MRN 448812, called 303-555-0177 about her SSN 536-22-8041."
    for _ in range(60):
        policy = Policy(
            settings=tuple(
                Setting(rule, on=dice.random() > 0.5, severity=dice.choice(("block", "warn", None)), reason=WHY)
                for rule in dice.sample(RULES, 12)
            ),
            allowed=tuple(Allowed(dice.choice(RULES), dice.choice(("448812", "Whitlow", text)), WHY) for _ in range(4)),
        )
        verdict = judge(text, policy=policy, kind="reply")
        assert {"mrn", "ssn"} <= {one.rule for one in verdict.findings}
        assert verdict.verdict == "block"
