"""The words of danger to life: outright phrases, and families of words that count together."""

from bedside.triage.message import cue
from bedside.triage.readers.families import family

CUES = (
    cue(
        "emergency",
        2.0,
        "breathing trouble",
        r"\b(?:can'?t|cannot|cant|not|isn'?t|stopped|barely|hard|trouble|struggling "
        r"to|struggling|no longer|won'?t|quit) (?:breath\w*|breathe)\b",
        r"\b(?:not breathing|gasping|turning blue|(?:lips?|face|fingers?|nails?) (?:are "
        r"|r |is |going |gone |turned |turning |look(?:s|ing)? )?(?:blue|gr[ae]y|purple)|"
        r"blue (?:lips|around)|chok(?:ing|ed) on|airway|throat (?:is |feels? |keeps "
        r")?(?:clos\w+|swell\w*|tight\w*)|tongue (?:is |s )?(?:swell\w*|swollen)|sats? "
        r"(?:are |is |at )?(?:[4-7]\d|8[0-5])|o2 (?:is |at |sat )?(?:[4-7]\d|8[0-5])|"
        r"ribs (?:suck|pull)\w*|belly breathing|talk in full|speak in full|can'?t (?:talk|"
        r"speak|catch (?:my|his|her) breath|get air)|no puede respirar|no respira|se "
        r"(?:está )?ahoga\w*)\b",
    ),
    cue(
        "emergency",
        1.6,
        "chest pain or heart signs",
        r"\b(?:chest|pecho)\b[^.!?]{0,40}\b(?:pain\w*|hurt\w*|tight\w*|pressure|squeez\w*|"
        r"crush\w*|heavy|heaviness|burning|elephant|dolor|aprieta)\b",
        r"\b(?:pain|pressure|tightness|elephant|squeezing|crushing|dolor)\b[^.!?]{0,24}\b(?:chest|"
        r"pecho|down my (?:left )?arm)\b",
        r"\b(?:left )?(?:arm|jaw)\b[^.!?]{0,24}\b(?:numb|aches?|pain|heavy|tingl\w*)\b[^.!?]{0,60}\b(?:jaw|"
        r"sweat\w*|chest|arm|nause\w*)\b",
        r"\bheart (?:is |has )?(?:stopped|racing (?:at )?\d{3}|attack (?:right )?now)|"
        r"\bno pulse\b|\bheart rate (?:is |of |at )?(?:1[6-9]\d|2\d\d)|\bhaving a heart "
        r"attack\b|\bdefibrillator (?:keeps|just) (?:shock|fir)|\bcollapsed\b[^.!?]{0,30}\b(?:now|"
        r"just|floor|won'?t)\b",
    ),
    cue(
        "emergency",
        2.0,
        "stroke signs",
        r"\b(?:face|mouth|smile|eye|lip)\b[^.!?]{0,24}\b(?:droop\w*|crooked|sagging|slid\w*|lopsided|numb)\b",
        r"\b(?:slurr\w+|words (?:r |are |come |coming )?(?:coming )?(?:out )?(?:wrong|"
        r"rong|jumbled|garbled)|speaking gibberish|gibberish|can'?t "
        r"(?:find|form) words|speech is (?:off|weird|garbled))\b",
        r"\b(?:right|left|one) (?:side|arm|leg|hand)\b[^.!?]{0,20}\b(?:numb|heavy|weak|"
        r"limp|dead|won'?t (?:move|work|lift))\b|\bcan'?t (?:move|lift|feel) (?:my|his|"
        r"her) (?:right|left|arm|leg|face)\b|\bthunderclap|\bworst headache of (?:my|"
        r"his|her) life\b|\bpupils? (?:is |are )?(?:huge|blown|different|bigger)\b|\bhaving "
        r"a stroke\b",
    ),
    cue(
        "emergency",
        2.0,
        "unconscious or seizing",
        r"\b(?:won'?t|wont|can'?t|cant|not|isn'?t|doesn'?t|couldn'?t) (?:wake|waking|"
        r"respond\w*|answer\w*|get (?:him|her|them) (?:up|awake)|come to)\b(?! (?:to "
        r")?(?:my|the|our|his|her)? ?(?:calls?|emails?|messages?|phone|portal))",
        r"\bunresponsive\b|\bunconscious\b|\bpassed out\b[^.!?]{0,50}\b(?:now|still|"
        r"won'?t|not|floor|just)\b|\b(?:he|she|hes|shes|he's|she's|is|been|dad|mom|son|"
        r"daughter|kid|baby|wife|husband)\b[^.!?]{0,12}\b(?:seizing|having (?:a )?seizures?|"
        r"convulsing)\b|\bseizure (?:won'?t stop|isn'?t stopping|for \d+)|\bwent limp\b|"
        r"\b(?:is |are |so |all |and )limp\b|\bfoam(?:ing)? (?:at|from|out)|\bwith foam\b|"
        r"\bfloppy\b|\bno despierta\b|\bconvulsion",
    ),
    cue(
        "emergency",
        2.0,
        "heavy bleeding or grave injury",
        r"\b(?:bleed\w*|blood)\b[^.!?]{0,50}\b(?:won'?t stop|wont stop|not stopping|"
        r"isn'?t stopping|everywhere|pouring|gush\w*|spurt\w*|soak\w*|through (?:the|"
        r"a|two|three)|a lot of|pads?|clots the size|non-?stop|can'?t stop)\b",
        r"\b(?:soak(?:ed|ing)|gush\w+|spurt\w+|pouring|vomiting|throwing up|coughing "
        r"up|puking)\b[^.!?]{0,24}\bblood\b|\bsoaked (?:thru|through)\b|\bsoaking (?:a|"
        r"through|two|three)\b|\b(?:finger|thumb|hand|toe|foot|leg|arm) (?:is |got |"
        r"was )?(?:off|severed|cut off|ripped off|gone)\b|\bbone (?:is )?(?:sticking|"
        r"showing|poking|out)\b|\bhard as a (?:board|rock)\b|\b(?:got |been |was )?(?:stabbed|"
        r"shot|electrocuted|crushed|impaled|trapped under|run over|hit by a (?:car|truck))\b[^.!?]{0,50}\b(?:now"
        r"|just|bleeding|help|what do|hes|shes|he's|she's|we)\b|\bsangra(?:ndo)? mucho\b|"
        r"\bno (?:para|deja) de sangrar\b",
    ),
    cue(
        "emergency",
        2.0,
        "overdose or poisoning already taken",
        r"\b(?:took|swallowed|drank|ate|ingested|got into|chugged|tomó|tomé)\b[^.!?]{0,50}\b(?:whole "
        r"bottle|entire bottle|bottle of|all (?:my|of|his|her|the|those) (?:\w+ ){0,2}(?:pills|"
        r"meds|pill|tylenol)|handful|too many|\d{2,} (?:\w+ )?(?:pills|tablets|tylenol|"
        r"advil|benadryl)|bleach|battery|batteries|magnet\w*|antifreeze|detergent|pods?|"
        r"drain cleaner|rat poison|gummies|lamp oil|mushrooms?|berries|whole fifth|double "
        r"dose|pastillas)\b",
        r"\b(?:od'?d|overdos(?:ed|ing)|od-?ing|is overdosing|took too (?:much|many)|"
        r"carbon monoxide|co (?:alarm|detector)|gas leak|narcan (?:isn'?t|didn'?t|not)|"
        r"gave (?:him|her) narcan|needle in (?:his|her) arm|snake ?bit\w*|bitten by "
        r"a|drank (?:a|an|some) (?:\w+ )?(?:cleaner|fluid|bleach))\b",
    ),
    cue(
        "emergency",
        2.0,
        "allergic reaction or newborn danger",
        r"\b(?:epi-?pen|anaphyla\w+|hives (?:all over|everywhere)|swell\w+ (?:up )?(?:fast|"
        r"shut)|face (?:is )?swell\w*|lips (?:are )?swell\w*)\b(?=[^.!?]{0,90}\b(?:now|"
        r"expired|can'?t|throat|breath\w*|used|no |help|what|where|wheez\w*|won'?t)\b)",
        r"\b(?:baby|newborn|infant|\d ?(?:week|wk|month|mo|day)s? old|\d (?:weeks?|days?|"
        r"months?))\b[^.!?]{0,80}\b(?:fever|10[0-9](?:\.\d)?|limp|blue|won'?t (?:wake|"
        r"eat|nurse|feed|latch)|wont (?:wake|eat|nurse|feed)|not (?:moving|waking|eating|"
        r"feeding|nursing|breathing)|breathing (?:so |really |too )?(?:fast|hard|funny|"
        r"weird)|gray|grey|lethargic|no wet)\b",
        r"\b(?:baby|she|he|kicks?)\b[^.!?]{0,24}\b(?:hasn'?t (?:moved|kicked)|stopped "
        r"(?:moving|kicking)|not (?:moved|moving|kicking))\b|\bno (?:fetal )?(?:movement|"
        r"kicks)\b|\bwater (?:just )?broke\b|\b(?:cord|foot|head|feet|hand) (?:is |are "
        r")?(?:out|coming out|showing|hanging)\b|\bcrowning\b|\bcontractions? (?:are "
        r"|every )?\d+ (?:min\w*|apart)|\bbaby (?:is )?coming (?:now|right)|\btrach "
        r"(?:popped|came|fell|is)\b|\bface ?down in\b|\bfound (?:him|her) in the (?:pool|"
        r"tub|water)|\bpulled (?:him|her) (?:out|from) (?:of )?the (?:pool|tub|water)",
    ),
    cue(
        "emergency",
        2.0,
        "dangerous reading",
        r"\bfever\b[^.!?]{0,20}\b10[3-8]\b|\b10[4-8](?:\.\d)?\b[^.!?]{0,16}\b(?:fever|temp\w*|degrees|f\b)",
        r"\b(?:sugar|glucose|meter|reads?|says|cgm|numbers?)\b[^.!?]{0,16}\b(?:hi\b|"
        r"lo\b|2\d\b|3\d\b|[4-9]\d\d)\b[^.!?]{0,90}\b(?:confus\w*|breathing|shak\w*|"
        r"fruit\w*|vomit\w*|throw\w*|won'?t|weird|sweat\w*|sleepy|pass\w*)|\bsmells? "
        r"(?:like|fruity|of) (?:fruit|nail)|\bbp (?:is |of )?(?:2\d\d)/|\bneutropeni\w+\b|"
        r"\b(?:2\d\d) over 1\d\d\b|\bstiff neck\b[^.!?]{0,50}\b(?:fever|rash|light)",
    ),
    cue(
        "emergency",
        1.4,
        "asks whether to call for help now",
        r"\b(?:ambulance or|er or (?:wait|urgent)|should (?:i|we) (?:call (?:911|an "
        r"ambulance)|go to the er|drive)|do (?:i|we) (?:call|need) (?:911|an ambulance)|"
        r"call(?:ing|ed)? 911 (?:or|now|and)|911 (?:isn'?t|is not|won'?t|put|says|on "
        r"hold|busy)|ambulance (?:says|is|isn'?t|hasn'?t)|send (?:help|someone|somebody|"
        r"an ambulance|the chopper)|llamo al 911|what do (?:i|we) do)\b(?=[^$]*)",
    ),
)
# Danger signs in everyday words; one of them with "now" or a call for help is enough.
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
