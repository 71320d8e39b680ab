"""Guarantees, cures, superlatives and absolute safety without a source."""

import re
from collections.abc import Iterator

from bedside.guard.checks.trial_claim import recruits
from bedside.guard.lexicon.wording import alternatives, near, phrases, whole
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

PLACE = (
    r"(?:in the (?:entire |whole )?(?:country|world|nation|state|county|region|city|"
    r"area|universe|business|valley|land|west|south|midwest|galaxy|tri-?state)|on "
    r"earth|anywhere|around|in (?:america|town|texas|the usa)|of all time|period|"
    r"hands down|bar none|you'll ever)"
)
CLAIM = re.compile(
    r"\b(?:the )?(?:#1|number one|no\. ?1|best|safest|finest|greatest|top|leading|"
    r"most (?:advanced|trusted|effective|experienced|painless|accurate)|nicest|fastest|"
    rf"smartest|only)\b(?! way| day| part| time| thing| wishes)[^.!?]{{0,60}}\b{PLACE}"
    r"|(?:\b100|\bone hundred) ?(?:%|percent) (?:safe|effective|success\w*|accurate|"
    r"pain-?free|painless|guaranteed|natural|cure|risk-?free|satisfaction|of (?:our "
    r")?(?:patients|people|clients))"
    r"|\b(?:completely|totally|absolutely|entirely|perfectly|virtually|zero|no) "
    r"(?:safe|risk(?:s|-free| free)?|pain-?free|painless|side effects?|downtime|"
    r"complications?|pain|recurrence|scars?|scarring|relapse)\b(?! (?:is|are|were|"
    r"study|can))"
    r"|\b(?:zero|no|without(?: any)?|never (?:a|any)) (?:side effects?|risks?|downtime|"
    r"complications|pain whatsoever)\b|\brisk-?free\b|\bpain-?free,? guaranteed\b"
    r"|\bguarantee[ds]?\b|\bwe (?:promise|guarantee)\b|\b(?:that's|it's) a promise\b|"
    r"\b(?:works|heals?|cures?) (?:every|each) (?:time|one|patient)\b|\bnever fails?\b|"
    r"\bmiracle\b|\bwonder drug\b|\bmagic (?:bullet|cure|pill)\b"
    r"|\b(?:cures?|cured|curing|reverses?|reversed|eliminates?|erases?|melts?|banish(?:es)?|"
    r"wipes? out|gets? rid of|ends?|stops?|prevents?) (?:\w+ ){0,3}?(?:colds?|hangovers?|"
    r"cancer|diabetes|arthritis|autism|pain|back pain|knee pain|migraines?|anxiety|"
    r"depression|adhd|dementia|alzheimer's|wrinkles|fat|cellulite|snoring|addiction|"
    r"acne|hair loss|aging|allerg(?:y|ies)|infertility|neuropathy|fatigue|flu|covid|"
    r"viruses|disease|high blood pressure|tinnitus|"
    r"vertigo|asthma|insomnia|stress|menopause|eczema|psoriasis|scars?)\b(?=[^?]*(?:$|"
    r"[.!]))"
    r"|\bsay (?:goodbye|bye(?:-bye)?|so long|adios) to\b|\b(?:goodbye|bye bye|be "
    r"gone)[,!]|\b(?:pain|cough|wrinkles?|fat|acne|anxiety|snoring)\W{1,3}be gone\b|"
    r"\bfor (?:good|ever)\b(?=[^.]{0,30}(?:!|\bshots?\b|\blaser\b))|\bforever\b[^.!?]{0,20}\b(?:with|"
    r"pain|gone)\b"
    r"|\b(?:no|nobody|no one)(?: other| else)? (?:\w+ ){0,3}(?:comes? close|compares?|"
    r"beats?|does it better|can match|can touch|even comes)\b|\b(?:unmatched|unbeatable|"
    r"unrivaled|second to none|world'?s best|best in class|state'?s best)\b"
    r"|\b(?:look|feel) (?:\d+|ten|twenty) years younger\b|\b(?:lose|drop|shed) (?:up "
    r"to )?\d+ (?:pounds|lbs|inches)\b|\bdetox(?:es|ify)?\b[^.!?]{0,24}\b(?:toxins|"
    r"body|liver|blood)\b|\bboosts? (?:your )?(?:immunity|immune)\b|\bsee results "
    r"(?:instantly|overnight|in (?:days|hours|one))|\b(?:clinically )?proven to "
    r"(?:work|cure|reverse|heal)|\b(?:instant|permanent|lifelong) (?:relief|results|"
    r"cure)\b|\beveryone should be on\b|\bevery (?:woman|man|person|adult|kid)\b[^.!?]{0,24}\bshould "
    r"be on\b|\bsafer than\b|\bno needles?, no pain\b|\bwe (?:never|"
    r"don't) (?:miss|lose|make mistakes|get infections)\b|\bworks? (?:in|within) "
    r"(?:minutes|hours|days|one visit)\b|\bgaranti\w+\b|\bla mejor clínica\b"
)
SOURCED = re.compile(
    r"\b"
    + alternatives(r"""
    according to / named / ranked / rated / voted / awarded / recognized / designated / accredited
    u\.?s\.? news / healthgrades / leapfrog / cms / newsweek / survey / study / data / per the / by the
    source / magazine / association / award / list
""")
    + r"\b"
)
NEGATED = re.compile(
    r"\b"
    + alternatives(r"""
        no / not / never / isn't / aren't / can't / cannot / nothing / nobody can / don't / doesn't / won't
        beware / myth / avoid / anyone who / anybody who / claims? (of|to) / promis\w+ (a|of) / any
        without a / be wary / scam / fake / false
    """)
    + r"\b[^.!?]{0,40}$"
)
SELF_NEGATED = re.compile(
    r"\b(?:can't|cannot|don't|do not|no one can|nobody can|never|not)\b[^.!?]{0,16}\b(?:guarantee|"
    r"promise|cure)|\bno (?:guarantee|cure|miracle|promise)|\bnot (?:a )?(?:cure|"
    r"guarantee|miracle)"
)

AILMENT = phrases(
    r"""
        migraines? / (back |knee |joint |hip )?pain / tinnitus / snoring / diabetes / arthritis / cancer
        depression / anxiety / colds? / flu / wrinkles / acne / vertigo / allerg\w+ / insomnia
        neuropathy / asthma / scars? / cellulite / dementia / high blood pressure / hair loss
        addiction / cravings / hangovers?
    """
)
WE = phrases(r"""
    our (\w+ ){0,2}?(surgeons|doctors|nurses|team|clinic|hospital|program|lab|er|experts) / we
    (nobody|no one|no other \w+)
""")
COMPOSED = whole(
    near(phrases("never"), near(phrases("suffer / worry / have / feel / deal"), AILMENT, 24), 4),
    near(AILMENT, phrases("(is|are|will be) (gone|history|over|a thing of the past|cured|no more)"), 6),
    near(
        phrases(r"""
    our \w+ / this \w+ / one (visit|session|shot|treatment) / (vitamin )?drip / the \w+
"""),
        near(
            phrases(r"""
            ends? / cures? / stops? / erases? / prevents? / reverses? / heals? / eliminates? / banish\w*
            fixes
        """),
            AILMENT,
            12,
        ),
        16,
    ),
    near(
        WE,
        phrases(r"""
                never (make|made|miss|fail|lose|had|have)( a| any)? (mistakes?|failed|infections?)
                never (make|made|miss|fail|lose|had|have)( a| any)? (complications?|errors?|patient)
                (does|do|treats?|handles?) \w+ better / always (cures?|succeeds?|works?)
            """),
        3,
    ),
    phrases(
        r"""
            protects? (you|your \w+|everyone|against \w+) 100 ?% / 100 ?% (protection|protected|results)
            (everybody|everyone) (who|of our patients) (\w+ ){1,4}(was|were|is|are|got) (cured|healed|pain-free)
            (all|each) (who|of our patients) (\w+ ){1,4}(was|were|is|are|got) (cured|healed|pain-free)
            (will|you'll|you will) (leave|walk out|be|go home|wake up) (\w+ )?(pain[- ]free|cured)
            (will|you'll|you will) (leave|walk out|be|go home|wake up) (\w+ )?(healed|ten years younger)
            painless,? instant / instant,? permanent
            (el|la|los|las) mejor(es)? (\w+ ){1,3}(del|de la|en el|en la) (país|mundo|estado|ciudad|región|valle)
            garantizad[oa]s? / cura (el|la|su) \w+ / sin (ningún )?riesgo / money back
            results or your money
            in (just )?(\d+|one|two|three|ten|thirty) (days|weeks|minutes) (or|guaranteed|flat)
            no surgery ever / for life(?= *[.!])
        """
    ),
)
HABIT = re.compile(
    r"\b(?:hand-?washing|washing (?:your )?hands|vaccines?|exercise|sleep|seat belts?|sunscreen|helps?|may|can|could)\b"
)


def find(scene: Scene) -> Iterator[Match]:
    """Claims in the hospital's voice; a named ranking, an award or a negation excuses a superlative."""
    if recruits(scene):
        return
    for sentence in scene.sentences:
        hit = CLAIM.search(sentence.low) or COMPOSED.search(sentence.low)
        if hit and HABIT.search(sentence.low) and re.match(r"(?:prevents?|stops?|reverses?)\b", hit.group()):
            continue
        if not hit or SELF_NEGATED.search(sentence.low) or NEGATED.search(sentence.low[: hit.start()]):
            continue
        superlative = re.match(
            r"(?:the )?(?:#1|number one|no\. ?1|best|safest|finest|greatest|top|leading|"
            r"most|nicest|fastest|smartest|only)\b",
            hit.group(),
        )
        if superlative and SOURCED.search(sentence.low) and not re.search(r"\bby nobody\b", sentence.low):
            continue
        if scene.low[hit.start() + sentence.start :].startswith("best wishes"):
            continue
        yield Match(sentence.start + hit.start(), sentence.start + hit.end())
        return


CHECK = Check(
    rule="unproven_claim",
    severity="warn",
    reason="This promises or claims more than can be shown; name a source or soften it.",
    source="FTC Act section 5, 15 USC 45 (claims need substantiation)",
    suggestion="may help some people",
    find=find,
)
