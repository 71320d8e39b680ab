"""The hospital's presence on networks: accounts with their health, app keys, limits, numbers, back-fills."""

from typing import Any

from django.db import models
from django.db.models import Q

from bedside.kit.fields import Sealed
from bedside.organizations.models import Owned


class Account(Owned):
    """The hospital's presence on one network, with its health."""

    CONNECTING, CHOOSING, CONNECTED = "connecting", "choosing", "connected"
    STOPPED, CLOSED = "stopped", "closed"

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
    #: What that person can do about it.
    todo = models.CharField(max_length=400, blank=True, default="", db_default="")
    #: Where one sign-in opens several accounts: the choices, as [{"id", "handle", "name"}].
    choices: "models.JSONField[list[dict[str, str]], list[dict[str, str]]]" = models.JSONField(
        default=list, db_default=[]
    )
    cursor = models.TextField(blank=True)
    connected_at = models.DateTimeField()
    last_heard_at = models.DateTimeField(null=True, blank=True)
    last_sent_at = models.DateTimeField(null=True, blank=True)
    next_hearing_at = models.DateTimeField(null=True, blank=True)
    limited_until = models.DateTimeField(null=True, blank=True)
    #: When the tokens end for good unless a person signs in again; empty: by no time we know.
    ends_at = models.DateTimeField(null=True, blank=True)
    #: When the network was asked to call us, and when it last did.
    subscribed_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    call_trouble = models.CharField(max_length=400, blank=True, default="", db_default="")
    tested_at = models.DateTimeField(null=True, blank=True)
    #: What the last self-test found, one sentence a step: [{"what", "well", "said"}].
    tested: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(
        default=list, db_default=[]
    )

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


class AppKeys(Owned):
    """The hospital's own keys of its app at one network, given once for all its accounts there."""

    network = models.CharField(max_length=30)
    sealed = Sealed()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "app keys"
        constraints = [models.UniqueConstraint(fields=["organization", "network"], name="app_keys_once")]

    def __str__(self) -> str:
        return f"app keys of {self.network}"


class RateLimit(Owned):
    """How many calls an account has left in a window, as its network last said; all workers heed it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    bucket = models.CharField(max_length=80)
    most = models.PositiveIntegerField(null=True)
    remaining = models.PositiveIntegerField(null=True)
    resets_at = models.DateTimeField(null=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "bucket"], name="rate_limit_once")]

    def __str__(self) -> str:
        return f"{self.bucket} {self.remaining}"


class AccountCount(Owned):
    """An account's own numbers on one day, by the names of its network's metrics."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    on_date = models.DateField()
    numbers: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "on_date"], name="account_count_daily")]

    def __str__(self) -> str:
        return f"numbers of {self.on_date}"


class Backfill(Owned):
    """Bringing what an account said and heard before Bedside was there, a page at a time, from where it stopped."""

    RUNNING, DONE, STOPPED = "running", "done", "stopped"

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    #: How far back it has come.
    reached_at = models.DateTimeField(null=True)
    cursor = models.TextField(blank=True)
    pages = models.PositiveIntegerField(default=0)
    posts = models.PositiveIntegerField(default=0)
    heard = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, default=RUNNING)
    said = models.CharField(max_length=400, blank=True)
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(state="running"), name="one_backfill_at_a_time")
        ]

    def __str__(self) -> str:
        return f"back-fill {self.pk}"
