"""What may be spam: the same words seen again, and conversations somebody should look at."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from bedside.inbox.models.threads import Conversation, Message
from bedside.organizations.models import Member, Owned


class Sighting(Owned):
    """Words as they were seen once, as a digest without what senders vary and without identifiers; forgotten after a
    few days."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    #: Whose: the correspondent's key, 0 where nobody is known.
    author = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organization", "digest", "at"], name="seen_again")]

    def __str__(self) -> str:
        return f"sighting {self.pk}"


class Suspicion(Owned):
    """A conversation that may be spam, why, and what somebody said of it. It stays in its place in the list meanwhile:
    nothing is put away by a machine."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="+")
    #: Keys of labels.SUSPICIONS.
    kinds = ArrayField(models.CharField(max_length=6), default=list)
    digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_spam = models.BooleanField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organization", "id"], condition=Q(judged_at=None), name="suspicions_open")]

    def __str__(self) -> str:
        return f"suspicion {self.pk}"
