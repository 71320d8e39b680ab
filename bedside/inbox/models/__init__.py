"""The tables of the inbox."""

from bedside.inbox.models.drafts import Draft
from bedside.inbox.models.ladder import Handback, Route, Rung, Telling
from bedside.inbox.models.paging import Alarm, Page, Pager, SafetyStep
from bedside.inbox.models.releases import Release, ReleaseRule
from bedside.inbox.models.threads import Conversation, Message, Note, Reply, Reveal

__all__ = [
    "Alarm",
    "Conversation",
    "Draft",
    "Handback",
    "Message",
    "Note",
    "Page",
    "Pager",
    "Release",
    "ReleaseRule",
    "Reply",
    "Reveal",
    "Route",
    "Rung",
    "SafetyStep",
    "Telling",
]
