"""Violence threatened against staff or the hospital."""

import re
from collections.abc import Iterator

from bedside.triage.message import Message, cue
from bedside.triage.readers.families import family, touched
from bedside.triage.shapes import Reader, Signal

TARGET = (
    r"(?:you|u|ya|y'all|you people|them|him|her|that (?:\w+ )?(?:doctor|nurse|surgeon|"
    r"butcher|guard|receptionist|midwife)|the (?:\w+ )?(?:doctor|nurse|surgeon|guard|"
    r"staff|hospital|clinic|building|place|er|lobby|ceo|administrator|security guard)|"
    r"this (?:place|hospital|clinic|building)|your (?:\w+ )?(?:doctor|nurse|staff|"
    r"hospital|building|er|clinic|house|kids|family|car)|every(?:one|body)|dr\.? "
    r"\w+|someone|somebody|whoever \w+)"
)
WILL = (
    r"(?:i'?ll|i will|ill|i'?m (?:going to|gonna|coming to|about to)|im (?:going "
    r"to|gonna|coming to|about to)|i am going to|we'?ll|we will|we'?re (?:going "
    r"to|gonna|coming)|gonna|going to|going 2|imma|ima|about to|i swear i|until "
    r"i|will|should|deserves? to|needs? to|gotta|i start|start)"
)
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
        r"\b(?:i'?ve got|i got|ive got|i have|bring(?:ing)?|brought|come|coming|came|"
        r"show(?:ing)? up|walk(?:ing)? in|be back|coming back|pull(?:ing)? up|roll(?:ing)? "
        r"up|buying|loaded|we'?ve got)\b[^.!?]{0,36}\b(?:a |my |the |his )?(?:gun|guns|"
        r"knife|rifle|pistol|glock|shotgun|ar-?15|9 ?mm|bat|machete|wire cutters|gasoline|"
        r"can of gas|gas can|matches|lighter|crowbar|tire iron|hammer|axe|strapped|ammo|"
        r"bullets?|armed|heat)\b(?![^.!?]{0,40}\b(?:in my (?:closet|arm)|myself|wound|"
        r"signing|scan|boat)\b)",
        r"\b(?:strapped|locked and loaded|shoot(?:ing)? up|burn (?:it|this|the|that)[\w "
        r"]{0,14} (?:down|to the ground)|blow (?:it|this|the|that|up)[\w ]{0,14}(?:up|"
        r"place|building|hospital)|light (?:it|this place|the place|the building) up|"
        r"mass shooting|go postal|going postal|columbine)\b",
        r"\b(?:no kneecaps|break(?:ing)? (?:\w+ )?(?:legs|arms|kneecaps|fingers|bones|"
        r"jaw|neck|face)|back of the (?:skull|head)|bullet|hollow point|hang (?:you|"
        r"them|him|her)|(?:until|till) (?:she|he|they|you) bleeds?|slash(?:ing|ed)? "
        r"(?:\w+ )?tires|throat (?:slit|cut)|in the ground|six feet under|body ?bags?|"
        r"put (?:you|him|her|them) in (?:the|a) (?:ground|grave|box|hospital bed|morgue))\b(?=[^$]*)",
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
        r"\b(?:you'?ll|you will|they'?ll|he'?ll|she'?ll|ur gonna|you'?re (?:going to|"
        r"gonna)|youre gonna|they'?re gonna) (?:all )?(?:regret|pay for|be sorry|wish "
        r"you|get what(?:'s| is| you)|see what (?:happens|i)|find out|burn|die|suffer|"
        r"bleed|get hurt|wind up|end up (?:dead|in))\b|\b(?:last|final|only) warning\b|"
        r"\bnothing (?:left )?to lose\b|\bsee you (?:tonight|soon|at (?:shift|closing)|"
        r"in hell)\b|\b(?:somebody|someone|people|nurses|doctors|staff) (?:is|are|'s|"
        r"should|needs?|gonna|will|going to|ought to)\b[^.!?]{0,16}\b(?:get (?:hurt|"
        r"shot|killed|stabbed)|die|be (?:shot|killed|hanged|hung)|bleed)\b|\bwait (?:till|"
        r"til|until) (?:you|u|they) (?:see|get|find)|\bnot "
        r"a (?:joke|threat,? it'?s a)|\bit'?s a promise\b|\bor else\b|\b(?:you|they|"
        r"he|she) (?:took|killed|murdered) my\b[^$]{0,80}\b(?:so i(?:'ll| will)?|i know|"
        r"i'?m coming|eye for|yours|hers|next|will take)\b|\bjustice (?:is|will be) (?:coming|mine)\b|"
        r"\bi'?m coming (?:back|for|down|over there)\b|\bim coming (?:back|for|down|"
        r"over there)\b",
    ),
)
JOKE = re.compile(
    r"\b(?:lol|lmao|haha|jk|kidding|joking|😂|🤣|take a bullet for|i would kill for|"
    r"killer|kill time|killed it|killing it|break a leg|burn(?:ed|ing) (?:out|calories)|"
    r"shoot me (?:an? )?(?:email|message|text)|dressed to kill|bomb dot com|the "
    r"bomb)\b"
)
LEGAL = re.compile(
    r"\b(?:sue|suing|lawyer|attorney|lawsuit|court|report(?:ing)? you|bbb|the (?:board|"
    r"state|news|press|paper|inspector)|review)\b"
)
VIOLENT = re.compile(
    r"\b(?:kill\w*|shoot\w*|stab\w*|bomb|gun|knife|burn|blood|bleed|dead|die|dies|"
    r"hurt|break|bullet|beat|punch|rope|hang|gas|matches|strapped|body|throat|kneecaps|"
    r"skull|address|where (?:he|she|you|his|her))\b"
)
REPORTS = re.compile(
    r"\b(?:my (?:husband|ex|boyfriend|partner) (?:said|threatened|says)|threatened "
    r"(?:me|my)|he threatened|she threatened|was threatened|threatened to (?:call|"
    r"sue)|news|video game|movie|myself|surgeon saved|hospital killed|almost killed|"
    r"nearly killed|about killed)\b"
)


# A target, a means or a harm, and a moment or an approach: all three together are a threat.
MENACE = {
    "target": family(
        r"you",
        r"u",
        r"ya'?ll",
        r"y'all",
        r"they",
        r"them",
        r"him",
        r"her",
        r"staff",
        r"nurses?",
        r"doctors?",
        r"docs?",
        r"dr",
        r"surgeon",
        r"guard",
        r"security",
        r"receptionist",
        r"administrator",
        r"ceo",
        r"hospital",
        r"clinic",
        r"building",
        r"place",
        r"er",
        r"everyone",
        r"everybody",
        r"somebody",
        r"someone",
        r"people",
        r"ustedes",
        r"los",
        r"ella",
        r"él",
        r"doctora?",
        r"midwife",
        r"therapist",
    ),
    "harm": family(
        r"kill\w*",
        r"shoot\w*",
        r"shot",
        r"stab\w*",
        r"burn\w*",
        r"bomb\w*",
        r"blow(?:n|ing)? (?:up|it|this|the|that)",
        r"explo\w*",
        r"beat\w*",
        r"bash",
        r"smash\w*",
        r"punch\w*",
        r"chok\w+",
        r"strangl\w*",
        r"hang",
        r"gun",
        r"guns",
        r"rifle",
        r"pistol",
        r"shotgun",
        r"glock",
        r"bullets?",
        r"ammo",
        r"knife",
        r"machete",
        r"bat",
        r"crowbar",
        r"axe",
        r"hammer",
        r"gasoline",
        r"gas can",
        r"matches",
        r"torch",
        r"fire",
        r"armed",
        r"strapped",
        r"bleed\w*",
        r"blood",
        r"hurt\w*",
        r"suffer",
        r"dead",
        r"die",
        r"dies",
        r"dying",
        r"grave",
        r"bodies",
        r"body bags?",
        r"coffin",
        r"break (?:your|his|her|their|every|some)\w*",
        r"slash\w*",
        r"run (?:him|her|you|them) (?:over|down)",
        r"pay(?:back)?",
        r"regret",
        r"sorry",
        r"revenge",
        r"even",
        r"matar\w*",
        r"quemar\w*",
        r"sangre",
        r"pistola",
        r"cuchillo",
        r"pagar",
    ),
    "moment": family(
        r"tonight",
        r"tomorrow",
        r"tmrw",
        r"soon",
        r"next time",
        r"monday",
        r"tuesday",
        r"wednesday",
        r"thursday",
        r"friday",
        r"saturday",
        r"sunday",
        r"coming",
        r"be there",
        r"be back",
        r"waiting",
        r"outside",
        r"parking lot",
        r"on my way",
        r"omw",
        r"see (?:you|u|ya|how)",
        r"watch",
        r"wait (?:til|till|until)",
        r"i know where",
        r"i know what",
        r"address",
        r"his (?:house|car|kids|shift)",
        r"her (?:house|car|kids|shift)",
        r"your (?:house|car|kids|shift|home|family)",
        r"shift",
        r"i'?ll",
        r"ill",
        r"i will",
        r"imma",
        r"gonna",
        r"going to",
        r"we'?ll",
        r"about to",
        r"swear",
        r"promise",
        r"warning",
        r"deserves?",
        r"should",
        r"next",
        r"voy a?",
        r"mañana",
        r"esta noche",
        r"better (?:hope|pray|run|watch|have)",
    ),
}
PEACEFUL = re.compile(
    r"\b(?:sue|suing|lawyer|attorney|lawsuit|report(?:ing)? you|review|stars|thank\w*|"
    r"love|amazing|appointment|schedul\w*|refill|bill(?:ing)?|insurance|vaccin\w*|"
    r"covid|cures?|kill(?:s|ed)? (?:me|us|my (?:back|feet|knee))|killing me|my (?:knee|"
    r"back|head|arm|leg|foot|throat|stomach) hurts?|"
    r"hurts? (?:when|to)|should (?:i|we)|do i|can i|how (?:do|long|much)|blood (?:test|"
    r"work|draw|pressure|thinner|sugar|type|bank|drive)|bleeding|fever|i was going "
    r"to die|myself|my life|hiring|deadline|reporter|story|follow\w*|free|fire alarm|"
    r"fire (?:her|him|that|the|whoever|this|them)|fired|heart\w*|burn(?:ed|s)? (?:my|"
    r"his|her)|pay (?:the|my|for it|off|a|it)|(?:going|trying) to pay|poison)\b"
)


def gathered(message: Message) -> Signal | None:
    """A target, a harm and a moment together, in anger, where no single phrase was sure."""
    found = touched(message.low, MENACE)
    if (
        len(found) < 2
        or PEACEFUL.search(message.low)
        or JOKE.search(message.low)
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
    r"\b(?:kill\w*|shoot\w*|stab\w*|burn\w*|bomb\w*|gun|guns|rifle|pistol|shotgun|"
    r"bullets?|knife|machete|crowbar|axe|gasoline|torch|armed|strapped|bleed|blood|"
    r"dead|die|dies|body bags?|bash|beat|smash\w*|strangl\w*|slash\w*|grave|coffin|"
    r"revenge|matar\w*|quemar\w*)\b"
)


def read(message: Message) -> Iterator[Signal]:
    """Signals for threats; jokes and threats of a lawsuit alone are none."""
    found = list(message.signals("intent", CUES))
    total = sum(signal.weight for signal in found)
    if not found:
        together = gathered(message)
        if together:
            yield together
        return
    if total < 2.2 and not VIOLENT.search(message.low):
        return
    if JOKE.search(message.low) and not re.search(r"\b(?:gun|bomb|knife|kids|home address|strapped)\b", message.low):
        return
    if LEGAL.search(message.low) and not VIOLENT.search(message.low):
        return
    if (REPORTS.search(message.low) and total < 5.0) or (message.stars or 0) >= 4:
        return
    for signal in found:
        yield Signal("intent", "threat", signal.weight * 1.8, signal.quote, signal.why)


READER = Reader("threat", ("intent",), "A threat goes to security and the on-call lead before anything else.", read)
