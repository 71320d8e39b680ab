"""The safety lines that are posted in a crisis pass the check as replies, in both languages."""

import pytest

from bedside.guard import check

CARDS = (
    "We are glad you wrote, and you deserve support right now. You can call or text 988, or chat at 988lifeline.org, "
    "free and at any hour, in the United States. If someone is in immediate danger, please call 911.",
    "Nos alegra que haya escrito; usted merece apoyo ahora mismo. Puede llamar al 988 y oprimir 2, enviar la palabra "
    "AYUDA por mensaje de texto al 988, o chatear en 988lifeline.org, gratis y a cualquier hora, en los Estados "
    "Unidos. Si alguien está en peligro inmediato, por favor llame al 911.",
    "If this is happening now, please call 911 or your local emergency number right away. We cannot give medical help "
    "over social media.",
    "Si esto está ocurriendo ahora, por favor llame de inmediato al 911 o a su número local de emergencias. No podemos "
    "dar ayuda médica por redes sociales.",
    "Safety comes first here, and threats are reported to law enforcement. If anyone is in danger, please call 911.",
    "Aquí la seguridad es lo primero, y las amenazas se reportan a las autoridades. Si alguien está en peligro, por "
    "favor llame al 911.",
)
CRISES = ("I don't want to live any more", "ya no quiero vivir", "my chest hurts, help", "I will shoot that doctor")


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("inbound", CRISES)
def test_a_card_may_leave(card: str, inbound: str) -> None:
    verdict = check(card, kind="reply", inbound=inbound)
    assert (verdict.verdict, verdict.findings) == ("allow", ())


@pytest.mark.parametrize("text", ["Nos alegra que haya salido bien la operación.", "Nos alegra que haya mejorado."])
def test_gladness_over_an_outcome_still_blocks(text: str) -> None:
    assert check(text, kind="reply").verdict == "block"
