"""Suggestions by meaning: how often the right answer is among the first three, why, and in which database."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bedside.answers import actions, meaning, queries
from bedside.answers.models import Answer
from bedside.answers.queries import suggesting
from bedside.answers.rules.ranking import Wanted
from bedside.answers.starters import LIBRARY
from bedside.guard import redact
from bedside.triage import read
from tests.cast import START, Hospital

Jobs = Callable[..., int]
TODAY = START.date()

#: What somebody writes, and the answers of the starter set that fit it. Written before they were tried, and left as
#: they were: none repeats a way of asking that the set itself names.
ASKED = [
    ("is there free parking near the main building?", {"parking"}),
    ("the garage was full, where else can we leave the car", {"parking"}),
    ("until what time can family visit on Sundays?", {"visiting-hours"}),
    ("can my kids come see their grandma tomorrow evening, what are visiting times", {"visiting-hours"}),
    ("how do we find the building, google maps sends us to the wrong street", {"directions"}),
    ("when does the clinic close on Saturdays", {"opening-hours"}),
    ("my grandmother only speaks Spanish, is there an interpreter", {"interpreter"}),
    ("we need ASL interpreting for a visit", {"interpreter"}),
    ("do you have wheelchairs at the entrance for my dad", {"access"}),
    ("is my guide dog allowed inside", {"service-animals"}),
    ("what's the ER wait like tonight", {"wait-times"}),
    ("does the hospital accept Blue Cross insurance", {"insurance"}),
    ("are you in-network for Aetna", {"insurance"}),
    ("this bill makes no sense, who explains the charges", {"bill"}),
    ("you billed me twice for one thing", {"bill"}),
    ("can I pay in monthly payments, money is tight", {"financial-help"}),
    ("is there any financial assistance for people without insurance", {"financial-help", "price"}),
    ("how much would a knee MRI cost me out of pocket", {"price"}),
    ("need to reschedule my appointment for Thursday", {"appointment"}),
    ("who do I call to cancel an appointment", {"appointment"}),
    ("which doctors are taking new patients right now", {"new-patients"}),
    ("do you take walk-ins or only appointments", {"walk-in"}),
    ("portal keeps rejecting my password", {"portal"}),
    ("how can I request medical records for my new doctor", {"records"}),
    ("think I left my jacket there, is there a lost and found", {"lost-and-found"}),
    ("any nursing jobs open for new grads?", {"jobs"}),
    ("I'd love to volunteer this summer", {"volunteer"}),
    ("journalist here, who handles press questions", {"press"}),
    ("can we donate books for the kids' floor", {"donate"}),
    ("when is the next CPR class", {"classes"}),
    ("waited five hours and was never told why. terrible", {"waited-long"}),
    ("the front desk lady was incredibly rude", {"rude"}),
    ("felt discriminated against because of my accent", {"fairness"}),
    ("restrooms were disgusting and the food was awful", {"clean"}),
    ("I called six times and nobody picks up the phone", {"phone-lines"}),
    ("is it normal to have a sore arm after the shot", {"symptoms", "vaccines"}),
    ("can I take advil together with my blood thinner", {"medicines"}),
    ("how do I refill my prescription", {"refills"}),
    ("still waiting for my lab results", {"results"}),
    ("my baby has had a fever since last night", {"child-ill"}),
    ("I'm pregnant, is this cramping normal?", {"pregnancy"}),
    ("what blood pressure is too high", {"heart"}),
    ("stitches look infected after my operation", {"after-procedure"}),
    ("where do I get the flu vaccine", {"vaccines"}),
    ("one of your employees posted my cousin's photo online", {"privacy-concern"}),
    ("¿dónde puedo dejar el coche?", {"parking"}),
    ("¿a qué hora son las visitas?", {"visiting-hours"}),
    ("necesito cambiar la fecha de mi cita", {"appointment"}),
    ("¿aceptan mi seguro médico?", {"insurance"}),
    ("no entiendo esta factura", {"bill"}),
    ("¿tienen intérpretes?", {"interpreter"}),
    ("¿cómo pido una copia de mi expediente?", {"records"}),
    ("esperé cinco horas en urgencias", {"waited-long", "wait-times"}),
    ("mi bebé tiene fiebre desde ayer", {"child-ill"}),
]
#: Found on the day these were written: 47 of 54 (0.87). A learned reader of meaning is to raise it.
HIT_RATE = 0.80


@pytest.fixture
def adopted(riverbend: Hospital) -> Hospital:
    values = dict.fromkeys(
        ("billing_phone", "scheduling_phone", "records_phone", "relations_phone", "privacy_phone", "nurse_line",
         "press_phone"), "(555) 555-0142",
    )  # fmt: skip
    values |= {"portal": "riverbend.example.org/portal", "careers": "riverbend.example.org/jobs"}
    values |= {"parking": "deck B, free for two hours", "visiting_hours": "daily from 9 a.m. to 8 p.m."}
    given: dict[str, Any] = {"organization": riverbend.organization, "at": START}
    actions.keep_variables(values=values, by=riverbend.milo, **given)
    riverbend.petra.roles = ["privacy_officer"]
    brought = actions.adopt(keys=[starter.key for starter in LIBRARY], approving=True, by=riverbend.petra, **given)
    assert len(brought.made) == len(LIBRARY)
    return riverbend


def suggest(hospital: Hospital, text: str, **given: Any) -> list[queries.Suggestion]:
    reading = read(text)
    wanted = Wanted(reading.intent, reading.specialty or "", reading.language, "hub")
    hidden = redact(text).text
    told: dict[str, Any] = {"text": hidden, "wanted": wanted, "today": TODAY} | given
    return queries.suggest(hospital.organization, **told)


def test_the_right_answer_is_among_the_first_three(adopted: Hospital) -> None:
    missed = []
    for text, right in ASKED:
        found = [one.answer.starter for one in suggest(adopted, text)]
        if not right & set(found):
            missed.append(f"{text!r} wants {sorted(right)}, got {found}")
    rate = 1 - len(missed) / len(ASKED)
    assert len(ASKED) >= 40
    assert rate >= HIT_RATE, missed


def test_every_suggestion_says_why_and_stands_in_their_language_with_values(adopted: Hospital) -> None:
    best = suggest(adopted, "¿dónde puedo dejar el coche, hay estacionamiento?")[0]
    assert (best.answer.starter, best.language) == ("parking", "es")
    assert "deck B" in best.filled.text
    assert best.is_ready
    assert best.why[0] in ("close in meaning", "very close in meaning")
    assert "same matter: service question" in suggest(adopted, "Where can I park the car?")[0].why


def test_the_extension_and_this_process_compute_the_same(adopted: Hospital) -> None:
    assert queries.has_vector(), "the embedded database has the extension"
    offered = list(queries.in_use(adopted.organization, today=TODAY))
    for text, language in (("where do I park", "en"), ("mi bebé tiene fiebre", "es"), ("hola", "en"), ("", "en")):
        by = [
            suggesting.closenesses(
                adopted.organization, text=text, language=language, offered=offered, extended=extended
            )
            for extended in (True, False)
        ]
        assert by[0].keys() == by[1].keys()
        assert all(abs(by[0][key] - by[1][key]) < 1e-4 for key in by[0])


def test_without_the_extension_suggestions_come_all_the_same(
    adopted: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "has_vector", lambda: False)
    assert suggest(adopted, "Where can I park?")[0].answer.starter == "parking"


def test_what_is_retired_due_or_of_another_network_is_not_suggested(adopted: Hospital) -> None:
    def first() -> str:
        return suggest(adopted, "Where can I park?")[0].answer.starter

    parking = Answer.objects.get(organization=adopted.organization, starter="parking")
    assert first() == "parking"
    Answer.objects.filter(organization=adopted.organization, pk=parking.pk).update(networks=["google"])
    assert first() != "parking"
    Answer.objects.filter(organization=adopted.organization, pk=parking.pk).update(networks=[], review_date=TODAY)
    assert first() != "parking"
    actions.confirm(answer=parking, by=adopted.ben, at=START + timedelta(days=1))
    assert first() == "parking"
    actions.retire(answer=parking, by=adopted.ben, at=START)
    assert first() != "parking"


def test_a_missing_value_and_too_many_characters_are_said(adopted: Hospital) -> None:
    actions.keep_variables(
        organization=adopted.organization, values={"nurse_line": "(555) 555-0142"}, by=adopted.milo, at=START
    )
    best = suggest(adopted, "Where can I park?", limit=40)[0]
    assert (best.is_ready, best.filled.missing) == (False, ("parking",))
    assert best.over > 0


def test_nothing_is_suggested_for_nothing_and_the_huge_comes_to_an_end(adopted: Hospital) -> None:
    assert suggest(adopted, "👍", wanted=Wanted("spam", "", "en", "hub")) == []
    assert len(suggest(adopted, "zxqv " * 20_000)) <= 3


def test_a_search_finds_shortcuts_titles_and_words(adopted: Hospital) -> None:
    def found(words: str) -> list[str]:
        rows = queries.search(adopted.organization, words=words, wanted=Wanted(language="en"), today=TODAY)
        return [one.answer.starter for one in rows]

    assert found("/park")[0] == "parking"
    assert found("bill")[0] == "bill"
    assert "interpreter" in found("sign language")
    assert found("%") == found("zzz") == []
    assert len(found("")) == 12


def test_the_numbers_have_length_one_and_near_texts_lie_near() -> None:
    one, same = meaning.embed("Where do I park my car?"), meaning.embed("where can I park the car")
    other = meaning.embed("The nurses were angels")
    assert len(one) == meaning.SIZE == 384
    assert sum(value * value for value in one) == pytest.approx(1)
    assert meaning.closeness(one, same) > 0.6 > 0.2 > meaning.closeness(one, other)
    assert meaning.embed("[name] [phone] https://example.org @somebody the of") == [0.0] * 384
    assert meaning.embed("¿Dónde está?") == meaning.embed("donde ESTA")
