"""Variables, states, reviews, ranking, files: what decides without a database."""

import json
from datetime import date

import pytest

from bedside.answers import rules
from bedside.answers.rules import NotYours, State, Unfit, WrongStep, fill
from bedside.answers.rules.exchange import MOST_BYTES, MOST_ROWS, Row, read, write_csv, write_json
from bedside.answers.rules.ranking import Offer, Wanted, fit, language_for
from bedside.organizations.rules import Role

VALUES = {"phone": "(555) 555-0142", "portal": "", "hours": "Mon to Fri, 8 a.m. to 5 p.m."}


def test_values_stand_in_the_place_of_their_variables() -> None:
    assert fill("Please call {phone}.", VALUES).text == "Please call (555) 555-0142."
    assert fill("Open {hours}.", VALUES).text == "Open Mon to Fri, 8 a.m. to 5 p.m."
    assert fill("Well… {phone}...", VALUES).text == "Well… (555) 555-0142..."


def test_missing_and_unknown_variables_are_told_apart_and_stay_to_be_seen() -> None:
    filled = fill("{portal}, {phone}, {fax}, { phone }, {}", VALUES)
    assert (filled.missing, filled.unknown) == (("portal",), ("fax", ""))
    assert filled.text == "{portal}, (555) 555-0142, {fax}, (555) 555-0142, {}"
    assert not filled.is_whole


def test_a_value_is_never_filled_again() -> None:
    assert fill("{a}", {"a": "{b}", "b": "no"}).text == "{b}"


@pytest.mark.parametrize(
    "name",
    ["name", "patient", "patient_phone", "first_name", "author", "nombre_paciente", "dob", "phone", "X", "a b", ""],
)
def test_no_variable_stands_for_a_person_or_in_the_place_of_a_fact(name: str) -> None:
    assert rules.why_no_name(name)


@pytest.mark.parametrize("name", ["lab_phone", "portal2", "cafeteria"])
def test_a_variable_of_ones_own_has_a_plain_name(name: str) -> None:
    assert rules.why_no_name(name) == ""


def test_an_approval_holds_for_exactly_these_words() -> None:
    one = rules.digest({"en": "Hello", "es": "Hola"})
    assert one == rules.digest({"es": "Hola", "en": "Hello"})
    assert len({one, rules.digest({"en": "Hello"}), rules.digest({"en": "Hello.", "es": "Hola"})}) == 3


def test_nobody_approves_their_own_words_and_health_needs_who_answers_for_it() -> None:
    clinician, approver = frozenset({Role.CLINICIAN}), frozenset({Role.APPROVER})
    officer = frozenset({Role.PRIVACY_OFFICER})
    with pytest.raises(NotYours, match="another person"):
        rules.ensure_another(roles=officer, is_clinical=False, is_author=True)
    with pytest.raises(NotYours, match="clinician"):
        rules.ensure_another(roles=approver, is_clinical=True, is_author=False)
    with pytest.raises(NotYours, match="approver"):
        rules.ensure_another(roles=clinician, is_clinical=False, is_author=False)
    for roles, clinical in ((officer, True), (officer, False), (clinician, True), (approver, False)):
        rules.ensure_another(roles=roles, is_clinical=clinical, is_author=False)


def test_steps_start_where_they_may() -> None:
    rules.ensure("approved", State.PROPOSED)
    for step, state in (
        ("approved", "draft"),
        ("proposed", "approved"),
        ("changed", "retired"),
        ("confirmed", "draft"),
    ):
        with pytest.raises(WrongStep):
            rules.ensure(step, state)


@pytest.mark.parametrize(
    ("left", "reminded", "due"),
    [(31, None, None), (30, None, 30), (29, 30, None), (7, 30, 7), (5, None, 7), (5, 7, None), (0, 7, 0), (-3, None, 0),
     (-3, 0, None)],
)  # fmt: skip
def test_reminders_come_thirty_seven_and_no_days_before_each_once(
    left: int, reminded: int | None, due: int | None
) -> None:
    review = date(2026, 6, 1)
    assert rules.reminder(review, today=date.fromordinal(review.toordinal() - left), reminded=reminded) == due


@pytest.mark.parametrize(("said", "kept"), [("/Parking", "parking"), (" find_doctor ", "find-doctor"), ("", "")])
def test_a_shortcut_is_one_plain_word(said: str, kept: str) -> None:
    assert rules.tidy_shortcut(said) == kept


@pytest.mark.parametrize("said", ["two words", "-x", "x" * 31, "<b>", "é"])
def test_what_is_no_shortcut_is_refused(said: str) -> None:
    with pytest.raises(Unfit):
        rules.tidy_shortcut(said)


# ---- ranking ---------------------------------------------------------------------------------------------------------

ANY = Offer((), (), (), ("en",))


def test_nothing_that_speaks_for_an_answer_means_no_suggestion() -> None:
    assert fit(ANY, Wanted("billing"), close=0.05) is None
    assert fit(Offer(("billing",), (), (), ("en",)), Wanted("praise"), close=0.10) is None


def test_reasons_are_said_the_strongest_first() -> None:
    found = fit(Offer(("billing",), (), ("hub",), ("es",)), Wanted("billing", "", "en", "hub"), close=0.5)
    assert found is not None
    assert found.why == ("very_close", "intent", "network", "other_language")


def test_another_networks_answer_is_never_offered_and_another_specialtys_hardly() -> None:
    assert fit(Offer(("billing",), (), ("google",), ("en",)), Wanted("billing", network="hub"), close=0.9) is None
    hearts = Offer(("clinical_question",), ("cardiology",), (), ("en",))
    assert fit(hearts, Wanted("clinical_question", "pediatrics"), close=0.1) is None
    fitting = fit(hearts, Wanted("clinical_question", "cardiology"), close=0.1)
    assert fitting is not None
    assert "specialty" in fitting.why


def test_an_answer_is_offered_in_their_language_else_in_english() -> None:
    assert [language_for(known, "es") for known in (("en", "es"), ("en",), ("es",), ())] == ["es", "en", "es", ""]


# ---- files -----------------------------------------------------------------------------------------------------------

ROW = Row(1, "Parking", {"en": "Deck B, {phone}.", "es": "Nivel B."}, "parking", ("service_question",), (), ("hub",),
          ("visit",), ("Where do I park?", "Is it free?"))  # fmt: skip


def test_what_is_taken_out_comes_in_again() -> None:
    for written in (write_csv([ROW]), write_json([ROW])):
        assert read(written.encode()).rows == [ROW]
    assert read(b"\xef\xbb\xbf" + write_csv([ROW]).encode()).rows == [ROW]
    assert read(write_csv([ROW]).encode("utf-16")).rows == [ROW]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "'"])
def test_no_cell_is_run_as_a_formula(sign: str) -> None:
    evil = Row(1, f"{sign}HYPERLINK(0)", {"en": f"{sign}cmd|' /C calc'!A0"})
    table = write_csv([evil])
    assert f"'{sign}cmd" in table
    assert read(table.encode()).rows[0].texts["en"] == evil.texts["en"].strip()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"x" * (MOST_BYTES + 1), "larger"),
        ("title,text_en\nParking,Nivel é".encode("latin-1"), "UTF-8"),
        (b"title,text_en\nA\x00,B", "no text"),
        (b"name,words\nA,B", "first line"),
        (b'title,text_en\n"A,B', "quotation mark"),
        (b"{not json", "JSON"),
        (b'{"answers": 3}', "must be"),
        (b"[" * 100_000, "JSON"),
        (b"title,text_en\n" + b"A,B\n" * (MOST_ROWS + 1), "more than"),
        (json.dumps([{"title": "A", "texts": {"en": "B"}}] * (MOST_ROWS + 1)).encode(), "more than"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_file_that_cannot_be_read_says_why_and_brings_in_nothing(content: bytes, said: str) -> None:
    with pytest.raises(Unfit, match=said):
        read(content)


def test_a_bad_row_is_left_and_the_others_are_read() -> None:
    table = f"title;text_en;clinical\nA;Hello;yes\n;no title;\nB;;\nC;{'x' * 2001};\n\nD;Bye;\n"
    parsed = read(table.encode())
    assert [(row.title, row.is_clinical) for row in parsed.rows] == [("A", True), ("D", False)]
    assert [number for number, _why in parsed.refused] == [2, 3, 4]
    odd = [3, {"title": "A"}, {"title": 5, "texts": {"en": ["x"]}}, {"title": "B", "texts": {"en": "C"}, "tags": "x"}]
    assert [row.title for row in read(json.dumps(odd).encode()).rows] == ["B"]
