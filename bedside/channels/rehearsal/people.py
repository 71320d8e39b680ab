"""Fictional members of the public and what they say: sixty comments a hospital's page might draw.

Every name, number and detail is made up: telephone numbers from the 555-01xx block, domains under example, handles
under rehearsal.test. The kinds help the demonstration choose; nothing else reads them.
"""

from typing import NamedTuple


class Person(NamedTuple):
    handle: str
    name: str


class Comment(NamedTuple):
    kind: str
    text: str
    language: str = "en"


PEOPLE = (
    Person("maplewalker.rehearsal.test", "Jo Maple"),
    Person("river-ana.rehearsal.test", "Ana Rivera-Sample"),
    Person("gus.rehearsal.test", "Gus Tester"),
    Person("nightshift-dana.rehearsal.test", "Dana Nightly"),
    Person("coachlee.rehearsal.test", "Coach Lee"),
    Person("porchlight.rehearsal.test", "Porch Light"),
    Person("twinmom.rehearsal.test", "Twin Mom of Elm Street"),
    Person("oldoak.rehearsal.test", "Walter Oak"),
    Person("bici-luz.rehearsal.test", "Luz Ciclista"),
    Person("quietreader.rehearsal.test", "Quiet Reader"),
    Person("townbaker.rehearsal.test", "The Town Baker"),
    Person("kayak.rehearsal.test", "Kay Akerman"),
)

COMMENTS = (
    Comment("question", "What are the visiting hours on weekends?"),
    Comment("question", "Do I need an appointment for the flu shot or can I just walk in?"),
    Comment("question", "Is the parking garage on Elm still closed? My mother can't walk far."),
    Comment("question", "Which entrance is closest to the lab?"),
    Comment("question", "Do you take walk-ins at the Cedar Street clinic?"),
    Comment("question", "Can my 9 year old come along when I visit her grandmother?"),
    Comment("question", "How do I get a copy of my records? The website sends me in circles."),
    Comment("question", "Is the blood drive open to people who take blood pressure pills?"),
    Comment("question", "Are the childbirth classes free? And are dads welcome?"),
    Comment("question", "Will the pharmacy be open on Thanksgiving?"),
    Comment("question", "Do you have interpreters for American Sign Language?"),
    Comment("question", "Is there a bus that stops at the new cancer center?"),
    Comment("question", "Does the cafeteria have anything gluten free?"),
    Comment("question", "How long is the wait at urgent care right now?"),
    Comment("question", "Who do I call about a bill I don't understand?"),
    Comment("praise", "The nurses on the fourth floor are angels. Thank you, thank you, thank you."),
    Comment("praise", "Best maternity ward in the state. Our little one turned two today! 🎂"),
    Comment("praise", "Shout-out to whoever plays piano in the lobby on Tuesdays."),
    Comment("praise", "Your physical therapy team got me back on my bike. Grateful. 🚴"),
    Comment("praise", "The volunteer at the front desk walked my dad all the way to cardiology."),
    Comment("praise", "Proud to work here. Day 1,000 today!"),
    Comment("praise", "That video about handwashing made my kids laugh AND wash their hands."),
    Comment("praise", "Kind, quick and they explained everything twice without sighing."),
    Comment("praise", "Thank you for keeping the lights on during the storm 💙"),
    Comment("complaint", "Three hours in the waiting room and nobody told us anything."),
    Comment("complaint", "I have left four messages with billing. Four. Nobody calls back."),
    Comment("complaint", "The parking costs more than my copay."),
    Comment("complaint", "Your app logged me out in the middle of check-in again."),
    Comment("complaint", "The room was cold and the call button didn't work half the night."),
    Comment("complaint", "Receptionist was rude to an old man ahead of me. Do better."),
    Comment("complaint", "Why does the portal show results before a doctor calls? I cried alone in my kitchen."),
    Comment("complaint", "Construction noise at 6 am right under the recovery rooms. Who planned this?"),
    Comment("complaint", "I was billed twice for one visit and now it's in collections. Unbelievable."),
    Comment("complaint", "The signs to the emergency entrance are wrong since the remodel. Someone will get hurt."),
    Comment("personal", "This is Jo Maple, my date of birth is 03/14/1969, can you move my knee surgery to Friday?"),
    Comment("personal", "My son Theo had his appendix out with you on Monday and he's already asking for pancakes."),
    Comment("personal", "You can reach me at 555-0142 about my mother's discharge, her name is Ruth Sample."),
    Comment("personal", "I'm with the diabetes clinic, chart number 00-TEST-4471, and my pump supplies never came."),
    Comment("personal", "Write me at walter.oak@example.com please, my biopsy was two weeks ago and I know nothing."),
    Comment("personal", "We live at 12 Imaginary Lane and the nurse has missed my wife's dressing change twice."),
    Comment("personal", "Been on lisinopril since my visit in May and the cough is awful. Anyone else?"),
    Comment("sarcasm", "Oh great, another wellness poster. That'll fix the two month wait for dermatology."),
    Comment("sarcasm", "Love paying $18 to park so I can sit in traffic inside a garage. Ten out of ten."),
    Comment("sarcasm", "Wow, only ninety minutes on hold. A new record!"),
    Comment("sarcasm", "Sure, I'll just bring my own chair next time. Cozy floor though."),
    Comment("chatter", "My aunt used to work in that building when it was a shoe factory."),
    Comment("chatter", "Anyone going to the 5K on Saturday? Our team still needs two people."),
    Comment("chatter", "That golden retriever in the picture needs a raise. 🐕"),
    Comment("chatter", "Great photo! Is that the new garden?"),
    Comment("chatter", "First!"),
    Comment("misinformation", "Flu shots give you the flu, everyone knows that. Do your own research."),
    Comment("misinformation", "Just take a teaspoon of bleach water, worked for my cousin."),
    Comment("promotion", "Lose 20 lbs in 10 days!!! Link in my profile, nurses hate this trick"),
    Comment("spanish", "¿A qué hora abren la clínica de vacunas el sábado?", "es"),
    Comment("spanish", "Mil gracias a las enfermeras del turno de noche, trataron a mi abuela como una reina.", "es"),
    Comment("spanish", "Llevo tres semanas esperando que me llamen para la cita con el cardiólogo.", "es"),
    Comment("spanish", "¿Tienen intérprete? Mi mamá no habla inglés y le da pena preguntar.", "es"),
    Comment("spanish", "Mi hija Lucía tiene fiebre desde el lunes y no sé si llevarla a urgencias.", "es"),
    Comment("urgent", "My husband left the ER an hour ago and now his chest hurts again, should we wait it out?"),
    Comment("crisis", "I don't want to be here anymore. Nobody would even notice."),
)
