"""Acute danger to life now: symptoms that need 911, said in the present, of oneself or of somebody else."""

import re
from collections.abc import Iterator

from bedside.triage.message import Message, Reader
from bedside.triage.readers import births, hazards, symptoms
from bedside.triage.readers.danger import CUES, SIGNS
from bedside.triage.readers.families import family, touched
from bedside.triage.readers.wording import alternatives, weigh
from bedside.triage.shapes import Signal

ONGOING = re.compile(
    r"\b"
    + alternatives(r"""
    right now / rn / just now / now / still / currently / min(ute)?s? ago / hour ago / hours? and
    ahora / ahorita / isn'?t stopping / won'?t / wont / can'?t / cant / is / are / 's / hes / shes / im
    i'm / keeps / getting / dropping / typing / what do (i|we)
""")
    + r"\b"
)
ENOUGH = 1.9  # what composed signs must add up to
SEEN = 0.8  # the least of composed signs to which everyday words of danger may add
MORE = 0.4  # what each family of such words adds
SURE = 3.6  # decides alone, see rules.py
PRESENT = re.compile(
    r"\b"
    + alternatives(r"""
        right now / rn / just now / min(ute)?s? ago / what do (i|we) do / ambulance / 911 / im alone
        i'm alone / typing / it'?s back / isn'?t stopping / won'?t stop / or (just )?wait
        do (i|we) (wait|go|need|call|drive) / should (i|we) / hurry / ahora
        since (yesterday|last night|this morning|dinner|lunch|noon|midnight)
    """)
    + r"\b"
)
PAST = re.compile(
    r"\b(?:last (?:year|week|month|night|spring|summer|fall|winter|time|april|may|"
    r"june|july|november|october|december|january|february|march|august|september|"
    r"christmas|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|(?:\w+ "
    r")?(?:years?|months?|weeks?) (?:ago|later)|back in (?:the|19|20|may|june|july|march)|in (?:19|20)\d\d|saved (?:my|"
    r"his|her|our)|"
    r"thanks to|thank you|gracias|grateful|survived|when i (?:had|was|came)|when "
    r"(?:my|he|she) \w+|brought (?:him|her|me) back|today (?:he|she) (?:walked|is|"
    r"turned)|recovered|home now|fine now|nobody'?s apologi[sz]ed|turned out|sent "
    r"us a bill|billed|so rude|stars?|reviews?|yesterday|it was anxiety|by the time)\b"
)
HYPOTHETICAL = re.compile(
    r"\b"
    + alternatives(r"""
        what (counts|qualifies) / what are the (signs|symptoms) / signs of
        how (do|can|would) (you|i|we) (know|tell) / when should (i|you|we|someone) / in case
        what happens (if|when) / would (you|it) / is it true / class / training / cpr class / course
        do you (offer|teach|sell|carry) / video / post says / if (someone|somebody|a person|you ever)
        about had a / almost had a / nearly had a / gave me a heart attack / gonna have a heart attack
        heart attack (from|over|at|when|on) (the|your|my|a) / proven / everyone knows / vaccines?
        never (brings?|treated|been) / fundrais\w* / walk for / awareness / screening / reminder / season
        newsletter / please share
    """)
    + r"\b"
)
IDIOM = re.compile(
    r"\b"
    + alternatives(r"""
        (about|nearly|almost) (had a (heart attack|stroke)|died|killed me|choked)
        bleeding (me|us|money|patients) dry / bleed (me|us) dry / hold(ing)? (my|your) breath
        don'?t hold your breath / chok(ed|ing) up / take my breath / dying (laughing|to) / i'?m dead / 💀
        breath of fresh air / heart(felt|break\w*) / killing it / collapsed chair / through my nose
    """)
    + r"\b"
)


URGENT = family(r"""
        right now / rn / help / hurry / what do (i|we|u) / what should (i|we) / should (i|we|he|she) / do (i|we)
        911 / ambulance / minutes? / mins?
        just (now|fell|took|ate|drank|swallowed|started|got|had|found|went|woke|stopped|passed|collapsed)
        (is|are|am|'s|i'?m|hes|shes|keeps|won'?t|wont|can'?t|cant|isn'?t|not) (\w+ )?\w+ing
        since (this morning|last night|lunch|breakfast|noon|yesterday|midnight|\d+) / alone
        or (is|can|do|should|wait|just) / getting worse / suddenly / all of a sudden / ahora / ayuda / qué hago
        come in / er\b / urgent care / is (this|that|it) / an hour / \d+ ?hrs? / on the floor / still / pls
        please
    """)


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
    r"\b"
    + alternatives(r"""
    how long (does|do|is|are|after|should) / is it (ok|okay|safe|normal|bad|true)
    can i (take|get|have|eat|drink|book) / side effects? / appointment / schedul\w* / refill
    bill(ed|ing)? / charged? / insurance / copay / records? / referral / hiring / vaccin\w* / cures?
    detox / toxins? / pharma / research / natural / proven / feels? fine / is fine / mild / slight
    do you (offer|have|treat|do|recommend) / class / tips? / article / what counts / rude
    wait(ed|ing)? (room|time) / parking / staff / complain\w* / apologi\w* / thank\w* / love / amazing
""")
    + r"\b"
)


def composed(message: Message) -> Signal | None:
    """Symptoms that add up to a danger to life now, less whatever puts them in the past or makes them a question."""
    seen = weigh(message, (*symptoms.SIGNS, *births.SIGNS, *hazards.SIGNS))
    if seen.total < SEEN:
        return None
    total = seen.total
    if (message.stars or 1) == 1:
        total += MORE * len(touched(message.low, SIGNS)) + (MORE if URGENT.search(message.low) else 0.0)
    present = PRESENT.search(message.low) is not None
    if PAST.search(message.low) and not present:
        total -= 2.5
    if HYPOTHETICAL.search(message.low) and not present:
        total -= 2.5
    if IDIOM.search(message.low):
        total -= 1.5
    if CALM.search(message.low):
        total -= 0.8
    if total < ENOUGH:
        return None
    return Signal("intent", "emergency", SURE + total, ", ".join(seen.quotes), "danger signs that add up, now")


def read(message: Message) -> Iterator[Signal]:
    """Signals for danger that is present; stories of past danger, idioms and general questions are left to others."""
    if (message.stars or 0) >= 4:
        return
    found = [signal for signal in message.signals("intent", CUES) if not IDIOM.search(signal.quote)]
    signs = composed(message)
    if signs:
        yield signs
    strong = [signal for signal in found if "asks whether" not in signal.why]
    if not strong:
        together = gathered(message)
        if together and not signs:
            yield together
        return
    past = bool(PAST.search(message.low))
    present = PRESENT.search(message.low) is not None
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
