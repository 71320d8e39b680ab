"""English or Spanish, by everyday function words."""

import re
from collections.abc import Iterator

from bedside.triage.message import Message, Reader
from bedside.triage.readers.wording import alternatives
from bedside.triage.shapes import Signal

SPANISH = re.compile(
    "|".join(
        (
            r"\b"
            + alternatives(r"""
    que / de / la / el / los / las / una? / por / para / con / mi / mis / su / sus / es / está / estoy
    son / muy / pero / como / cuando / gracias / hola / buen[oa]s / ustedes / usted / yo / tengo
    quiero / necesito / puedo / pueden / tiene / tienen / hay / donde / dónde / qué / cómo / cita
    doctora? / hospital / clínica / nadie / siempre / nunca / ya / no / se / le / les / lo / del / al
    y / o
""")
            + r"\b",
            (r"[¿¡ñ]"),
        )
    )
)
ENGLISH = re.compile(
    r"\b(?:the|and|of|to|is|was|my|you|your|for|with|that|this|it|i|in|on|they|we|"
    r"are|have|not|but|so|at|me|do|does|how|what|when|can|who|be|a|an|if|or)\b"
)


def language_of(message: Message) -> str:
    """ "es" where Spanish function words outnumber English ones, else "en"."""
    spanish, english = len(SPANISH.findall(message.low)), len(ENGLISH.findall(message.low))
    return "es" if spanish >= 2 and spanish > english * 1.2 else "en"


def read(message: Message) -> Iterator[Signal]:
    """One signal: the language."""
    hit = SPANISH.search(message.low)
    if language_of(message) == "es" and hit:
        yield Signal("language", "es", 1.0, hit.group(), "mostly Spanish words")


READER = Reader("language", ("language",), "The reply and the safety card must be in the writer's language.", read)
