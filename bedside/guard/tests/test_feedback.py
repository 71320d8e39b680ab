"""Saying that a finding is wrong: kept sealed, counted, loosened by nobody but two people."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bedside.audit import queries as audit
from bedside.guard import actions as guard
from bedside.guard import queries
from bedside.guard.models import Feedback
from bedside.guard.policy import BUILT_IN, Allowed, NotAPolicy
from bedside.guard.policy.steps import QUOTES_KEPT
from bedside.publishing import actions as publishing
from tests.cast import START, Hospital
from tests.filled import NAMES_A_PATIENT, draft

WHY = "It is the name of our new wing."


def dispute(hospital: Hospital, **given: Any) -> Feedback:
    said = {"rule": "name", "kind": "own_fact", "quote": "Mercy Hart", "by": hospital.ada, "at": START}
    return guard.dispute(organization=hospital.organization, **said | given)  # type: ignore[arg-type]


def test_the_words_are_sealed_and_kept_out_of_the_record(riverbend: Hospital) -> None:
    kept = dispute(riverbend)
    assert b"Mercy" not in bytes(kept.quote)
    assert queries.quote_of(kept) == "Mercy Hart"
    entry = audit.entries(riverbend.organization, kind="guard.disputed").get()
    assert entry.details == {"rule": "name", "what": "own_fact"}


def test_the_same_complaint_is_kept_once(riverbend: Hospital) -> None:
    assert dispute(riverbend) == dispute(riverbend)
    dispute(riverbend, by=riverbend.ben)
    dispute(riverbend, kind="other")
    assert Feedback.objects.count() == 3
    assert audit.entries(riverbend.organization, kind="guard.disputed").count() == 3


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"rule": "nonsense"}, guard.UnknownRule),
        ({"rule": ""}, guard.UnknownRule),
        ({"kind": "loud"}, guard.UnknownRule),
        ({"quote": " \x00 "}, guard.NeedsWords),
    ],
)
def test_what_is_no_complaint_is_not_kept(riverbend: Hospital, given: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        dispute(riverbend, **given)
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("quote", ["x" * 5_000, "\ud800 odd", "😀" * 700, "a\x00b"])
def test_odd_words_are_kept_as_far_as_they_go(riverbend: Hospital, quote: str) -> None:
    assert 0 < len(queries.quote_of(dispute(riverbend, quote=quote))) <= 600


def test_words_are_shredded_after_three_months_and_the_count_stays(riverbend: Hospital) -> None:
    kept = dispute(riverbend)
    later = START + QUOTES_KEPT + timedelta(seconds=1)
    assert guard.tidy_feedback(organization=riverbend.organization, at=later) == 1
    assert guard.tidy_feedback(organization=riverbend.organization, at=later) == 0
    kept.refresh_from_db()
    assert queries.quote_of(kept) == ""
    assert kept.rule == "name"


def test_nothing_is_loosened_by_itself(riverbend: Hospital) -> None:
    for number in range(20):
        dispute(riverbend, quote=f"Mercy Hart {number}")
    assert queries.policy_of(riverbend.organization) == BUILT_IN


def test_a_draft_is_begun_with_the_words_allowed(riverbend: Hospital) -> None:
    version = guard.propose_allowed(feedback=dispute(riverbend), reason=WHY, by=riverbend.petra, at=START)
    assert version.state == "draft"
    assert queries.said_by(version).allowed == (Allowed("name", "Mercy Hart", WHY),)
    assert queries.policy_of(riverbend.organization) == BUILT_IN


def test_the_floor_holds_here_too(riverbend: Hospital) -> None:
    with pytest.raises(NotAPolicy):
        guard.propose_allowed(feedback=dispute(riverbend), reason="fine", by=riverbend.petra, at=START)
    with pytest.raises(NotAPolicy):
        guard.propose_allowed(feedback=dispute(riverbend, quote="MRN 448812"), reason=WHY, by=riverbend.petra, at=START)
    with pytest.raises(guard.WrongStep):
        guard.propose_allowed(feedback=dispute(riverbend, rule="mrn"), reason=WHY, by=riverbend.petra, at=START)
    with pytest.raises(guard.WrongStep):
        guard.propose_allowed(feedback=dispute(riverbend, rule="house_word"), reason=WHY, by=riverbend.petra, at=START)
    old = dispute(riverbend, quote="Old Hall", at=START - QUOTES_KEPT - timedelta(days=1))
    guard.tidy_feedback(organization=riverbend.organization, at=START)
    old.refresh_from_db()
    with pytest.raises(guard.WrongStep, match="shredded"):
        guard.propose_allowed(feedback=old, reason=WHY, by=riverbend.petra, at=START)


def test_each_rule_is_counted_over_ninety_days(riverbend: Hospital, jobs: Callable[..., int]) -> None:
    post = draft(riverbend, NAMES_A_PATIENT)
    with pytest.raises(guard.Held):
        publishing.ask_approval(post=post, by=riverbend.ada, at=START)
    asked = publishing.ask_release(post=post, note="She signed our release.", where="/", by=riverbend.ada, at=START)
    guard.release(appeal=asked, ground="wrong", reason="It is on file here.", by=riverbend.petra, at=START)
    dispute(riverbend)
    claim = draft(riverbend, "Our new laser cures back pain, guaranteed.")
    publishing.ask_approval(post=claim, by=riverbend.ada, at=START, reason="A quotation of a law.")
    dispute(riverbend, rule="geography", at=START - timedelta(days=91))
    found = {one.rule: one for one in queries.tallies(riverbend.organization, since=START - queries.WINDOW)}
    assert (found["name"].held, found["name"].released, found["name"].disputed) == (1, 1, 1)
    assert found["unproven_claim"].sent_anyway == 1
    assert "geography" not in found
    assert next(iter(found)) == "name", "the most disputed comes first"
