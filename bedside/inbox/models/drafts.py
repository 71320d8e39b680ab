"""Drafts that a model was asked for."""

from django.db import models

from bedside.inbox.models.threads import Conversation, Message
from bedside.organizations.models import Member, Owned


class Draft(Owned):
    """One draft: asked for by a person, made by a model, put into the box or left. Never sent by itself."""

    ASKED, CALLING, MADE, DROPPED, FAILED, PUT, SENT = "asked", "calling", "made", "dropped", "failed", "put", "sent"

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="drafts")
    answers = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=ASKED)
    tries = models.PositiveSmallIntegerField(default=0)
    model = models.CharField(max_length=120, blank=True)
    #: SHA-256 of what was sent to the model.
    digest = models.CharField(max_length=64, blank=True)
    tokens = models.PositiveIntegerField(default=0)
    #: The draft, where the guard let it pass.
    text = models.TextField(blank=True)
    #: Why there is none: a sentence, and the rules by which the guard dropped it.
    said = models.CharField(max_length=300, blank=True)
    rules: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "asked_at"], name="drafts_by_time"),
            models.Index(fields=["conversation", "-id"], name="drafts_of_conversation"),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"
