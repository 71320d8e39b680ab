"""Answers that wait for a second person, and which do."""

from django.db import models
from django.db.models import Q

from bedside.inbox.models.threads import Reply
from bedside.inbox.second_person import Standing
from bedside.organizations.models import Member, Owned


class Release(Owned):
    """A second person's word on one answer, bound to exactly its words and to what it answers by `digest`."""

    reply = models.OneToOneField(Reply, on_delete=models.PROTECT, related_name="release")
    kinds: "models.JSONField[list[str], list[str]]" = models.JSONField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default=Standing.WAITING.value)
    decided_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    #: Why it was returned.
    reason = models.CharField(max_length=500, blank=True)
    #: Its writer released it, being the only person who may.
    alone = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "id"], condition=Q(state="waiting"), name="releases_waiting"),
        ]

    def __str__(self) -> str:
        return f"release {self.pk}"


class ReleaseRule(Owned):
    """Which kinds of answers need a second person; a hospital without a row asks it for all of them."""

    reviews = models.BooleanField(default=True)
    crisis = models.BooleanField(default=True)
    stories = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="one_release_rule_each")]

    def __str__(self) -> str:
        return f"release rule {self.pk}"
