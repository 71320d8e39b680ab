"""What was allowed to leave, and what was held; the policy by which; who read it; who asked for a release."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from bedside.guard.policy.steps import Asked, Ground, Kind, State
from bedside.kit.fields import Sealed
from bedside.organizations.models import Member, Owned


class PolicyVersion(Owned):
    """One version of the hospital's policy, from draft to in force. Version 0, which comes with Bedside, has no row."""

    number = models.PositiveIntegerField()
    data: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default=State.DRAFT.value)
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    #: Why the author proposes it, and what a privacy officer said who sent it back.
    reason = models.CharField(max_length=500, blank=True)
    note = models.CharField(max_length=500, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    approver = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    in_force_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="policy_versions_are_numbered"),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(state=State.IN_FORCE.value), name="one_policy_in_force"
            ),
            models.CheckConstraint(
                condition=Q(approver=None) | ~Q(approver=F("author")), name="policy_approved_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.IN_FORCE.value, State.SUPERSEDED.value])
                | Q(approver__isnull=False, in_force_at__isnull=False),
                name="policy_in_force_is_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"policy version {self.number}"


class Comparison(Owned):
    """What a proposed version would change: a count over a year of outgoing texts, kept step by step."""

    version = models.OneToOneField(PolicyVersion, on_delete=models.CASCADE, related_name="comparison")
    #: The version in force it was compared with.
    against = models.PositiveIntegerField()
    since_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    #: Where the count goes on: the source of texts, and the last row of it that was counted.
    source = models.CharField(max_length=60, blank=True)
    after = models.PositiveBigIntegerField(default=0)
    result: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"comparison {self.pk}"


class Etiquette(Owned):
    """The etiquette as somebody read it, every word of it."""

    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    blocks: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "number", "sha256"], name="each_etiquette_kept_once")
        ]

    def __str__(self) -> str:
        return f"etiquette {self.number}"


class Attestation(Owned):
    """A member read the etiquette of one version, and said so."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    etiquette = models.ForeignKey(Etiquette, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    typed_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "member", "number"], name="attested_once_each")]

    def __str__(self) -> str:
        return f"attestation {self.pk}"


class Appeal(Owned):
    """Somebody whose text is blocked asked a privacy officer to release it. The words are sealed, and shredded a
    month after the decision; digests, rules and the decision stay."""

    kind = models.CharField(max_length=10)
    digests: "models.JSONField[list[str], list[str]]" = models.JSONField()
    rules: "models.JSONField[list[str], list[str]]" = models.JSONField()
    #: What it is about, and the page where the asker goes on.
    subject_type = models.CharField(max_length=60)
    subject_id = models.PositiveBigIntegerField()
    page = models.CharField(max_length=300)
    #: JSON: the parcels' words, and the thread as its page shows it, identifiers hidden.
    sealed = Sealed(default=b"")
    #: Why the asker holds the findings for wrong. Sealed too: people explain with the very words that are held.
    note = Sealed(default=b"")
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=Asked.WAITING.value)
    decided_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    #: What the privacy officer said to the asker.
    answer = models.CharField(max_length=500, blank=True)
    shredded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "state", "-asked_at"], name="appeal_by_state"),
            models.Index(fields=["organization", "subject_type", "subject_id"], name="appeal_by_subject"),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"


class Override(Owned):
    """A privacy officer released exactly one parcel, for a day."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="overrides")
    digest = models.CharField(max_length=64)
    rules: "models.JSONField[list[str], list[str]]" = models.JSONField()
    ground = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Ground])
    release = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=500)
    #: The officer had asked for it too, being the only one.
    alone = models.BooleanField(default=False)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organization", "digest"], name="override_by_digest")]

    def __str__(self) -> str:
        return f"release {self.pk}"


class Clearance(Owned):
    """A pass for one parcel: its digest covers text, link, media, alt text, audience and the thread answered."""

    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    verdict = models.CharField(max_length=10)
    #: Rules that warned, and the reason the person gave for sending all the same.
    warned: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    #: The release by which it may leave though a rule blocks it.
    override = models.ForeignKey(Override, null=True, on_delete=models.PROTECT, related_name="+")
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


class Feedback(Owned):
    """Somebody says that a finding is wrong. The quoted words are sealed, and shredded after three months."""

    rule = models.CharField(max_length=40)
    #: SHA-256 of the text, or of the quoted words where there is no text: the same complaint twice is one row.
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=14, choices=[(one.value, one.value) for one in Kind])
    quote = Sealed(default=b"")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    shredded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "by", "rule", "digest", "kind"], name="each_complaint_kept_once"
            )
        ]
        indexes = [models.Index(fields=["organization", "-at"], name="feedback_by_time")]

    def __str__(self) -> str:
        return f"feedback {self.pk}"
