"""How stored names read to a person, in the language of the page: what messages are about, specialties, languages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

INTENTS: dict[str, Words] = {
    "emergency": _("emergency"),
    "self_harm": _("self-harm"),
    "threat": _("threat"),
    "clinical_question": _("health question"),
    "service_question": _("service question"),
    "appointment": _("appointment"),
    "billing": _("billing"),
    "complaint": _("complaint"),
    "praise": _("praise"),
    "misinformation": _("misinformation"),
    "records_privacy": _("records and privacy"),
    "job_media": _("jobs and press"),
    "spam": _("spam"),
    "other": _("other"),
}
SPECIALTIES: dict[str, Words] = {
    "cardiology": _("cardiology"),
    "dermatology": _("dermatology"),
    "diabetes_endocrinology": _("diabetes and endocrinology"),
    "emergency_medicine": _("emergency medicine"),
    "eye_ear_nose_throat": _("eye, ear, nose, throat"),
    "gastroenterology": _("gastroenterology"),
    "geriatrics": _("geriatrics"),
    "infectious_disease": _("infectious disease"),
    "mental_health": _("mental health"),
    "neurology": _("neurology"),
    "obstetrics": _("obstetrics"),
    "oncology": _("oncology"),
    "orthopedics": _("orthopedics"),
    "pediatrics": _("pediatrics"),
    "primary_care": _("primary care"),
    "rehabilitation": _("rehabilitation"),
    "respiratory": _("respiratory"),
    "surgery": _("surgery"),
    "urology_nephrology": _("urology and nephrology"),
    "womens_health": _("women's health"),
}
LANGUAGES: dict[str, Words] = {"en": _("English"), "es": _("Spanish")}
STATES: dict[str, Words] = {
    "draft": _("draft"),
    "proposed": _("waits for approval"),
    "approved": _("approved"),
    "retired": _("retired"),
    "due": _("past its review"),
}
TONES = {"proposed": "note", "approved": "good", "due": "coral"}
#: Where an own variable is set, and where one of the hospital's facts is.
WHERE: dict[str, Words] = {"own": _("Settings, Answers"), "fact": _("Settings, Hospital")}


def label(name: object) -> Words:
    """The words for an intent, a specialty, a language; an unknown one reads as it is stored."""
    known = INTENTS | SPECIALTIES | LANGUAGES
    return known.get(str(name), str(name).replace("_", " "))
