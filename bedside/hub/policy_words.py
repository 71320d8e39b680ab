"""The words around the comment policy and its appeals, English and Spanish. Pure data."""

LANGUAGES = {"en": "English", "es": "Español"}

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Comment policy",
        "since": "In force since",
        "version": "version",
        "ask": "Ask us to look again",
        "ask_title": "Ask us to look again",
        "ask_lede": "Tell us which comment you mean, and why it should stand. Somebody who did not hide it decides.",
        "about": "It is about this one:",
        "hidden": "hidden",
        "where": "Where was it? Paste the address of the post, or say where and when you wrote",
        "words": "Why should it stand?",
        "private": (
            "Only people of the hospital read this. Please leave out health details and names. We do not ask who you "
            "are: keep the address of the next page, where you can read the answer."
        ),
        "send": "Ask",
        "urgent": "This is not for emergencies. In an emergency call 911. In a crisis call or text 988.",
        "asked_title": "Your question",
        "keep": "Keep the address of this page: here you can read what we decide. We cannot send it to you.",
        "waits": "Somebody who did not hide it looks at it. That may take some working days.",
        "reversed": "You were right: we undid it.",
        "upheld": "We looked again, and left it as it is.",
        "why": "Why:",
        "short": "Say why it should stand, in a few words. Nothing was sent yet; your words are still here.",
        "place": "Say where your comment stood. Nothing was sent yet; your words are still here.",
        "often": "You asked many times just now. Your words are still here: please try again in ten minutes.",
        "old": "This page was open for too long. Your words are still here: please send them again.",
        "known": "Somebody has asked us about this one already, or we have shown it again. It is looked at once.",
        "flood": "Many people ask us just now. Your words are still here: please try tomorrow, or call us.",
        "gone": "There is nothing at this address. Look whether you have all of it.",
        "trap": "Leave this empty",
    },
    "es": {
        "title": "Reglas para los comentarios",
        "since": "En vigor desde",
        "version": "versión",
        "ask": "Pida que miremos otra vez",
        "ask_title": "Pida que miremos otra vez",
        "ask_lede": ("Díganos cuál comentario es, y por qué debe verse. Decide alguien que no lo ocultó."),
        "about": "Se trata de este:",
        "hidden": "oculto",
        "where": "¿Dónde estaba? Pegue la dirección de la publicación, o diga dónde y cuándo escribió",
        "words": "¿Por qué debe verse?",
        "private": (
            "Solo lo lee gente del hospital. Por favor no escriba datos de salud ni nombres. No le preguntamos quién "
            "es: guarde la dirección de la página que sigue, donde puede leer la respuesta."
        ),
        "send": "Pedir",
        "urgent": (
            "Esto no es para emergencias. En una emergencia llame al 911. En una crisis llame al 988 y oprima 2, o "
            "envíe la palabra AYUDA al 988."
        ),
        "asked_title": "Su pregunta",
        "keep": ("Guarde la dirección de esta página: aquí puede leer lo que decidimos. No se la podemos enviar."),
        "waits": "Alguien que no lo ocultó lo está mirando. Puede tardar algunos días hábiles.",
        "reversed": "Usted tenía razón: lo deshicimos.",
        "upheld": "Lo miramos otra vez, y lo dejamos como está.",
        "why": "Por qué:",
        "short": "Diga en pocas palabras por qué debe verse. Todavía no se envió nada; sus palabras siguen aquí.",
        "place": "Diga dónde estaba su comentario. Todavía no se envió nada; sus palabras siguen aquí.",
        "often": "Usted pidió muchas veces. Sus palabras siguen aquí: pruebe otra vez en diez minutos.",
        "old": "Esta página estuvo abierta mucho tiempo. Sus palabras siguen aquí: envíelas otra vez.",
        "known": "Alguien ya nos preguntó por este, o ya se ve otra vez. Se mira una sola vez.",
        "flood": "Mucha gente nos pregunta ahora. Sus palabras siguen aquí: pruebe mañana, o llámenos.",
        "gone": "No hay nada en esta dirección. Mire si la tiene completa.",
        "trap": "Deje esto vacío",
    },
}
