"""Signs of somebody who may end their life: wish, plan, means, farewell, burden, hopelessness, and worry of others.

Composed of who speaks, what state and when, after the warning signs that prevention programs teach (988lifeline.org).
"""

from bedside.triage.readers.wording import around, near, phrases, sign

SELF = phrases("my\\s?self / him\\s?self / her\\s?self / them\\s?sel(f|ves)")
WANT = phrases(
    r"""
    want(s|ed)?( to)? / wanna / wish(es)? (i|he|she|they) (could|would)
    hop(e|es|ing) (to|i|he|she) / going to / gonna / plan(s|ned|ning)? (on|to)
    (how|that) (he|she|they) plans? to / ready to / (would|i'd|he'd|she'd) rather
    threat(en|ens|ened|ening) to / about to / way(s)? to / thought(s)? (of|about)
    think(s|ing)? (of|about) / talk(s|ed|ing)? (of|about) / try(ing)? to / tried to / decided to
    deserve(s)? to / should( just)? / quisiera / quiero
"""
)
DEATH = phrases(
    r"""
    (just )?(die|dying) / be dead / (not|never) (be )?(alive|exist|exist\w*|wake up|waking up)
    stop existing
    (just )?(end|ending) (it( all)?|everything|my life|his life|her life|their life|my own life)
    (just )?disappear (forever|for good) / (leave|leaving) this (world|life|earth) / never come back
    be gone for good / go(ing)? to sleep (and|&) (not|never) wake( up)? / sleep forever
    never wake up / (never )?have been born / dormir y no despertar / morir(me|se)? / matar(me|se)
    desaparecer / quitar(me|se) la vida / ya no estar
"""
)
DEADLY = phrases(r"""
    kill(ing|s)? / hang(ing)? / shoot(ing)? / drown(ing)? / off(ing)? / unaliv(e|ing) / end(ing)?
    gas(sing)?
""")
HARMING = phrases("cut(s|ting)? / hurt(s|ing)? / harm(s|ing)? / starv(e|ing) / burn(s|ing)?")
MISHAP = phrases(
    r"""
    shaving / slic\w+ / cook\w* / chopp\w+ / kitchen / slipped / gym / lifting / running
    accident(ally|al)? / by mistake / glass / can lid / stitch(es)? / tetanus / (red tape)
    off work / used to / as a (teen|kid) / hiking / biking / at work
"""
)
GONE = phrases(
    """
    (once|when|after|if|with) (i'm|i am|me|he's|she's|i was|i were) (gone|dead|out of the way|six feet under|not here)
    (if|once|when) i (wasn't|weren't|am not|'m not|died|disappeared|left|go) / without me / w/o me / sin mí / once i'm
    if i (was|were) (gone|dead|never born) / wasn't in the picture / i (wasn't|weren't) (here|around)
    """
)
RELIEF = phrases(
    r"""
    better( off)? / happier / easier( life)? / lighter / relieved / free( of me)? / at peace / rest
    fine / mejor(es)?
"""
)
LIVING = phrases(
    r"""
    go(ing)? on / liv(e|ing)( for)? / life / being (here|alive) / (wake|waking|get|getting) up
    keep(ing)? going / exist(ing)? / be here / stay(ing)? (alive|here) / carry on / vivir / la vida
    seguir / keep (living|fighting)
"""
)

SIGNS = (
    # The wish and the act.
    sign(
        "wish",
        2.5,
        near(WANT, DEATH, 16),
        unless=phrases(r"""
    (die|dying) (of|from|for|laughing|my hair|to know|in) / makes? me want
"""),
    ),
    sign("wish", 2.5, phrases("rather be dead / better off dead / wants? (me|us) to let (him|her) die")),
    sign(
        "wish",
        2.5,
        phrases(
            r"""
        (wish|wishes) (i|he|she|the|that|it) (\w+ )?(had never been born|was never born)
        (wish|wishes) (i|he|she|the|that|it) (\w+ )?(were never born|was dead|were dead)
        wish(es)? (he|she|i) had never been born / wish (the )?\w+ had (finished|killed|taken) me
        wish (i|he|she) (hadn't|had not|didn't) (survived?|make it|made it|woken|wake|wake up)
        should('ve| have) (just )?(let me (die|go)|died|left me to die)
        why did (you|they) (bring me back|save me)
        (i|he|she) (do|does)?n't want to (be (here|alive|around)|live|exist|wake up|go on)( anymore| any more)?
        (kms|ctb|unalive|unaliving|sewerslide|su1cide|su!cide) / end it tonight
        want out of (everything|life|it all) / no quiero (vivir|seguir viviendo|estar aquí|despertar)
        no le encuentro sentido a (la|mi) vida / me quiero morir
    """
        ),
    ),
    sign("act", 2.5, near(DEADLY, SELF, 4), unless=MISHAP),
    sign("act", 1.7, near(HARMING, SELF, 4), unless=MISHAP),
    sign(
        "act",
        2.2,
        phrases(
            r"""
            blow (my|his|her) brains out / (started|been|she's|he's|keeps|back to) cutting( again)?
            cut (way )?too deep
            (jump|jumping|jumped|step|stepping) (off|in front of) (a|the) (bridge|roof|building)
            (jump|jumping|jumped|step|stepping) (off|in front of) (a|the) (train|bus|truck|cliff)
            (driv(e|ing)|crash(ing)?|swerv(e|ing)|steer(ing)?) (my|the) (car|truck|van) (into|off|every|on purpose)
            crash(ing)? my (car|truck) / gun (in|to) (my|his|her) (mouth|head|temple)
            let go of the (railing|wheel) / garage with the (engine|car|motor) (on|running)
            pills? (in my hand|in front of me|in my lap) / voices say jump
            (hang|ahorcar|ahorcarse|colgar|colgarse) from / pastillas en la mano
            se quiere (ahorcar|colgar|matar)
        """
        ),
        unless=phrases("swing / movie / trampoline / monkey bars / diaper / fence"),
    ),
    sign(
        "act",
        3.4,
        phrases(
            r"""
            garage with the (engine|car|motor) (on|running) / voices (say|tell me to) jump / on the roof
            on the ledge
            (think|thinking) (about|of) (crashing|driving) (my|the) (car|truck)( into| off| every)?
            hid (all )?the knives / i deserve to (die|be dead) / (va a|quiere|quiero) quitar(se|me)? la vida
            out of everything(?= *[.!]|$)
        """
        ),
        unless=phrases("leak\\w* / garden / helicopter / solar / sign on"),
    ),
    sign(
        "act",
        1.0,
        phrases(r"""
            stopped taking my (insulin|meds|heart pills|medication)
        """),
        unless=phrases(r"""
            side effects / doctor
        """),
    ),
    # Burden and worthlessness.
    sign(
        "burden",
        2.2,
        around(RELIEF, GONE, 40),
        unless=phrases(r"""
        insurance / plan / phone system / portal / system
    """),
    ),
    sign(
        "burden",
        2.0,
        phrases(
            r"""
        (i'm|i am|i feel like|being) (just )?a (burden|weight|drag|dead weight|waste of space)
        (such|just|only|nothing but) (just )?a (burden|weight|drag|dead weight|waste of space)
        (soy|solo soy|soy solo) una carga / un estorbo
        (burden|weight|drag) on (my|everyone|everybody|them|the family)
        (nobody|no one|not a soul|none of (you|them)) (would|will|'d|'ll) (\w+ )?(notice|miss me|cry)
        nobody (here )?would care / nadie me (va a )?extrañ\w+ / i (deserve|should) to die
    """
        ),
        unless=phrases("calling / asking / refill / ready\\?"),
    ),
    # Hopelessness.
    sign(
        "hopeless",
        2.1,
        near(
            phrases(
                """
                (no|any|isn't any|zero) (point|reason|purpose|use) / what('s| is) the (point|use)
                see no (point|reason) / worth / tired of / sick of / done with / weary of / given up on / gave up on
                exhausted (from|by) / cansad[oa] de / hart[oa] de
                """
            ),
            LIVING,
            20,
        ),
        unless=phrases("urgent care / portal / app / billing / parking / two portals / phone / waiting / front desk"),
    ),
    sign(
        "hopeless",
        1.5,
        phrases(
            r"""
            (see|seeing) (a|any|no) way out / only one way (out|to) / nothing left(?= *[.!]|$) / no future
            no way out / don't see (myself|me) (making it|here|around)
            won't make it to (spring|summer|christmas|my birthday)
            (i am|i'm) done( with (everything|it all))? / life is (over|pointless|meaningless)
            ya no puedo más / no hope
            (can't|cannot) (keep|go on|carry on) (\w+ ){0,2}?(any ?more|any longer)
            (can't|cannot) (do this|take this|fight this|hold on) (\w+ ){0,2}?(any ?more|any longer)
            can't keep (fighting|doing) this / (i )?want out / i tried\. i really tried / done with life
        """
        ),
        unless=phrases(
            r"""
            park\w* / portal / app / phone / billing / bill / hold music / insurance / wait\w* / staff
            desk / website / this (place|hospital|clinic) / form(s)? / paperwork / class / appointment
            the 1\d(th)?
        """
        ),
    ),
    sign("hopeless", 2.2, phrases("nothing left to live for / life isn't worth living / my life is over")),
    sign(
        "hopeless",
        2.0,
        phrases(
            r"""
            don't see (myself|me) (making it|here|around) / can't see (a|any) way out
            only one way to (make|stop|end) / (see|seeing) no way out
        """
        ),
    ),
    sign("tried", 0.6, phrases("i really tried / if anyone asks / i tried everything")),
)
