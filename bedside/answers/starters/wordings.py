"""Ways to begin an answer: three general wordings for what a message wants, which name nobody and confirm nothing.

Pure. The wordings keep to the agreed points on answering in public under HIPAA (45 CFR 164.502): no confirmation
that somebody is a patient, no detail of theirs, and a way to talk where nobody reads along.
"""

CONTACT = {
    "en": {
        "phone": "Please call us at {}.",
        "url": "Please see {} for ways to reach us.",
        "": "Please call our office.",
    },
    "es": {
        "phone": "Por favor llámenos al {}.",
        "url": "Por favor visite {} para contactarnos.",
        "": "Por favor llame a nuestra oficina.",
    },
}
PRIVACY = {
    "en": "To protect everyone's privacy, we do not discuss anyone's care on social media.",
    "es": "Para proteger la privacidad de todas las personas, no hablamos de la atención de nadie en redes sociales.",
}
CALL_911 = {
    "en": "If someone may be in danger right now, please call 911.",
    "es": "Si alguien puede estar en peligro en este momento, por favor llame al 911.",
}

#: Intent -> language -> three wordings; {contact}, {privacy} and {call_911} are the sentences above.
WORDINGS: dict[str, dict[str, tuple[str, str, str]]] = {
    "complaint": {
        "en": (
            "Thank you for this feedback; concerns like this are taken seriously here. {privacy} {contact}",
            "We are sorry to read this. Our team would like to listen. {contact}",
            "Feedback like this helps us do better, and we want to hear more in private. {contact}",
        ),
        "es": (
            "Gracias por este comentario; aquí tomamos muy en serio las inquietudes como esta. {privacy} {contact}",
            "Lamentamos leer esto. Nuestro equipo quisiera escuchar. {contact}",
            "Comentarios como este nos ayudan a mejorar, y queremos escuchar más en privado. {contact}",
        ),
    },
    "praise": {
        "en": (
            "Thank you for the kind words. We will share them with our team.",
            "Words like these mean a lot to everyone who works here. Thank you.",
            "Thank you for taking the time to share this. It brightens the day of our whole team.",
        ),
        "es": (
            "Gracias por sus amables palabras. Las compartiremos con nuestro equipo.",
            "Palabras como estas significan mucho para todo nuestro personal. Gracias.",
            "Gracias por tomarse el tiempo de compartir esto. Alegra el día de todo nuestro equipo.",
        ),
    },
    "question": {
        "en": (
            "Thank you for asking. Questions like this are best answered by phone. {contact}",
            "Good question. Our team is glad to help. {contact}",
            "Thank you for your question. {privacy} {contact}",
        ),
        "es": (
            "Gracias por preguntar. Preguntas como esta se responden mejor por teléfono. {contact}",
            "Buena pregunta. Nuestro equipo le ayudará con gusto. {contact}",
            "Gracias por su pregunta. {privacy} {contact}",
        ),
    },
    "clinical": {
        "en": (
            "Thank you for asking. We cannot give medical advice here; a nurse or doctor can help by phone. {contact}",
            "Health questions deserve a private conversation with a clinician. {contact} {call_911}",
            "Thank you for your question. {privacy} {contact} {call_911}",
        ),
        "es": (
            "Gracias por preguntar. Aquí no podemos dar consejos médicos; el personal médico puede ayudar por "
            "teléfono. {contact}",
            "Las preguntas de salud merecen una conversación privada con personal médico. {contact} {call_911}",
            "Gracias por su pregunta. {privacy} {contact} {call_911}",
        ),
    },
    "danger": {
        "en": (
            "If someone may be in danger, please call 911 now. To talk with somebody at any hour, call or text 988.",
            "Please call 911 right away in an emergency. We cannot give medical help over social media.",
            "Help is there at any hour: 911 in an emergency, 988 by phone or text to talk with somebody.",
        ),
        "es": (
            "Si alguien puede estar en peligro, por favor llame al 911 ahora. Para hablar con alguien, llame al 988 "
            "a cualquier hora.",
            "En una emergencia, por favor llame al 911 de inmediato. No podemos dar ayuda médica por redes sociales.",
            "Hay ayuda a cualquier hora: 911 en una emergencia, 988 para hablar con alguien.",
        ),
    },
    "misinformation": {
        "en": (
            "Health information is easy to get wrong online. The CDC keeps current guidance at cdc.gov.",
            "Thank you for joining the conversation. We follow published medical evidence; cdc.gov is "
            "a good place to read more.",
            "We want everyone here to find reliable information. Please see cdc.gov, or ask a clinician you trust.",
        ),
        "es": (
            "Es fácil equivocarse con la información de salud en línea. Los CDC publican guías actuales en cdc.gov.",
            "Gracias por participar. Seguimos la evidencia médica publicada; cdc.gov es un buen lugar para leer más.",
            "Queremos que todos encuentren información confiable. Por favor visite cdc.gov o consulte con personal "
            "médico de confianza.",
        ),
    },
    "privacy": {
        "en": (
            "Thank you for raising this. Privacy matters to us, and our privacy office wants to hear about it. "
            "{contact}",
            "Please share nothing private in public. {contact}",
            "We take privacy concerns seriously. {privacy} {contact}",
        ),
        "es": (
            "Gracias por avisarnos. La privacidad nos importa, y nuestra oficina de privacidad quiere escuchar. "
            "{contact}",
            "Por favor no comparta nada privado en público. {contact}",
            "Tomamos en serio las inquietudes sobre la privacidad. {privacy} {contact}",
        ),
    },
    "other": {
        "en": (
            "Thank you for writing.",
            "Thank you for writing. {contact}",
            "Thank you for being part of this community.",
        ),
        "es": (
            "Gracias por escribirnos.",
            "Gracias por escribirnos. {contact}",
            "Gracias por ser parte de esta comunidad.",
        ),
    },
}
#: Which wordings an intent takes; the others take those of "other".
GROUPS = {
    "complaint": "complaint",
    "billing": "question",
    "praise": "praise",
    "service_question": "question",
    "appointment": "question",
    "job_media": "question",
    "clinical_question": "clinical",
    "emergency": "danger",
    "self_harm": "danger",
    "threat": "danger",
    "misinformation": "misinformation",
    "records_privacy": "privacy",
}


def starters(intent: str, language: str, *, phone: str = "", website: str = "") -> tuple[str, ...]:
    """Three wordings in the writer's language, with the hospital's own way to be reached; English where there is no
    other."""
    spoken = language if language in PRIVACY else "en"
    way, value = ("phone", phone) if phone.strip() else ("url", website) if website.strip() else ("", "")
    sentences = {
        "contact": CONTACT[spoken][way].format(value.strip()),
        "privacy": PRIVACY[spoken],
        "call_911": CALL_911[spoken],
    }
    return tuple(wording.format_map(sentences) for wording in WORDINGS[GROUPS.get(intent, "other")][spoken])
