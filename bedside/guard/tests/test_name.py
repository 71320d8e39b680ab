"""The name check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard import check
from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Got it, Mr. Feingold, we will hold it.", "message"),
        ("Loretta Pike is on the list now", "reply"),
        ("Dear Gemma, thank you, that cheered us all up.", "reply"),
        ("We do! And Brayden is due for his second shot anyway.", "reply"),
    ],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "name" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dr. Ruth Okafor says thanks.", "reply"),
        ("Join Dr. Ruth Okafor on Friday.", "post"),
        ("Thank you, truly. Patience matters to us.", "reply"),
        ("The Framingham Heart Study taught us a lot.", "post"),
        ("Our Maple Wing opens on Monday.", "post"),
    ],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "name" not in rules_of(text, kind)


@pytest.mark.parametrize(
    "author", ["Quentin", "Quentin Doe", "quentin", "Xochitl R.", "Zoë Müller", "Hope Will", "sunny42"]
)
@pytest.mark.parametrize(
    "text",
    [
        "Hi {}, thank you for writing.",
        "Hola {}, gracias por escribir.",
        "{}, we hear you.",
        "Thank you, {}!",
        "Thanks {} 💙",
    ],
)
def test_a_salutation_by_the_display_name_only_warns(text: str, author: str) -> None:
    verdict = check(text.format(author.split()[0].title()), kind="reply", inbound="Lovely place", author=author)
    assert verdict.verdict == "warn"
    assert [finding.severity for finding in verdict.findings if finding.rule == "name"] == ["warn"]


@pytest.mark.parametrize("text", ["Will you call us?", "We hope this helps.", "Hope this helps."])
def test_a_word_that_happens_to_be_the_display_name_is_no_salutation(text: str) -> None:
    assert "name" not in {finding.rule for finding in check(text, kind="reply", author="Hope Will").findings}


@pytest.mark.parametrize(
    "text",
    [
        "La vacuna no contiene virus vivos. Fuente: CDC, 2026.",
        "Fuente: Organización Mundial de la Salud",
        "Lamentamos la espera. Llame a nuestra línea; Urgencias abre a toda hora.",
    ],
)
def test_spanish_words_that_open_a_sentence_are_no_names(text: str) -> None:
    assert "name" not in {finding.rule for finding in check(text, kind="reply", inbound="La vacuna da gripe").findings}


@pytest.mark.parametrize("text", ["Hola Julio, nos alegra.", "Gracias, Abril Mendoza."])
def test_names_that_are_also_months_and_days_stay_names(text: str) -> None:
    assert "name" in {finding.rule for finding in check(text, kind="reply").findings}
