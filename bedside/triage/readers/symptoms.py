"""Signs of acute danger to life in lay words: what part, what it does, to whom, and for how long.

Composed after public lists of warning signs (stroke: FAST; heart attack; anaphylaxis; sepsis; preeclampsia; poisoning).
"""

from bedside.triage.readers.wording import around, near, phrases, sign

FACE = phrases("face / mouth / smile / lip(s)? / cheek / eyelid / cara / boca")
DROOP = phrases(r"""
    droop\w* / hang(ing|s)( down)? / sag\w* / lopsided / crooked / uneven / numb
    fall(ing|s|en) on one side / caíd[ao] / torcid[ao]
""")
LIMB = phrases("arm / leg / hand / (left|right|one) side / brazo / pierna / lado")
WEAK = phrases(r"""
    weak / numb / limp / heavy / tingl\w+ / won't (move|lift|work) / dead / dormid[ao] / hurts?
    going numb
""")
CANNOT = phrases("can't / cannot / can not / couldn't / won't / unable to / not able to / no puede")
CHEST = phrases("chest / breastbone / pecho")
PAIN = phrases(
    r"""
    pain(s|ful)? / hurt(s|ing)? / pressure / tight(ness)? / squeez\w+ / crush\w+ / heavy / heaviness
    duele / dolor / aprieta / elephant / clutch\w+
"""
)
SPREAD = phrases(r"""
    (down|to|into|in) (my|his|her|the) (left )?(arm|jaw|back|shoulder) / jaw / left arm / sweating
    clammy / brazo / arm is numb
""")

SIGNS = (
    sign(
        "face",
        2.0,
        around(FACE, DROOP, 24),
        unless=phrases(r"""
    dentist / filling / novocaine / botox / dental / exam
"""),
    ),
    sign(
        "limb",
        1.0,
        around(LIMB, WEAK, 16),
        near(
            CANNOT,
            phrases(r"""
        (lift|raise|move|feel|hold|use)
    """)
            + r"\s(?:\w+\s){0,2}?"
            + LIMB,
            3,
        ),
    ),
    sign(
        "speech",
        1.6,
        near(
            phrases(r"""
                words / speech / talking / sentences?
            """),
            phrases(r"""
                no sense / slur\w* / garbled / jumbled / mumbl\w+ / nonsense / gibberish / wrong
            """),
            24,
        ),
        phrases("slurr\\w+ / gibberish / making no sense / not making sense / no puede hablar / habla raro"),
        near(
            CANNOT,
            phrases(r"""
                (speak|talk|get (the|his|her|any) words out|find (the|his|her) words|finish a sentence)
            """),
            3,
        ),
    ),
    sign(
        "sight",
        1.3,
        near(
            CANNOT,
            phrases(r"""
                see (out of|from|with|anything)
            """),
            3,
        ),
        phrases(r"""
                (lost|losing) (my |his |her )?(sight|vision) / vision (is gone|went|cut out) / blind in one eye
                seeing (double|spots)
            """),
    ),
    sign(
        "grip",
        0.9,
        phrases(r"""
        (keeps )?dropp(ing|ed|s) things / can't hold (a|her|his|the) (cup|fork|pen|spoon)
        can't walk straight / can't stand( up)?
    """),
    ),
    sign(
        "sudden",
        0.4,
        phrases(r"""
        suddenly / all of a sudden / out of nowhere / woke up and / minutes ago / right now / de repente
    """),
    ),
    sign(
        "chest",
        1.4,
        around(CHEST, PAIN, 30),
        unless=phrases(r"""
        x-?ray / pulled a muscle / gym / last month / sore after / results / stress test
        tight schedule
    """),
    ),
    sign("chest", 1.8, phrases("(standing|sitting|elephant|stepping|brick|weight|truck) on (my|his|her) chest")),
    sign("spread", 0.9, SPREAD, unless=phrases("sore after / booster / shot / vaccine / tmj / dentist")),
    sign(
        "heart",
        2.0,
        phrases(
            r"""
        (i'm |he's |she's |is )?having a (heart attack|stroke|seizure)( i think)? / heart (has )?stopped
        no pulse / dándole un infarto
        (defibrillator|icd|pacemaker)( has| keeps)? (gone off|go(es|ing) off|fir(ed|ing)|shock(ed|ing))
        having a stroke
    """
        ),
    ),
    sign(
        "pulse",
        1.3,
        phrases(r"""
            (pulse|heart rate|hr)( is| of| at|:)? ([123]\d|1[5-9]\d|2\d\d) / heart is (pounding|racing)
        """),
    ),
    sign(
        "breath",
        1.9,
        near(
            phrases(r"""
        can't / cannot / not / isn't / stopped / barely / hardly / struggling to / trouble / no / won't
        fighting to / quit / no puede
    """),
            phrases(r"""
                breath(e|ing) / respira(r)?( bien)? / (get|getting) (any|enough) air
            """),
            6,
        ),
        phrases("gasp(ing|s)? (for air)? / suffocating / se está ahogando / agonal"),
        unless=phrases(r"""
                (through|thru) my nose / pollen / perfume / smoke(rs)? / last (year|month|week)
                stopped breathing at birth / mask / stairs
            """),
    ),
    sign(
        "breath",
        1.2,
        phrases(r"""
        short(ness)? of breath / breathing (\w+ )?(\w+ )?(fast|hard|shallow|weird|funny|heavy)
        (fast|labored) breathing / wheez\w+ / rib(s)? (with|are|suck\w*|pull\w*)
        pull(s|ing) in at the ribs / snoring weird / weird noise
    """),
    ),
    sign(
        "color",
        1.7,
        near(
            phrases(r"""
        lips / face / skin / fingers / nails / he / she / is / baby / toddler / turn(ed|ing) / labios
        going
    """),
            phrases(r"""
                (is |are |look |looks |went |turning |turned |all |going )*(blue|gr[ae]y|purple|morad\w+|ashen)
            """),
            12,
        ),
        unless=phrases(r"""
                hair / gown / ribbon / bruise / paint / shirt / badge / ink / sky / eyes are blue / blue cross
                blue shield / garage / building
            """),
    ),
    sign(
        "oxygen",
        1.9,
        phrases(r"""
        (pulse ox|oxygen|o2|sats?|saturation)( level)?( is| are| says| reads| at|:)? ([5-7]\d|8[0-7])
    """),
    ),
    sign(
        "choke",
        2.0,
        phrases(r"""
        (is |he's |she's )?choking on / nothing is coming out / can't (cough|cry|swallow)
        something stuck in (his|her|my) throat
    """),
        unless=phrases(r"""
            class / course / teach / hazard / learn
        """),
    ),
    sign(
        "awake",
        1.7,
        near(
            phrases(r"""
        can't / cannot / won't / isn't / not / doesn't / barely / no
    """),
            phrases(r"""
                wak(e|ing)( \w+)?( \w+)? up / wake / respond(ing)?( to me)? / reacci(ona|onar) / despierta
                answering me / come to / rouse
            """),
            14,
        ),
        phrases(r"""
                unrespons\w+ / out cold / nobody home / lifeless / inconsciente / no reacciona / hard to wake
                found (\w+ )?(\w+ )?on the (\w+ )?floor / unconscious
            """),
        unless=phrases(r"""
            calls? / emails? / phone / portal / message(s)? / back in / wake up people / alarm / survey
            desk / billing / reviews?
        """),
    ),
    sign(
        "awake",
        2.0,
        phrases(r"""
        unrespons\w+ / out cold / lifeless / inconsciente / no reacciona / no despierta / won't wake up
    """),
        unless=phrases(r"""
            office / front desk / staff / team / billing / portal / website / nurses? / phone
        """),
    ),
    sign(
        "awake",
        1.3,
        phrases(r"""
        pass(ed|ing) out / faint(ed|ing) / collapsed / black(ed|ing) out / se desmayó / desmay\w+
        (really |very |so |getting )(drowsy|sleepy) / not moving
    """),
        unless=phrases(r"""
            boredom / smell / bill / laughing / chair / flyers
        """),
    ),
    sign(
        "seizure",
        1.7,
        near(
            phrases(r"""
        having / has been / had / started / in / keeps / is / been
    """),
            phrases(r"""
                (a )?seizures? / seizing / convuls\w+ / (shaking|jerking) and (shaking|jerking) / fits
            """),
            12,
        ),
        phrases(r"""
                convulsion\w* / está convulsionando
            """),
        unless=phrases(r"""
            controlled / history / neurologist / how long / cause / last (year|month) / meds refill
        """),
    ),
    sign(
        "lasting",
        0.9,
        phrases(r"""
        won't stop / isn't stopping / (for )?(\d+|five|six|ten|twenty|fifteen) minutes / in a row
        getting worse / hour ago / keeps (happening|going)
    """),
    ),
)
