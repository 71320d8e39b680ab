"""Signs of a farewell, of means at hand, and of others who worry about somebody."""

from bedside.triage.readers.wording import around, near, phrases, sign

KIN = phrases(
    """
    (my|our) (son|daughter|brother|sister|husband|wife|dad|mom|father|mother|friend|roommate|partner|boyfriend)
    (my|our) (girlfriend|cousin|nephew|niece|uncle|aunt|grand\\w+|kid|child|teen|teenager|neighbor|coworker|student)
    husband / wife / he / she / student / mi (hermano|hermana|hijo|hija|esposo|esposa|amigo|amiga|papá|mamá)
    """
)
PILLS = phrases(r"""
    pills / meds / tablets / insulin / morphine / sleeping pills / pain(killers| pills| meds)
    pastillas / oxy
""")
WEAPON = phrases(r"""
    gun / pistol / rifle / shotgun / revolver / rope / noose / razor( blade)? / blade / pistola
    soga / cuerda
""")
HIGH = phrases(
    r"""
    bridge / roof / rooftop / ledge / railing / overpass / cliff(s)? / tracks / train
    parking structure / puente / azotea
"""
)
ERRAND = phrases(
    r"""
    appointment / class / pick ?up / prescription / reschedul\w+ / move it / vacation / out of town
    surgery / replaced / while i / procedure / parking / portal / phone system / donat\w+
    retire\w* / shift / newsletter / portals / app / thursday / monday / tuesday / wednesday
    friday / next week / on the \d+(th|st|nd|rd) / closed / traffic / stuck
"""
)

SIGNS = (
    # Farewell and putting things in order.
    sign(
        "absence",
        1.2,
        phrases(
            r"""
    won't be (here|around|alive|there)( any ?more| much longer)?
    you won't (be hearing|hear) from me / can't stay / won't see me again
    by the time (you|anyone|anybody|they|somebody|someone) (reads?|sees?|finds?|gets?) this
    (i'll|i will) be gone / once i'm gone / when i'm gone / after i'm gone / shouldn't be long now
"""
        ),
        unless=ERRAND,
    ),
    sign(
        "farewell",
        1.6,
        phrases(
            r"""
            tell (my|the|our) (\w+ ){1,3}(that )?(i|his|her|their) (\w+ )?(love|loved|am sorry|was sorry|tried)
            (this is|this will be|here is) my (last|final) (post|message|goodbye|letter|note|night)
            my (last|final) goodbye
            (don't|do not|please don't) blame (yourself|yourselves|anyone|anybody|each other|him|her|them)
            by the time (you|anyone|anybody|they|somebody|someone) (reads?|sees?|finds?|gets?) this
            ya me despedí
            (said|saying|texted|posted|wrote) (her |his |their )?(goodbye|bye)(s)?( to everyone)?
            me despido / calling (everyone|everybody|people) to (apologize|say sorry|say goodbye)
            see you on the other side
            (gave|giving|gives|given) (away )?(my|his|her|all) (\w+ )?(\w+ )?(away|to my|to his|to her)
            sorry for everything / perdón por todo / thanks for trying to save me
            (almost|it's) time(?= *$) / esta noche se acaba / tonight it (stops|ends)
        """
        ),
        unless=ERRAND,
    ),
    sign(
        "farewell",
        2.0,
        near(
            phrases(r"""
            tell (my|our) (\w+ ){1,3}(that )?
        """),
            phrases(r"""
                (loved|love) (him|her|them|you)
            """),
            24,
        ),
        unless=ERRAND,
    ),
    sign(
        "farewell",
        2.0,
        phrases(r"""
                won't be hearing from me again
            """),
        unless=phrases(r"""
            bill / business / elsewhere / lawyer / rude / refund
        """),
    ),
    sign("parting", 1.0, phrases("goodbye(?= *[.!]? *$) / adiós a todos / forgive me / sorry mom")),
    sign(
        "letters",
        1.9,
        near(
            phrases("wrote / written / writing / left / leaves / found"),
            phrases(r"""
        letters? (to|for) (each|my|the|everyone) / (a|his|her|my) note / goodbye letters? / a goodbye
    """),
            12,
        ),
        unless=phrases(r"""
                thank / portal / doctor's / nurses? / complain\w* / mailbox / chart / voicemail / your office
            """),
    ),
    sign(
        "order",
        1.0,
        near(
            phrases(r"""
        look in on / take care of / look after / feed / find a( good)? home for / rehome / who will feed
    """),
            phrases("my (cat|dog|cats|dogs|kids|pets|birds?|mom|children) / mom"),
            4,
        ),
        unless=ERRAND,
    ),
    sign(
        "order",
        1.0,
        phrases(
            r"""
                everything (is )?arranged / affairs in order / signed (over )?the house( over)?
                paid the rent (early|ahead) / insurance papers / (my|updated my) will(?= is) / the will is
                cleaned the apartment / made (my )?peace( with it)? / (they|everyone) can finally rest
                at peace with it / checking out for good / it'll be over soon / tonight it stops
            """
        ),
    ),
    sign(
        "reunion",
        2.0,
        near(
            phrases(r"""
            join / be with / see
        """),
            phrases(r"""
                him again / her again / my late \w+ / (him|her)(?= *[.,]|$) / in heaven
            """),
            6,
        ),
        unless=phrases(r"""
                let me see / they let / appointment / visit(ing)? / hours / icu / room / call / video / nurse
                doctor / stay / when i
            """),
    ),
    # Means at hand.
    sign(
        "means",
        1.8,
        around(
            PILLS,
            phrases(
                r"""
        sav(ed|ing)( up)? / hoard(ed|ing) / stockpil\w+ / count(ed|ing) / lined up / laid out
        hid(den)? / i have enough / have enough / in my hand / in front of me / next to me
        in the cupboard / on the nightstand / in a sock / en la mano
    """
            ),
            40,
        ),
        unless=phrases("refill / organizer / pharmac\\w+ / blister / insurance / save on / savings"),
    ),
    sign(
        "means",
        1.5,
        around(
            WEAPON,
            phrases(r"""
                bought / has (a|his|her|the) / took (a|his|her|the) / loaded / found / in (my|his) (lap|hand)
                out / ready / closet
            """),
            20,
        ),
        unless=phrases(r"""
                you / your / that doctor / them / boat / climbing / jump rope / curtain / ropes course / nerf
                toy
            """),
    ),
    sign(
        "means",
        1.6,
        near(
            phrases(r"""
        (i'm|i am|im|he is|he's|she's) (back )?(on|at|up on|standing (on|at)|sitting (on|at|by))
        walking (down )?to / took off to / easy to
    """),
            phrases("(the|a|this|your)( \\w+)?") + r"\s" + HIGH,
            3,
        ),
        unless=phrases(r"""
                traffic / closed / stuck / construction / running late / app / portal / late for / view
                directions
            """),
    ),
    sign(
        "means",
        2.0,
        near(
            phrases(r"""
        walking down to / standing (on|at|by) / sitting (on|at|by)
    """),
            phrases(r"""
                the (tracks|railing|ledge|edge|cliff|overpass)
            """),
            3,
        ),
        unless=phrases(r"""
                train is late
            """),
    ),
    sign("place", 0.5, phrases("again / every night / water is / alone / at night / at [1-4] ?(am)?")),
    sign(
        "means",
        2.1,
        near(
            phrases(r"""
        how many / how much / what dose / is an? / would an? / quickest / easiest / painless / fastest
        most painless
    """),
            phrases(
                r"""
                not wake up / (way|ways) to (die|go|end it) / to die / to kill (me|myself)
                overdose\b.{0,30}(painful|hurt) / never wake
            """
            ),
            50,
        ),
    ),
    sign(
        "means",
        2.1,
        near(
            phrases(r"""
                stop(ped|ping)? (taking )?my (\w+ )?(insulin|meds|medication|pills|chemo|dialysis)
                stop dialysis / (quit|stopped) eating
            """),
            phrases("nobody / noticed / without telling / on purpose / let it / hoping / hidden / i don't want"),
            60,
        ),
        unless=phrases("side effects / rash / doctor told / insurance"),
    ),
    sign(
        "means",
        1.0,
        phrases(r"""
                (hid|hide|hiding) (all )?the knives / i found one / (locked|locks) (him|her)self in
            """),
        unless=phrases(r"""
            lost
        """),
    ),
    # Others who worry.
    sign(
        "worry",
        1.2,
        near(
            KIN,
            phrases(
                r"""
        says / said / saying / keeps / texted / posted / told / wrote / threat\w+ / bought a gun
        won't (pick up|answer) / stopped answering / locked (him|her)self / phone is off
        (truck|car) is gone / has (his|her) \w+ (rifle|gun) out / plans to
    """
            ),
            40,
        ),
        unless=phrases("doctor / nurse / insurance / bill / billing / appointment"),
    ),
    sign(
        "silence",
        0.9,
        phrases(r"""
                (his|her|their) phone is off / (truck|car) is gone / won't (pick up|answer)(?= *[.,]|$| what)
                hasn't come home
            """),
    ),
    sign(
        "ready",
        0.9,
        phrases(r"""
        (says? )?(he|she)('s| is) ready to go / quit eating / gave up eating / all be better off
    """),
    ),
    sign(
        "moment",
        0.5,
        phrases(r"""
        tonight / esta noche / right now / feels different / almost time / for good / forever
    """),
    ),
)
