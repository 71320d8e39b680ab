"""The words of a comment policy, English and Spanish, short enough for a sixth grader. Pure data."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Rule:
    """A clause that can be a reason to hide: its short name, and its sentence in each language."""

    label: str
    en: str
    es: str

    def text(self, language: str) -> str:
        return self.es if language == "es" else self.en


@dataclass(frozen=True)
class Notice:
    """A clause that only tells."""

    label: str
    heads: tuple[str, str]
    en: tuple[str, ...]
    es: tuple[str, ...]

    def title(self, language: str) -> str:
        return self.heads[language == "es"]

    def lines(self, language: str) -> list[str]:
        return list(self.es if language == "es" else self.en)


RULES: dict[str, Rule] = {
    "own_health": Rule(
        "Health details or contact details of one's own",
        "Your own health facts, phone, mail or home address. We hide them to keep you safe.",
        "Sus propios datos de salud, teléfono, correo o domicilio. Los ocultamos para cuidarle.",
    ),
    "others_health": Rule(
        "Health or private details of somebody else",
        "Health facts or private facts of anybody else.",
        "Datos de salud o datos privados de otra persona.",
    ),
    "photos": Rule(
        "Photos of others",
        "Photos or films of other people, unless they said yes.",
        "Fotos o videos de otras personas, si ellas no dijeron que sí.",
    ),
    "profanity": Rule("Profanity", "Swear words and crude words.", "Groserías y malas palabras."),
    "hate": Rule(
        "Hate",
        "Hate against a group of people, such as a race, a faith or an age.",
        "Odio contra un grupo de personas, por su raza, su fe o su edad, por ejemplo.",
    ),
    "attack": Rule("Personal attack", "Insults and attacks on one person.", "Insultos y ataques contra una persona."),
    "spam": Rule(
        "Spam",
        "Spam: the same text again and again, or links that trick people.",
        "Spam: el mismo texto una y otra vez, o enlaces que engañan.",
    ),
    "ads": Rule("Advertising", "Ads, and calls for money.", "Anuncios y pedidos de dinero."),
    "off_topic": Rule(
        "Off topic",
        "Things that have nothing to do with the post.",
        "Cosas que no tienen nada que ver con la publicación.",
    ),
    "copyright": Rule(
        "Somebody else's work",
        "Texts, songs or pictures that belong to somebody else.",
        "Textos, canciones o imágenes que son de otra persona.",
    ),
    "illegal": Rule(
        "Against the law",
        "What the law forbids, such as threats.",
        "Lo que la ley prohíbe, como las amenazas.",
    ),
    "misinformation": Rule(
        "Medical misinformation",
        "False health claims that can harm people.",
        "Afirmaciones falsas sobre la salud que pueden hacer daño.",
    ),
}

NOTICES: dict[str, Notice] = {
    "public": Notice(
        "Public and permanent",
        ("Everybody can read it", "Todos lo pueden leer"),
        ("What you write here is public. It may stay on the web for good, even if you take it away.",),
        ("Lo que usted escribe aquí es público. Puede quedar en internet para siempre, aunque usted lo borre.",),
    ),
    "advice": Notice(
        "Not medical advice",
        ("No medical advice", "No damos consejos médicos"),
        (
            "We do not give medical advice here, and writing here does not make us your care team.",
            "For your own care, call us or your own doctor.",
        ),
        (
            "Aquí no damos consejos médicos, y escribir aquí no nos hace su equipo médico.",
            "Para su propia salud, llámenos o llame a su médico.",
        ),
    ),
    "emergency": Notice(
        "Emergency line",
        ("In an emergency", "En una emergencia"),
        ("Do not wait for us. In an emergency call 911. In a crisis call or text 988, day or night.",),
        (
            "No nos espere. En una emergencia llame al 911. En una crisis llame al 988 y oprima 2, o envíe la palabra "
            "AYUDA al 988, de día o de noche.",
        ),
    ),
    "right": Notice(
        "Right to hide, remove, block",
        ("What we may do", "Lo que podemos hacer"),
        (
            "We may hide, remove or report what breaks a rule above.",
            "We may block people who break the rules again and again.",
            "Each time we write down which rule it was.",
        ),
        (
            "Podemos ocultar, quitar o denunciar lo que no cumple una regla de arriba.",
            "Podemos bloquear a quien no cumple las reglas una y otra vez.",
            "Cada vez anotamos qué regla fue.",
        ),
    ),
    "appeal": Notice(
        "How to ask that somebody looks again",
        ("If you think we were wrong", "Si cree que nos equivocamos"),
        ("Ask us to look again. Another person will decide.",),
        ("Pídanos que miremos otra vez. Otra persona va a decidir.",),
    ),
    "hours": Notice("Hours and holidays", ("When we read", "Cuándo leemos"), (), ()),
    "contact": Notice("Whom to contact", ("Whom to ask", "A quién preguntar"), (), ()),
}

HEADS: dict[str, dict[str, str]] = {
    "en": {
        "intro": "We are glad that you write to us. These rules hold for comments on all pages of {name}.",
        "rules": "What we may hide",
        "asked": "What we ask of you, and do not hide",
        "neutral": "We never hide a comment because it does not praise us.",
        "more": "Also good to know",
        "hours": "When we read",
        "always": "Somebody reads comments day and night.",
        "unsaid": "We read comments as soon as we can. Nobody may be here when you write.",
        "read": "We read comments {times}.",
        "federal": "We do not read on federal holidays.",
        "closed": "We also do not read on {days}.",
        "away": "At other times nobody is here.",
        "contact": "Whom to ask",
        "both": "Call us at {phone}, or write to {email}.",
        "call": "Call us at {phone}.",
        "write": "Write to {email}.",
        "days": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "months": "January February March April May June July August September October November December",
        "to": "to",
        "and": "and",
        "from": "{days}, {opens} to {closes}",
        "round": "{days}, day and night",
    },
    "es": {
        "intro": "Nos alegra que nos escriba. Estas reglas valen para los comentarios en todas las páginas de {name}.",
        "rules": "Lo que podemos ocultar",
        "asked": "Lo que le pedimos, y no ocultamos",
        "neutral": "Nunca ocultamos un comentario porque no nos alaba.",
        "more": "También es bueno saber",
        "hours": "Cuándo leemos",
        "always": "Alguien lee los comentarios de día y de noche.",
        "unsaid": "Leemos los comentarios tan pronto como podemos. Puede que no haya nadie cuando usted escribe.",
        "read": "Leemos los comentarios así: {times}.",
        "federal": "No leemos en los días feriados federales.",
        "closed": "Tampoco leemos estos días: {days}.",
        "away": "A otras horas no hay nadie aquí.",
        "contact": "A quién preguntar",
        "both": "Llámenos al {phone} o escriba a {email}.",
        "call": "Llámenos al {phone}.",
        "write": "Escriba a {email}.",
        "days": "lunes martes miércoles jueves viernes sábado domingo",
        "months": ("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
        "to": "a",
        "and": "y",
        "from": "{days}, de {opens} a {closes}",
        "round": "{days}, de día y de noche",
    },
}


def times_in_words(spans: Sequence[tuple[tuple[int, ...], str, str]], language: str) -> str:
    """Spans of a week as a person says them: "Monday to Friday, 8 a.m. to 5 p.m."."""
    words, said = HEADS[language], []
    for weekdays, opens, closes in spans:
        days = _days(weekdays, words)
        shape = "round" if opens == closes else "from"
        said.append(words[shape].format(days=days, opens=_clock(opens), closes=_clock(closes)))
    return "; ".join(said).removesuffix(".")  # "5 p.m." ends the sentence by itself


def _days(weekdays: Sequence[int], words: dict[str, str]) -> str:
    names = words["days"].split()
    named = [names[day] for day in weekdays]
    in_a_row = all(after == before + 1 for before, after in pairwise(weekdays))
    if len(named) > 2 and in_a_row:
        return f"{named[0]} {words['to']} {named[-1]}"
    if len(named) > 1:
        return f"{', '.join(named[:-1])} {words['and']} {named[-1]}"
    return named[0]


def _clock(time: str) -> str:
    hour, minute = (int(part) for part in time.split(":"))
    shown = f"{(hour % 12) or 12}" + (f":{minute:02d}" if minute else "")
    return f"{shown} {'a.m.' if hour < 12 else 'p.m.'}"
