"""Paging: an alarm for a conversation, the pages it sent, and what was done for somebody in danger."""

from django.db import models
from django.db.models import Q

from bedside.kit.fields import Sealed
from bedside.organizations.models import Device, Member, Owned


class Alarm(Owned):
    """A conversation needs somebody now. It asks one group after another until somebody says that they act."""

    conversation = models.ForeignKey("inbox.Conversation", on_delete=models.CASCADE, related_name="alarms")
    level = models.CharField(max_length=2)
    card = models.CharField(max_length=10, blank=True)
    #: The entry of the record that began it: heard twice, it begins once.
    entry_id = models.BigIntegerField(null=True, blank=True)
    #: When the message reached us, and the seconds from then to the first page that was recorded.
    heard_at = models.DateTimeField()
    began_at = models.DateTimeField()
    seconds_to_page = models.FloatField(null=True, blank=True)
    step = models.PositiveSmallIntegerField(default=0)
    #: When the next group is asked; empty once it has ended.
    next_at = models.DateTimeField(null=True, blank=True)
    #: When nobody at all could be reached.
    unreached_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    #: "acknowledged", "answered", "closed".
    ended = models.CharField(max_length=12, blank=True)
    #: Whether the hospital's pager was told that it is over.
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation"], condition=Q(ended_at=None), name="one_alarm_at_a_time"),
            models.UniqueConstraint(
                fields=["organization", "entry_id"], condition=Q(entry_id__isnull=False), name="one_alarm_an_entry"
            ),
        ]
        indexes = [models.Index(fields=["organization", "next_at"], condition=Q(ended_at=None), name="alarms_to_go_on")]

    def __str__(self) -> str:
        return f"alarm {self.pk}"


class Page(Owned):
    """One call to one person one way, or to the hospital's pager; kept whatever becomes of it."""

    MAIL, PUSH, PAGER = "mail", "push", "pager"
    #: "spared" is a page that nobody needed any more when its turn came.
    DUE, SENDING, SENT, FAILED, SPARED = "due", "sending", "sent", "failed", "spared"
    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="pages")
    step = models.PositiveSmallIntegerField()
    #: Step, way, and to whom: asked twice, it is one page.
    key = models.CharField(max_length=80)
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=5)
    #: To the pager: "trigger", "acknowledge", "resolve".
    event = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=8, default=DUE)
    asked_at = models.DateTimeField()
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    #: What went wrong, in our words.
    said = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alarm", "key"], name="one_page_each")]
        indexes = [
            models.Index(
                fields=["organization", "not_before"], condition=Q(state__in=["due", "sending"]), name="pages_to_send"
            )
        ]

    def __str__(self) -> str:
        return f"page {self.pk}"


class Pager(Owned):
    """How a hospital pages: how long it waits for somebody, and its own pager's address."""

    GENERIC, PAGERDUTY = "generic", "pagerduty"

    minutes = models.PositiveSmallIntegerField(default=5)
    kind = models.CharField(max_length=10, default=GENERIC)
    url = models.CharField(max_length=500, blank=True)
    #: The secret that signs calls, or PagerDuty's routing key.
    secret = Sealed(blank=True, default=b"")
    #: Whether that address stands inside the hospital's own network.
    inside = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    tested_at = models.DateTimeField(null=True, blank=True)
    test_said = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="one_pager_each")]

    def __str__(self) -> str:
        return f"pager {self.pk}"


class SafetyStep(Owned):
    """What somebody did for a person in danger, kept as a record of its own."""

    conversation = models.ForeignKey("inbox.Conversation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kind
