"""Trial recruitment that claims benefit or safety, stresses payment, or sells research as treatment."""

import re
from collections.abc import Iterator

from bedside.guard.lexicon.wording import alternatives
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

RECRUITS = re.compile(
    r"\b"
    + alternatives(r"""
    clinical trials? / research stud(y|ies) / trials?
    (our|a|this|the|new|phase \w+|[a-z]+) stud(y|ies) / enroll(ing|ment)? / volunteers? needed
    participants? / investigational / placebo / estudio / phase [123i]+
""")
    + r"\b"
)
INVITES = re.compile(
    r"\b"
    + alternatives(r"""
        join / enroll\w* / sign up / apply / call / volunteers? / participants? / eligible / qualify
        seeking / looking for / wanted / spots? / slots? / needed / recruit\w* / invited / now enrolling
        trial / study / screening / dm / click / ask / únase / llame
    """)
    + r"\b"
)
BENEFIT = re.compile(
    r"\b(?:breakthrough|miracle|cutting-edge|life-?changing|game-?chang\w+|revolutionary|"
    r"promising new|second chance|last hope|hope at last|end your|ends? (?:your "
    r")?\w+ (?:pain|suffering)|breathe free|without fear|finally here|get better|"
    r"feel better|get relief|relief (?:is|at)|cure[sd]?|heals?|works?\b(?! (?:with|"
    r"from|at|nights|nicely))|works better|safely|safe (?:new )?(?:pill|drug|medicine|"
    r"treatment|shot|and effective|way)|proven|effective|no (?:risk|side effects)|"
    r"risk-?free|completely safe|is safe|"
    r"(?:lowers?|reduces?|improves?|stops?|reverses?|shrinks?|melts?|clears?|restores?|"
    r"eliminates?|cuts?|beats?|kills|fixes|boosts?|regrows?|slows?) "
    r"(?:your |the |their )?[\w-]+|living longer|walking again|(?:are|is) (?:already "
    r")?(?:seeing|getting|feeling|losing|sleeping|doing) (?:results|better|relief|"
    r"\w+)|(?:most|many|our|\d+ ?%|all|nine out of ten)(?: \w+)? (?:participants|"
    r"patients|people|volunteers) (?:\w+ )?(?:improved|saw|lost|felt|recovered|got "
    r"better|are)|"
    r"better than (?:\w+ )?(?:insulin|chemo|surgery|your|placebo|standard|anything)|"
    r"why settle|say goodbye|skip the|instead of (?:surgery|insulin|chemo|your)|"
    r"access to (?:the )?(?:latest|newest|best))\b"
)
PAYS = re.compile(
    "|".join(
        (
            r"\b"
            + alternatives(r"""
        earn / make / get paid / easy money / quick cash / cash / paid up to / up to \$ / extra money
        big bucks / payday
    """)
            + r"\b[^.!?]{0,24}(?:\$\s?\d[\d,]*|\bcash\b|\bmoney\b|!)",
            (r"\$\s?\d[\d,]*[^.!?]{0,20}(?:!|💰|💵|🤑)"),
            (r"[💰💵🤑]"),
            (r"\b(?:GET PAID|EARN|CASH)\b"),
            (r"\bearn (?:up to )?\$"),
            (r"\bget paid\b"),
        )
    )
)
SOLD_AS_TREATMENT = re.compile(
    r"\b(?:new|newest|latest|free|brand-?new|our|advanced|experimental|trial) (?:\w+ "
    r"){0,2}?(?:treatment|therapy|medicine|medication|drug|pill|shot|cure|vaccine|"
    r"device)s?\b"
)
SAYS_RESEARCH = re.compile(
    r"\b"
    + alternatives(r"""
                investigational / research / placebo / not known (whether|if) / may not (help|benefit)
                being (studied|tested) / compare[sd]? / does an? / whether / clinical trial / irb / review board
                consent / voluntary / in investigación
            """)
    + r"\b"
)
CAREFUL = re.compile(
    r"\b"
    + alternatives(r"""
        not known / may not / no (guarantee|promise) / we don't know / unknown / whether
        to (see|learn|find out) if / does (a|an|the) / can (a|an|the) / could / might / if it / placebo
    """)
    + r"\b"
)


def recruits(scene: Scene) -> bool:
    """Whether the text invites people to a study."""
    return bool(
        RECRUITS.search(scene.low)
        and INVITES.search(scene.low)
        and re.search(
            r"\b(?:trials?|stud(?:y|ies)|investigational|placebo|participants?|volunteers needed|enroll\w*)\b",
            scene.low,
        )
    )


def find(scene: Scene) -> Iterator[Match]:
    """In recruiting texts: benefit or safety claims, stressed payment, and "treatment" that does not say research."""
    if not recruits(scene):
        return
    for sentence in scene.sentences:
        careful = CAREFUL.search(sentence.low) or (
            "?" in sentence.text[-3:] and re.match(r"\W*(?:does|can|could|is|do|will)\b", sentence.low)
        )
        for pattern in (BENEFIT, PAYS):
            hit = pattern.search(sentence.text if pattern is PAYS else sentence.low) or pattern.search(sentence.low)
            if (
                hit
                and not (careful and pattern is BENEFIT)
                and not re.search(r"\b(?:how|learn|curious)\b[^.!?]{0,20}\bworks?\b", sentence.low)
            ):
                yield Match(sentence.start + hit.start(), sentence.start + hit.end())
                break
    if not SAYS_RESEARCH.search(scene.low):
        sold = SOLD_AS_TREATMENT.search(scene.low)
        if sold:
            yield Match(sold.start(), sold.end())


CHECK = Check(
    rule="trial_claim",
    severity="warn",
    reason=(
        "Recruitment may not say that what is being tested works or is safe, stress payment, or call it treatment."
    ),
    source="21 CFR 50.20 and 50.25; 21 CFR 312.7(a); FDA information sheet on recruiting study subjects",
    suggestion="a research study of an investigational product",
    find=find,
)
