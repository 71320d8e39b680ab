"""Which comments the public page shows at once, and which a person reads first. Pure."""

import re
from dataclasses import dataclass

LONGEST = 2_000
LONGEST_NAME = 60
LINK = re.compile(r"https?://|www\.|\b[a-z0-9-]+\.(?:com|net|org|info|biz|ru|cn|xyz|top|shop)\b", re.I)


@dataclass(frozen=True)
class Decision:
    """Whether a comment stands on the page at once; `why` is the plain reason where it does not."""

    show: bool
    why: str = ""


def decide(
    *, urgency: str, intent: str, hidden: int, text: str, spam: bool = True, misinformation: bool = True
) -> Decision:
    """Viewpoint plays no part: a complaint stands beside praise. Held are details that identify somebody and danger,
    always; what reads as spam or holds a link, and what a reader could be harmed by, where the hospital said so."""
    if urgency == "critical":
        return Decision(False, "It may be about danger to life; somebody is told at once.")
    if hidden:
        return Decision(False, "It holds personal details, which are never shown here.")
    if (spam and intent == "spam") or (misinformation and intent == "misinformation"):
        return Decision(False, "Somebody reads it first.")
    if spam and LINK.search(text):
        return Decision(False, "It holds a link; somebody looks at it first.")
    return Decision(True)
