"""Who is at a conversation right now, who is answering it, and what they typed so far."""

from django.db import models

from bedside.inbox.models.threads import Conversation
from bedside.kit.fields import Sealed
from bedside.organizations.models import Member, Owned


class Presence(Owned):
    """A member who has a conversation open; forgotten when they were not seen for a while."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "member"], name="present_once")]

    def __str__(self) -> str:
        return f"member {self.member_id} at {self.conversation_id}"


class AnswerLock(Owned):
    """Who is answering a conversation; held while they type and for two minutes after."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    since_at = models.DateTimeField()
    typed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"answer lock of {self.conversation_id}"


class AnswerDraft(Owned):
    """What a member typed into a conversation's answer and has not sent; nobody else reads it, so it is sealed."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    sealed = Sealed()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "member"], name="draft_of_each")]

    def __str__(self) -> str:
        return f"draft {self.pk}"
