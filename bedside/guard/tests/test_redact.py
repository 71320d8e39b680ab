"""Redaction of what the public wrote."""

import itertools

import pytest

from bedside.guard import redact
from bedside.guard.tests.cases import HARBOR


@pytest.mark.parametrize(
    ("text", "hidden", "shown"),
    [
        ("I'm Dana Whitfield, DOB 3/4/1961", "I'm [name], DOB [date]", ""),
        ("mrn 448812", "mrn [mrn]", ""),
        ("call me: 555-0142 or d.w@mail.example.com", "call me: [phone] or [email]", ""),
        ("Dr. Ruth Okafor was kind to my son Eli", "Dr. Ruth Okafor was kind to my son [name]", "Okafor"),
        ("Call (212) 555-0100, they answer", "Call (212) 555-0100, they answer", "0100"),
        ("My aunt Xochitl Barrientos lives in Elk Prairie.", "My aunt [name] lives in [geography].", "aunt"),
        ("Need help. Kev Mastrangelo", "Need help. [name]", "help"),
        ("Nurse Kelly was wonderful and so kind", "Nurse Kelly was wonderful and so kind", "Kelly"),
        ("Michelle was very helpful, friendly staff", "Michelle was very helpful, friendly staff", "Michelle"),
        ("Dr. Amara Obi saved my son", "Dr. Amara Obi saved my son", "Obi"),
        ("58yo male, seen by Dr. Amara Obi at St. Rita's Clinic", "58yo male, seen by [name] at [geography]", "58yo"),
        ("The Wells score and Crohn's disease", "The Wells score and Crohn's disease", "Wells"),
        ("send it to 33 rue de la Paix, Apt 4, Lyon 69001", "send it to [geography]", "send"),
        ("5 5 5 . 0 1 4 2 is mine", "[phone] is mine", "mine"),
        ("write ann at mail dot example dot com", "write [email]", "write"),
        ("٥٥٥-٠١٤٢", "[phone]", ""),
        ("Меня зовут Анна Иванова", "Меня зовут [name]", "зовут"),
        ("", "", ""),
    ],
)
def test_it_hides_private_identifiers_and_keeps_the_clinicians(text: str, hidden: str, shown: str) -> None:
    redacted = redact(text, facts=HARBOR)
    assert redacted.text == hidden
    assert shown in redacted.text


def test_spans_point_into_the_original_and_do_not_overlap() -> None:
    text = "I am Maria Lopez, 5️⃣5️⃣5️⃣-0142, born May 3, at 14 Elm Street"
    spans = redact(text).spans
    assert {span.rule for span in spans} >= {"name", "phone", "date", "geography"}
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))
    assert not any(text[span.start : span.end] in redact(text).text for span in spans)
