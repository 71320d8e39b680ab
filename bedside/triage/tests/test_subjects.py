"""What a text speaks of."""

import pytest

from bedside.triage import read


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("The nurses never listened to a word I said", "nurses"),
        ("My surgeon explained every step", "doctors"),
        ("Alarms beeping all night, couldn't sleep", "restfulness"),
        ("Nobody told me about the side effects of the new pills", "medicines"),
        ("Sent home without any instructions", "discharge_information"),
        ("The bathroom was filthy", "cleanliness"),
        ("I would never recommend this place", "recommend"),
        ("$400 for an aspirin", "cost"),
        ("My insurance says the claim was denied", "insurance_billing"),
        ("The parking garage is a maze", "amenities"),
        ("No interpreter, and they laughed at my accent", "discrimination"),
        ("Esperamos seis horas", "access"),
    ],
)
def test_it_names_the_topic(text: str, topic: str) -> None:
    assert topic in read(text).topics


def test_a_text_about_nothing_of_it_has_none() -> None:
    assert read("Go Tigers!").topics == ()
