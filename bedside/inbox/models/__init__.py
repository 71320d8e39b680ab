"""The tables of the inbox."""

from bedside.inbox.models.people import Correspondent
from bedside.inbox.models.presence import AnswerDraft, AnswerLock, Presence
from bedside.inbox.models.sorting import HUES, Act, ActChange, FollowUp, Label, Labeling, SavedView, Tally
from bedside.inbox.models.threads import Conversation, Message, Note, Reply, Reveal

__all__ = [
    "HUES",
    "Act",
    "ActChange",
    "AnswerDraft",
    "AnswerLock",
    "Conversation",
    "Correspondent",
    "FollowUp",
    "Label",
    "Labeling",
    "Message",
    "Note",
    "Presence",
    "Reply",
    "Reveal",
    "SavedView",
    "Tally",
]
