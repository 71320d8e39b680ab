"""What the fictional hospital and its public write. Invented people, 555-01xx phones, example.org addresses."""

HOSPITAL = {
    "name": "Larkspur Valley Hospital",
    "slug": "larkspur",
    "timezone": "America/Denver",
    "phone": "(555) 555-0142",
    "email": "care@larkspur.example.org",
    "website": "larkspur.example.org",
    "address": "400 River Road",
    "staff_names": ["Dr. Chen Park", "Dr. Amara Obi", "Nurse Manager Lena Fischer"],
    "hub_intro": (
        "News, health tips and answers from Larkspur Valley Hospital. Ask us anything that is not about your own care."
    ),
    "hours": "Monday to Friday, 8 to 5; critical messages at any hour.",
}

#: Role, name, roles, specialty.
PEOPLE = (
    ("author", "Ada Albright", ["author"], ""),
    ("approver", "Ben Brandt", ["approver"], ""),
    ("responder", "Rosa Reyes", ["responder"], ""),
    ("clinician", "Dr. Chen Park", ["clinician"], "cardiology"),
    ("privacy officer", "Petra Olsen", ["privacy_officer"], ""),
    ("administrator", "Milo Grant", ["administrator"], ""),
    ("communications, alone with all roles", "Kim Walker",
     ["author", "approver", "responder", "administrator"], ""),
)  # fmt: skip

#: Topic, purpose, headline, body. Filled with a season or a day where braces stand.
POSTS = (
    ("Heart health", "tip", "Know your numbers: what blood pressure means",
     "Two numbers tell how hard your heart works. Adults should have them checked at least once a year. Our walk-in "
     "checks are free on the first Monday of each month, 9 to 11, in the main lobby."),
    ("Heart health", "awareness", "Wear red on Friday",
     "Heart disease is still the most common cause of death in the United States. Wear red with us on Friday, and ask "
     "your family what they know about the warning signs."),
    ("Diabetes", "tip", "Five breakfasts with steady energy",
     "Oats with nuts, eggs with vegetables, yogurt with berries, beans on toast, or last night's soup. Our dietitians "
     "share the recipes every Tuesday."),
    ("Diabetes", "event", "Free cooking class {day}",
     "Learn to cook meals that are kind to blood sugar. {day} at 6 p.m. in the community kitchen. Everybody is welcome, "
     "children too."),
    ("Family", "event", "Childbirth class {day}",
     "Six evenings for parents-to-be, starting {day} at 6:30 p.m. Free. Bring a pillow and your questions."),
    ("Family", "tip", "When a cold is just a cold",
     "Most colds in children pass in a week to ten days. Rest, fluids and patience help. Your child's clinician can say "
     "when it is time to be seen."),
    ("Vaccines", "tip", "Flu shots without an appointment",
     "Our walk-in clinic gives flu shots {day} from 9 to noon, ages 6 months and up. Wear short sleeves."),
    ("Vaccines", "awareness", "Why a booster?",
     "Protection fades with time. The current recommendations for adults are on the CDC's site; our nurses can help you "
     "read them."),
    ("Our people", "award", "Our nurses are finalists for the state award",
     "The state nurses' association named our night team a finalist for its teamwork award. We could not be prouder."),
    ("Our people", "news", "Meet the volunteers at the front desk",
     "Thirty-one volunteers greet people here each week. One of them plays the piano on Tuesdays. Come by and listen."),
    ("Our people", "news", "We are hiring",
     "Open positions in nursing, imaging and the kitchen. Day and night shifts, tuition help, free parking. See the "
     "careers page."),
    ("Safety", "tip", "Ice on the walkways",
     "Walk like a penguin: small steps, flat feet, hands free. Our grounds crew salts at 5 a.m. and again at noon."),
    ("Safety", "emergency", "Road work on River Road",
     "River Road is one lane until {day}. The emergency department is open; follow the blue signs to the east "
     "entrance."),
    ("Mental health", "awareness", "988: three numbers to know",
     "Anybody in the United States can call or text 988 at any hour to talk with a trained counselor. It is free."),
    ("Mental health", "tip", "Ten minutes outside",
     "Daylight and a short walk lift the mood for many people. Put it on the calendar like any other meeting."),
    ("Research", "trial", "Volunteers wanted for a sleep study",
     "We are looking for adults who sleep less than six hours a night for a research study of an investigational sleep "
     "program. Taking part is voluntary. Call our research office to learn more."),
    ("Español", "tip", "Vacunas contra la gripe sin cita",
     "Las vacunas contra la gripe se aplican {day} de 9 a 12 en la clínica sin cita. Todos son bienvenidos."),
    ("Surgery", "news", "A new waiting room for families",
     "More daylight, quiet corners and outlets at every seat. Families told us what they missed; this is what came of "
     "it."),
)  # fmt: skip

#: Kind and text of what the public writes; some hold fictional personal details, as real comments do.
COMMENTS = (
    ("question", "What are the visiting hours on weekends?"),
    ("question", "Do I need an appointment or can I just walk in?"),
    ("question", "Is the parking garage still closed? My mother can't walk far."),
    ("question", "Which entrance is closest to the lab?"),
    ("question", "Can dads come to the childbirth class too?"),
    ("question", "Do you take my kind of insurance for the sleep study?"),
    ("question", "How do I get a copy of my records? The website sends me in circles."),
    ("pregunta", "¿Hay intérpretes de español los sábados?"),
    ("health", "Is it normal that my arm hurts two days after the shot?"),
    ("question", "How long is the wait at urgent care right now?"),
    ("appointment", "I need to move my appointment next week, who do I call?"),
    ("billing", "Got a bill for $340 that I don't understand. Who can explain it?"),
    ("praise", "The nurses on the fourth floor are angels. Thank you."),
    ("praise", "Thank you for the free class, my kids loved it!"),
    ("praise", "Shout-out to whoever plays piano in the lobby on Tuesdays."),
    ("praise", "Kind, quick, and they explained everything twice without sighing."),
    ("praise", "Proud of our little hospital 💙"),
    ("complaint", "Three hours in the waiting room and nobody told us anything. Unacceptable."),
    ("complaint", "Great, only four hours to see a doctor. New record 🙄"),
    ("complaint", "The phone line hung up on me twice today."),
    ("complaint", "Your billing office is rude. Rude!"),
    ("complaint", "My name is Dana Whitfield, DOB 3/4/1961, and nobody has called me back about my MRI results."),
    ("complaint", "They lost my father's chart, MRN 448812, and acted like it was our fault. Call me at 555-555-0171."),
    ("complaint", "The food was cold every single day."),
    ("misinformation", "Flu shots give you the flu. Everybody knows it."),
    ("privacy", "One of your nurses talked about my sister's diagnosis at the grocery store. Is that how you treat privacy?"),
    ("job", "Are the night shift jobs still open?"),
    ("spam", "Earn $5000 a week from home!! Click https://cheap-meds.example.com"),
    ("chat", "Beautiful photo of the valley!"),
    ("chat", "First!"),
)  # fmt: skip

CRISIS = (
    "I don't see the point anymore. Nobody would notice if I was gone.",
    "my dad has chest pain and his arm is numb, should we drive in or wait",
)

NAMES = (
    "Jo Maple", "Ana Rivera", "Gus Tester", "Dana N.", "Coach Lee", "Porch Light", "Twin Mom", "Walter Oak",
    "Luz C.", "Quiet Reader", "Town Baker", "Kay A.", "Marisol", "Old Timer", "Birdie", "Sam on Elm Street",
)  # fmt: skip

#: Safe answers in general words, by the kind of the comment; the guard passes each. Spam is not answered.
ANSWERS = {
    "question": (
        "Thanks for asking! Hours, entrances and classes are on larkspur.example.org, or call (555) 555-0142.",
        "Good question. Our front desk knows how it stands today: (555) 555-0142.",
    ),
    "pregunta": ("Gracias por preguntar. En el (555) 555-0142 le dicen cuándo hay intérpretes.",),
    "health": (
        "Questions of health are best asked where somebody can look: any clinic, or our nurse line at (555) 555-0142.",
    ),
    "appointment": ("Our scheduling team can help with any appointment: (555) 555-0142, weekdays 8 to 5.",),
    "billing": ("Our billing office explains any bill line by line: (555) 555-0142, weekdays 8 to 5.",),
    "praise": (
        "Thank you for the kind words. We will share them with the whole team.",
        "This made our day. Thank you for taking the time to write!",
    ),
    "complaint": (
        "We take every concern seriously. For privacy we do not discuss anything personal here; please call "
        "(555) 555-0142.",
        "That is not how we want anybody to feel. Our patient relations team listens: (555) 555-0142.",
    ),
    "misinformation": ("A flu shot cannot give anybody the flu: it holds no live virus. More at cdc.gov/flu.",),
    "privacy": ("We take privacy seriously. Our privacy officer looks into every report: (555) 555-0142.",),
    "job": ("Open positions, nights too, are on larkspur.example.org. We would love to hear from you.",),
    "chat": ("Glad you are here 💙",),
}
