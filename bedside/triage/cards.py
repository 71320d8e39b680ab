"""What to say first in a crisis: short approved cards, in English and Spanish, with no clinical advice in them."""

from dataclasses import dataclass

from bedside.triage.shapes import Card, Language


@dataclass(frozen=True)
class SafetyCard:
    """The public line to post, and what the person on call does first."""

    text: str
    action: str


# 988 answers calls, texts and chats in the United States (988lifeline.org); Spanish: press 2, or text AYUDA.
CARDS: dict[Card, dict[Language, SafetyCard]] = {
    "988": {
        "en": SafetyCard(
            "We are glad you wrote, and you deserve support right now. You can call or "
            "text 988, or chat at 988lifeline.org, "
            "free and at any hour, in the United States. If someone is in immediate danger, please call 911.",
            "Page the on-call clinician now; send the card publicly and offer a private "
            "conversation; use the network's report for people at risk.",
        ),
        "es": SafetyCard(
            "Nos alegra que haya escrito; usted merece apoyo ahora mismo. Puede llamar "
            "al 988 y oprimir 2, enviar la palabra AYUDA "
            "por mensaje de texto al 988, o chatear en 988lifeline.org, gratis y a cualquier "
            "hora, en los Estados Unidos. "
            "Si alguien está en peligro inmediato, por favor llame al 911.",
            "Avise ya al profesional de guardia; publique la tarjeta y ofrezca una conversación "
            "privada; use el reporte de riesgo de la red.",
        ),
    },
    "911": {
        "en": SafetyCard(
            "If this is happening now, please call 911 or your local emergency number right "
            "away. We cannot give medical help over social media.",
            "Page the on-call clinician now; post the card at once; do not assess symptoms in the thread.",
        ),
        "es": SafetyCard(
            "Si esto está ocurriendo ahora, por favor llame de inmediato al 911 o a su número local de emergencias. "
            "No podemos dar ayuda médica por redes sociales.",
            "Avise ya al profesional de guardia; publique la tarjeta de inmediato; no evalúe "
            "síntomas en la conversación.",
        ),
    },
    "security": {
        "en": SafetyCard(
            "Safety comes first here, and threats are reported to law enforcement. If anyone "
            "is in danger, please call 911.",
            "Call security and the on-call lead now; keep a copy as evidence; do not argue; "
            "report to the network and to the police.",
        ),
        "es": SafetyCard(
            "Aquí la seguridad es lo primero, y las amenazas se reportan a las autoridades. "
            "Si alguien está en peligro, por favor llame al 911.",
            "Llame ya a seguridad y a la persona de guardia; guarde una copia como prueba; "
            "no discuta; reporte a la red y a la policía.",
        ),
    },
}


def card_text(card: Card, language: Language = "en") -> SafetyCard:
    """The card in the writer's language."""
    return CARDS[card][language]
