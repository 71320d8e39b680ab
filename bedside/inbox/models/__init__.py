"""The tables of the inbox."""

from bedside.inbox.models.claims import Claim, ClaimUse
from bedside.inbox.models.drafts import Draft
from bedside.inbox.models.ladder import Handback, Route, Rung, Telling
from bedside.inbox.models.measures import Counted, Served, ServedSum
from bedside.inbox.models.moderation import CommentPolicy, ModerationAct, ModerationAppeal, ModerationRule
from bedside.inbox.models.paging import Alarm, Page, Pager, SafetyStep
from bedside.inbox.models.people import Correspondent
from bedside.inbox.models.presence import AnswerDraft, AnswerLock, Presence
from bedside.inbox.models.releases import Release, ReleaseRule
from bedside.inbox.models.reviews import Review, ReviewVersion
from bedside.inbox.models.sorting import HUES, Act, ActChange, FollowUp, Label, Labeling, SavedView, Tally
from bedside.inbox.models.suspicions import Sighting, Suspicion
from bedside.inbox.models.threads import Conversation, Message, Note, Reply, Reveal

__all__ = [
    "HUES",
    "Act",
    "ActChange",
    "Alarm",
    "AnswerDraft",
    "AnswerLock",
    "Claim",
    "ClaimUse",
    "CommentPolicy",
    "Conversation",
    "Correspondent",
    "Counted",
    "Draft",
    "FollowUp",
    "Handback",
    "Label",
    "Labeling",
    "Message",
    "ModerationAct",
    "ModerationAppeal",
    "ModerationRule",
    "Note",
    "Page",
    "Pager",
    "Presence",
    "Release",
    "ReleaseRule",
    "Reply",
    "Reveal",
    "Review",
    "ReviewVersion",
    "Route",
    "Rung",
    "SafetyStep",
    "SavedView",
    "Served",
    "ServedSum",
    "Sighting",
    "Suspicion",
    "Tally",
    "Telling",
]
