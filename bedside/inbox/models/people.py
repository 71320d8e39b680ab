"""People as one network knows them: what somebody wrote below several posts stays together."""

from django.db import models

from bedside.organizations.models import Owned


class Correspondent(Owned):
    """Somebody who writes to the hospital on one network. Never joined across networks: two names that look alike may
    be two people."""

    network = models.CharField(max_length=40)
    author_id = models.CharField(max_length=300)
    name = models.CharField(max_length=300, blank=True)
    handle = models.CharField(max_length=300, blank=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    #: Conversations begun and messages written, counted as they come.
    conversations = models.PositiveIntegerField(default=0)
    messages = models.PositiveIntegerField(default=0)
    #: For colleagues; never leaves.
    note = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "network", "author_id"], name="one_person_a_network")
        ]

    def __str__(self) -> str:
        return f"correspondent {self.pk}"
