"""The etiquette's own words: every rule has them, every example is what it claims to be, nothing is said twice."""

import pytest

from bedside.guard import Facts, check
from bedside.guard.policy import BUILT_IN, RULES, TERM_RULE, Allowed, Policy, Setting, Term
from bedside.guard.policy.commands import as_text
from bedside.guard.policy.compare import MOST_EXAMPLES, add, compared, empty
from bedside.guard.policy.etiquette import compose, sha256
from bedside.guard.policy.floor import BY_RULE
from bedside.guard.policy.words import WORDS

WHY = "Our privacy officer looked at it in May."
FACTS = Facts(name="Riverbend", phones=("555-0142",))


def test_every_rule_has_its_words_and_no_others_do() -> None:
    assert set(WORDS) == {*RULES, TERM_RULE}
    assert len({words.title for words in WORDS.values()}) == len(WORDS)


@pytest.mark.parametrize("rule", sorted(BY_RULE))
def test_the_bad_example_is_found_and_the_good_one_may_leave(rule: str) -> None:
    words = WORDS[rule]
    inbound = words.inbound or None
    found = {one.rule for one in check(words.bad, kind=words.kind, inbound=inbound).findings}
    assert rule in found
    assert check(words.good, kind=words.kind, inbound=inbound).findings == ()


def text_of(policy: Policy, number: int = 0) -> str:
    return as_text(compose(policy, facts=FACTS, officers=("Petra Olsen",), number=number))


def test_it_says_every_rule_its_law_and_whom_to_ask() -> None:
    said = text_of(BUILT_IN)
    for rule in RULES:
        assert WORDS[rule].title in said
        assert WORDS[rule].never in said
    for check_ in BY_RULE.values():
        assert check_.source in said
    assert "Petra Olsen" in said
    assert "555-0142" in said
    assert "LOWERED" not in said


def test_what_is_lowered_stands_at_the_top_with_its_reason() -> None:
    policy = Policy(settings=(Setting("name", on=False, reason=WHY),), allowed=(Allowed("phone", "the 211 line", WHY),))
    said = text_of(policy, 3)
    assert said.index("WHAT IS LOWERED HERE") < said.index("WHAT CAN NEVER LEAVE")
    assert WHY in said
    assert "the 211 line" in said
    assert "version 3" in said


def test_own_words_and_releases_are_said() -> None:
    policy = Policy(
        terms=(Term("world-class", "block", "Nobody can measure it.", "experienced"),),
        allowed=(Allowed("hostile", "silly season", "The name of our fair."),),
        warnings_need_reason=False,
        overrides="nobody",
    )
    said = text_of(policy)
    for words in ("world-class", "experienced", "silly season", "Nobody can release it here", "asks for no reason"):
        assert words in said


def test_the_same_policy_reads_the_same_and_another_does_not() -> None:
    one = compose(BUILT_IN, facts=FACTS, officers=("Petra Olsen",), number=0)
    assert sha256(one) == sha256(compose(BUILT_IN, facts=FACTS, officers=("Petra Olsen",), number=0))
    assert sha256(one) != sha256(compose(BUILT_IN, facts=FACTS, officers=("Ben Brandt",), number=0))


def test_a_tally_counts_both_ways_and_keeps_no_words() -> None:
    tally = empty()
    free, warned = check("Come by on Saturday."), check("Our new laser cures back pain, guaranteed.")
    held = check("MRN 448812")
    add(tally, compared(free, warned), subject="post", subject_id=1, where="/1", text="a")
    add(tally, compared(held, free), subject="post", subject_id=2, where="/2", text="b")
    add(tally, compared(free, free), subject="post", subject_id=3, where="/3", text="c")
    assert tally["verdicts"] == {"allow>warn": 1, "block>allow": 1, "allow>allow": 1}
    assert tally["rules"]["mrn"]["vanished"] == 1
    assert tally["rules"]["unproven_claim"]["appeared"] == 1
    assert (tally["changed"], [one["id"] for one in tally["examples"]]) == (2, [1, 2])
    assert "laser" not in str(tally)
    add(tally, compared(free, warned), subject="post", subject_id=4, where="/4", text="a")
    assert [one["id"] for one in tally["examples"]] == [1, 2], "the same words are one example"
    for number in range(500):
        add(tally, compared(free, warned), subject="post", subject_id=number, where="/", text=str(number))
    assert len(tally["examples"]) <= MOST_EXAMPLES
