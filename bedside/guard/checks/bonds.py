"""The ties that make somebody a patient: who cared, for whom, in what event of care, and when or where.

Composed for the patient_relationship check; every pattern speaks of one person, never of patients in general.
"""

from bedside.guard.lexicon.clinical import CARE, HEALTH
from bedside.guard.lexicon.names import KIN
from bedside.guard.lexicon.wording import near, phrases, whole

TEAM = phrases(
    r"""
    our (\w+ )?(\w+ )?(team|nurses?|crew|staff|surgeons?|doctors?|midwives)
    our (\w+ )?(\w+ )?(therapists?|techs?|unit|floor|er|nicu|icu|anesthesiologist)
    the (\w+ )?(team|nurses|crew|staff|anesthesiologist)( in \w+ \d+)?
    the (\w+ )?(surgeon|midwife|nurse|doctor|therapist)( in \w+ \d+)?
    dr\.? \w+ / we
"""
)
ONE = phrases("you / him / her / them / y'all") + rf"|(?:your|his|her) (?:\w+ )?{KIN}"
CARED = phrases(
    r"""
    treat(ed|ing)? / saw / cared for / looked after / operated on / delivered / discharged
    admitted / took (\w+ )?care of / met / loved (meeting|having|caring for|seeing|treating)
    remembers? / (still )?talks? about / enjoyed (meeting|having|caring for) / stitched / patched
    helped / examined / welcomed / hosted / tended to / nursed / sat with / stayed with / fixed
    rehabbed
"""
)
TIME_HERE = phrases("birth / wait / night / hours / time here / time with us / experience here / stay with us")
EVENT = rf"(?:{CARE}|{HEALTH}|{TIME_HERE})"
WHEN = phrases(
    r"""
    here / with us / at our \w+ / in our \w+
    last (week|month|night|year|summer|spring|fall|winter|time|\w+day) / yesterday / today / tonight
    this (morning|afternoon|week|month) / (on |this )?(mon|tues|wednes|thurs|fri|satur|sun)day
    tomorrow / next (week|month|\w+day) / recently
"""
)
FEELING = phrases(
    r"""
    glad / happy / thrilled / relieved / sorry / apologi[sz]e / hope / hoping / delighted / pleased
    congrat\w* / proud / grateful / love(d)? / wish
"""
)
RECOVERS = phrases(
    r"""
    (is |are )?(holding up|healing|mending|heals?|healed|treats you)
    (is |are )?(feels? better|feeling better|behaving|recovering|back to normal|on the mend)
    (goes|went) (well|smoothly) / worked( out)? / (is|are) (better|stronger|gone|behind you|healed)
"""
)

COMPOSED = (
    # Something of the reader's, in an event of care, placed in time or here.
    whole(near(rf"(?:your|ur|yr|his|her) (?:\w+ ){{0,2}}?{EVENT}", WHEN, 16)),
    whole(near(FEELING, rf"(?:(?:your|ur|his|her) (?:\w+ ){{0,2}}?{EVENT}|on the mend)", 30)),
    # Our people did something to, or remember, the reader.
    whole(near(TEAM, rf"{CARED} (?:\w+ )?(?:{ONE})", 12)),
    whole(rf"{CARED} (?:{ONE}|your little one)(?= {WHEN})"),
    whole(near(FEELING, rf"the (?:new )?{EVENT} {RECOVERS}", 12)),
    whole(
        near(
            FEELING,
            phrases(r"""
    on the mend / back on (your|his|her) feet / home safe(ly)? / up and (about|walking)
"""),
            24,
        )
    ),
    whole(
        phrases(
            r"""
                how (brave|strong|patient|kind|calm) (you|he|she|your \w+) (were|was)
                at (the|your|his|her) bedside / as (we )?discussed with you
                (letting|let) our \w+ be (a )?part of (such )? ?(a |your |this )?(big )?(\w+ )?(day|moment)
                (letting|let) our \w+ be (a )?part of (such )? ?(a |your |this )?(big )?(\w+ )?(journey)
                (letting|let) our \w+ be (a )?part of (such )? ?(a |your |this )?(big )?(\w+ )?(birth|recovery)
                your (big day|journey|recovery|birth story) (with|here|at)
                (no|one|a) (visit|appointment|record|chart) under (that|your|this) name
                (there was) (no|one|a|an|your) (visit)( \w+){0,2} (on|under|for|from) (your|that|you|this)
                (there was) (no|one|a|an|your) (appointment)( \w+){0,2} (on|under|for|from) (your|that|you|this)
                (there was) (no|one|a|an|your) (record)( \w+){0,2} (on|under|for|from) (your|that|you|this)
                (we (have|had|see|show|found)) (no|one|a|an|your) (visit)( \w+){0,2} (on|under|for|from) (your|that)
                (we (have|had|see|show|found)) (no|one|a|an|your) (visit)( \w+){0,2} (on|under|for|from) (you|this)
                (we (have|had|see|show|found)) (no|one|a|an|your) (appointment)( \w+){0,2} (on|under) (your|that)
                (we (have|had|see|show|found)) (no|one|a|an|your) (appointment)( \w+){0,2} (for|from) (your|that)
                (we (have|had|see|show|found)) (no|one|a|an|your) (appointment)( \w+){0,2} (on|under) (you|this)
                (we (have|had|see|show|found)) (no|one|a|an|your) (appointment)( \w+){0,2} (for|from) (you|this)
                (we (have|had|see|show|found)) (no|one|a|an|your) (record)( \w+){0,2} (on|under|for|from) (your|that)
                (we (have|had|see|show|found)) (no|one|a|an|your) (record)( \w+){0,2} (on|under|for|from) (you|this)
                (there was) (no|one|a|an|your) (booking)( \w+){0,2} (on|under|for|from) (your|that|you|this)
                (there was) (no|one|a|an|your) (stay|admission)( \w+){0,2} (on|under|for|from) (your|that|you|this)
                (we (have|had|see|show|found)) (no|one|a|an|your) (booking)( \w+){0,2} (on|under|for|from) (your|that)
                (we (have|had|see|show|found)) (no|one|a|an|your) (booking)( \w+){0,2} (on|under|for|from) (you|this)
                (we (have|had|see|show|found)) (no|one|a|an|your) (stay|admission)( \w+){0,2} (on|under) (your|that)
                (we (have|had|see|show|found)) (no|one|a|an|your) (stay|admission)( \w+){0,2} (for|from) (your|that)
                (we (have|had|see|show|found)) (no|one|a|an|your) (stay|admission)( \w+){0,2} (on|under) (you|this)
                (we (have|had|see|show|found)) (no|one|a|an|your) (stay|admission)( \w+){0,2} (for|from) (you|this)
                (our|the) (records|system|notes|chart) (show|shows|say|says|indicate|indicates)
                before (your|his|her) (scan|surgery|procedure|test|visit)
                (saw|seen|visited|treated|admitted) (with us|here|in our \w+) (on|last|yesterday|in)
                (slot|appointment|visit|booking) (moved|is moved|got moved|was moved) to
                your (second|third|fourth) home here / got to know you
                part of your (recovery|care|journey|healing) / walk(ed)? out of here
            """
        )
    ),
    # Spanish.
    whole(
        phrases(
            r"""
            (atender|tratar|operar|recibir|cuidar|ver)(le|lo|la|les)( la semana| el mes| ayer| el lunes)? pasad[oa]
            gusto (de )?(atender|recibir|cuidar)(le|lo|la|los|las)?
            (durante|en|tras|después de|para|sobre) su (cita|visita|cirugía|operación|estancia)
            (durante|en|tras|después de|para|sobre) su (consulta|tratamiento|parto|hospitalización|examen)
            su (mamá|papá|hijo|hija|bebé|esposo|esposa|abuela|abuelo) (sigue|siga|esté|está|quedó|salió|fue|estuvo)
            (espera|demora|tardanza) (durante|en|antes de) su
            le (cambiamos|movimos|confirmamos|agendamos) (la|su) cita
        """
        )
    ),
)
