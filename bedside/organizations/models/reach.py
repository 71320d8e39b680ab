"""How a member is reached, and when not."""

from django.db import models
from django.db.models import Q

from bedside.organizations.models.people import Member, Owned


class Device(Owned):
    """A browser that shows a member our notices (Web Push, RFC 8030); gone once its push service says so."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    endpoint = models.TextField()
    #: SHA-256 of the endpoint: a browser that subscribes twice is one device.
    digest = models.CharField(max_length=64)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    name = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "digest"], name="one_device_each")]

    def __str__(self) -> str:
        return self.name or f"device {self.pk}"


class Absence(Owned):
    """A member is away; whoever stands in is asked instead. One at a time; ended early by `ended_at`."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    stand_in = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(ended_at=None), name="away_once_at_a_time")
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"
