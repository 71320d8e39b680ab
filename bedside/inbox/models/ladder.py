"""The hospital's own ladder and its routing rules: who answers for what, by when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from bedside.organizations.models import Member, Owned, Rota, Team


class Rung(Owned):
    """What this hospital says of one level; levels without a row stand as in rules.LADDER."""

    level = models.CharField(max_length=2)
    minutes = models.PositiveIntegerField()
    #: Whether its clock runs in the hospital's hours alone.
    business = models.BooleanField(default=False)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rota = models.ForeignKey(Rota, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.CharField(max_length=120, blank=True)
    first = models.CharField(max_length=300, blank=True)
    #: Why the target is looser than the default, where it is.
    reason = models.CharField(max_length=300, blank=True)
    changed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "level"], name="one_rung_a_level")]

    def __str__(self) -> str:
        return self.level


class Route(Owned):
    """One rule of routing: when everything it names fits, the conversation goes to its team or person. The first that
    fits counts. What is left empty fits everything."""

    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    intents = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    levels = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    specialties = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    networks = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    #: Reviews with at most so many stars.
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Any of these words, as the redacted text has them.
    words = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Handback(Owned):
    """Somebody gave a conversation back; it does not come to them again by itself. The reason stands in a note."""

    conversation = models.ForeignKey("inbox.Conversation", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"handback {self.pk}"


class Telling(Owned):
    """A member is to hear that a conversation was given to them: at once or with the hour's others; once."""

    conversation = models.ForeignKey("inbox.Conversation", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "member"], condition=models.Q(sent_at=None), name="notices_to_send")
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"
