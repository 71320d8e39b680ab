"""The tables of the inbox."""

from bedside.inbox.models.drafts import Draft
from bedside.inbox.models.releases import Release, ReleaseRule
from bedside.inbox.models.threads import Conversation, Message, Note, Reply, Reveal

__all__ = ["Conversation", "Draft", "Message", "Note", "Release", "ReleaseRule", "Reply", "Reveal"]
