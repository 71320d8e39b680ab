"""A whole safe reply built of approved pieces: general thanks or concern, a standing commitment, the privacy line,
and a
way to talk offline.

The pieces follow the agreed points on answering reviews under HIPAA: no confirmation, no identifier, no argument.
"""

import re

from bedside.guard.lexicon.wording import alternatives
from bedside.guard.scene import normalize
from bedside.guard.shapes import Facts

UPSET = re.compile(
    "|".join(
        (
            r"\b"
            + alternatives(r"""
            not / never / no / nobody / worst / terrible / horrible / awful / rude / wait(ed|ing)? / wrong
            bill(ed|ing)? / charged? / angry / furious / shame / disgust\w* / ignored? / lost / late / hurt
            pain / bad / complain\w* / cancel\w* / refus\w* / unsafe / dirty / lawyer / sue / sad / worried
            scared / why / hate / denied / wtf / smh / ridiculous / incompeten\w* / careless / stolen / fell
            died / killed / failed / malo / mala / peor / nunca / tarde / queja
        """)
            + r"\b",
            (r"[?!]{2,}"),
            (r"\b1 star\b"),
            (r"\bone star\b"),
            (r"[😡🤬😠😞😢😭🙄]"),
        )
    ),
    re.IGNORECASE,
)
PLEASED = re.compile(
    "|".join(
        (
            r"\b"
            + alternatives(r"""
            thank(s| you)? / great / love[ds]? / amazing / wonderful / best / excellent / awesome / angels?
            kind / caring / grateful / bless(ed|ing)? / fantastic / perfect / recommend / magic / gracias
            excelente / mahalo / 5 stars / five stars
        """)
            + r"\b",
            (r"[❤💙💛💚💜😍🥰🙏]"),
        )
    ),
    re.IGNORECASE,
)
SPANISH = re.compile(
    r"\b(?:gracias|hola|por qué|porque|está|mi|muy|para|usted|señor|doctora|cita|clínica|buenas|ustedes|los|las)\b",
    re.IGNORECASE,
)

THANKS = {
    "en": "Thank you for taking the time to share such kind words.",
    "es": "Gracias por tomarse el tiempo de compartir palabras tan amables.",
}
CONCERN = {
    "en": "Thank you for this feedback; concerns like this are taken seriously here.",
    "es": "Gracias por este comentario; aquí tomamos muy en serio las inquietudes como esta.",
}
VALUES = {
    "en": "Respectful, safe care for everyone is what our team works toward every day.",
    "es": "Una atención segura y respetuosa para todas las personas es la meta diaria de nuestro equipo.",
}
PRIVACY = {
    "en": "To protect everyone's privacy, we do not discuss anyone's care on social media.",
    "es": "Para proteger la privacidad de todas las personas, no hablamos de la atención de nadie en redes sociales.",
}
CONTACT = {
    "en": (
        "Please call us at {}.",
        "Please write to us at {}.",
        "Please see {} for ways to reach us.",
        "Please contact our office directly.",
    ),
    "es": (
        "Por favor llámenos al {}.",
        "Por favor escríbanos a {}.",
        "Por favor visite {} para contactarnos.",
        "Por favor comuníquese con nuestra oficina.",
    ),
}


def safe_reply(inbound: str | None, facts: Facts) -> str:
    """A complete reply in the language and the tone of what was said, with the organization's own contact."""
    heard = normalize(inbound or "")[0][:4000]
    language = "es" if len(SPANISH.findall(heard)) >= 2 else "en"
    pleased = bool(PLEASED.search(heard)) and not UPSET.search(heard)
    phone, mail, url, office = CONTACT[language]
    if facts.phones:
        contact = phone.format(facts.phones[0])
    elif facts.emails:
        contact = mail.format(facts.emails[0])
    elif facts.urls:
        contact = url.format(facts.urls[0])
    else:
        contact = office
    opening = THANKS if pleased else CONCERN
    return " ".join((opening[language], VALUES[language], PRIVACY[language], contact))
