"""Violence threatened against staff or the hospital."""

import re
from collections.abc import Iterator

from bedside.triage.message import Message, Reader, cue
from bedside.triage.readers.families import family, touched
from bedside.triage.readers.menace import PLAY, SIGNS
from bedside.triage.readers.wording import alternatives, phrases, weigh, whole
from bedside.triage.shapes import Signal

TARGET = (
    r"(?:you|u|ya|y'all|you people|them|him|her|that (?:\w+ )?(?:doctor|nurse|surgeon|"
    r"butcher|guard|receptionist|midwife)|the (?:\w+ )?(?:doctor|nurse|surgeon|guard|"
    r"staff|hospital|clinic|building|place|er|lobby|ceo|administrator|security guard)|"
    r"this (?:place|hospital|clinic|building)|your (?:\w+ )?(?:doctor|nurse|staff|"
    r"hospital|building|er|clinic|house|kids|family|car)|every(?:one|body)|dr\.? "
    r"\w+|someone|somebody|whoever \w+)"
)
ENOUGH = 1.9  # what composed signs must add up to
SEEN = 0.9  # the least of composed signs to which everyday words of menace may add
MORE = 0.4  # what each family of such words adds
SURE = 3.6  # decides alone, see rules.py
WILL = alternatives(r"""
    i'?ll / i will / ill / i'?m (going to|gonna|coming to|about to)
    im (going to|gonna|coming to|about to) / i am going to / we'?ll / we will
    we'?re (going to|gonna|coming) / gonna / going to / going 2 / imma / ima / about to / i swear i
    until i / will / should / deserves? to / needs? to / gotta / i start / start
""")
CUES = (
    cue(
        "threat",
        3.0,
        "says they will hurt somebody or destroy the place",
        rf"\b{WILL}\b[^.!?]{{0,24}}\b(?:kill|shoot|stab|hurt|hang|burn|bomb|blow|beat|"
        r"punch|break|breaking|choke|strangle|slap|smash|bash|gut|cut|murder|destroy|"
        r"torch|run (?:over|down)|put a bullet|make (?:you|them|him|her) (?:pay|bleed|"
        r"suffer|sorry)|drag|take (?:his|her|your|their) life|find (?:you|him|her|where)|"
        r"come for (?:you|him|her)|jump (?:him|her|you)|ruin (?:his|her) (?:face|hands))\b(?! "
        r"(?:a leg|the news|the record|my (?:back|arm|leg|heart|bank)|even|down (?:crying|"
        r"in tears)|out (?:in|crying)|the story|it to|a scene|your (?:legs?|arms?|wallet)))",
        r"\b(?:voy a|vamos a|los voy a|te voy a|la voy a|lo voy a)\b[^.!?]{0,16}\b(?:matar|"
        r"quemar|golpear|romper|disparar|explotar)\w*\b|\bse van a (?:morir|arrepentir)\b|"
        r"\blos mat(?:o|aré)\b",
        r"\b(?:is|are|ur|you'?re|you are|he'?s|she'?s|be) (?:a )?dead (?:man|woman|men|"
        r"meat|people|doctor|nurse)\b|\bdead (?:man|woman) walking\b|\bwatch (?:your|"
        r"ur|his|her) back\b|\beye for an eye\b|\bsleep with one eye\b|\bcount your "
        r"(?:days|blessings)\b|\b(?:your|his|her) days are numbered\b|\bblood (?:on|"
        r"will|all over|in the)\b[^.!?]{0,20}\b(?:hands|walls|floor|halls|streets)\b(?=[^.!?]{0,60}\b(?:tonight|"
        r"soon|tomorrow|will|mine|next)\b)",
    ),
    cue(
        "threat",
        3.0,
        "names a weapon, a bomb or a fire as a means",
        r"\b(?:bomb|explosives?|grenade|pipe ?bomb)\b[^.!?]{0,50}\b(?:in|under|at|near|"
        r"inside|planted|set|go(?:es|ing)? off|stairwell|lobby|building|hour|minutes)\b|"
        r"\b(?:planted|left|put|there'?s|theres|set) (?:a|the) (?:bomb|device|explosive)\b",
        r"\b"
        + alternatives(r"""
    i'?ve got / i got / ive got / i have / bring(ing)? / brought / come / coming / came / show(ing)? up
    walk(ing)? in / be back / coming back / pull(ing)? up / roll(ing)? up / buying / loaded / we'?ve got
""")
        + (
            r"\b[^.!?]{0,36}\b(?:a |my |the |his )?(?:gun|guns|knife|rifle|pistol|glock|shotgun|ar-?15"
            r"|9 ?mm|bat|machete|wire cutters|gasoline|can of gas|gas can|matches|lighter|crowbar"
            r"|tire iron|hammer|axe|strapped|ammo|bullets?|armed"
            r"|heat)\b(?![^.!?]{0,40}\b(?:in my (?:closet|arm)|myself|wound|signing|scan|boat)\b)"
        ),
        r"\b"
        + alternatives(r"""
            strapped / locked and loaded / shoot(ing)? up
            burn (it|this|the|that)[\w ]{0,14} (down|to the ground)
            blow (it|this|the|that|up)[\w ]{0,14}(up|place|building|hospital)
            light (it|this place|the place|the building) up / mass shooting / go postal / going postal
            columbine
        """)
        + r"\b",
        r"\b"
        + alternatives(r"""
            no kneecaps / break(ing)? (\w+ )?(legs|arms|kneecaps|fingers|bones|jaw|neck|face)
            back of the (skull|head) / bullet / hollow point / hang (you|them|him|her)
            (until|till) (she|he|they|you) bleeds? / slash(ing|ed)? (\w+ )?tires / throat (slit|cut)
            in the ground / six feet under / body ?bags?
            put (you|him|her|them) in (the|a) (ground|grave|box|hospital bed|morgue)
        """)
        + r"\b(?=[^$]*)",
    ),
    cue(
        "threat",
        2.2,
        "lets it be known where staff live, drive or walk",
        r"\bi know (?:where|what (?:car|time|school)|which (?:car|house)|who)\b[^.!?]{0,36}\b(?:live|"
        r"lives|park|parks|kids|school|work|works|drive|drives|shift|house|home|gets "
        r"off|sleep\w*|walks)\b|\b(?:found out|figured out|found) where\b[^.!?]{0,24}\b(?:lives?|"
        r"parks?|golfs?|works out|eats?|kids|runs|drinks|walks|sleeps)\b|\b(?:got|have|"
        r"has|know) (?:his|her|their|your|ur) (?:home )?(?:address|license plate|plate|"
        r"schedule|house)\b|\b(?:his|her|your|ur|their) (?:wife|husband|kids?|children|"
        r"daughter|son|house|car|driveway)\b[^.!?]{0,60}\b(?:nice|pretty|careful|shame|"
        r"happen|hope|safe|cute|see you|seen)\b|\b(?:she|he|dr\.? \w+) (?:walks|jogs|"
        r"parks|leaves|runs|drives|gets off)\b[^.!?]{0,50}\b(?:every|at \d|alone|dark|"
        r"night|lot|morning)\b|\bwaiting (?:for (?:him|her|you|them)|by (?:his|her|your) "
        r"car|outside|in the (?:lot|parking|garage|truck))\b[^.!?]{0,60}\b(?:him|her|"
        r"you|come out|gets? off|leaving|car|shift|until|till)\b|\bim outside\b|\bi'?m "
        r"outside (?:in|with|your|the)\b[^.!?]{0,60}\b(?:not leaving|truck|until|come "
        r"out)",
    ),
    cue(
        "threat",
        2.0,
        "warns of what will happen",
        "|".join(
            (
                r"\b"
                + alternatives(r"""
            you'?ll / you will / they'?ll / he'?ll / she'?ll / ur gonna / you'?re (going to|gonna) / youre gonna
            they'?re gonna
        """)
                + (
                    r" (?:all )?(?:regret|pay for|be sorry|wish you|get what(?:'s| is| you)|see what (?:happens"
                    r"|i)|find out|burn|die|suffer|bleed|get hurt|wind up|end up (?:dead|in))\b"
                ),
                (r"\b(?:last|final|only) warning\b"),
                (r"\bnothing (?:left )?to lose\b"),
                (r"\bsee you (?:tonight|soon|at (?:shift|closing)|in hell)\b"),
                (
                    r"\b(?:somebody|someone|people|nurses|doctors|staff) (?:is|are|'s|should|needs?|gonna|will"
                    r"|going to|ought to)\b[^.!?]{0,16}\b(?:get (?:hurt|shot|killed|stabbed)|die|be (?:shot"
                    r"|killed|hanged|hung)|bleed)\b"
                ),
                (r"\bwait (?:till|til|until) (?:you|u|they) (?:see|get|find)"),
                (r"\bnot a (?:joke|threat,? it'?s a)"),
                (r"\bit'?s a promise\b"),
                (r"\bor else\b"),
                (
                    r"\b(?:you|they|he|she) (?:took|killed|murdered) my\b[^$]{0,80}\b(?:so i(?:'ll| will)?"
                    r"|i know|i'?m coming|eye for|yours|hers|next|will take)\b"
                ),
                (r"\bjustice (?:is|will be) (?:coming|mine)\b"),
                (r"\bi'?m coming (?:back|for|down|over there)\b"),
                (r"\bim coming (?:back|for|down|over there)\b"),
            )
        ),
    ),
)
JOKE = re.compile(
    r"\b"
    + alternatives(r"""
                    lol / lmao / haha / jk / kidding / joking / 😂 / 🤣 / take a bullet for / i would kill for / killer
                    kill time / killed it / killing it / break a leg / burn(ed|ing) (out|calories)
                    shoot me (an? )?(email|message|text) / dressed to kill / bomb dot com / the bomb
                """)
    + r"\b"
)
LEGAL = re.compile(
    r"\b(?:sue|suing|lawyer|attorney|lawsuit|court|report(?:ing)? you|bbb|the (?:board|"
    r"state|news|press|paper|inspector)|reviews?|(?:tell|warn)(?:ing)? every(?:one|body))\b"
)
VIOLENT = re.compile(
    r"\b"
    + alternatives(r"""
        kill\w* / shoot\w* / stab\w* / bomb / gun / knife / burn / blood / bleed / dead / die / dies / hurt
        break / bullet / beat / punch / rope / hang / gas / matches / strapped / body / throat / kneecaps
        skull / address / where (he|she|you|his|her)
    """)
    + r"\b"
)
REPORTS = re.compile(
    r"\b"
    + alternatives(r"""
        my (husband|ex|boyfriend|partner) (said|threatened|says) / threatened (me|my) / he threatened
        she threatened / was threatened / threatened to (call|sue) / news / video game / movie / myself
        surgeon saved / hospital killed / almost killed / nearly killed / about killed
    """)
    + r"\b"
)


# A target, a means or a harm, and a moment or an approach: all three together are a threat.
MENACE = {
    "target": family(r"""
        you / u / ya'?ll / y'all / they / them / him / her / staff / nurses? / doctors? / docs? / dr / surgeon
        guard / security / receptionist / administrator / ceo / hospital / clinic / building / place / er
        everyone / everybody / somebody / someone / people / ustedes / los / ella / él / doctora? / midwife
        therapist
    """),
    "harm": family(r"""
        kill\w* / shoot\w* / shot / stab\w* / burn\w* / bomb\w* / blow(n|ing)? (up|it|this|the|that) / explo\w*
        beat\w* / bash / smash\w* / punch\w* / chok\w+ / strangl\w* / hang / gun / guns / rifle / pistol
        shotgun / glock / bullets? / ammo / knife / machete / bat / crowbar / axe / hammer / gasoline / gas can
        matches / torch / fire / armed / strapped / bleed\w*
        blood(?! (test|work|draw|bank|pressure|transfer|result|group|type|sample|is)) / hurt\w* / suffer / dead
        die / dies / dying / grave / bodies / body bags? / coffin / break (your|his|her|their|every|some)\w*
        slash\w* / run (him|her|you|them) (over|down) / pay(back)? / regret / sorry / revenge / matar\w*
        quemar\w* / sangre / pistola / cuchillo / pagar
    """),
    "moment": family(r"""
        tonight / tomorrow / tmrw / soon / next time / monday / tuesday / wednesday / thursday / friday
        saturday / sunday / coming / be there / be back / waiting / outside / parking lot / on my way / omw
        see (you|u|ya|how) / watch / wait (til|till|until) / i know where / i know what / address
        his (house|car|kids|shift) / her (house|car|kids|shift) / your (house|car|kids|shift|home|family)
        shift / i'?ll / ill / i will / imma / gonna / going to / we'?ll / about to / swear / promise / warning
        deserves? / should / next / voy a? / mañana / esta noche / better (hope|pray|run|watch|have)
    """),
}
PEACEFUL = re.compile(
    r"\b"
    + alternatives(r"""
    sue / suing / lawyer / attorney / lawsuit / report(ing)? you / review / stars / thank\w* / love
    amazing / appointment / schedul\w* / refill / bill(ing)? / insurance / vaccin\w* / covid / cures?
    kill(s|ed)? (me|us|my (back|feet|knee)) / killing me
    my (knee|back|head|arm|leg|foot|throat|stomach) hurts? / hurts? (when|to) / should (i|we) / do i
    can i / how (do|long|much) / blood (test|work|draw|pressure|thinner|sugar|type|bank|drive)
    bleeding / fever / i was going to die / myself / my life / hiring / needles? / deadline / reporter
    story / follow\w* / free / fire alarm / fire (her|him|that|the|whoever|this|them) / fired / heart\w*
    burn(ed|s)? (my|his|her) / pay (the|my|for it|off|a|it) / (going|trying) to pay / poison
""")
    + r"\b"
)


def gathered(message: Message) -> Signal | None:
    """A target, a harm and a moment together, in anger, where no single phrase was sure."""
    found = touched(message.low, MENACE)
    if (
        len(found) < 2
        or PEACEFUL.search(message.low)
        or JOKE.search(message.low)
        or PLAYFUL.search(message.low)
        or "?" in message.low
        or (message.stars or 0) >= 3
    ):
        return None
    if not STRONG_HARM.search(message.low) and not re.search(
        r"\b(?:i know where|address|kids|house|watch (?:your|ur|his|her)|outside|coming for)\b", message.low
    ):
        return None
    return Signal(
        "intent", "threat", 0.6 + len(found), ", ".join(found.values()), "a target, a harm and a moment together"
    )


STRONG_HARM = re.compile(
    r"\b"
    + alternatives(r"""
        kill\w* / shoot\w* / stab\w* / burn\w* / bomb\w* / gun / guns / rifle / pistol / shotgun / bullets?
        knife / machete / crowbar / axe / gasoline / torch / armed / strapped / bleed / blood / dead / die
        dies / body bags? / bash / beat / smash\w* / strangl\w* / slash\w* / grave / coffin / revenge
        matar\w* / quemar\w*
    """)
    + r"\b"
)


PLAYFUL = whole(PLAY)
LETHAL = whole(
    phrases(r"""
        kill / shoot / stab / gun / bomb / knife / blood / dead / bullet / strangle / rifle / hurt
        bleed
    """)
)


def composed(message: Message) -> Signal | None:
    """Signs of violence to come that add up, less jokes, reports and lawful anger."""
    seen = weigh(message, SIGNS)
    total = seen.total
    if total >= SEEN and not PEACEFUL.search(message.low) and not PLAYFUL.search(message.low):
        total += MORE * len(touched(message.low, MENACE))
    if JOKE.search(message.low):
        total -= 1.5
    if REPORTS.search(message.low):
        total -= 1.5
    if (message.stars or 0) >= 4:
        total -= 1.5
    if total < ENOUGH:
        return None
    return Signal("intent", "threat", SURE + total, ", ".join(seen.quotes), "signs of violence to come that add up")


def read(message: Message) -> Iterator[Signal]:
    """Signals for threats; jokes and threats of a lawsuit alone are none, and say so."""
    lawful = LEGAL.search(message.low) or JOKE.search(message.low)
    if lawful and not STRONG_HARM.search(JOKE.sub(" ", message.low)):
        yield Signal("calm", "threat", 1.0, lawful.group(), "a lawsuit, a report, a review or a joke, and no violence")
    found = list(message.signals("intent", CUES))
    signs = composed(message)
    if signs:
        yield signs
    total = sum(signal.weight for signal in found)
    if not found:
        together = gathered(message)
        if together and not signs:
            yield together
        return
    if total < 2.2 and not VIOLENT.search(message.low):
        return
    if JOKE.search(message.low) and not re.search(r"\b(?:gun|bomb|knife|kids|home address|strapped)\b", message.low):
        return
    if PLAYFUL.search(message.low) and not LETHAL.search(message.low):
        return
    if LEGAL.search(message.low) and not VIOLENT.search(message.low):
        return
    if (REPORTS.search(message.low) and total < 5.0) or (message.stars or 0) >= 4:
        return
    for signal in found:
        yield Signal("intent", "threat", signal.weight * 1.8, signal.quote, signal.why)


READER = Reader(
    "threat", ("intent", "calm"), "A threat goes to security and the on-call lead before anything else.", read
)
