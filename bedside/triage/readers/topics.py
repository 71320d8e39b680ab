"""What the everyday intents sound like."""

from bedside.triage.message import cue
from bedside.triage.readers.wording import alternatives

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
            r"\b"
            + alternatives(r"""
    book(ing)? / schedul(e|ing) / resched\w* / re-?book / move / moved / push / cancel(l?ing)? / change
    confirm(ing)? / make / set up / get / need / switch
""")
            + (
                r"\b[^.!?]{0,40}\b(?:appointment|appt|apt|visit|slot|consult(?:ation)?|check-?up|physical"
                r"|cleaning|infusion|scan|mri|mammogram|colonoscopy|ultrasound|vasectomy|surgery|shot"
                r"|follow-?up|post-?op|pre-?op|session|annual|skin check|time|thing)\b"
            )
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
            r"\b"
            + alternatives(r"""
                bill(s|ed|ing)? / invoice / charged? / charges / copays? / co-pays? / deductible / coinsurance
                balance / eob / collections? / payment plans? / autopay / refund(ed)? / overpaid / itemized
                statement / financial (aid|assistance) / charity care / lien / past due / out of network
                in[- ]network / prior auth\w* / pre-?auth\w* / insurance (claim|denied|won'?t|said|paid)
                self[- ]pay / cash price / hsa / fsa / good faith estimate / quoted / estimate / cobra / owe[ds]?
                debt / wage garnish\w* / factura / cobr(ar|aron|o) / cuánto cuesta / cuesta / seguro médico
            """)
            + r"\b"
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
            r"\b"
            + alternatives(r"""
                medical records? / my records? / his records? / her records? / records request
                release of information / roi form / my chart / copy of (my|his|her|the)
                (his|her|whole|entire) chart / get (my|his|her) (\w+ )?(records|chart|notes|images|films|x-?rays)
                transfer(red)? (to|my) / hipaa / privacy / private info\w* / confidential\w* / data breach
                breach letter / opened my (file|chart) / looked (me )?up / in my (chart|file) / read my (chart|file)
                snoop\w* / see my (notes|chart|records) / proxy / living will / advance directive
                power of attorney / (correct|fix|amend|update)\w* (my |the )?(record|chart|name) / record corrected
                without my (consent|permission) / never signed (anything|a) / opt out
                delete my (data|account|info) / who (can see|has access|opened|looked) / expediente / historial
                ekg tracing / download (my|the)
            """)
            + r"\b"
        ),
        (
            "|".join(
                (
                    r"\b"
                    + alternatives(r"""
                posted / put / shared / told / announced / texted / sent / mailed / faxed / left / discuss\w*
                shouted / read
            """)
                    + (
                        r"\b[^.!?]{0,60}\b(?:my (?:diagnosis|results?|test|hiv|pregnancy|condition|medical|business"
                        r"|name|mammogram|photo|picture|surgery|info|stillbirth|miscarriage|std|case)"
                        r"|to (?:my (?:boss|ex|mom|roommate|parents|neighbor|coworker)|the wrong (?:person|number"
                        r"|address|house|patient)|a stranger|strangers)|someone else'?s|another patient'?s|out loud"
                        r"|on (?:her|his|their) (?:tiktok|instagram|facebook|snapchat|story))\b"
                    ),
                    (r"\b(?:photo|picture|video|pic) of me\b"),
                    (
                        r"\b(?:i|you|they|we) (?:got|received|mailed me|sent me|gave me) (?:someone else'?s"
                        r"|another (?:patient|person|woman|man)'?s|a stranger'?s)\b"
                    ),
                    (r"\b(?:through|in) the envelope window\b"),
                )
            )
        ),
    ),
    cue(
        "job_media",
        3.6,
        "asks about work, or writes for the press",
        (
            r"\b"
            + alternatives(r"""
                        reporter / journalist / newsroom / producer / press (contact|office|inquiry|release)
                        media (contact|inquiry|relations|request) / on deadline / deadline / wire service / podcast
                        documentary / spokes\w+ / spox / comment on the record / on the record
                        for (a|our|my) (story|article|segment|episode|piece) / magazine / newspaper / channel \d+ news
                        go(es)? live / live at \d / run the story / filing at / statement from
                        interview (your|the|dr|someone|with)
                    """)
            + r"\b"
        ),
        (
            r"\b"
            + alternatives(r"""
                hiring / job / jobs / openings for / position / positions / careers? / apply (for|to work)
                application / resume / résumé / internships? / interns? / residenc(y|ies) / new grad / practicum
                clinicals / rotation / shadow(ing)? / volunteer(ing)? / per diem / prn shifts / recruiter / hr\b
                human resources / sign-?on bonus / work (here|there|for you) / externship / fellowship / cna program
                tuition / vacante / trabajo / empleo
            """)
            + r"\b"
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
            r"\b"
            + alternatives(r"""
                vaccin\w+ / vax\w* / jabs? / the shots? / mmr / mrna / flu shots? / boosters? / vitamin k shot
                tetanus shot
            """)
            + (
                r"\b[^.!?]{0,70}\b(?:cause[sd]?|causing|give[sn]? (?:you|kids|people)|contain\w*|kill\w*"
                r"|poison\w*|autism|microchips?|chips?|dna|sterili\w*|shed\w*|toxin\w*|experiment\w*"
                r"|magnet\w*|tumou?rs?|infertil\w*|sids|never (?:tested|worked|needed)|depopulat\w*"
                r"|rat poison|bioweapon|clot shot)\b"
            )
        ),
        (
            r"\b"
            + alternatives(r"""
                cause[sd]? / causes / cures? / cured / heals? / reverses? / kills / clears / prevents / dissolves
                flushes / melts / detox\w*
            """)
            + (
                r"\b[^.!?]{0,60}\b(?:autism|cancer|diabetes|covid|hpv|herpes|hiv|aids|tumors?|parasites"
                r"|toxins|heavy metals|alzheimer'?s|asthma|sids|ms|arthritis|gallstones|kidney stones"
                r"|infertility|everything|in (?:a|one|two|\w+) (?:week|month|day|night)s?)\b"
            )
        ),
        (
            r"\b"
            + alternatives(r"""
                big pharma / they (don'?t want you|won'?t tell|just want (your|you)|hide|are hiding|bury)
                do your (own )?research / wake up (people|sheep\w*) / sheeple / plandemic / hoax / scamdemic
                made up by / made-up / cover-?up / doctors (know|won'?t|don'?t|hate|admit|get paid|hide)
                hospitals (know|get paid|are paid) / share before they / before they delete / everyone knows / fact:
                truth is / follow the money / natural immunity / natural is best / isn'?t real / doesn'?t exist
                don'?t exist / never (been )?(isolated|proven|existed) / has never been (shown|proven)
                marketing invention / trust your body / pineal gland / 5g / chemtrails? / fluoride / ivermectin
                hydroxychloroquine / colloidal silver / bleach / mms\b / black seed / turmeric / apple cider vinegar
                alkaline / baking soda / onions? / essential oils / coffee enemas? / raw milk / urine / sea moss
                soursop / apricot / cannabis oil / garlic / celery juice / castor oil / cinnamon / keto cures
                juice cleanse / borax / hydrogen peroxide
            """)
            + r"\b(?=[^?]*$|[^?]{0,100}[.!])"
        ),
        (
            "|".join(
                (
                    (
                        r"\b(?:you )?(?:don'?t|do not|never) need (?:a |an |to |any )?(?:\w+ )?(?:pap|mammogram"
                        r"|vaccine|shot|insulin|chemo|antibiotics|colonoscopy|statin|tetanus|inhaler|epi-?pen"
                        r"|doctors?)\b"
                    ),
                    r"\b"
                    + alternatives(r"""
                chemo / radiation / insulin / statins? / antidepressants? / mammograms? / epidurals? / antibiotics
                sunscreen / ultrasounds? / masks? / ventilators? / cpr / tylenol / hand sanitizer / cholesterol
                colonoscop\w+ / the pill / birth control / organ donors? / donors?
            """)
                    + (
                        r"\b[^.!?]{0,40}\b(?:is|are|just|only|actually|really|cause|causes|kills?|makes?|turns?"
                        r"|spreads?|gives?|never|don'?t|doesn'?t)\b[^.!?]{0,40}\b(?:poison\w*|scam|killing|kills?"
                        r"|worse|cancer|toxic|harmless|zombies?|sick|useless|fake|money|deadly|weak|harvest\w*|die"
                        r"|fraud|fear|for show|real reason|never|back|resistance|tumors?)\b"
                    ),
                )
            )
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
            r"\b"
            + alternatives(r"""
                        mg / dose / dosage / meds? / medication / pills? / metformin / metoprolol / insulin
                        antibiotics?
                        ibuprofen / tylenol / prednisone / inhaler / cpap / cgm / fever / rash / swelling
                        swollen / sore
                        hurts? / pain / ache / itch\w* / dizzy / numb / symptoms? / side effects? / contagious
                        blood pressure / bp / sugar / a1c / nodule / lump / biopsy / incision / stitches
                        period / cramps
                        concussion / vitamin / supplements? / magnesium / diet / allerg\w+ / shingles / covid
                        flu / strep
                        vaccine / breastfeed\w* / nursing / formula / contacts / sunscreen / retinol / mole
                        cough / phlegm
                        snor\w+ / water pill
                    """)
            + r"\b[^$]{0,200}\?"
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
            r"\b"
            + alternatives(r"""
                worst / terrible / horrible / awful / rude / unprofessional / disgust\w* / filthy / dirty / roach\w*
                incompetent / negligen\w* / ignored / dismissed / dismissive / disrespect\w* / lazy / joke of
                never (again|going back|coming back|return\w*|called|got)
                nobody (called|answers|came|told|warned|explained|checked|listened|has|picks|would)
                no one (called|answers|came|told|cares|explained|checked|listened|will|picks|has) / hung up
                on hold / hold music / voicemail / no (call ?back|response|answer|apology) / ring out
                still waiting / waited / waiting (\w+ )?(hours|room|since|for (hours|\d+|over|two|three))
                (\d+|two|three|four|five|six|seven|eight|nine|ten) ?(\+ )?(hours?|hrs?|hr)\b / hours (late|in)
                overworked / understaffed / short-?staffed / misdiagnos\w*
                wrong (knee|side|patient|med\w*|dose|leg|tooth|eye|room|name|baby) / malpractice / unsafe
                infection after / neglect\w* / bed ?sores? / pressure sores? / fell (out|again|on) / unacceptable
                ridiculous / shame on / ashamed / avoid (this|at) / stay away
                do(n'?t| not) (go|come|bother|waste|recommend) / not recommend / disappoint\w* / frustrat\w*
                furious / outrag\w* / livid / appalled / pathetic / cold food / cold eggs / noisy / loud / broken
                leak\w* / smell\w* / lost my / stole / judged / yelled / laughed at / rolled (her|his) eyes
                eye ?roll / condescend\w* / lecture / rushed / brushed (me )?off / gaslit
                told (me )?(it'?s|it was) (just )?(anxiety|nothing|in (my|your) head) / gave up / walked out / sue
                lawsuit / lawyer / report(ing|ed)? (you|this|to) / filing (a|with) / complain\w* / grievance
                fix (the|your|it) / change the / do better / what a joke / circus / dmv / zero stars / 0 stars
                negative stars / would give (zero|0|no) / if i could give / mentiros\w* / pésim\w*
                mal (servicio|trato) / grosera? / nadie (me|contesta|responde)
            """)
            + r"\b"
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
            "|".join(
                (
                    r"\b"
                    + alternatives(r"""
                thank(s| you| u) / thx / grateful / gratitude / appreciat\w* / amazing / awesome / excellent
                wonderful / fantastic / outstanding / incredible / phenomenal / exceptional / compassionate / caring
                kind(est|ness)? / gentle / angels? / blessing / blessed / bless
                best (\w+ )?(doctor|nurse|staff|hospital|care|team|experience|place|dentist|er|pt|ever|in)
                love (this|my|the|these|her|him|them|you|your) / loved / shout ?-?out / kudos / hats off / props to
                five stars / 5 stars / 10/10 / 12/10 / highly recommend / recommend / saved (my|his|her|our)
                life-?saver / heroes / hero / magic / top[- ]notch / first[- ]class / highest marks / never forget
                made my (day|year) / so (good|kind|sweet|patient|helpful|nice) / above and beyond
                felt (heard|seen|safe|cared) / believed me / listened / gem / rock star / rockstars / the best
                perfect / no complaints / can'?t say enough / aren'?t enough stars / subscribed / made me laugh
                good people / bedside manner / we'?d follow / gracias / excelente / ángel\w* / bendicion\w*
                maravillos\w* / mahalo / que dios
            """)
                    + r"\b",
                    (r"❤️"),
                    (r"💛"),
                    (r"💙"),
                    (r"💗"),
                    (r"🥰"),
                    (r"😍"),
                    (r"🙏"),
                    (r"👏"),
                )
            )
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
