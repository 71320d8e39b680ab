"""Accounts on networks, what leaves through them, what came in, and what stands there now."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from bedside.channels.states import State
from bedside.guard.models import Clearance
from bedside.kit.fields import Sealed
from bedside.organizations.models import Member, Owned


class Account(Owned):
    """The hospital's presence on one network, with its health."""

    CONNECTING, CONNECTED, STOPPED, CLOSED = "connecting", "connected", "stopped", "closed"

    network = models.CharField(max_length=30)
    handle = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    network_account_id = models.CharField(max_length=200, blank=True)
    base_url = models.CharField(max_length=300, blank=True)
    credentials = Sealed()
    tokens = Sealed(default=b"")
    state = models.CharField(max_length=12, default=CONNECTING)
    #: Why it stopped, in a sentence for a person.
    trouble = models.CharField(max_length=400, blank=True)
    cursor = models.TextField(blank=True)
    connected_at = models.DateTimeField()
    last_heard_at = models.DateTimeField(null=True, blank=True)
    last_sent_at = models.DateTimeField(null=True, blank=True)
    next_hearing_at = models.DateTimeField(null=True, blank=True)
    limited_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "network", "handle"],
                condition=~Q(state="closed"),
                name="one_account_each_handle",
            )
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.handle}"


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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "network_id"], name="arrival_once")]

    def __str__(self) -> str:
        return f"arrival {self.pk}"


class Delivery(Owned):
    """One thing to be done on one network, from asked to done. `key` makes a second try harmless."""

    PUBLISH, REPLY, EDIT, WITHDRAW = "publish", "reply", "edit", "withdraw"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=10)
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    clearance = models.ForeignKey(Clearance, null=True, on_delete=models.PROTECT, related_name="+")
    #: guard's Parcel as JSON, and what only the network needs (language, topic).
    parcel: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    answers = models.ForeignKey(Arrival, null=True, on_delete=models.PROTECT, related_name="+")
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


class HubPost(Owned):
    """A post on the hospital's own hub: the owned channel keeps what a network would."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=90)
    topic = models.CharField(max_length=60, blank=True)
    topic_slug = models.SlugField(max_length=60, blank=True)
    text = models.TextField()
    link = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=10, default="en")
    pictures: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(default=list)
    published_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "slug"], name="hub_slug_once")]
        indexes = [models.Index(fields=["organization", "-published_at"], name="hub_recent")]

    def __str__(self) -> str:
        return self.slug


class HubComment(Owned):
    """A comment or an answer below a hub post. `text` is what the public page shows: identifiers already hidden."""

    WAITING, SHOWN, HIDDEN = "waiting", "shown", "hidden"

    post = models.ForeignKey(HubPost, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60, unique=True)
    author_name = models.CharField(max_length=60)
    from_hospital = models.BooleanField(default=False)
    text = models.TextField()
    state = models.CharField(max_length=8, default=WAITING)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["post", "id"], name="hub_comments_in_order")]

    def __str__(self) -> str:
        return f"comment {self.pk}"
