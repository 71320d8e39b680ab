"""Claims that are not true, each with a correction somebody answers for, and how often it was used."""

from django.db import models
from django.db.models import F, Q

from bedside.inbox.claims import ClaimState
from bedside.inbox.models.threads import Conversation
from bedside.organizations.models import Member, Owned


class Claim(Owned):
    """A myth in general words, the correction by language, and its source. An approval holds for exactly these words:
    `digest`."""

    #: The myth, and other ways in which people say it, one a line; never a person's own words.
    myth = models.CharField(max_length=300)
    ways = models.CharField(max_length=1000, blank=True)
    texts: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField()
    source_name = models.CharField(max_length=160)
    source_url = models.CharField(max_length=500)
    #: The day of the source as it was read.
    source_date = models.DateField()
    review_date = models.DateField()
    state = models.CharField(max_length=8, default=ClaimState.DRAFT.value)
    digest = models.CharField(max_length=64)
    written_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("written_by")), name="claim_approved_by_another"
            ),
        ]
        indexes = [models.Index(fields=["organization", "state", "myth"], name="claims_by_state")]

    def __str__(self) -> str:
        return f"claim {self.pk}"


class ClaimUse(Owned):
    """Somebody put a correction into an answer."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="uses")
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "conversation"], name="one_use_of_a_claim_a_conversation")
        ]

    def __str__(self) -> str:
        return f"claim use {self.pk}"
