"""Guarantees, cures, superlatives and absolute safety without a source."""

import re
from collections.abc import Iterator

from bedside.guard.checks.trial_claim import recruits
from bedside.guard.scene import Scene
from bedside.guard.shapes import Check, Match

PLACE = r"(?:in the (?:entire |whole )?(?:country|world|nation|state|county|region|city|area|universe|business|valley|land|west|south|midwest|galaxy|tri-?state)|on earth|anywhere|around|in (?:america|town|texas|the usa)|of all time|period|hands down|bar none|you'll ever)"
CLAIM = re.compile(
    rf"\b(?:the )?(?:#1|number one|no\. ?1|best|safest|finest|greatest|top|leading|most (?:advanced|trusted|effective|experienced|painless|accurate)|nicest|fastest|smartest|only)\b(?! way| day| part| time| thing| wishes)[^.!?]{{0,60}}\b{PLACE}"
    r"|(?:\b100|\bone hundred) ?(?:%|percent) (?:safe|effective|success\w*|accurate|pain-?free|painless|guaranteed|natural|cure|risk-?free|satisfaction|of (?:our )?(?:patients|people|clients))"
    r"|\b(?:completely|totally|absolutely|entirely|perfectly|virtually|zero|no) (?:safe|risk(?:s|-free| free)?|pain-?free|painless|side effects?|downtime|complications?|pain|recurrence|scars?|scarring|relapse)\b(?! (?:is|are|were|study|can))"
    r"|\b(?:zero|no|without(?: any)?|never (?:a|any)) (?:side effects?|risks?|downtime|complications|pain whatsoever)\b|\brisk-?free\b|\bpain-?free,? guaranteed\b"
    r"|\bguarantee[ds]?\b|\bwe (?:promise|guarantee)\b|\b(?:that's|it's) a promise\b|\b(?:works|heals?|cures?) (?:every|each) (?:time|one|patient)\b|\bnever fails?\b|\bmiracle\b|\bwonder drug\b|\bmagic (?:bullet|cure|pill)\b"
    r"|\b(?:cures?|cured|curing|reverses?|reversed|eliminates?|erases?|melts?|banish(?:es)?|wipes? out|gets? rid of|ends?|stops?|prevents?) (?:\w+ ){0,3}?(?:colds?|hangovers?|cancer|diabetes|arthritis|autism|pain|back pain|knee pain|migraines?|anxiety|depression|adhd|dementia|alzheimer's|wrinkles|fat|cellulite|snoring|addiction|acne|hair loss|aging|allerg(?:y|ies)|infertility|it in (?:dozens|hundreds|\d+)|neuropathy|fatigue|flu|covid|viruses|disease|high blood pressure|tinnitus|vertigo|asthma|insomnia|stress|menopause|eczema|psoriasis|scars?)\b(?=[^?]*(?:$|[.!]))"
    r"|\bsay (?:goodbye|bye(?:-bye)?|so long|adios) to\b|\b(?:goodbye|bye bye|be gone)[,!]|\b(?:pain|cough|wrinkles?|fat|acne|anxiety|snoring)\W{1,3}be gone\b|\bfor (?:good|ever)\b(?=[^.]{0,30}(?:!|\bshots?\b|\blaser\b))|\bforever\b[^.!?]{0,20}\b(?:with|pain|gone)\b"
    r"|\b(?:no|nobody|no one)(?: other| else)? (?:\w+ ){0,3}(?:comes? close|compares?|beats?|does it better|can match|can touch|even comes)\b|\b(?:unmatched|unbeatable|unrivaled|second to none|world'?s best|best in class|state'?s best|never go anywhere else)\b"
    r"|\b(?:look|feel) (?:\d+|ten|twenty) years younger\b|\b(?:lose|drop|shed) (?:up to )?\d+ (?:pounds|lbs|inches)\b|\bdetox(?:es|ify)?\b[^.!?]{0,24}\b(?:toxins|body|liver|blood)\b|\bboosts? (?:your )?(?:immunity|immune)\b|\bsee results (?:instantly|overnight|in (?:days|hours|one))|\b(?:clinically )?proven to (?:work|cure|reverse|heal)|\b(?:instant|permanent|lifelong) (?:relief|results|cure)\b|\beveryone should be on\b|\bevery (?:woman|man|person|adult|kid)\b[^.!?]{0,24}\bshould be on\b|\bdoctors hate\b|\bsafer than\b|\bno needles?, no pain\b|\bwe (?:never|don't) (?:miss|lose|make mistakes|get infections)\b|\bworks? (?:in|within) (?:minutes|hours|days|one visit)\b|\bgaranti\w+\b|\bla mejor clínica\b"
)
SOURCED = re.compile(
    r"\b(?:according to|named|ranked|rated|voted|awarded|recognized|designated|accredited|u\.?s\.? news|healthgrades|leapfrog|cms|newsweek|survey|study|data|per the|by the|source|magazine|association|award|list)\b"
)
NEGATED = re.compile(
    r"\b(?:no|not|never|isn't|aren't|can't|cannot|nothing|nobody can|don't|doesn't|won't|beware|myth|avoid|anyone who|anybody who|claims? (?:of|to)|promis\w+ (?:a|of)|any|without a|be wary|scam|fake|false)\b[^.!?]{0,40}$"
)
SELF_NEGATED = re.compile(
    r"\b(?:can't|cannot|don't|do not|no one can|nobody can|never|not)\b[^.!?]{0,16}\b(?:guarantee|promise|cure)|\bno (?:guarantee|cure|miracle|promise)|\bnot (?:a )?(?:cure|guarantee|miracle)"
)


def find(scene: Scene) -> Iterator[Match]:
    """Claims in the hospital's voice; a named ranking, an award or a negation excuses a superlative."""
    if recruits(scene):
        return
    for sentence in scene.sentences:
        hit = CLAIM.search(sentence.low)
        if not hit or SELF_NEGATED.search(sentence.low) or NEGATED.search(sentence.low[: hit.start()]):
            continue
        superlative = re.match(
            r"(?:the )?(?:#1|number one|no\. ?1|best|safest|finest|greatest|top|leading|most|nicest|fastest|smartest|only)\b",
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
