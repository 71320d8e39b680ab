"""Signs of violence to come: who will do what to whom, with what, where and when; also veiled and in Spanish."""

from bedside.triage.readers.wording import around, near, phrases, sign

FUTURE = phrases(
    r"""
    i'll / i will / i'm (going to|gonna|about to|coming (down )?to) / i am (going to|about to)
    gonna / going to / imma / ima / we'll / we will / we are (going to|gonna|coming)
    we're (going to|gonna|coming) / i swear / i want to / i'd love to / i could
    (somebody|someone) (should|ought to|needs to|has to|will) / deserves? to / should be
    they should / will / until i / lemme
"""
)
VIOLENCE = phrases(
    r"""
    kill / shoot( up)? / stab / burn / torch / bomb / blow up / beat / break / choke / strangle
    hurt / end (him|her|them|you) / put (a bullet|him|her|them|you|that \w+)
    smoke (him|her|that|them) / snipe / hang / hanged / shot( up)? / run over / poison / slit / bash
    smash / hunt / murder / gut / blow (it|this|that|the|your) / (hurt|be killed) / stomp
    jump (him|her|you) / execute / drown (him|her|you)
"""
)
DEADLY = phrases("kill / shoot / stab / strangle / murder / put a bullet / slit / execute / behead / bomb / hang")
STAFF = phrases(
    r"""
    doctors? / docs? / dr / nurses? / surgeons? / tech / guards? / receptionists? / ceo / board
    administrators? / therapists? / midwife / staff / man / woman / person / him / her / them / you
    y'all / everyone / everybody / somebody / someone / people / attendant / every (one|person)
"""
)
PLACE = phrases(r"""
    er / ed / hospital / clinic / place / building / lobby / unit / office / mill / ward
    waiting room / parking deck / front desk / whole clinic
""")
ARMS = phrases(
    r"""
    (my )?(gun|guns|knife|rifle|pistol|glock|shotgun|ar-?15|nine)
    (my )?(9 ?mm|bat|machete|crowbar|tire iron|axe|gasoline|gas can|matches)
    ammo / bullets / rope / explosives / lighter / pistola / cuchillo / machete / arma
"""
)
COME = phrases(
    r"""
    i'm (coming|bringing|outside|back|going)( back| down)?
    i'll (be )?(come|back|bring|waiting|show)( up| back)? / show up / bring(ing)? / come back
    coming back / be back / next time / just bought / bought / i've got / i got / waiting / voy a ir
    pull up / get past / my (knife|gun) and i
"""
)
PRIVATE = phrases(
    r"""
    lives? / parks? / home address / address / house / home / school / bus stop / car / porch / kids
    shift / break / which door / door / route / jogs / gym
"""
)
PLAY = phrases(
    r"""
    lol / lmao / haha / jk / gala / talent show / softball / trophy / game / email / records
    reviews? / calories / cancer / record / phones / marathon / cheaper / heroes / doors open
    cancer together / fun run / cookies / bill / cent / overcharged / movie / charity / stars?
    email me / form / appointment / baby / follow-?up / wheelchair / cafe
"""
)
PEACE = phrases(
    r"""
    sue / suing / lawyer / attorney / court / (state )?board / report you / complaint / karma / god
    reviews? / demandar / news / attorney general / lawsuit
"""
)

SIGNS = (
    sign(
        "act",
        2.2,
        near(near(FUTURE, VIOLENCE, 14), STAFF, 24),
        near(near(FUTURE, VIOLENCE, 14), PLACE, 20),
        unless=PLAY,
    ),
    sign(
        "act",
        2.2,
        near(near(FUTURE, DEADLY, 14), STAFF, 24),
        unless=phrases(r"""
    lol / email / cancer / for a / time / pain / movie / game / phones / germs / reviews?
"""),
    ),
    sign(
        "act",
        2.0,
        near(
            phrases(r"""
        snipe / shoot / hang / behead / execute / kill
    """),
            phrases(r"""
                (the|every|all( of)?( the)?|those|these) \w*
            """),
            2,
        )
        + r"(?=\s?(?:doctor|nurse|administrator|staff|surgeon|of you|one of|them))",
        unless=phrases(r"""
                movie / email / photo / video / lights
            """),
    ),
    sign("act", 2.2, near(STAFF, phrases("should( all)? be (hanged|shot|hung|killed|burned|stabbed)"), 20)),
    sign(
        "act",
        2.2,
        near(
            STAFF,
            phrases(r"""
        (deserves?|needs?|ought) to (be )?(die|hang|hanged|shot|burn|killed|bleed|stabbed|beaten)
    """),
            12,
        ),
        near(
            PLACE,
            phrases(r"""
                deserves? to (be )?(shot|burn|blown)
            """),
            8,
        ),
        unless=PLAY,
    ),
    sign(
        "act",
        2.2,
        phrases(
            r"""
                (in|into) the ground / (put )?a bullet in
                break (that|his|her|your|the|every|some) \w+'?s? ?(jaw|neck|legs|arms|face|kneecaps|fingers)
                beat the (hell|shit|crap|life) out of / let it spray
                (someone|somebody|people) (is|are)? ?(going to|gonna|will) (get )?(hurt|die|bleed)
                people get hurt / hurt (him|her|you|them) (bad|badly) / (end|finish) (him|her)
                so does (he|she) / you'll (all )?bleed / make (you|him|her|them) bleed / catch (these|my) hands
                take care of (him|her) for / (taking|take) (somebody|someone|one) from you
                kill (every|each|all)( \w+)? (person|one|of) / smoke that \w+ / goes boom
                go(es)? up in (flames|smoke) / one match / hospital goes / shoot(ing)? (up|the place)
                carry you out
            """
        ),
        unless=phrases("skin / body paint / lol / charity / softball / flag / in the ground floor / groundbreaking"),
    ),
    sign(
        "arms",
        1.8,
        around(COME, ARMS, 40),
        unless=phrases(r"""
            in my (arm|leg) / scan / range / hunting season / boat / signing / threatened / baseball
            at bat / news / thesis / (hair|glue) gun / bat(s)? colony / birthday / candles
        """),
    ),
    sign(
        "arms",
        1.6,
        near(
            phrases(r"""
        (with|got|have|and|has) (a|my|the)? ?
    """),
            ARMS,
            6,
        ),
        unless=phrases(r"""
                my ex / threatened / movie / scan / shot in / threatened me / wound / news / security check
                theft / lockers / allergy / jump rope
            """),
    ),
    sign(
        "arms",
        2.0,
        phrases(r"""
        won't be empty[- ]?handed
    """),
        unless=phrases(r"""
            gift / flowers / cookies / donuts / snacks / thank / present
        """),
    ),
    sign(
        "arms",
        1.4,
        phrases(r"""
        not coming alone / with my (cousins|boys|brothers|crew|guys) / loaded / locked and loaded
    """),
    ),
    sign(
        "device",
        2.3,
        around(
            phrases(r"""
        bomb / device / explosives? / package / bomba / poison
    """),
            phrases(r"""
                in (the|your|su) (\w+ )?(stairwell|lobby|water( cooler)?|building|basement|garage)
                in (the|your|su) (\w+ )?(hospital|er|clinic|bathroom|elevator|floor)
                you have (one|an|\d+) (hour|minutes?) / tick tock / planted / left a / en su hospital
            """),
            50,
        ),
        unless=phrases(r"""
                delivery / flowers / news / scare / bath bomb / flavor / medical device / amazon / fedex / gift
            """),
    ),
    sign("device", 1.2, phrases("tick[- ,]*tock / you have (one|an) hour / set to go off")),
    sign(
        "watch",
        2.0,
        near(
            phrases(r"""
        (i|we) know (where|which|what|when|who) / i know (your|his|her)
        found (out )?(where|the|his|her)? ?(doctor's|nurse's)? ?/ i followed
        followed (your|the|that|her|him) / i've been watching / we've been watching / sé dónde
        i know the
    """),
            PRIVATE,
            40,
        ),
        unless=phrases(r"""
                good parking / cheaper / heroes / the parking is / my (car|address|home|kids) / dm me
                level \d by / i know (what|when) (my|the) (shift|break)
            """),
    ),
    sign(
        "watch",
        1.9,
        near(
            phrases(r"""
        nurse / doctor / dr \w+ / receptionist / surgeon / she / he / midwife / tech
    """),
            phrases(r"""
                (drives|parks|walks|jogs|lives) (a|on|at|in|by|to|alone)
            """),
            8,
        ),
        unless=phrases(r"""
                me / us / my (mom|dad) / miles to / an hour / so kind / every day to help / thank
            """),
    ),
    sign("watch", 2.0, phrases("found (the|his|her|that) \\w+'?s? (home )?address")),
    sign(
        "watch nearby",
        1.2,
        phrases(r"""
        just saying / nice (porch|house|car|kids) / which door the / paying a visit
        (his|her|your) (home )?address / guard goes on break / by your car / get past your guard
        see you at shift change / outside (in|with) (the|my) (truck|car)
    """),
    ),
    sign(
        "veiled",
        2.1,
        phrases(
            r"""
        (would|it'd|it would|be) (be )?(a )?(real )?shame if (something|anything)( \w+)?
        watch (your|his|her|ur) back / (he|she|you|they) better (watch|start|run|hide|pray|carry)
        better hope (i|you|they) (never|don't) / (look|looking) over (your|his|her|their) shoulder
        (your|his|her|their) (days|hours) are numbered / time is running out
        (won't|not) always have (security|a guard|the guard) / sleep well,? (doctor|doc|nurse)
        might be your last / dead (man|woman|men|meat) / (start )?digging (your|his|her) (own )?graves?
        in a (body )?bag / (get|gets|got) what's coming to (him|her|you|them) / an? eye for an eye
        eye for an eye / not leaving until (he|she|they|you) comes? out
        (this is|consider this) (your|my) (last|final|only) warning / (your|the) last warning
        i'm coming(?= *[.!]|$) / ese doctor está muerto / esa enfermera está muerta / que se cuide
        ya ver(á|án) / a ver si muy valiente / pay(ing)? (with|in) (\w+ )?blood / your move(?= *[,.])
        (wait|waiting|esperar) (for you )(by (your|his|her) car),? ?(doctor|doc|nurse|bitch)?
        (wait|waiting|esperar) (for him |for her )?(by (your|his|her) car),? ?(doctor|doc|nurse|bitch)?
        (wait|waiting|esperar) (for you |for him |for her )?(afuera|outside),? ?(doctor|doc|nurse|bitch)?
        see (that doctor|him|her) in the street
    """
        ),
        unless=phrases(r"""
            step / registration / patients / icy / fun run / snacks / health fair / wheelchair / doors open
            karma / god / music / para llevar
        """),
    ),
    sign(
        "blood",
        1.6,
        phrases(r"""
        pay (with|in) blood / con sangre / blood for (my|his|her) / (tu|su) sangre / you'll bleed
    """),
    ),
    sign(
        "spanish",
        2.2,
        near(
            phrases(r"""
        (los|te|lo|la|las) (voy|vamos) a / voy a / vamos a
    """),
            phrases(r"""
                matar\w* / quemar\w* / golpear\w* / disparar\w* / apuñalar\w* / explotar / romper(te|le|les)?
                reventar\w*
            """),
            16,
        ),
        phrases(r"""
                hay una bomba / ir con una (pistola|arma|escopeta)
            """),
        unless=phrases(r"""
            risa / grasa / calorías / récord / hambre
        """),
    ),
    sign(
        "grudge",
        0.9,
        phrases(r"""
        (you|they|he|she) (took|killed|murdered) my / for my (mother|mom|son|boy|father|dad|wife)
        did this to / lo que le hicieron / put (his|her) hands on / dropped my
    """),
    ),
    sign(
        "moment",
        0.4,
        phrases(r"""
        tonight / tomorrow / this weekend / at noon / next time / friday / monday / when i (come|show)
        soon / coming back tonight
    """),
    ),
    sign(
        "vow",
        1.2,
        phrases(r"""
        mark my words / i swear on (my )?\w+ / you'll be sorry / be sorry when i / will regret
        hope you have sprinklers / done talking / not a violent man / se van a arrepentir
        i'm coming down there
    """),
        unless=PEACE,
    ),
)
