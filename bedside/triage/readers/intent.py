"""The everyday intents: what somebody asks, complains of, praises, sells or claims."""

from collections.abc import Iterator

from bedside.triage.message import Message, cue
from bedside.triage.shapes import Reader, Signal

CLINIC = (
    r"(?:doctor|dr\.?|nurse|provider|specialist|clinic|office|therapist|counselor|"
    r"pediatrician|surgeon|hygienist|dentist|midwife)"
)
CUES = (
    cue(
        "appointment",
        3.0,
        "asks to book, move, cancel or confirm a time",
        (
            r"\b(?:book(?:ing)?|schedul(?:e|ing)|resched\w*|re-?book|move|moved|push|cancel(?:l?ing)?|"
            r"change|confirm(?:ing)?|make|set up|get|need|switch)\b[^.!?]{0,40}\b(?:appointment|"
            r"appt|apt|visit|slot|consult(?:ation)?|check-?up|physical|cleaning|infusion|"
            r"scan|mri|mammogram|colonoscopy|ultrasound|vasectomy|surgery|shot|follow-?up|"
            r"post-?op|pre-?op|session|annual|skin check|time|thing)\b"
        ),
        (
            r"\b(?:any|next|earliest|first|same[- ]day|walk[- ]?in)\s(?:\w+ ){0,2}(?:openings?|"
            r"availab\w+|slots?|appointments?|appts?|sick visit)\b|\b(?:get|got|getting) "
            r"(?:\w+ )?(?:in (?:with|to see|for|sooner)|seen (?:by|this|sooner))\b|\bwaitlist\b|"
            r"\bcancellation list\b|\b(?:when|what time) is (?:my|his|her)\b|\baccepting "
            r"(?:new )?patients\b|\btaking new patients\b|\bhow (?:far|many weeks|long) "
            r"out\b|\bmy (?:\w+ ){0,3}(?:appointment|appt) (?:is|was|on)\b|\bcita\b|\bagendar\b|"
            r"\bonline scheduler\b|\btrying to schedule\b|\breminder card\b|\bwill rebook\b|"
            r"\bcan'?t make (?:it|my)\b|\brunning late\b"
        ),
    ),
    cue(
        "billing",
        3.0,
        "speaks of a bill, a price or insurance",
        (
            r"\b(?:bill(?:s|ed|ing)?|invoice|charged?|charges|copays?|co-pays?|deductible|"
            r"coinsurance|balance|eob|collections?|payment plans?|autopay|refund(?:ed)?|"
            r"overpaid|itemized|statement|financial (?:aid|assistance)|charity care|lien|"
            r"past due|out of network|in[- ]network|prior auth\w*|pre-?auth\w*|insurance "
            r"(?:claim|denied|won'?t|said|paid)|self[- ]pay|cash price|hsa|fsa|good faith "
            r"estimate|quoted|estimate|cobra|owe[ds]?|debt|wage garnish\w*|factura|cobr(?:ar|"
            r"aron|o)|cuánto cuesta|cuesta|seguro médico)\b"
        ),
        (
            r"\bhow much (?:is|are|does|do|would|will|for)\b|\bcost of\b|\bwhat does (?:a|"
            r"an|it|the) [\w ]{1,30}cost\b|\b(?:take|accept|covered by)\b[^.!?]{0,24}\b(?:insurance|"
            r"medicaid|medicare|aetna|cigna|blue cross|united|humana|kaiser|tricare|bcbs)\b|"
            r"\$\s?\d|\bcpt code\b"
        ),
    ),
    cue(
        "records_privacy",
        3.4,
        "asks for records or says privacy was broken",
        (
            r"\b(?:medical records?|my records?|his records?|her records?|records request|"
            r"release of information|roi form|my chart|copy of (?:my|his|her|the)|(?:his|"
            r"her|whole|entire) chart|get (?:my|his|her) (?:\w+ )?(?:records|chart|notes|"
            r"images|films|x-?rays)|transfer(?:red)? (?:to|my)|hipaa|privacy|private info\w*|"
            r"confidential\w*|data breach|breach letter|opened my (?:file|chart)|looked "
            r"(?:me )?up|in my (?:chart|file)|read my (?:chart|file)|snoop\w*|see my (?:notes|"
            r"chart|records)|proxy|living will|advance directive|power of attorney|(?:correct|"
            r"fix|amend|update)\w* (?:my |the )?(?:record|chart|name)|record corrected|without "
            r"my (?:consent|permission)|never signed (?:anything|a)|opt out|delete my (?:data|"
            r"account|info)|who (?:can see|has access|opened|looked)|expediente|historial|"
            r"ekg tracing|download (?:my|the))\b"
        ),
        (
            r"\b(?:posted|put|shared|told|announced|texted|sent|mailed|faxed|left|discuss\w*|"
            r"shouted|read)\b[^.!?]{0,60}\b(?:my (?:diagnosis|results?|test|hiv|pregnancy|"
            r"condition|medical|business|name|mammogram|photo|picture|surgery|info|stillbirth|"
            r"miscarriage|std|case)|to (?:my (?:boss|ex|mom|roommate|parents|neighbor|coworker)|"
            r"the wrong (?:person|number|address|house|patient)|a stranger|strangers)|someone "
            r"else'?s|another patient'?s|out loud|on (?:her|his|their) (?:tiktok|instagram|"
            r"facebook|snapchat|story))\b|\b(?:photo|picture|video|pic) of me\b|\b(?:i|you|"
            r"they|we) (?:got|received|mailed me|sent me|gave me) (?:someone else'?s|another "
            r"(?:patient|person|woman|man)'?s|a stranger'?s)\b|\b(?:through|in) the envelope "
            r"window\b"
        ),
    ),
    cue(
        "job_media",
        3.6,
        "asks about work, or writes for the press",
        (
            r"\b(?:reporter|journalist|newsroom|producer|press (?:contact|office|inquiry|"
            r"release)|media (?:contact|inquiry|relations|request)|on deadline|deadline|"
            r"wire service|podcast|documentary|spokes\w+|spox|comment on the record|on the "
            r"record|for (?:a|our|my) (?:story|article|segment|episode|piece)|magazine|newspaper|"
            r"channel \d+ news|go(?:es)? live|live at \d|run the story|filing at|statement "
            r"from|interview (?:your|the|dr|someone|with))\b"
        ),
        (
            r"\b(?:hiring|job|jobs|openings for|position|positions|careers?|apply (?:for|"
            r"to work)|application|resume|résumé|internships?|interns?|residenc(?:y|ies)|"
            r"new grad|practicum|clinicals|rotation|shadow(?:ing)?|volunteer(?:ing)?|per "
            r"diem|prn shifts|recruiter|hr\b|human resources|sign-?on bonus|work (?:here|"
            r"there|for you)|externship|fellowship|cna program|tuition|vacante|trabajo|empleo)\b"
        ),
    ),
    cue(
        "spam",
        3.4,
        "sells or lures",
        (
            r"\b(?:dm (?:me|us) (?:to|for|now)|link in (?:bio|profile|my)|click (?:my|the|"
            r"here|now|this)|check (?:out )?my (?:page|profile|channel|bio)|followers?|real "
            r"followers|crypto|bitcoin|forex|invest(?:ment|ing)? (?:with|platform|opportunity)|"
            r"earn \$?\d+|make \$?\d+|passive income|work from home|giveaway|you(?:'ve| "
            r"have) been selected|claim your|gift card|free iphone|onlyfans|sugar (?:daddy|"
            r"mommy)|hot singles|whatsapp|telegram|cash app|promo code|use code|discount "
            r"code|% off|wholesale|factory (?:price|outlet|direct)|moq|bulk|catalog|best "
            r"price|limited (?:time|spots|offer)|free (?:inspection|quote|estimate|trial|"
            r"shipping)|we (?:supply|offer|provide|sell) [\w ]{0,30}(?:services|price|wholesale|"
            r"seo|leads)|seo|rank (?:#1|your)|grow your (?:page|business|practice|brand)|"
            r"web design|brand ambassador|collab\?|herbal|spell caster|love spell|dr\.? "
            r"\w+ (?:cured|herbs|healed) (?:me|my)|cured my (?:herpes|hiv|hpv|diabetes)|"
            r"replica|designer bags|roof(?:ing)? |solar panels|lawn care|limo|taxi service|"
            r"airport (?:taxi|transfer)|loan (?:offer|approved)|credit repair|generator|"
            r"no human verification|subscribe to my|first comment on|24/7|book online|message "
            r"for|call now|order now|buy now|limited stock|cash on delivery|electric bill "
            r"could|weird (?:trick|box)|earn(?:ed|ing)? (?:from home|daily|weekly)|trading "
            r"(?:signals|account)|recovery expert|hack(?:er|ed) (?:account|recovery))\b|"
            r"(?:🔥|💰|💵|🤑|📈){2,}"
        ),
    ),
    cue(
        "misinformation",
        3.2,
        "states a false health claim as fact",
        (
            r"\b(?:vaccin\w+|vax\w*|jabs?|the shots?|mmr|mrna|flu shots?|boosters?|vitamin "
            r"k shot|tetanus shot)\b[^.!?]{0,70}\b(?:cause[sd]?|causing|give[sn]? (?:you|"
            r"kids|people)|contain\w*|kill\w*|poison\w*|autism|microchips?|chips?|dna|sterili\w*|"
            r"shed\w*|toxin\w*|experiment\w*|magnet\w*|tumou?rs?|infertil\w*|sids|never "
            r"(?:tested|worked|needed)|depopulat\w*|rat poison|bioweapon|clot shot)\b"
        ),
        (
            r"\b(?:cause[sd]?|causes|cures?|cured|heals?|reverses?|kills|clears|prevents|"
            r"dissolves|flushes|melts|detox\w*)\b[^.!?]{0,60}\b(?:autism|cancer|diabetes|"
            r"covid|hpv|herpes|hiv|aids|tumors?|parasites|toxins|heavy metals|alzheimer'?s|"
            r"asthma|sids|ms|arthritis|gallstones|kidney stones|infertility|everything|in "
            r"(?:a|one|two|\w+) (?:week|month|day|night)s?)\b"
        ),
        (
            r"\b(?:big pharma|they (?:don'?t want you|won'?t tell|just want (?:your|you)|"
            r"hide|are hiding|bury)|do your (?:own )?research|wake up (?:people|sheep\w*)|"
            r"sheeple|plandemic|hoax|scamdemic|made up by|made-up|cover-?up|doctors (?:know|"
            r"won'?t|don'?t|hate|admit|get paid|hide)|hospitals (?:know|get paid|are paid)|"
            r"share before they|before they delete|everyone knows|fact:|truth is|follow "
            r"the money|natural immunity|natural is best|isn'?t real|doesn'?t exist|don'?t "
            r"exist|never (?:been )?(?:isolated|proven|existed)|has never been (?:shown|"
            r"proven)|marketing invention|trust your body|pineal gland|5g|chemtrails?|fluoride|"
            r"ivermectin|hydroxychloroquine|colloidal silver|bleach|mms\b|black seed|turmeric|"
            r"apple cider vinegar|alkaline|baking soda|onions?|essential oils|coffee enemas?|"
            r"raw milk|urine|sea moss|soursop|apricot|cannabis oil|garlic|celery juice|castor "
            r"oil|cinnamon|keto cures|juice cleanse|borax|hydrogen peroxide)\b(?=[^?]*$|"
            r"[^?]{0,100}[.!])"
        ),
        (
            r"\b(?:you )?(?:don'?t|do not|never) need (?:a |an |to |any )?(?:\w+ )?(?:pap|"
            r"mammogram|vaccine|shot|insulin|chemo|antibiotics|colonoscopy|statin|tetanus|"
            r"inhaler|epi-?pen|doctors?)\b|\b(?:chemo|radiation|insulin|statins?|antidepressants?|"
            r"mammograms?|epidurals?|antibiotics|sunscreen|ultrasounds?|masks?|ventilators?|"
            r"cpr|tylenol|hand sanitizer|cholesterol|colonoscop\w+|the pill|birth control|"
            r"organ donors?|donors?)\b[^.!?]{0,40}\b(?:is|are|just|only|actually|really|"
            r"cause|causes|kills?|makes?|turns?|spreads?|gives?|never|don'?t|doesn'?t)\b[^.!?]{0,40}\b(?:poison\w*|"
            r"scam|killing|kills?|worse|cancer|toxic|harmless|zombies?|sick|useless|fake|"
            r"money|deadly|weak|harvest\w*|die|fraud|fear|for show|real reason|never|back|"
            r"resistance|tumors?)\b"
        ),
    ),
    cue(
        "clinical_question",
        2.6,
        "asks about symptoms, medicines or care of the body",
        (
            r"\b(?:is it (?:ok|okay|safe|bad|normal|dangerous|true)|is that (?:normal|bad|"
            r"safe|usual|dangerous|calcium)|is (?:this|it|he|she) (?:normal|contagious|serious)|"
            r"can (?:i|you|my \w+|we|seniors|kids|babies|pregnant \w+|he|she|adults) (?:take|"
            r"eat|drink|use|get (?:\w+ )?twice|fly|exercise|swim|sleep|mix|still|have|catch|"
            r"stop|shower|drive|go back|get back|give)|should (?:i|my|he|she|we|you|a|kids) "
            r"(?:be worried|worry|take|stop|eat|get|still|see|try|ice|wait|trust|use|give|"
            r"put|keep|skip)|how (?:long|soon|often|much|many|do i|do you (?:clean|treat|"
            r"know|get rid|take|use)|high|low)|what (?:causes|counts|helps|does it mean|"
            r"happens if|is the difference|are the (?:signs|symptoms|side effects)|can i "
            r"take|should i)|does (?:\w+ ){1,5}(?:cause|help|mean|hurt|make|count|work|go "
            r"away|interact|expire|affect|raise|lower)|do (?:\w+ ){1,5}(?:count|cause|interact|"
            r"help|hurt|expire|go bad)|why (?:do|does|is|are|am) (?:i|my|he|she)|when (?:is|"
            r"can|do|should|does) (?:\w+ ){0,4}(?:allowed|safe|start|stop|switch|recommend|"
            r"sleep\w*|go away|wear off|ok|okay)|will (?:my|it|this) (?:\w+ )?(?:hurt|go "
            r"away|heal|scar|affect|fall)|side effects? of|does that mean|is there (?:a|"
            r"any) (?:cure|vaccine|interaction)|what('s| is) (?:a "
            r")?(?:normal|safe|healthy|good)|es normal|puedo tomar|es malo|me duele)\b"
        ),
    ),
    cue(
        "clinical_question",
        1.6,
        "a health topic stands in a question",
        (
            r"\b(?:mg|dose|dosage|meds?|medication|pills?|metformin|metoprolol|insulin|antibiotics?|"
            r"ibuprofen|tylenol|prednisone|inhaler|cpap|cgm|fever|rash|swelling|swollen|"
            r"sore|hurts?|pain|ache|itch\w*|dizzy|numb|symptoms?|side effects?|contagious|"
            r"blood pressure|bp|sugar|a1c|nodule|lump|biopsy|incision|stitches|period|cramps|"
            r"concussion|vitamin|supplements?|magnesium|diet|allerg\w+|shingles|covid|flu|"
            r"strep|vaccine|breastfeed\w*|nursing|formula|contacts|sunscreen|retinol|mole|"
            r"cough|phlegm|snor\w+|water pill)\b[^$]{0,200}\?"
        ),
    ),
    cue(
        "service_question",
        2.4,
        "asks what is offered, where, when or how",
        (
            r"\b(?:do (?:you|y'all|u|you guys|they) (?:\w+ )?(?:have|offer|do|take|accept|"
            r"loan|fit|fill|rent|sell|treat|provide|see|allow|deliver|still|test|carry|give|"
            r"validate|participate|run|host|let)|does (?:the|your|anybody|anyone|this|\w+) "
            r"[^.!?]{0,50}(?:have|offer|provide|fill|take|open|allow|know|see|accept|do)|"
            r"is there (?:a|an|any|parking|somewhere|wifi|someone)|are (?:there|you (?:open|"
            r"guys open)|siblings|kids|visitors|pets|dogs|children|masks|the|walk-?ins|service "
            r"dogs|flowers|balloons)|what(?:'s| is| are)? (?:the |your )?(?:hours|address|"
            r"visiting|parking|number|time do|floor|phone|fax|website|entrance|policy|best "
            r"(?:number|way|entrance))|what time (?:do|does|are|is)|where (?:is|do|can|are|"
            r"does|should)|which (?:of|location|entrance|door|building|floor|campus|garage)|"
            r"when (?:do|does|is|are) (?:you|the|your|visiting)|can (?:my|i|someone|we|visitors|"
            r"families|kids|you|a) (?:\w+ )?(?:visit|bring|park|wait|stay|come|sit|walk "
            r"in|pick up|drop|get a (?:list|tour|ride)|tour|send flowers|donate|use the|"
            r"change|register)|how do (?:i|we|you) (?:get to|find|sign up|register|donate|"
            r"contact|reach|refill|log|reset|access|enroll)|need a referral|visiting hours|"
            r"directions|parking|validate|open (?:on|today|tomorrow|late|christmas|weekends|"
            r"sundays?)|support groups?|class(?:es)?|tour|wheelchair|interpreter|sign language|"
            r"translat\w+|in person|zoom|telehealth|pharmacy hours|gift shop|cafeteria hours|"
            r"drop-?ins?|anybody know|anyone know|tienen|hay (?:algún|estacionamiento|servicio)|"
            r"a qué hora|dónde (?:está|queda)|aceptan)\b"
        ),
    ),
    cue(
        "complaint",
        2.4,
        "tells of bad service or care",
        (
            r"\b(?:worst|terrible|horrible|awful|rude|unprofessional|disgust\w*|filthy|dirty|"
            r"roach\w*|incompetent|negligen\w*|ignored|dismissed|dismissive|disrespect\w*|"
            r"lazy|joke of|never (?:again|going back|coming back|return\w*|called|got)|nobody "
            r"(?:called|answers|came|told|warned|explained|checked|listened|has|picks|would)|"
            r"no one (?:called|answers|came|told|cares|explained|checked|listened|will|picks|"
            r"has)|hung up|on hold|hold music|voicemail|no (?:call ?back|response|answer|"
            r"apology)|ring out|still waiting|waited|waiting (?:\w+ )?(?:hours|room|since|"
            r"for (?:hours|\d+|over|two|three))|(?:\d+|two|three|four|five|six|seven|eight|"
            r"nine|ten) ?(?:\+ )?(?:hours?|hrs?|hr)\b|hours (?:late|in)|overworked|understaffed|"
            r"short-?staffed|misdiagnos\w*|wrong (?:knee|side|patient|med\w*|dose|leg|tooth|"
            r"eye|room|name|baby)|malpractice|unsafe|infection after|neglect\w*|bed ?sores?|"
            r"pressure sores?|fell (?:out|again|on)|unacceptable|ridiculous|shame on|ashamed|"
            r"avoid (?:this|at)|stay away|do(?:n'?t| not) (?:go|come|bother|waste|recommend)|"
            r"not recommend|disappoint\w*|frustrat\w*|furious|outrag\w*|livid|appalled|pathetic|"
            r"cold food|cold eggs|noisy|loud|broken|leak\w*|smell\w*|lost my|stole|judged|"
            r"yelled|laughed at|rolled (?:her|his) eyes|eye ?roll|condescend\w*|lecture|"
            r"rushed|brushed (?:me )?off|gaslit|told (?:me )?(?:it'?s|it was) (?:just )?(?:anxiety|"
            r"nothing|in (?:my|your) head)|gave up|walked out|sue|lawsuit|lawyer|report(?:ing|"
            r"ed)? (?:you|this|to)|filing (?:a|with)|complain\w*|grievance|fix (?:the|your|"
            r"it)|change the|do better|what a joke|circus|dmv|zero stars|0 stars|negative "
            r"stars|would give (?:zero|0|no)|if i could give|mentiros\w*|pésim\w*|mal (?:servicio|"
            r"trato)|grosera?|nadie (?:me|contesta|responde))\b"
        ),
    ),
    cue(
        "complaint",
        1.4,
        "grumbles with irony",
        (
            r"🙄|😒|😤|😡|🤬|\b(?:bravo|cute\.|must be nice|good luck|thanks for nothing|so (?:fun|"
            r"cool)|love that for me|slow clap|truly world class|world[- ]class|only \d+ "
            r"(?:hours|hrs)|pass$|apparently|supposedly|so-called|"
            r"seriously\??|really\?{1,2}|are you kidding|come on|wtf|smh|ugh|sigh|yikes|"
            r"couldn'?t be bothered)\b|\b(?:great|nice|awesome|lovely|fantastic|wonderful),? "
            r"(?:just |only |another |job )|\"[\w' ]{3,40}\""
        ),
    ),
    cue(
        "praise",
        2.4,
        "thanks or praises",
        (
            r"\b(?:thank(?:s| you| u)|thx|grateful|gratitude|appreciat\w*|amazing|awesome|"
            r"excellent|wonderful|fantastic|outstanding|incredible|phenomenal|exceptional|"
            r"compassionate|caring|kind(?:est|ness)?|gentle|angels?|blessing|blessed|bless|"
            r"best (?:\w+ )?(?:doctor|nurse|staff|hospital|care|team|experience|place|dentist|"
            r"er|pt|ever|in)|love (?:this|my|the|these|her|him|them|you|your)|loved|shout "
            r"?-?out|kudos|hats off|props to|five stars|5 stars|10/10|12/10|highly recommend|"
            r"recommend|saved (?:my|his|her|our)|life-?saver|heroes|hero|magic|top[- ]notch|"
            r"first[- ]class|highest marks|never forget|made my (?:day|year)|so (?:good|"
            r"kind|sweet|patient|helpful|nice)|above and beyond|felt (?:heard|seen|safe|"
            r"cared)|believed me|listened|gem|rock star|rockstars|the best|perfect|no complaints|"
            r"can'?t say enough|aren'?t enough stars|subscribed|made me laugh|good people|"
            r"bedside manner|we'?d follow|gracias|excelente|ángel\w*|bendicion\w*|maravillos\w*|"
            r"mahalo|que dios)\b|❤️|💛|💙|💗|🥰|😍|🙏|👏"
        ),
    ),
    cue(
        "other",
        1.6,
        "small talk",
        (
            r"\b(?:lol|lmao|haha|happy (?:birthday|holidays|new year|friday|thanksgiving)|"
            r"merry christmas|go (?:team|falcons|eagles|tigers|\w+)!|first!|who else|anyone "
            r"else|wrong (?:page|number|mercy|hospital|account|tag)|meant to tag|is this "
            r"(?:the|still)|what song|sunset|sunrise|cat|dog|goose|band|parade|homecoming|"
            r"intro music|autocorrect|asking for science|reminds me of|nobody:|part two|"
            r"part 2|following|test\b|carry on|never mind|nvm|lost (?:cat|dog|orange|tabby)|"
            r"who'?s the (?:guy|girl|lady)|tag(?:ging)? )\b|^[\W\d_]*$"
        ),
    ),
)


def read(message: Message) -> Iterator[Signal]:
    """Evidence for each everyday intent; the rating speaks softly, since people mistake one star for five."""
    yield from message.signals("intent", CUES)
    question = "?" in message.low or "¿" in message.low
    if question:
        for value, weight in (
            ("clinical_question", 1.0),
            ("service_question", 1.0),
            ("appointment", 0.5),
            ("billing", 0.8),
            ("records_privacy", 0.4),
            ("misinformation", -2.0),
            ("praise", -1.0),
        ):
            yield Signal("intent", value, weight, "?", "it is a question")
    if message.stars is not None:
        value = "praise" if message.stars >= 4 else "complaint" if message.stars <= 3 else ""
        weight = {1: 1.6, 2: 1.8, 3: 0.8, 4: 0.6, 5: 1.2}[max(1, min(5, message.stars))]
        if value:
            yield Signal("intent", value, weight, f"{message.stars} stars", "the rating")


READER = Reader("intent", ("intent",), "The intent decides who answers and how soon.", read)
