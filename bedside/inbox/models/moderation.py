"""The comment policy in its versions, what was done by it, and who asked that somebody looks again."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from bedside.channels.models import Delivery
from bedside.inbox.models.people import Correspondent
from bedside.inbox.models.threads import Conversation, Message
from bedside.inbox.moderation import PolicyState
from bedside.kit.fields import Sealed
from bedside.organizations.models import Member, Owned


class CommentPolicy(Owned):
    """One version of the hospital's comment policy. Its words are kept as they were when it was made: `texts` by
    language, each a list of sections; an approval holds for exactly these: `digest`."""

    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=PolicyState.DRAFT.value)
    ownership = models.CharField(max_length=10, default="private")
    #: Keys of the clauses that are on.
    clauses: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    #: Clauses of one's own: {"en", "es", "rule", "neutral"} each.
    own: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(default=list, blank=True)
    texts: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()
    #: Key -> name of every clause that can be a reason to act.
    enforced: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    #: What an approver said who sent it back.
    note = models.CharField(max_length=500, blank=True)
    approved_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "comment policies"
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="comment_policies_are_numbered"),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(state=PolicyState.IN_FORCE.value),
                name="one_comment_policy_in_force",
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(state__in=[PolicyState.DRAFT.value, PolicyState.PROPOSED.value]),
                name="one_comment_policy_draft",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | (~Q(approved_by=F("made_by")) & ~Q(approved_by=F("proposed_by"))),
                name="comment_policy_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"comment policy {self.number}"


class ModerationRule(Owned):
    """What the hub's own comment boxes hold back until somebody looked; a hospital without a row holds both."""

    hold_spam = models.BooleanField(default=True)
    hold_misinformation = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="one_moderation_rule_each")]

    def __str__(self) -> str:
        return f"moderation rule {self.pk}"


class ModerationAct(Owned):
    """Something hidden, reported or blocked: by which clause of which policy, by whom, and undone when and why.

    The evidence is a sealed copy of what was written and by whom, as it stood then; `evidence_sha256` proves it."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    correspondent = models.ForeignKey(Correspondent, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6)
    way = models.CharField(max_length=7)
    #: What the public may name it by.
    code = models.CharField(max_length=9)
    #: None: it was hidden to protect somebody before any policy was in force.
    policy = models.ForeignKey(CommentPolicy, null=True, on_delete=models.PROTECT, related_name="+")
    clause = models.CharField(max_length=20)
    clause_name = models.CharField(max_length=200)
    #: For colleagues.
    words = models.CharField(max_length=500, blank=True)
    network = models.CharField(max_length=40)
    #: The page it stood below, as the network names it.
    root_id = models.CharField(max_length=500, blank=True)
    intent = models.CharField(max_length=20, blank=True)
    sentiment = models.CharField(max_length=10)
    evidence = Sealed()
    evidence_sha256 = models.CharField(max_length=64)
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "code"], name="moderation_code_once"),
            models.UniqueConstraint(
                fields=["message", "kind"], condition=Q(undone_at=None), name="one_standing_act_each"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-at", "-id"], name="moderation_newest"),
            models.Index(fields=["organization", "root_id"], condition=Q(undone_at=None), name="moderation_by_place"),
        ]

    def __str__(self) -> str:
        return f"moderation act {self.pk}"


class ModerationAppeal(Owned):
    """Somebody of the public asks that another person looks again. What they wrote is sealed."""

    UPHELD, REVERSED = "upheld", "reversed"

    #: None until somebody found which act is meant.
    act = models.ForeignKey(ModerationAct, null=True, blank=True, on_delete=models.PROTECT, related_name="appeals")
    #: SHA-256 of the secret in the address by which they read the decision.
    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=5, default="en")
    #: JSON: where it stood, and why it should stand again.
    sealed = Sealed()
    at = models.DateTimeField()
    decided_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, blank=True)
    #: What the person reads.
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act"], name="one_appeal_an_act")]
        indexes = [
            models.Index(fields=["organization", "id"], condition=Q(decided_at=None), name="appeals_to_decide"),
        ]

    def __str__(self) -> str:
        return f"moderation appeal {self.pk}"
