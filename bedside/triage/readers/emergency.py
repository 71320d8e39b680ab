"""Acute danger to life now: symptoms that need 911, said in the present, of oneself or of somebody else."""

import re
from collections.abc import Iterator

from bedside.triage.message import Message, cue
from bedside.triage.readers.families import family, touched
from bedside.triage.shapes import Reader, Signal

WHO = r"(?:i|i'm|im|he|she|hes|shes|he's|she's|they|my \w+|dad|mom|mama|baby|husband|wife|son|daughter|friend|roommate|kid|somebody|someone)"
CUES = (
    cue(
        "emergency",
        2.0,
        "breathing trouble",
        r"\b(?:can'?t|cannot|cant|not|isn'?t|stopped|barely|hard|trouble|struggling to|struggling|no longer|won'?t|quit) (?:breath\w*|breathe)\b",
        r"\b(?:not breathing|gasping|turning blue|(?:lips?|face|fingers?|nails?) (?:are |r |is |going |gone |turned |turning |look(?:s|ing)? )?(?:blue|gr[ae]y|purple)|blue (?:lips|around)|chok(?:ing|ed) on|airway|throat (?:is |feels? |keeps )?(?:clos\w+|swell\w*|tight\w*)|tongue (?:is |s )?(?:swell\w*|swollen)|sats? (?:are |is |at )?(?:[4-7]\d|8[0-5])|o2 (?:is |at |sat )?(?:[4-7]\d|8[0-5])|ribs (?:suck|pull)\w*|belly breathing|talk in full|speak in full|can'?t (?:talk|speak|catch (?:my|his|her) breath|get air)|no puede respirar|no respira|se (?:está )?ahoga\w*)\b",
    ),
    cue(
        "emergency",
        1.6,
        "chest pain or heart signs",
        r"\b(?:chest|pecho)\b[^.!?]{0,40}\b(?:pain\w*|hurt\w*|tight\w*|pressure|squeez\w*|crush\w*|heavy|heaviness|burning|elephant|dolor|aprieta)\b",
        r"\b(?:pain|pressure|tightness|elephant|squeezing|crushing|dolor)\b[^.!?]{0,24}\b(?:chest|pecho|down my (?:left )?arm)\b",
        r"\b(?:left )?(?:arm|jaw)\b[^.!?]{0,24}\b(?:numb|aches?|pain|heavy|tingl\w*)\b[^.!?]{0,60}\b(?:jaw|sweat\w*|chest|arm|nause\w*)\b",
        r"\bheart (?:is |has )?(?:stopped|racing (?:at )?\d{3}|attack (?:right )?now)|\bno pulse\b|\bheart rate (?:is |of |at )?(?:1[6-9]\d|2\d\d)|\bhaving a heart attack\b|\bdefibrillator (?:keeps|just) (?:shock|fir)|\bcollapsed\b[^.!?]{0,30}\b(?:now|just|floor|won'?t)\b",
    ),
    cue(
        "emergency",
        2.0,
        "stroke signs",
        r"\b(?:face|mouth|smile|eye|lip)\b[^.!?]{0,24}\b(?:droop\w*|crooked|sagging|slid\w*|lopsided|numb)\b",
        r"\b(?:slurr\w+|words (?:r |are |come |coming )?(?:coming )?(?:out )?(?:wrong|rong|jumbled|garbled)|talking gibberish|speaking gibberish|gibberish|can'?t (?:find|form) words|speech is (?:off|weird|garbled))\b",
        r"\b(?:right|left|one) (?:side|arm|leg|hand)\b[^.!?]{0,20}\b(?:numb|heavy|weak|limp|dead|won'?t (?:move|work|lift))\b|\bcan'?t (?:move|lift|feel) (?:my|his|her) (?:right|left|arm|leg|face)\b|\bthunderclap|\bworst headache of (?:my|his|her) life\b|\bpupils? (?:is |are )?(?:huge|blown|different|bigger)\b|\bhaving a stroke\b",
    ),
    cue(
        "emergency",
        2.0,
        "unconscious or seizing",
        r"\b(?:won'?t|wont|can'?t|cant|not|isn'?t|doesn'?t|couldn'?t) (?:wake|waking|respond\w*|answer\w*|get (?:him|her|them) (?:up|awake)|come to)\b(?! (?:to )?(?:my|the|our|his|her)? ?(?:calls?|emails?|messages?|phone|portal))",
        r"\bunresponsive\b|\bunconscious\b|\bpassed out\b[^.!?]{0,50}\b(?:now|still|won'?t|not|floor|just)\b|\b(?:he|she|hes|shes|he's|she's|is|been|dad|mom|son|daughter|kid|baby|wife|husband)\b[^.!?]{0,12}\b(?:seizing|having (?:a )?seizures?|convulsing)\b|\bseizure (?:won'?t stop|isn'?t stopping|for \d+)|\bwent limp\b|\b(?:is |are |so |all |and )limp\b|\bfoam(?:ing)? (?:at|from|out)|\bwith foam\b|\bfloppy\b|\bno despierta\b|\bconvulsion",
    ),
    cue(
        "emergency",
        2.0,
        "heavy bleeding or grave injury",
        r"\b(?:bleed\w*|blood)\b[^.!?]{0,50}\b(?:won'?t stop|wont stop|not stopping|isn'?t stopping|everywhere|pouring|gush\w*|spurt\w*|soak\w*|through (?:the|a|two|three)|a lot of|pads?|clots the size|non-?stop|can'?t stop)\b",
        r"\b(?:soak(?:ed|ing)|gush\w+|spurt\w+|pouring|vomiting|throwing up|coughing up|puking)\b[^.!?]{0,24}\bblood\b|\bsoaked (?:thru|through)\b|\bsoaking (?:a|through|two|three)\b|\b(?:finger|thumb|hand|toe|foot|leg|arm) (?:is |got |was )?(?:off|severed|cut off|ripped off|gone)\b|\bbone (?:is )?(?:sticking|showing|poking|out)\b|\bhard as a (?:board|rock)\b|\b(?:got |been |was )?(?:stabbed|shot|electrocuted|crushed|impaled|trapped under|run over|hit by a (?:car|truck))\b[^.!?]{0,50}\b(?:now|just|bleeding|help|what do|hes|shes|he's|she's|we)\b|\bsangra(?:ndo)? mucho\b|\bno (?:para|deja) de sangrar\b",
    ),
    cue(
        "emergency",
        2.0,
        "overdose or poisoning already taken",
        r"\b(?:took|swallowed|drank|ate|ingested|got into|chugged|tomó|tomé)\b[^.!?]{0,50}\b(?:whole bottle|entire bottle|bottle of|all (?:my|of|his|her|the|those) (?:\w+ ){0,2}(?:pills|meds|pill|tylenol)|handful|too many|\d{2,} (?:\w+ )?(?:pills|tablets|tylenol|advil|benadryl)|bleach|battery|batteries|magnet\w*|antifreeze|detergent|pods?|drain cleaner|rat poison|gummies|lamp oil|mushrooms?|berries|whole fifth|double dose|pastillas)\b",
        r"\b(?:od'?d|overdos(?:ed|ing)|od-?ing|is overdosing|took too (?:much|many)|carbon monoxide|co (?:alarm|detector)|gas leak|narcan (?:isn'?t|didn'?t|not)|gave (?:him|her) narcan|needle in (?:his|her) arm|snake ?bit\w*|bitten by a|drank (?:a|an|some) (?:\w+ )?(?:cleaner|fluid|bleach))\b",
    ),
    cue(
        "emergency",
        2.0,
        "allergic reaction or newborn danger",
        r"\b(?:epi-?pen|anaphyla\w+|hives (?:all over|everywhere)|swell\w+ (?:up )?(?:fast|shut)|face (?:is )?swell\w*|lips (?:are )?swell\w*)\b(?=[^.!?]{0,90}\b(?:now|expired|can'?t|throat|breath\w*|used|no |help|what|where|wheez\w*|won'?t)\b)",
        r"\b(?:baby|newborn|infant|\d ?(?:week|wk|month|mo|day)s? old|\d (?:weeks?|days?|months?))\b[^.!?]{0,80}\b(?:fever|10[0-9](?:\.\d)?|limp|blue|won'?t (?:wake|eat|nurse|feed|latch)|wont (?:wake|eat|nurse|feed)|not (?:moving|waking|eating|feeding|nursing|breathing)|breathing (?:so |really |too )?(?:fast|hard|funny|weird)|gray|grey|lethargic|no wet)\b",
        r"\b(?:baby|she|he|kicks?)\b[^.!?]{0,24}\b(?:hasn'?t (?:moved|kicked)|stopped (?:moving|kicking)|not (?:moved|moving|kicking))\b|\bno (?:fetal )?(?:movement|kicks)\b|\bwater (?:just )?broke\b|\b(?:cord|foot|head|feet|hand) (?:is |are )?(?:out|coming out|showing|hanging)\b|\bcrowning\b|\bcontractions? (?:are |every )?\d+ (?:min\w*|apart)|\bbaby (?:is )?coming (?:now|right)|\btrach (?:popped|came|fell|is)\b|\bface ?down in\b|\bfound (?:him|her) in the (?:pool|tub|water)|\bpulled (?:him|her) (?:out|from) (?:of )?the (?:pool|tub|water)",
    ),
    cue(
        "emergency",
        2.0,
        "dangerous reading",
        r"\bfever\b[^.!?]{0,20}\b10[3-8]\b|\b10[4-8](?:\.\d)?\b[^.!?]{0,16}\b(?:fever|temp\w*|degrees|f\b)",
        r"\b(?:sugar|glucose|meter|reads?|says|cgm|numbers?)\b[^.!?]{0,16}\b(?:hi\b|lo\b|2\d\b|3\d\b|[4-9]\d\d)\b[^.!?]{0,90}\b(?:confus\w*|breathing|shak\w*|fruit\w*|vomit\w*|throw\w*|won'?t|weird|sweat\w*|sleepy|pass\w*)|\bsmells? (?:like|fruity|of) (?:fruit|nail)|\bbp (?:is |of )?(?:2\d\d)/|\bneutropeni\w+\b|\b(?:2\d\d) over 1\d\d\b|\bstiff neck\b[^.!?]{0,50}\b(?:fever|rash|light)",
    ),
    cue(
        "emergency",
        1.4,
        "asks whether to call for help now",
        r"\b(?:ambulance or|er or (?:wait|urgent)|should (?:i|we) (?:call (?:911|an ambulance)|go to the er|drive)|do (?:i|we) (?:call|need) (?:911|an ambulance)|call(?:ing|ed)? 911 (?:or|now|and)|911 (?:isn'?t|is not|won'?t|put|says|on hold|busy)|ambulance (?:says|is|isn'?t|hasn'?t)|send (?:help|someone|somebody|an ambulance|the chopper)|llamo al 911|what do (?:i|we) do)\b(?=[^$]*)",
    ),
)
ONGOING = re.compile(
    r"\b(?:right now|rn|just now|now|still|currently|min(?:ute)?s? ago|hour ago|hours? and|ahora|ahorita|isn'?t stopping|won'?t|wont|can'?t|cant|is|are|'s|hes|shes|im|i'm|keeps|getting|dropping|typing|what do (?:i|we))\b"
)
PAST = re.compile(
    r"\b(?:last (?:year|week|month|night|spring|summer|fall|winter|time|april|may|june|july|november|october|december|january|february|march|august|september|christmas|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|(?:\w+ )?(?:years?|months?|weeks?) (?:ago|later)|back in|in (?:19|20)\d\d|saved (?:my|his|her|our)|"
    r"thanks to|thank you|gracias|grateful|survived|when i (?:had|was|came)|when (?:my|he|she) \w+|brought (?:him|her|me) back|today (?:he|she) (?:walked|is|turned)|recovered|home now|fine now|nobody'?s apologi[sz]ed|turned out|sent us a bill|billed|so rude|stars?|reviews?|yesterday|it was anxiety|by the time)\b"
)
HYPOTHETICAL = re.compile(
    r"\b(?:what (?:counts|qualifies)|what are the (?:signs|symptoms)|signs of|how (?:do|can|would) (?:you|i|we) (?:know|tell)|when should (?:i|you|we|someone)|in case|what happens (?:if|when)|would (?:you|it)|is it true|class|training|cpr class|course|do you (?:offer|teach|sell|carry)|video|post says|if (?:someone|somebody|a person|you ever)|"
    r"about had a|almost had a|nearly had a|gave me a heart attack|gonna have a heart attack|heart attack (?:from|over|at|when|on) (?:the|your|my|a)|proven|everyone knows|vaccines?|never (?:brings?|treated|been)|fundrais\w*|walk for|awareness)\b"
)
IDIOM = re.compile(
    r"\b(?:(?:about|nearly|almost) (?:had a (?:heart attack|stroke)|died|killed me|choked)|bleeding (?:me|us|money|patients) dry|bleed (?:me|us) dry|hold (?:my|your) breath|don'?t hold your breath|chok(?:ed|ing) up|take my breath|dying (?:laughing|to)|i'?m dead|💀|breath of fresh air|heart(?:felt|break\w*)|killing it|collapsed chair)\b"
)


# Danger signs in everyday words; any of them together with "now" or a call for help is enough.
SIGNS = {
    "breath": family(
        r"breath\w*",
        r"gasp\w*",
        r"wheez\w*",
        r"chok\w+",
        r"suffocat\w*",
        r"airway",
        r"respira\w*",
        r"rattl\w+",
        r"oxygen",
    ),
    "heart": family(
        r"chest",
        r"heart attack",
        r"pulse",
        r"palpitat\w*",
        r"infarto",
        r"pecho",
        r"heart (?:is )?(?:racing|pounding|stopp\w+|flutter\w*|skipping)",
    ),
    "nerves": family(
        r"stroke",
        r"droop\w*",
        r"slur\w*",
        r"numb",
        r"paraly\w+",
        r"convuls\w*",
        r"seiz\w+",
        r"confus\w+",
        r"can'?t (?:see|walk|stand|speak|talk|swallow|move|feel)",
        r"vision (?:went|gone|is gone|loss)",
        r"went blind",
        r"double vision",
        r"makes? no sense",
        r"not making sense",
        r"derrame",
    ),
    "awake": family(
        r"unconscious",
        r"unrespons\w+",
        r"faint\w*",
        r"passed out",
        r"passing out",
        r"black(?:ed|ing)? out",
        r"collaps\w+",
        r"limp",
        r"out cold",
        r"won'?t wake",
        r"wont wake",
        r"can'?t wake",
        r"cant wake",
        r"hard to wake",
        r"barely (?:awake|conscious|responding)",
        r"desmay\w+",
        r"eyes (?:rolled|rolling)",
    ),
    "blood": family(
        r"bleed\w*", r"blood", r"hemorrhag\w*", r"gush\w*", r"spurt\w*", r"sangr\w+", r"soaked", r"tourniquet"
    ),
    "injury": family(
        r"stabbed",
        r"gunshot",
        r"impaled",
        r"crushed",
        r"severed",
        r"amputat\w+",
        r"electrocut\w+",
        r"drown\w*",
        r"burn(?:ed|t|s)?",
        r"scald\w*",
        r"(?:fell|fall|fallen) (?:off|from|down|out|and)",
        r"hit (?:his|her|my) head",
        r"chainsaw",
        r"nail gun",
        r"car (?:crash|wreck|accident)",
        r"rollover",
        r"trapped",
        r"bone",
        r"snake",
        r"dog bit\w*",
        r"mauled",
    ),
    "poison": family(
        r"swallowed",
        r"ingested",
        r"overdos\w*",
        r"poison\w*",
        r"fentanyl",
        r"heroin",
        r"narcan",
        r"bleach",
        r"antifreeze",
        r"button battery",
        r"pills",
        r"bottle of",
        r"carbon monoxide",
        r"fumes",
        r"gas leak",
        r"withdrawal",
        r"pastillas",
        r"veneno",
        r"magnets?",
        r"gummies",
    ),
    "swelling": family(
        r"anaphyla\w*",
        r"epi-?pen",
        r"allergic",
        r"throat",
        r"tongue",
        r"swell\w*",
        r"swollen",
        r"hives",
        r"bee sting",
        r"stung",
    ),
    "infant": family(
        r"newborn",
        r"(?:\d+|one|two|three|four|five|six)[- ]?(?:day|week|wk|month|mo)s?[- ]old",
        r"my baby",
        r"the baby",
        r"baby'?s",
        r"infant",
        r"bebé",
        r"\d+ ?(?:wks?|weeks) pregnant",
        r"contractions?",
        r"water broke",
        r"crowning",
        r"in labor",
    ),
    "reading": family(
        r"fever",
        r"10[3-8](?:\.\d)?",
        r"sugar (?:is|of|at|was|says|reads)?\s?(?:[1-4]\d|[4-9]\d\d|hi|lo|high|low)",
        r"bp (?:is|of|at)?\s?\d{3}",
        r"sats?",
        r"o2",
        r"temp\w* \d+",
        r"heart rate",
        r"rigors?",
        r"shaking",
        r"stiff neck",
        r"purple",
        r"blue",
        r"gr[ae]y",
        r"pale",
        r"sweat\w*",
        r"clammy",
        r"cold hands",
        r"white as",
        r"yellow",
    ),
    "pain": family(
        r"worst (?:pain|headache)",
        r"severe",
        r"excruciating",
        r"crushing",
        r"screaming in pain",
        r"doubled over",
        r"can'?t stand up",
        r"unbearable",
        r"thunderclap",
        r"stabbing",
        r"rigid",
        r"rock hard",
        r"vomit\w*",
        r"throwing up",
        r"puking",
    ),
}
URGENT = family(
    r"right now",
    r"rn",
    r"help",
    r"hurry",
    r"what do (?:i|we|u)",
    r"what should (?:i|we)",
    r"should (?:i|we|he|she)",
    r"do (?:i|we)",
    r"911",
    r"ambulance",
    r"minutes?",
    r"mins?",
    r"just (?:now|fell|took|ate|drank|swallowed|started|got|had|found|went|woke|stopped|passed|collapsed)",
    r"(?:is|are|am|'s|i'?m|hes|shes|keeps|won'?t|wont|can'?t|cant|isn'?t|not) (?:\w+ )?\w+ing",
    r"since (?:this morning|last night|lunch|breakfast|noon|yesterday|midnight|\d+)",
    r"alone",
    r"or (?:is|can|do|should|wait|just)",
    r"getting worse",
    r"suddenly",
    r"all of a sudden",
    r"ahora",
    r"ayuda",
    r"qué hago",
    r"come in",
    r"er\b",
    r"urgent care",
    r"is (?:this|that|it)",
    r"an hour",
    r"\d+ ?hrs?",
    r"on the floor",
    r"still",
    r"pls",
    r"please",
)


def gathered(message: Message) -> Signal | None:
    """Two different danger signs and a call for help, where no single phrase was sure."""
    found = touched(message.low, SIGNS)
    urgent = URGENT.search(message.low)
    if not found or not urgent or (message.stars is not None and message.stars > 1):
        return None
    mild = set(found) <= {"infant", "reading", "pain", "swelling"} or set(found) <= {"poison", "infant"}
    if mild and not re.search(r"\b(?:10[1-8]|limp|blue|gr[ae]y|swallowed|won'?t|wont|bleeding)\b", message.low):
        return None
    if (
        PAST.search(message.low)
        or HYPOTHETICAL.search(message.low)
        or IDIOM.search(message.low)
        or CALM.search(message.low)
    ):
        return None
    return Signal(
        "intent",
        "emergency",
        1.6 + len(found),
        ", ".join(found.values()),
        "several danger signs together, happening now",
    )


CALM = re.compile(
    r"\b(?:how long (?:does|do|is|are|after|should)|is it (?:ok|okay|safe|normal|bad|true)|can i (?:take|get|have|eat|drink|book)|side effects?|appointment|schedul\w*|refill|bill(?:ed|ing)?|charged?|insurance|copay|records?|referral|hiring|"
    r"vaccin\w*|cures?|detox|toxins?|pharma|research|natural|proven|feels? fine|is fine|mild|slight|do you (?:offer|have|treat|do|recommend)|class|tips?|article|what counts|rude|wait(?:ed|ing)? (?:room|time)|parking|staff|complain\w*|apologi\w*|thank\w*|love|amazing)\b"
)


def read(message: Message) -> Iterator[Signal]:
    """Signals for danger that is present; stories of past danger, idioms and general questions are left to others."""
    if (message.stars or 0) >= 4:
        return
    found = [signal for signal in message.signals("intent", CUES) if not IDIOM.search(signal.quote)]
    strong = [signal for signal in found if "asks whether" not in signal.why]
    if not strong:
        together = gathered(message)
        if together:
            yield together
        return
    past = bool(PAST.search(message.low))
    present = bool(
        re.search(
            r"\b(?:right now|rn|just now|min(?:ute)?s? ago|what do (?:i|we) do|ambulance|911|im alone|i'm alone|typing|it'?s back|isn'?t stopping|won'?t stop|or (?:just )?wait|do (?:i|we) (?:wait|go|need|call|drive)|should (?:i|we)|hurry|ahora)\b",
            message.low,
        )
    )
    if HYPOTHETICAL.search(message.low) and not present:
        return
    if past and not present:
        return
    weight = 1.0 + (1.0 if ONGOING.search(message.low) else 0.0) + (0.5 if present else 0.0)
    if IDIOM.search(message.low) and not present:
        weight -= 1.5
    for signal in strong:
        yield Signal("intent", "emergency", signal.weight * weight, signal.quote, signal.why)


READER = Reader(
    "emergency", ("intent",), "Danger to life now goes to 911 and the on-call clinician before anything else.", read
)
