"""Sums that add up, medians read from steps, shares with their interval, and what is not said of few."""

import itertools
import random
from datetime import date

import pytest

from bedside.inbox import measuring
from bedside.inbox.measuring import EDGES, Fact, Stars, Sums, hidden, of_fact, quantile, share, step_of, sums_of, total

DAY = date(2026, 3, 2)


def fact(**given: object) -> Fact:
    told: dict[str, object] = {
        "on_date": DAY, "hour": 9, "network": "hub", "level": "P4", "team": None, "member": 7, "needed": True,
    }  # fmt: skip
    return Fact(**(told | given))  # type: ignore[arg-type]


def test_a_sum_says_what_a_count_of_its_facts_would() -> None:
    chance = random.Random(4)
    facts = [
        fact(
            hour=chance.randrange(24), answered=chance.random() < 0.7, silent=chance.random() < 0.1,
            reopened=chance.randrange(3), first_clock=chance.randrange(9_000_000), needed=chance.random() < 0.9,
        )
        for _number in range(500)
    ]  # fmt: skip
    whole = sums_of(facts)["all", ""]
    needed = [one for one in facts if one.needed]
    assert whole.count("began") == 500
    assert whole.count("needed") == len(needed)
    assert whole.count("answered") == sum(one.answered for one in needed)
    assert whole.count("reopened") == sum(one.reopened for one in facts)
    assert sum(whole.steps("first_clock")) == len(needed)
    assert whole.hours() == [sum(one.hour == hour for one in facts) for hour in range(24)]
    assert sum(whole.steps("solved_clock")) == 0


def test_sums_are_added_and_taken_apart_in_any_order() -> None:
    first, second = of_fact(fact(answered=True, first_clock=90)), of_fact(fact(solved_clock=10**9))
    assert (first + second) - first == second
    assert total([second, first]) == first + second
    assert Sums.from_bytes((first + second).to_bytes()) == first + second
    assert (first - first) == Sums()


def test_every_value_of_a_comparison_is_part_of_the_whole() -> None:
    parts = sums_of([fact(network="hub"), fact(network="google", team=3, member=None), fact(level="P3")])
    for kind in ("network", "level", "team", "member"):
        assert total(sums for (facet, _value), sums in parts.items() if facet == kind) == parts["all", ""]


@pytest.mark.parametrize("spread", [1_000, 20_000, 400_000])
def test_medians_lie_within_a_step_of_the_exact_ones(spread: int) -> None:
    chance = random.Random(spread)
    seconds = sorted(int(chance.expovariate(1 / spread)) for _number in range(2_001))
    steps = sums_of(fact(first_clock=one) for one in seconds)["all", ""].steps("first_clock")
    for part in (0.5, 0.9):
        exact, read = seconds[int(part * 2_000)], quantile(steps, part)
        place = step_of(exact)
        width = EDGES[place + 1] - EDGES[place]
        assert read is not None
        assert abs(read - exact) <= width


def test_steps_are_never_wider_than_a_twelfth_beyond_half_an_hour() -> None:
    wide = [(high - low) / low for low, high in itertools.pairwise(EDGES) if low >= 30 * 60]
    assert max(wide) <= 1 / 12
    assert EDGES[-1] == 90 * 86_400
    assert len(set(EDGES)) == len(EDGES)


def test_nothing_has_no_median_and_what_is_very_long_has_a_bound() -> None:
    assert quantile(Sums().steps("first_clock"), 0.5) is None
    forever = of_fact(fact(first_clock=10**8)).steps("first_clock")
    assert quantile(forever, 0.5) == EDGES[-1]
    assert step_of(-5) == 0


def test_wilson_is_what_the_paper_and_the_reference_say() -> None:
    found = share(1713, 3371)
    assert found is not None
    assert (found.low, found.high) == (49.1, 52.5)
    assert share(0, 0) is None
    assert share(0, 5) == measuring.Share(0, 5, 0.0, 0.0, 43.4)
    assert share(5, 5) == measuring.Share(5, 5, 100.0, 56.6, 100.0)


@pytest.mark.parametrize(
    ("numbers", "unsaid"),
    [
        ([], set()),
        ([5], set()),  # alone it is the whole
        ([5, 0], set()),
        ([100, 5, 40], {1, 2}),  # one alone could be taken from the whole
        ([100, 5, 3], {1, 2}),
        ([11, 12], set()),
        ([1, 2], {0, 1}),
        ([100, 10, 0, 11], {1, 3}),
    ],
)
def test_few_among_several_are_not_said_and_cannot_be_told(numbers: list[int], unsaid: set[int]) -> None:
    assert hidden(numbers) == unsaid


def test_the_mean_of_stars_has_its_interval() -> None:
    stars = Stars((1, 0, 1, 2, 6))
    assert (stars.count, stars.mean) == (10, 4.2)
    assert stars.interval is not None
    assert [round(edge, 2) for edge in stars.interval] == [3.26, 5.0]  # t with 9 degrees of freedom, kept within five
    assert Stars((0, 0, 0, 0, 1)).interval is None
    assert Stars((0, 0, 0, 0, 0)).mean is None
    assert Stars((0, 0, 0, 0, 9)).interval == (5.0, 5.0)
