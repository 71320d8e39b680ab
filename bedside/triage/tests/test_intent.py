"""The intent reader: everyday intents and their near twins."""

import pytest

from bedside.triage import read


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Can I reschedule my appointment to Friday?", "appointment"),
        ("Do you take Aetna insurance and what is the copay?", "billing"),
        ("How do I get a copy of my medical records?", "records_privacy"),
        ("Are you hiring nurses?", "job_media"),
        ("What are your visiting hours?", "service_question"),
        ("Is it ok to take ibuprofen with my blood pressure pills?", "clinical_question"),
        ("The nurse was rude and nobody called back.", "complaint"),
        ("Best doctors ever, thank you!", "praise"),
        ("Chemo is poison, big pharma hides the cure.", "misinformation"),
        ("Free iPhone, click here, limited offer", "spam"),
        ("happy birthday aunt carol lol", "other"),
    ],
)
def test_it_tells_intents_apart(text: str, intent: str) -> None:
    assert read(text).intent == intent
