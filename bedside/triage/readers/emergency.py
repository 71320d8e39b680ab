"""Acute danger to life now: symptoms that need 911, said in the present, of oneself or of somebody else."""

import re
from collections.abc import Iterator

from bedside.triage.message import Message
from bedside.triage.readers.danger import CUES, SIGNS
from bedside.triage.readers.families import family, touched
from bedside.triage.shapes import Reader, Signal

ONGOING = re.compile(
    r"\b(?:right now|rn|just now|now|still|currently|min(?:ute)?s? ago|hour ago|"
    r"hours? and|ahora|ahorita|isn'?t stopping|won'?t|wont|can'?t|cant|is|are|'s|"
    r"hes|shes|im|i'm|keeps|getting|dropping|typing|what do (?:i|we))\b"
)
PAST = re.compile(
    r"\b(?:last (?:year|week|month|night|spring|summer|fall|winter|time|april|may|"
    r"june|july|november|october|december|january|february|march|august|september|"
    r"christmas|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|(?:\w+ "
    r")?(?:years?|months?|weeks?) (?:ago|later)|back in|in (?:19|20)\d\d|saved (?:my|"
    r"his|her|our)|"
    r"thanks to|thank you|gracias|grateful|survived|when i (?:had|was|came)|when "
    r"(?:my|he|she) \w+|brought (?:him|her|me) back|today (?:he|she) (?:walked|is|"
    r"turned)|recovered|home now|fine now|nobody'?s apologi[sz]ed|turned out|sent "
    r"us a bill|billed|so rude|stars?|reviews?|yesterday|it was anxiety|by the time)\b"
)
HYPOTHETICAL = re.compile(
    r"\b(?:what (?:counts|qualifies)|what are the (?:signs|symptoms)|signs of|how "
    r"(?:do|can|would) (?:you|i|we) (?:know|tell)|when should (?:i|you|we|someone)|"
    r"in case|what happens (?:if|when)|would (?:you|it)|is it true|class|training|"
    r"cpr class|course|do you (?:offer|teach|sell|carry)|video|post says|if (?:someone|"
    r"somebody|a person|you ever)|"
    r"about had a|almost had a|nearly had a|gave me a heart attack|gonna have a "
    r"heart attack|heart attack (?:from|over|at|when|on) (?:the|your|my|a)|proven|"
    r"everyone knows|vaccines?|never (?:brings?|treated|been)|fundrais\w*|walk for|"
    r"awareness)\b"
)
IDIOM = re.compile(
    r"\b(?:(?:about|nearly|almost) (?:had a (?:heart attack|stroke)|died|killed "
    r"me|choked)|bleeding (?:me|us|money|patients) dry|bleed (?:me|us) dry|hold "
    r"(?:my|your) breath|don'?t hold your breath|chok(?:ed|ing) up|take my breath|"
    r"dying (?:laughing|to)|i'?m dead|💀|breath of fresh air|heart(?:felt|break\w*)|"
    r"killing it|collapsed chair)\b"
)


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
    r"\b(?:how long (?:does|do|is|are|after|should)|is it (?:ok|okay|safe|normal|"
    r"bad|true)|can i (?:take|get|have|eat|drink|book)|side effects?|appointment|"
    r"schedul\w*|refill|bill(?:ed|ing)?|charged?|insurance|copay|records?|referral|"
    r"hiring|"
    r"vaccin\w*|cures?|detox|toxins?|pharma|research|natural|proven|feels? fine|"
    r"is fine|mild|slight|do you (?:offer|have|treat|do|recommend)|class|tips?|article|"
    r"what counts|rude|wait(?:ed|ing)? (?:room|time)|parking|staff|complain\w*|apologi\w*|"
    r"thank\w*|love|amazing)\b"
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
            r"\b(?:right now|rn|just now|min(?:ute)?s? ago|what do (?:i|we) do|ambulance|"
            r"911|im alone|i'm alone|typing|it'?s back|isn'?t stopping|won'?t stop|or (?:just "
            r")?wait|do (?:i|we) (?:wait|go|need|call|drive)|should (?:i|we)|hurry|ahora)\b",
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
