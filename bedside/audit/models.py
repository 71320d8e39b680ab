"""The record of everything done: rows are added, never changed; PostgreSQL refuses anything else."""

from typing import Any

from django.db import models

from bedside.audit import rules
from bedside.organizations.models import Member, Organization, Owned


class Entry(Owned):
    """One thing that happened: what, to what, by whom, when. Never a patient's words."""

    number = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    #: Who it was in words, kept beside the key: a person's name as it stood, a program's, or the product's own.
    by_name = models.CharField(max_length=160)
    subject_type = models.CharField(max_length=60)
    subject_id = models.PositiveBigIntegerField(null=True)
    details: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    before = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "number"], name="audit_numbered_without_gaps")]
        indexes = [
            models.Index(fields=["organization", "kind", "-number"], name="audit_by_kind"),
            models.Index(fields=["organization", "subject_type", "subject_id"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"

    @property
    def facts(self) -> rules.Facts:
        return rules.Facts(
            organization=self.organization_id,
            number=self.number,
            kind=self.kind,
            at=self.at,
            by=f"{self.by_id or ''}:{self.by_name}",
            subject=f"{self.subject_type}:{self.subject_id or ''}",
            details=self.details,
        )


class Head(models.Model):
    """The end of each organization's chain, locked while one entry is added."""

    organization = models.OneToOneField(Organization, primary_key=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=rules.START)

    def __str__(self) -> str:
        return f"{self.organization_id} at {self.number}"
