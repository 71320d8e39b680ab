"""Signs of danger around a birth and in the first months of life."""

from bedside.triage.readers.wording import around, near, phrases, sign

NEWBORN = phrases(
    """
    newborn / infant / (\\d+|one|two|three|four|five|six|seven|eight|ten|twelve)[- ]?(day|week|wk)s?[- ]old
    ([123]|one|two|three)[- ]?(month|mo)s?[- ]old / preemie / recién nacid[oa]
    """
)
FEVER = phrases("fever / hot / temp(erature)? / thermometer / 10[0-5](\\.\\d)? / fiebre")
POORLY = phrases(
    r"""
    limp / floppy / hard to wake / won't (wake|eat|feed|nurse|latch|take|stop crying)
    not (eating|feeding|waking|moving) / lethargic / gr[ae]y / blue / sleepy
"""
)
PREGNANT = phrases(
    r"""
    pregnant / postpartum / \d{1,2} ?(weeks|wks)( pregnant)? / water broke / embarazada
    (eight|seven|six) months pregnant / gave birth / third trimester
"""
)

SIGNS = (
    sign(
        "birth",
        2.0,
        phrases(r"""
        (the |my )?baby is coming( right)?( now)? / cord is (hanging )?out / the cord is / crowning
        head is out / i can see the head / (feet|foot) (is|are) (coming )?(out|first)
    """),
    ),
    sign(
        "birth",
        2.0,
        near(
            phrases(r"""
        haven't / hasn't / have not / has not / not / no / stopped / can't
    """),
            phrases(r"""
                (felt|feel|feeling) (the |my )?(baby|him|her)( \w+)?|mov(e|ed|ing) (since|all day|today)|kicking|kicks
            """),
            16,
        ),
        unless=phrases(r"""
                his (leg|arm) / ball / habit / smoking / moved in / moving on
            """),
    ),
    sign(
        "eclampsia",
        2.0,
        near(
            PREGNANT,
            phrases(r"""
        (blinding|terrible|awful|splitting|bad|horrible|pounding) headache / seeing spots / blurry
        so swollen
    """),
            60,
        ),
    ),
    sign(
        "labor",
        0.9,
        phrases(r"""
                water (just )?broke / contractions / in labor
            """),
        unless=phrases(r"""
            last (july|year) / class / fantastic / midwives were
        """),
    ),
    sign("preterm", 1.0, phrases("at (2\\d|3[0-5]) (weeks|wks)"), unless=phrases("class / scan / ultrasound")),
    sign(
        "infant",
        2.0,
        around(NEWBORN, FEVER, 50),
        around(NEWBORN, POORLY, 50),
        near(
            phrases(r"""
        baby / bebé
    """),
            phrases(r"""
                floppy / limp / hard to wake / won't wake / not breathing / no respira / labios morados
                swallowed
            """),
            30,
        ),
        unless=phrases(r"""
                last (year|month|week) / class / photos? / hot water / bath / clothes / is cleared / fine now
            """),
    ),
)
