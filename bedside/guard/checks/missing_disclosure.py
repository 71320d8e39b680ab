"""A paid, staff or sponsored endorsement that does not say so."""

import re
from collections.abc import Iterator

from bedside.guard.lexicon.wording import alternatives
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

CODE = re.compile(
    r"\b(?:use|with|our|my|the|promo|discount|coupon|referral|affiliate|code)[^.!?\n]{0,30}\b(?:code|"
    r"link)\b(?=[^.!?]{0,24}(?:\d|%|off|below|bio|[A-Z]{4}))|\b\d+ ?% (?:off )?(?:code|"
    r"coupon)\b|\bour \d+% code\b|\bcode [A-Z]{3,}\d*\b|\blink in bio\b(?=.{0,80}\b(?:shop|"
    r"buy|get yours|discount)\b)|\baffiliate\b"
)
PRAISES_PRODUCT = re.compile(
    r"\b"
    + alternatives(r"""
    swears? by / only \w+ (you'll|we) (ever )?(need|use|trust) / obsessed with
    we love (our|the|these|this) / (our )?(go-?to|favou?rite) (brand|\w+) / loving (our|my|these|this)
    can't live without / get yours / grab yours / buy (yours|it|one|them) / shop (now|here)
    nothing beats / try (it|them|these) today / hands down / game changer
""")
    + r"\b"
)
FREEBIE = re.compile(
    r"\b"
    + alternatives(r"""
        sent us / gave us / gifted / hooked us up / free (samples?|products?|pairs?|case|set|trip|lunch)
        in exchange / for (a )?(review|shout-?out|post|mention) / partner(ed|ing|ship|s)? with
        teamed up with / brought to you by / thanks to our (friends|pals|partners) / courtesy of / comped
        treated us / on the house / ambassador / influencer / paid us
    """)
    + r"\b"
)
SELF_PRAISE = re.compile(
    r"[\"“][^\"”]{10,240}[\"”]\s*[-—–~]{0,2}\s*(?P<who>[A-Z][\w.'-]+(?:\s[A-Z][\w.'-]+){0,3}(?:,[^.!⭐]{0,40})?)"
)
REWARD = re.compile(
    r"\b(?:leave|write|post|drop|give) (?:us )?(?:a |an )?(?:5|five)?[ -]?(?:stars?|"
    r"google|yelp|positive|good|glowing|great|nice)?[ -]?(?:stars? )?reviews?\b[^.!?]{0,60}\b(?:win|"
    r"get|free|gift ?card|entered|discount|off|raffle|coffee|\$\d+|earn)\b"
    r"|\b(?:get|win|free|gift ?card|discount|\$\d+)\b[^.!?]{0,60}\b(?:for|when you|"
    r"if you) (?:leave|write|post|leaving|writing|posting)\b[^.!?]{0,20}\breviews?\b"
)
STAFF_PRAISE = re.compile(
    r"\b"
    + alternatives(r"""
        as a (patient|mom|customer|local|regular|neighbor) / not biased
        just a (happy|regular|local|satisfied) / happy customer / real patient / actual patient
    """)
    + r"\b"
)
DISCLOSED = re.compile(
    alternatives(r"""
        #ad\b / #sponsored / #partner / #paid / \bsponsored (by|post|content)
        \bpaid (partnership|ad|post|for|promotion|spokes\w+) / \badvertis\w+
        \bis (our|a) (sponsor|employee|staff) / \b(works?|employed) (here|for us)
        \bour (employee|marketing|own|staff|director) / \b(we|they) (were|are|was) (paid|compensated|given)
        \bdonated\b / \bno (money|payment) / \bnot (paid|sponsored) / \bfull disclosure / \bdisclos\w+
        \bwho is paid / \bpaid us / \bgrant from / \bwe receive / \bcompensated / \bpublicidad
        \bpatrocinad\w
    """)
)


def find(scene: Scene) -> Iterator[Match]:
    """Codes, gifts, insiders and rewarded reviews in texts that carry no disclosure."""
    if DISCLOSED.search(scene.low):
        return
    for hit in SELF_PRAISE.finditer(scene.text):
        words = {word.lower() for word in re.findall(r"[A-Za-z'-]+", hit.group("who"))}
        # Praise of the house by one of its own, presented as a neighbor's.
        if len(words & scene.staff_words) >= 2 and not re.search(
            r"\b(?:dr|rn|md|np|director|ceo|manager|nurse|chief)\b", hit.group("who").lower()
        ):
            yield Match(hit.start("who"), hit.end("who"))
    for pattern in (CODE, REWARD):
        found = pattern.search(scene.text) or pattern.search(scene.low)
        if found:
            yield Match(found.start(), found.end())
            return
    praise, gift = PRAISES_PRODUCT.search(scene.low), FREEBIE.search(scene.low)
    if scene.publishes and praise and gift:
        yield Match(gift.start(), gift.end())
    elif scene.publishes and STAFF_PRAISE.search(scene.low) and scene.staff_at:
        yield Match(scene.staff_at[0], scene.sentence(scene.staff_at[0]).end)


CHECK = Check(
    rule="missing_disclosure",
    severity="warn",
    reason="Readers must be told of a payment, a gift or a job behind an endorsement.",
    source="FTC Endorsement Guides, 16 CFR 255.5; Reviews and Testimonials Rule, 16 CFR 465",
    suggestion="say in the same post who paid, or that this person works here",
    find=find,
)
