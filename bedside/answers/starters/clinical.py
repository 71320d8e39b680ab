"""Answers that touch health: they say nothing about anybody's body, and name who can. Pure data, as in services.py."""

from typing import Any

ASKED = ("clinical_question",)

ROWS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("symptoms",
     "Health questions deserve a nurse, not a comment. The nurse line is {nurse_line}; in an emergency, please call "
     "911.",
     "Las preguntas de salud merecen hablar con enfermería, no un comentario. La línea es {nurse_line}; en una "
     "emergencia, llame al 911.",
     {"title": "Somebody describes a symptom", "intents": ASKED, "tags": ("clinical",), "shortcut": "nurse",
      "questions": ("Is it normal that my arm hurts?", "I have had a rash for three days, what should I do?",
                    "¿Es normal que me duela?", "Tengo fiebre, ¿qué hago?")}),
    ("after-procedure",
     "We cannot give medical advice here. With any worry after a procedure, please call the number on the discharge "
     "papers or the nurse line, {nurse_line}; in an emergency, 911.",
     "Aquí no podemos dar consejos médicos. Con cualquier inquietud después de un procedimiento, llame al número de la "
     "hoja de alta o a la línea de enfermería, {nurse_line}; en una emergencia, al 911.",
     {"title": "Worry after a procedure", "intents": ASKED, "specialties": ("surgery",), "tags": ("clinical",),
      "shortcut": "after-procedure",
      "questions": ("My incision is red and swollen after surgery", "How long should the bleeding last after an operation?",
                    "La herida está roja después de la cirugía")}),
    ("medicines",
     "Questions about medicines are for a pharmacist or a nurse, who can look at the whole picture: {nurse_line}. Poison "
     "control answers at any hour: 1-800-222-1222.",
     "Las preguntas sobre medicinas son para farmacia o enfermería, que pueden verlo todo: {nurse_line}. El centro de "
     "toxicología atiende a cualquier hora: 1-800-222-1222.",
     {"title": "Question about a medicine", "intents": ASKED, "tags": ("clinical",), "shortcut": "medicine",
      "questions": ("Can I take ibuprofen with my blood pressure pills?", "My medication makes me dizzy",
                    "¿Puedo tomar estas pastillas juntas?", "La medicina me da mareos")}),
    ("refills",
     "Refills are quickest through the pharmacy or {portal}. The nurse line helps when something is urgent: "
     "{nurse_line}.",
     "Las recetas se renuevan más rápido en la farmacia o en {portal}. Si es urgente, la línea de enfermería ayuda: "
     "{nurse_line}.",
     {"title": "Prescription refills", "intents": (*ASKED, "service_question"), "tags": ("clinical",),
      "shortcut": "refill",
      "questions": ("How do I get my prescription refilled?", "I ran out of my pills", "¿Cómo renuevo mi receta?")}),
    ("results",
     "Results are shared in private only: on {portal}, or by phone at {phone}.",
     "Los resultados se comparten solo en privado: en {portal}, o por teléfono al {phone}.",
     {"title": "Test results", "intents": (*ASKED, "service_question"), "tags": ("clinical",), "shortcut": "results",
      "questions": ("When will I get my test results?", "Nobody called me about my blood work",
                    "¿Cuándo están mis resultados?", "Nadie me llamó por mis análisis")}),
    ("child-ill",
     "With a child, please do not wait for an answer here: a nurse is at {nurse_line} now. For trouble breathing or a "
     "child who will not wake, call 911.",
     "Con un niño, por favor no espere una respuesta aquí: en {nurse_line} hay enfermería ahora. Si no respira bien o no "
     "despierta, llame al 911.",
     {"title": "A child is ill", "intents": ASKED, "specialties": ("pediatrics",), "tags": ("clinical",),
      "shortcut": "child",
      "questions": ("My baby has a fever of 103", "My toddler swallowed something", "Mi bebé tiene fiebre",
                    "Mi hijo no para de vomitar")}),
    ("pregnancy",
     "Questions in pregnancy deserve a quick and private answer: the nurse line is {nurse_line}. For heavy bleeding or "
     "sudden strong pain, please call 911.",
     "Las preguntas en el embarazo merecen una respuesta rápida y privada: la línea es {nurse_line}. Con sangrado fuerte "
     "o dolor intenso y repentino, llame al 911.",
     {"title": "Question in pregnancy", "intents": ASKED, "specialties": ("obstetrics",), "tags": ("clinical",),
      "shortcut": "pregnancy",
      "questions": ("Is spotting normal at ten weeks?", "I am pregnant and my feet are swollen",
                    "Estoy embarazada y tengo dolor")}),
    ("heart",
     "Chest pain, trouble breathing or a face that droops: please call 911 now. For anything else about the heart, our "
     "nurse line is {nurse_line}.",
     "Dolor de pecho, falta de aire o una cara que se cae: llame al 911 ahora. Para otras preguntas del corazón, la línea "
     "de enfermería es {nurse_line}.",
     {"title": "Question about the heart", "intents": ASKED, "specialties": ("cardiology",), "tags": ("clinical",),
      "shortcut": "heart",
      "questions": ("What does a blood pressure of 150 mean?", "My heart skips beats, should I worry?",
                    "¿Es alta una presión de 150?")}),
    ("feelings",
     "Nobody has to carry this alone. You can call or text 988 at any hour, free, and our team is at {phone} for help "
     "that lasts.",
     "Nadie tiene que cargar con esto a solas. Puede llamar o escribir al 988 a cualquier hora, gratis, y nuestro equipo "
     "está en el {phone} para seguir ayudando.",
     {"title": "Low mood and worry", "intents": ASKED, "specialties": ("mental_health",), "tags": ("clinical",),
      "shortcut": "988",
      "questions": ("I have been so anxious I cannot sleep", "Where can I find a therapist?",
                    "Me siento muy triste, ¿a quién llamo?")}),
    ("vaccines",
     "Vaccines and who should have them are explained at cdc.gov/vaccines. Times and places here: {website} or {phone}.",
     "Las vacunas y quién las necesita se explican en cdc.gov/vaccines. Fechas y lugares aquí: {website} o {phone}.",
     {"title": "Vaccines", "intents": (*ASKED, "service_question", "misinformation"), "tags": ("clinical",),
      "shortcut": "vaccines",
      "questions": ("Where can I get a flu shot?", "Should my son have the measles vaccine?",
                    "¿Dónde me pongo la vacuna de la gripe?")}),
    ("adverse-event",
     "Thank you for telling us. Please call {nurse_line} so that somebody can help right away. Reactions to medicines "
     "and devices can also be reported at fda.gov/medwatch.",
     "Gracias por avisarnos. Por favor llame al {nurse_line} para que alguien ayude de inmediato. Las reacciones a "
     "medicinas y aparatos también se reportan en fda.gov/medwatch.",
     {"title": "A reaction to a medicine or a device", "intents": (*ASKED, "complaint"), "tags": ("clinical", "safety"),
      "shortcut": "reaction",
      "questions": ("I had an allergic reaction to the medicine", "The device stopped working and hurt me",
                    "Tuve una reacción alérgica")}),
    ("privacy-concern",
     "Privacy is taken seriously here. Our privacy office would like to hear about it directly: {privacy_phone}. Please "
     "keep details out of public comments.",
     "Aquí la privacidad se toma en serio. Nuestra oficina de privacidad quiere escucharlo directamente: {privacy_phone}. "
     "Por favor no ponga detalles en comentarios públicos.",
     {"title": "Concern about privacy", "intents": ("records_privacy",), "tags": ("privacy",), "shortcut": "privacy",
      "questions": ("One of your nurses talked about my sister in public", "Somebody posted a photo of a chart",
                    "Alguien de su personal habló de mi familia")}),
]  # fmt: skip
