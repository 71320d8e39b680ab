"""Signs of acute danger from bleeding, poison, allergy, injury, heat, and of dangerous readings."""

from bedside.triage.readers.births import PREGNANT
from bedside.triage.readers.wording import around, near, phrases, sign

BLOOD = phrases("blood / bleed(s|ing)? / bled / sangr\\w+")
HEAVY = phrases(
    r"""
    spurt\w* / everywhere / won't stop / isn't stopping / not stopping / can't stop / pour\w+
    gush\w* / soak\w* / like crazy / heav(y|ily) / a lot / mucho / all over
    through (the|a|two|three) / (towel|rag|bandage) is (\w+ )?full / nonstop / pool of / non-stop
    clots
"""
)
AIRWAY = phrases("throat / tongue / face / lips / airway / garganta / lengua / mouth / eyes")
SWELL = phrases(r"""
    clos(es|ing|ed)( up)? / swell\w* / swollen / fat / tight(ening)? / thick / (getting )?bigger
    puffing / hinchad\w+ / blown up
""")
EAT = phrases(
    r"""
    swallow(ed|s)? / ate / drank / drunk / ingested / got into / bit into / licked / chugged / took
    downed / trag(ó|aron)( \w+)? / se tomó / tomó / comió / bebió
"""
)
POISON = phrases(
    r"""
    bleach / drain (opener|cleaner) / (button )?batter(y|ies) / una pila
    (laundry|dishwasher|detergent|tide) ?pods? / detergent / antifreeze / magnets? / lighter fluid
    pesticide / weed ?killer / rat poison / rubbing alcohol / oven cleaner / cleaner / gasoline
    lamp oil / mushrooms? / nicotine / vape juice / edibles? / gummies / paint thinner / cloro
    veneno / windshield fluid / hand sanitizer / (whole|entire|full) bottle / bottle of \w+
    handful / too many
    (all|five|six) (\w+ )?(of )?(my|his|her|the|those|sus|las)? ?(\w+ )?(pills|meds|pastillas)
    (ten|twenty|thirty|\d{2}) (\w+ )?(of )?(my|his|her|the|those|sus|las)? ?(\w+ )?(pills|meds|pastillas)
    (grandpa's|grandma's|my|his|her|mom's|dad's) (\w+ ){0,2}(pills|meds|medication|patches)
    all (of )?(her|his|my) \w+ / todas (las|sus) pastillas
"""
)
PAST_MEAL = phrases(r"""
    last (year|month|week|summer) / penny / dog / cat / with food / years ago / refill
    every (day|morning) / bottle of wine / as prescribed
""")
FELL = phrases(
    r"""
    fell / fall / hit (his|her|my) head / bumped (his|her) head / landed on (his|her) head
    bang(ed)? (his|her) head / knocked (his|her|my) head / bike crash
"""
)
HEAD_SIGN = phrases(
    r"""
    vomit\w* / throw(ing|s)? up / puk\w+ / acting (strange|weird|funny|off) / confus\w+
    blood thinners / huge bump / out of it / pupils? / won't wake / very sleepy / bad headache
"""
)
SKIN = phrases("skin / arm(s)? / face / leg(s)? / hand(s)? / chest / back")
BURNING = phrases(r"""
    boiling / hot oil / (pot|pan) of \w+( \w+)? / flames / on fire / grease / acid / scald\w+
    explosion / steam
""")
CHARRED = phrases("white / peel\\w+ / charred / black / blister\\w* / coming off / melt\\w+")
VICTIM = phrases(r"""
    shot / stabbed / impaled / run over / hit by a (car|truck|bus) / electrocuted / crushed
    crash(ed)? / mauled
""")
SCENE_NOW = phrases(
    r"""
    just / outside / right now / blood / trapped / on the (ground|floor)
    not (talking|moving|breathing) / bleeding / in the parking lot / route \d+ / help
"""
)

SIGNS = (
    sign(
        "bleed",
        2.0,
        around(BLOOD, HEAVY, 36),
        around(PREGNANT, BLOOD, 50),
        phrases(r"""
    soaking (a|through|two|three|pads?)( pads?)? / coffee grounds
"""),
        unless=phrases(r"""
            drive / donat\w+ / bill / money / last (year|july) / test / work / us dry / collected / drawn
            results / work.?up
        """),
    ),
    sign(
        "bleed",
        1.8,
        near(
            phrases(r"""
        throw(ing|s)? up / vomit(ing|s)? / cough(ing|s)? up / puk(ing|es) / spit(ting)? up
    """),
            BLOOD,
            8,
        ),
    ),
    sign(
        "throat",
        2.0,
        around(AIRWAY, SWELL, 20),
        unless=phrases(r"""
                dentist / wisdom / tooth / pink ?eye / sty / eyes closed / filler / lip gloss / doors
                closing the / face ?book
            """),
    ),
    sign(
        "allergy",
        1.0,
        phrases(r"""
        hives( everywhere| all over)? / epi-?pen / anaphyla\w+ / (bee|wasp) sting / stung
        ate (shrimp|peanuts?|nuts?)
    """),
    ),
    sign("poison", 2.0, near(EAT, POISON, 36), phrases("overdos(ed|ing) / is overdosing / od-ing"), unless=PAST_MEAL),
    sign(
        "poison",
        1.4,
        phrases(r"""
        (carbon monoxide|co) (alarm|detector)( is)?( keeps)? (going off|goes off|beeping) / gas leak
        fentanyl / heroin / narcan / (he|she|boyfriend) used something / fumes
    """),
        unless=phrases(r"""
            class / kits? / pharmacy / training / drop off / carry
        """),
    ),
    sign(
        "sick",
        0.8,
        phrases(r"""
        (we )?all (have|feel) (headaches?|sick|dizzy) / feel sick / is getting sleepy
        heart feels funny / foaming / drooling and coughing / how many .{0,20}are missing
    """),
    ),
    sign(
        "head",
        1.9,
        around(FELL, HEAD_SIGN, 90),
        unless=phrases(r"""
        last (year|month|week|spring) / in may / years ago / lobby
    """),
    ),
    sign(
        "heat",
        1.0,
        phrases(r"""
        not sweating / heat ?stroke / so hot / in the (heat|sun) / football practice / is hot
    """),
    ),
    sign(
        "venom",
        2.0,
        near(
            phrases(r"""
        bit / bitten / bite / stung
    """),
            phrases(r"""
                (a |by )*(rattle)?snake / rattler / copperhead / cottonmouth / black widow / scorpion
                jellyfish
            """),
            14,
        ),
        unless=phrases(r"""
                season / reminder / class / movie
            """),
    ),
    sign(
        "burn",
        1.9,
        around(BURNING, SKIN, 40),
        near(SKIN, CHARRED, 24),
        unless=phrases(r"""
        tan / sunburn / peel treatment / laser / white coat / black shirt / hair / microneed\w+ / bruise
        tattoo / black belt / black friday / eczema / cream / tea / flyer
    """),
    ),
    sign(
        "burn",
        2.0,
        around(
            phrases(r"""
        eye(s)?
    """),
            phrases(r"""
                (oven |drain )?cleaner / bleach / acid / chemicals? / glue / sprayed
            """),
            24,
        ),
    ),
    sign(
        "sugar",
        1.3,
        phrases(r"""
                (sugar|glucose|meter|dexcom|cgm|levels?)( is| was| says) ?(hi|lo|[1-4]\d|[4-9]\d\d)
                (sugar|glucose|meter|dexcom|cgm|levels?)( reads| at| just says| of)? ?(hi|lo|[1-4]\d|[4-9]\d\d)
            """),
    ),
    sign(
        "acid",
        1.5,
        phrases(r"""
        breath smells? (like|of) / smells? (like|of) (nail polish|acetone|fruit|fruity) / fruity breath
        deep and fast
    """),
    ),
    sign(
        "weak",
        0.8,
        phrases(r"""
        won't swallow / keeps (puking|vomiting|throwing up) / talking nonsense
        (is |he's |she's )?confused / drowsy / clammy / sweating and / not himself / not herself
        acting (strange|drunk|funny)
    """),
        unless=phrases(r"""
            confused (about|by|on)
        """),
    ),
    sign(
        "meninges",
        1.9,
        around(
            phrases(r"""
        stiff neck / (can't|won't) (bend|touch) (his|her|my) (neck|chin)
    """),
            phrases(r"""
                fever / rash / light / headache
            """),
            40,
        ),
        phrases(r"""
                rash that (doesn't|won't) (fade|blanch|go away when)
            """),
    ),
    sign(
        "headache",
        1.9,
        phrases(r"""
        worst headache( of my life| ever)? / thunderclap( headache)?
    """),
        unless=phrases(r"""
            billing / insurance / portal / parking / bill
        """),
    ),
    sign("clot", 0.9, phrases("(leg|calf) is (swollen|red and hot|hot and swollen)")),
    sign(
        "belly",
        1.9,
        phrases(r"""
        (belly|stomach|abdomen|tummy) is (as )?(hard|rigid|stiff) (as a (rock|board))?
        hard as a (rock|board)
    """),
    ),
    sign(
        "drown",
        1.9,
        near(
            phrases(r"""
        pulled / found / fished / dragged / slipped
    """),
            phrases(r"""
                (out of|from|in|under|face ?down in) (the )?(pool|tub|bathtub|lake|water|river|pond)
            """),
            18,
        ),
        unless=phrases(r"""
                last (year|summer) / hair / ring / phone / slide
            """),
    ),
    sign(
        "shock",
        1.4,
        phrases(r"""
        (got |was )?(shocked|zapped|electrocuted)( by)? / live wire / struck by lightning
    """),
        unless=phrases(r"""
            by (the )?(bill|price|wait|how) / bill / news
        """),
    ),
    sign(
        "wound",
        2.0,
        near(
            phrases(r"""
        fingers? / hand / thumb / toes? / foot / ear / arm / leg
    """),
            phrases(r"""
                (got |was |is )?(cut off|severed|ripped off|sliced off|chopped off|bitten off|torn off|came off)
            """),
            10,
        ),
        near(
            phrases(r"""
                gun / knife / saw / machete / bullet
            """),
            phrases(r"""
                (in|through) (his|her|my) (\w+ )?(chest|neck|leg|belly|stomach|head)
            """),
            14,
        ),
    ),
    sign(
        "wound",
        1.9,
        around(VICTIM, SCENE_NOW, 46),
        unless=phrases(r"""
                in (19|20)\d\d / news / movie / filmed / flu / booster / hate getting shot / years ago / website
                portal / app / system / computer / server / vaccine / covid / long shot / party / took a shot
                site / call(ed)? you
            """),
    ),
    sign(
        "airway tube",
        1.9,
        phrases(r"""
        trach (\w+ )?(came|fell|popped|is) (out|blocked|clogged)
        vent(ilator)? (stopped|alarm(ing)?|quit|lost power)
        oxygen (tank|machine) (is )?(empty|stopped|ran out|quit)
    """),
    ),
    sign(
        "help",
        0.6,
        phrases(r"""
        what do (i|we|u) do / should (i|we) (wait|drive|call|go|bring) / do (i|we) (call|go|need|wait)
        ambulance (hasn't|isn't|won't|is taking) / (call|calling|called) 911 / qué hago / ayuda
        is that bad / how long is the er wait / alone(?= *[.!]|$) / hurry / help( me| us)?(?= *[.!]|$)
    """),
    ),
)
