"""What was allowed to leave, and what was held."""

from typing import Any

from django.db import models

from bedside.organizations.models import Member, Owned


class Clearance(Owned):
    """A pass for one parcel: its digest covers text, link, media, alt text, audience and the thread answered."""

    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    verdict = models.CharField(max_length=10)
    #: Rules that warned, and the reason the person gave for sending all the same.
    warned: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organization", "digest"], name="clearance_by_digest")]

    def __str__(self) -> str:
        return f"clearance {self.pk}"


class Hold(Owned):
    """Somebody tried to send this, and it was held: which rules, when, who. The words themselves are not kept."""

    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    findings: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(default=list)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.PositiveBigIntegerField(null=True)
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"hold {self.pk}"
