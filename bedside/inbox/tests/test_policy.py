"""The comment policy: its words come from the hospital's own facts, and a second person approves them."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from bedside.inbox import actions, clauses, queries
from bedside.inbox.clauses import ALWAYS, ENFORCEABLE, FLOOR, Own, Settings, Times
from bedside.inbox.models import CommentPolicy
from bedside.inbox.moderation import NotYours, Refused
from bedside.inbox.tests.moderating import ALL, drafted, in_force
from bedside.organizations import actions as organizations
from bedside.organizations.hours import Opening
from bedside.organizations.models import Organization
from tests.cast import START, Hospital

WEEK = tuple(Opening(day, time(8), time(17)) for day in range(5))


def text_of(policy: CommentPolicy, language: str = "en") -> str:
    return clauses.plain(policy.texts[language])


# ---- the words -------------------------------------------------------------------------------------------------------


def settings(**given: object) -> Settings:
    told: dict[str, object] = {"name": "Riverbend", "phone": "(555) 555-0142", "clauses": frozenset(ALL)} | given
    return Settings(**told)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", clauses.LANGUAGES)
def test_every_policy_names_the_emergency_line(language: str) -> None:
    text = clauses.plain(clauses.compose(settings(clauses=frozenset()), language))
    assert "911" in text
    assert "988" in text


def test_what_is_always_on_cannot_be_left_out() -> None:
    assert clauses.chosen([]) == ALWAYS
    assert clauses.chosen(["ads", "no such clause"]) == ALWAYS | {"ads"}


def test_a_public_hospital_hides_nothing_for_what_somebody_thinks() -> None:
    private, public = (clauses.enforceable(one, ALL, []) for one in ("private", "public"))
    assert set(private) == set(ENFORCEABLE)
    assert set(public) == {key for key, neutral in ENFORCEABLE.items() if neutral}
    assert not {"profanity", "hate", "attack", "misinformation"} & set(public)
    asked = next(one for one in clauses.compose(settings(ownership="public"), "en") if one["key"] == "asked")
    assert "Insults and attacks on one person." in asked["lines"]  # type: ignore[operator]


def test_a_rule_of_ones_own_that_weighs_opinions_is_a_request_in_a_public_hospital() -> None:
    own = [Own("Be fair to us.", "Sean justos.", rule=True), Own("No files.", "Sin archivos.", rule=True, neutral=True)]
    assert set(clauses.enforceable("public", [], own)) == {*_floor(), own[1].key}
    assert own[0].key in clauses.enforceable("private", [], own)


def _floor() -> set[str]:
    return set(FLOOR)


def test_times_are_said_as_a_person_would() -> None:
    times = Times(
        spans=(((0, 1, 2, 3, 4), "08:00", "17:00"), ((5,), "09:00", "12:30")), federal=True,
        closed=(("2026-12-24", "Christmas Eve"),),
    )  # fmt: skip
    english, spanish = (clauses.plain(clauses.compose(settings(times=times), one)) for one in ("en", "es"))
    assert "We read comments Monday to Friday, 8 a.m. to 5 p.m.; Saturday, 9 a.m. to 12:30 p.m.\n" in english
    assert "We do not read on federal holidays." in english
    assert "December 24, 2026 (Christmas Eve)" in english
    assert "lunes a viernes, de 8 a.m. a 5 p.m." in spanish
    assert "24 de diciembre de 2026" in spanish
    assert "day and night" in clauses.plain(clauses.compose(settings(times=Times(always=True)), "en"))


# ---- versions --------------------------------------------------------------------------------------------------------


def test_its_words_come_from_the_hospitals_own_facts_and_hours(riverbend: Hospital) -> None:
    closed = {date(START.year + 1, 7, 3): "Founders' Day"}
    organizations.keep_hours(
        organization=riverbend.organization, always=False, openings=WEEK, federal=True, closed=closed,
        by=riverbend.milo, at=START,
    )  # fmt: skip
    made = drafted(riverbend)
    assert "(555) 555-0142" in text_of(made)
    assert riverbend.organization.name in text_of(made)
    assert "Monday to Friday, 8 a.m. to 5 p.m." in text_of(made)
    assert "Founders' Day" in text_of(made)
    assert not queries.is_stale(made, riverbend.organization, at=START)


def test_the_words_are_plain_and_pass_the_guard(riverbend: Hospital) -> None:
    for ownership in clauses.OWNERSHIPS:
        made = drafted(riverbend, ownership=ownership)
        english, spanish = queries.read_policy(riverbend.organization, made.texts)
        assert english.verdict.verdict == spanish.verdict.verdict == "allow"
        assert english.grade is not None
        assert english.grade <= 6
        assert spanish.ease is not None
        assert spanish.ease >= 80


def test_a_second_person_approves_and_the_one_before_is_kept(riverbend: Hospital) -> None:
    first = in_force(riverbend)
    second = in_force(riverbend, ownership="public")
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("replaced", "in_force", 2)
    assert queries.policy_in_force(riverbend.organization) == second
    assert "hate" not in queries.enforced_now(riverbend.organization)[1]


def test_nobody_approves_what_they_wrote_or_proposed(riverbend: Hospital) -> None:
    made = actions.propose_policy(policy=drafted(riverbend, by=riverbend.ben), by=riverbend.petra, at=START)
    for member in (riverbend.ben, riverbend.petra):
        with pytest.raises(NotYours):
            actions.approve_policy(policy=made, seen=made.digest, by=member, at=START)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentPolicy.objects.filter(organization=riverbend.organization).update(approved_by=riverbend.ben)


def test_what_changed_since_it_was_read_is_not_approved(riverbend: Hospital) -> None:
    made = actions.propose_policy(policy=drafted(riverbend), by=riverbend.milo, at=START)
    with pytest.raises(Refused, match="changed since"):
        actions.approve_policy(policy=made, seen="0" * 64, by=riverbend.ben, at=START)
    again = drafted(riverbend, on=["ads"])
    assert (again.pk, again.state) == (made.pk, "draft")  # another change needs another proposal
    with pytest.raises(Refused, match="does not wait"):
        actions.approve_policy(policy=made, seen=made.digest, by=riverbend.ben, at=START)


def test_it_is_sent_back_with_words_and_proposed_once(riverbend: Hospital) -> None:
    made = actions.propose_policy(policy=drafted(riverbend), by=riverbend.milo, at=START)
    with pytest.raises(Refused):
        actions.propose_policy(policy=made, by=riverbend.milo, at=START)
    with pytest.raises(Refused):
        actions.return_policy(policy=made, note="no", by=riverbend.ben, at=START)
    back = actions.return_policy(policy=made, note="Say more of photos.", by=riverbend.ben, at=START)
    assert (back.state, back.note) == ("draft", "Say more of photos.")


def test_a_clause_of_ones_own_needs_both_languages_and_the_guard(riverbend: Hospital) -> None:
    for own in ([Own("Only English", "")], [Own("x" * 201, "y")], [Own(f"{n}", f"{n}") for n in range(9)]):
        with pytest.raises(Refused):
            drafted(riverbend, own=own)
    same = Own("No files.", "Sin archivos.")
    with pytest.raises(Refused, match="say the same"):
        drafted(riverbend, own=[same, same])
    named = Own("Our patient Maria Gonzalez was rude after her knee surgery.", "Sin nombres.")
    with pytest.raises(Refused, match="guard"):
        actions.propose_policy(policy=drafted(riverbend, own=[named]), by=riverbend.milo, at=START)
    assert drafted(riverbend, own=[Own(" ", "")]).own == []
    with pytest.raises(Refused):
        drafted(riverbend, ownership="royal")


def test_a_policy_says_when_the_hospital_has_changed(riverbend: Hospital) -> None:
    made = in_force(riverbend)
    organizations.change_facts(organization=riverbend.organization, by=riverbend.milo, at=START, phone="(555) 555-0199")
    fresh = Organization.objects.get(pk=riverbend.organization.pk)
    assert queries.is_stale(made, fresh, at=START)
    assert "(555) 555-0142" in text_of(made), "what was approved stays as it was"


def test_a_day_that_is_over_makes_no_policy_old(riverbend: Hospital) -> None:
    organizations.keep_hours(
        organization=riverbend.organization, always=False, openings=WEEK, federal=True,
        closed={START.date() + timedelta(days=2): "Inventory"}, by=riverbend.milo, at=START,
    )  # fmt: skip
    made = in_force(riverbend)
    assert not queries.is_stale(made, riverbend.organization, at=START + timedelta(days=9))


def test_what_the_hub_holds(riverbend: Hospital) -> None:
    assert queries.holding(riverbend.organization) == queries.Holding()
    actions.keep_holding(
        organization=riverbend.organization, spam=False, misinformation=True, by=riverbend.ben, at=START
    )
    assert not queries.holding(riverbend.organization).spam
    in_force(riverbend, ownership="public")
    held = queries.holding(riverbend.organization)
    assert (held.misinformation, held.is_public) == (False, True)
