"""What leaves, what stands on networks because of it, and what came in."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from bedside.channels.models.accounts import Account
from bedside.channels.states import State
from bedside.guard.models import Clearance
from bedside.kit.fields import Sealed
from bedside.organizations.models import Member, Owned


class Remote(Owned):
    """One post or reply of ours as it stands on a network."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)  # post | reply | correction
    network_id = models.CharField(max_length=500)
    version = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=500, blank=True)
    root_id = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    counts: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)
    counted_at = models.DateTimeField(null=True, blank=True)
    #: Brought from before Bedside was there: its text is kept here, because no post of ours has it.
    brought = models.BooleanField(default=False, db_default=False)
    text = models.TextField(blank=True, default="", db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "network_id"], name="remote_once")]
        indexes = [models.Index(fields=["account", "-made_at"], name="remote_recent")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Arrival(Owned):
    """Something the public said, raw and sealed, once however often the network tells it."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    network_id = models.CharField(max_length=500)
    kind = models.CharField(max_length=10)
    parent_id = models.CharField(max_length=500, blank=True)
    root_id = models.CharField(max_length=500, blank=True)
    version = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=500, blank=True)
    author_id = models.CharField(max_length=300)
    author_handle = models.CharField(max_length=300, blank=True)
    author_name = models.CharField(max_length=300, blank=True)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    #: JSON: the text, and the network's wire form.
    sealed = Sealed()
    posted_at = models.DateTimeField()
    received_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    #: Its author took it away; what was said is kept, sealed.
    gone_at = models.DateTimeField(null=True, blank=True)
    #: We hid it on the network.
    hidden_at = models.DateTimeField(null=True, blank=True)
    #: Brought from before Bedside was there: nobody is paged for it, no clock runs.
    past = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "network_id"], name="arrival_once")]

    def __str__(self) -> str:
        return f"arrival {self.pk}"


class Knock(Owned):
    """A webhook as it came: kept sealed and answered at once, understood in a job. The same body is kept once."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    sealed = Sealed()
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="knock_once")]
        indexes = [models.Index(fields=["account", "id"], condition=Q(read_at=None), name="knock_unread")]

    def __str__(self) -> str:
        return f"knock {self.pk}"


class Delivery(Owned):
    """One thing to be done on one network, from asked to done. `key` makes a second try harmless."""

    PUBLISH, REPLY, EDIT, WITHDRAW = "publish", "reply", "edit", "withdraw"
    HIDE, SHOW = "hide", "show"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=10)
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    clearance = models.ForeignKey(Clearance, null=True, on_delete=models.PROTECT, related_name="+")
    #: guard's Parcel as JSON, and what only the network needs (language, topic).
    parcel: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    answers = models.ForeignKey(Arrival, null=True, on_delete=models.PROTECT, related_name="+")
    #: The part of a thread that must stand before this one can.
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Remote, null=True, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=60)
    subject_id = models.PositiveBigIntegerField()
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=State.DUE.value)
    not_before = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    checks = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    #: When the network was first asked: what it made before that is not this.
    first_claimed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    remote = models.ForeignKey(Remote, null=True, on_delete=models.PROTECT, related_name="+")
    #: What happened, in a sentence for a person.
    said = models.CharField(max_length=400, blank=True)
    needs_person = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[str(s) for s in State]), name="delivery_state_known")
        ]
        indexes = [
            models.Index(
                fields=["account", "due_at", "id"],
                condition=Q(state__in=["due", "sending", "unknown"]),
                name="delivery_open",
            ),
            models.Index(fields=["organization", "subject_type", "subject_id"], name="delivery_by_subject"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"
