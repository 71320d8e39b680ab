"""Afterwards: one question, and what changed."""

from django.db import models
from django.db.models import F, Q

from bedside.organizations.models import Member, Owned
from bedside.recovery.models.cases import Case


class Survey(Owned):
    """One link to one question. Keeps a score and words with identifiers hidden; nothing of who answered."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="surveys")
    token_digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2, default="en")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score=None) | Q(score__range=(1, 5)), name="survey_scores_are_1_to_5")
        ]

    def __str__(self) -> str:
        return f"survey {self.pk}"


class Change(Owned):
    """What changed because somebody complained; a sentence for the public once a second person approved it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="changes")
    category = models.CharField(max_length=16)
    action = models.CharField(max_length=12)
    what = models.CharField(max_length=500)
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    due_date = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    #: "You said …", "We did …".
    you_said = models.CharField(max_length=200, blank=True)
    we_did = models.CharField(max_length=300, blank=True)
    proposed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    #: SHA-256 of the two sentences: an approval holds for exactly these.
    digest = models.CharField(max_length=64, blank=True)
    approved_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")), name="change_approved_by_another"
            )
        ]
        indexes = [models.Index(fields=["organization", "-approved_at"], name="changes_in_public")]

    def __str__(self) -> str:
        return f"change {self.pk}"
