"""The words offered to begin an answer: general enough for the guard, whatever they answer and whoever offers them."""

from typing import get_args

import pytest

from bedside.answers.starters import starters
from bedside.guard import Facts, check
from bedside.inbox.queries import starters_of
from bedside.inbox.tests.people import Jobs
from bedside.inbox.tests.people import comment as write
from bedside.organizations import actions as organizations
from bedside.triage.cards import CARDS
from bedside.triage.shapes import Intent
from tests.cast import START, Hospital

ODD = [
    Facts(),
    Facts(name="St. Mary's & Sons", phones=("(555) 555-0142",)),
    Facts(name="Patient First", phones=("1-800-555-0199",)),
    Facts(phones=("555-HELP-NOW",)),
    Facts(urls=("riverbend.example.org",)),
    Facts(urls=("https://www.riverbend.example.org/contact?from=social",)),
    Facts(name="Thank You Hospital", staff=("Dr. Care Call",)),
]
ANSWERED = [
    ("you lost my mother's records and she had cancer", "Grace Call"),
    ("Thank you Dr Park!!", "Privacy Office"),
    ("me duele el pecho desde la cirugía", "Will Equipo"),
    (None, None),
]


@pytest.mark.parametrize("intent", get_args(Intent))
@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_guard_passes_every_starter(intent: str, language: str) -> None:
    for facts in ODD:
        phone, website = (facts.phones or ("",))[0], (facts.urls or ("",))[0]
        begun = starters(intent, language, phone=phone, website=website)
        assert len(set(begun)) == 3
        for text in begun:
            for inbound, author in ANSWERED:
                verdict = check(text, kind="reply", inbound=inbound, author=author, facts=facts)
                assert verdict.verdict == "allow", (text, verdict.findings)


def test_the_hospitals_own_number_is_offered(riverbend: Hospital, jobs: Jobs) -> None:
    made = write(riverbend, jobs, "I waited six hours and nobody cared. Terrible.")
    assert any("(555) 555-0142" in text for text in starters_of(made))


def test_a_contact_that_the_guard_would_hold_is_not_offered(riverbend: Hospital, jobs: Jobs) -> None:
    organizations.change_facts(
        organization=riverbend.organization, by=riverbend.milo, at=START, phone="Anna Kowalski, MRN 88321", website=""
    )
    made = write(riverbend, jobs, "I waited six hours and nobody cared. Terrible.")
    begun = starters_of(made)
    assert len(begun) == 3
    assert not any("Kowalski" in text for text in begun)


def test_a_critical_conversation_begins_with_its_card(riverbend: Hospital, jobs: Jobs) -> None:
    made = write(riverbend, jobs, "I want to kill myself tonight")
    assert starters_of(made)[0] == CARDS["988"]["en"].text


@pytest.mark.parametrize("kind", sorted(CARDS))
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_crisis_card_can_be_sent_as_an_answer(kind: str, language: str) -> None:
    verdict = check(CARDS[kind][language].text, kind="reply", inbound="ya no quiero vivir", author="Dana")  # type: ignore[index]
    assert verdict.verdict == "allow", verdict.findings
