"""The words of danger to life: outright phrases, and families of words that count together."""

from bedside.triage.message import cue
from bedside.triage.readers.families import family
from bedside.triage.readers.wording import alternatives

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
        r"\b"
        + alternatives(r"""
    slurr\w+ / words (r |are |come |coming )?(coming )?(out )?(wrong|rong|jumbled|garbled)
    speaking gibberish / gibberish / can'?t (find|form) words / speech is (off|weird|garbled)
""")
        + r"\b",
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
        "|".join(
            (
                (r"\bunresponsive\b"),
                (r"\bunconscious\b"),
                (r"\bpassed out\b[^.!?]{0,50}\b(?:now|still|won'?t|not|floor|just)\b"),
                r"\b"
                + alternatives(r"""
            he / she / hes / shes / he's / she's / is / been / dad / mom / son / daughter / kid / baby / wife
            husband
        """)
                + r"\b[^.!?]{0,12}\b(?:seizing|having (?:a )?seizures?|convulsing)\b",
                (r"\bseizure (?:won'?t stop|isn'?t stopping|for \d+)"),
                (r"\bwent limp\b"),
                (r"\b(?:is |are |so |all |and )limp\b"),
                (r"\bfoam(?:ing)? (?:at|from|out)"),
                (r"\bwith foam\b"),
                (r"\bfloppy\b"),
                (r"\bno despierta\b"),
                (r"\bconvulsion"),
            )
        ),
    ),
    cue(
        "emergency",
        2.0,
        "heavy bleeding or grave injury",
        r"\b(?:bleed\w*|blood)\b[^.!?]{0,50}\b(?:won'?t stop|wont stop|not stopping|"
        r"isn'?t stopping|everywhere|pouring|gush\w*|spurt\w*|soak\w*|through (?:the|"
        r"a|two|three)|a lot of|pads?|clots the size|non-?stop|can'?t stop)\b",
        "|".join(
            (
                r"\b"
                + alternatives(r"""
                    soak(ed|ing) / gush\w+ / spurt\w+ / pouring / vomiting / throwing up / coughing up / puking
                """)
                + r"\b[^.!?]{0,24}\bblood\b",
                (r"\bsoaked (?:thru|through)\b"),
                (r"\bsoaking (?:a|through|two|three)\b"),
                (
                    r"\b(?:finger|thumb|hand|toe|foot|leg|arm) (?:is |got |was )?(?:off|severed|cut off"
                    r"|ripped off|gone)\b"
                ),
                (r"\bbone (?:is )?(?:sticking|showing|poking|out)\b"),
                (r"\bhard as a (?:board|rock)\b"),
                (
                    r"\b(?:got |been |was )?(?:stabbed|shot|electrocuted|crushed|impaled|trapped under|run over"
                    r"|hit by a (?:car|truck))\b[^.!?]{0,50}\b(?:now|just|bleeding|help|what do|hes|shes|he's"
                    r"|she's|we)\b"
                ),
                (r"\bsangra(?:ndo)? mucho\b"),
                (r"\bno (?:para|deja) de sangrar\b"),
            )
        ),
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
        r"\b"
        + alternatives(r"""
                    od'd / overdos(ed|ing) / od-?ing / is overdosing / took too (much|many) / carbon monoxide
                    co (alarm|detector) / gas leak / narcan (isn'?t|didn'?t|not) / gave (him|her) narcan
                    needle in (his|her) arm / snake ?bit\w* / bitten by a
                    drank (a|an|some) (\w+ )?(cleaner|fluid|bleach)
                """)
        + r"\b",
    ),
    cue(
        "emergency",
        2.0,
        "allergic reaction or newborn danger",
        r"\b"
        + alternatives(r"""
            epi-?pen / anaphyla\w+ / hives (all over|everywhere) / swell\w+ (up )?(fast|shut)
            face (is )?swell\w* / lips (are )?swell\w*
        """)
        + (
            r"\b(?=[^.!?]{0,90}\b(?:now|expired|can'?t|throat|breath\w*|used|no |help|what|where"
            r"|wheez\w*|won'?t)\b)"
        ),
        r"\b"
        + alternatives(r"""
            baby / newborn / infant / \d ?(week|wk|month|mo|day)s? old / \d (weeks?|days?|months?)
        """)
        + (
            r"\b[^.!?]{0,80}\b(?:fever|10[0-9](?:\.\d)?|limp|blue|won'?t (?:wake|eat|nurse|feed|latch)"
            r"|wont (?:wake|eat|nurse|feed)|not (?:moving|waking|eating|feeding|nursing|breathing)"
            r"|breathing (?:so |really |too )?(?:fast|hard|funny|weird)|gray|grey|lethargic|no wet)\b"
        ),
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
        r"\b"
        + alternatives(r"""
            ambulance or / er or (wait|urgent) / should (i|we) (call (911|an ambulance)|go to the er|drive)
            do (i|we) (call|need) (911|an ambulance) / call(ing|ed)? 911 (or|now|and)
            911 (isn'?t|is not|won'?t|put|says|on hold|busy) / ambulance (says|is|isn'?t|hasn'?t)
            send (help|someone|somebody|an ambulance|the chopper) / llamo al 911 / what do (i|we) do
        """)
        + r"\b(?=[^$]*)",
    ),
)
# Danger signs in everyday words; one of them with "now" or a call for help is enough.
SIGNS = {
    "breath": family(r"""
            breath\w* / gasp\w* / wheez\w* / chok\w+ / suffocat\w* / airway / respira\w* / rattl\w+ / oxygen
        """),
    "heart": family(r"""
        chest / heart attack / pulse / palpitat\w* / infarto / pecho
        heart (is )?(racing|pounding|stopp\w+|flutter\w*|skipping)
    """),
    "nerves": family(r"""
        stroke / droop\w* / slur\w* / numb / paraly\w+ / convuls\w* / seiz\w+ / confus\w+
        can'?t (see|walk|stand|speak|talk|swallow|move|feel) / vision (went|gone|is gone|loss) / went blind
        double vision / makes? no sense / not making sense / derrame
    """),
    "awake": family(r"""
        unconscious / unrespons\w+ / faint\w* / passed out / passing out / black(ed|ing)? out / collaps\w+
        limp / out cold / won'?t wake / wont wake / can'?t wake / cant wake / hard to wake
        barely (awake|conscious|responding) / desmay\w+ / eyes (rolled|rolling)
    """),
    "blood": family(r"""
        bleed\w* / blood / hemorrhag\w* / gush\w* / spurt\w* / sangr\w+ / soaked / tourniquet
    """),
    "injury": family(r"""
        stabbed / gunshot / impaled / crushed / severed / amputat\w+ / electrocut\w+ / drown\w* / burn(ed|t|s)?
        scald\w* / (fell|fall|fallen) (off|from|down|out|and) / hit (his|her|my) head / chainsaw / nail gun
        car (crash|wreck|accident) / rollover / trapped / bone / snake / dog bit\w* / mauled
    """),
    "poison": family(r"""
        swallowed / ingested / overdos\w* / poison\w* / fentanyl / heroin / narcan / bleach / antifreeze
        button battery / pills / bottle of / carbon monoxide / fumes / gas leak / withdrawal / pastillas
        veneno / magnets? / gummies
    """),
    "swelling": family(r"""
        anaphyla\w* / epi-?pen / allergic / throat / tongue / swell\w* / swollen / hives / bee sting / stung
    """),
    "infant": family(r"""
        newborn / (\d+|one|two|three|four|five|six)[- ]?(day|week|wk|month|mo)s?[- ]old / my baby / the baby
        baby'?s / infant / bebé / \d+ ?(wks?|weeks) pregnant / contractions? / water broke / crowning / in labor
    """),
    "reading": family(r"""
        fever / 10[3-8](\.\d)? / sugar (is|of|at|was|says|reads)?\s?([1-4]\d|[4-9]\d\d|hi|lo|high|low)
        bp (is|of|at)?\s?\d{3} / sats? / o2 / temp\w* \d+ / heart rate / rigors? / shaking / stiff neck / purple
        blue / gr[ae]y / pale / sweat\w* / clammy / cold hands / white as / yellow
    """),
    "pain": family(r"""
        worst (pain|headache) / severe / excruciating / crushing / screaming in pain / doubled over
        can'?t stand up / unbearable / thunderclap / stabbing / rigid / rock hard / vomit\w* / throwing up
        puking
    """),
}
