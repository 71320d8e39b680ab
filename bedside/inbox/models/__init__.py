"""The tables of the inbox."""

from bedside.inbox.models.threads import Conversation, Message, Note, Reply, Reveal

__all__ = ["Conversation", "Message", "Note", "Reply", "Reveal"]
