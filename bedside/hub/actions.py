"""A visitor writes: read, hide what identifies, decide what the page shows, and hand it to the inbox."""

from dataclasses import dataclass
from datetime import datetime

from bedside.channels import actions as channels
from bedside.channels.models import HubComment, HubPost
from bedside.guard import redact
from bedside.guard.queries import facts_of
from bedside.hub import rules
from bedside.inbox.queries import holding
from bedside.triage import read


@dataclass(frozen=True)
class Said:
    """What became of a comment; `card` is the crisis line to show at once."""

    comment: HubComment
    shown: bool
    why: str
    card: str
    language: str


class Gone(Exception):
    """The post was withdrawn."""


def comment(
    *, post: HubPost, name: str, visitor: str, text: str, at: datetime, parent: HubComment | None = None
) -> Said:
    """The comment, kept as written for the inbox and redacted for the page; raises channels.TooMany, Gone."""
    if post.withdrawn_at is not None:
        raise Gone
    facts = facts_of(post.organization)
    reading = read(text, channel="hub")
    redacted, named = redact(text, facts=facts), redact(name, facts=facts)
    held = holding(post.organization)
    decision = rules.decide(
        urgency=reading.urgency, intent=reading.intent, hidden=len(redacted.spans), text=text, spam=held.spam,
        misinformation=held.misinformation,
    )  # fmt: skip
    made = channels.comment(
        post=post,
        author_name=name.strip() or "A visitor",
        visitor=visitor,
        text=text,
        # A full name under a health topic says too much about somebody: the page shows the first word of it.
        shown_name=_first_name(name, hidden=bool(named.spans)),
        shown_text=redacted.text,
        show=decision.show,
        at=at,
        parent=parent,
    )
    return Said(made, decision.show, decision.why, reading.card or "", reading.language)


def _first_name(name: str, *, hidden: bool) -> str:
    words = name.split()
    if not words:
        return "A visitor"
    return words[0][: rules.LONGEST_NAME] if hidden or len(words) > 1 else name.strip()[: rules.LONGEST_NAME]
