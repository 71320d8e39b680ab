"""On call: rotas, the order of their people, covers, and the hand-overs that were told."""

from typing import Any

from django.db import models
from django.db.models import Q

from bedside.organizations.models.people import Member, Owned

#: Length of a turn in days.
DAY, WEEK = 1, 7


class Rota(Owned):
    """Who is called: its people take turns. `purpose` says which calls look for it."""

    CLINICIAN, SECURITY, OTHER = "clinician", "security", "other"

    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=10, default=OTHER)
    every = models.PositiveSmallIntegerField(default=WEEK)
    #: The first day of the first person's turn.
    since_date = models.DateField()
    handover = models.TimeField()
    #: Whether it is watched around the clock, else the openings [weekday, "08:00", "17:00"] in which it is.
    always = models.BooleanField(default=True)
    openings: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    #: Whether the hospital's holidays are watched as any other day.
    holidays = models.BooleanField(default=True)
    #: Who is called when nobody is on call here, or nobody answers.
    backup = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"], condition=Q(ended_at=None), name="one_rota_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Turn(Owned):
    """A person's place in the order of a rota."""

    rota = models.ForeignKey(Rota, on_delete=models.CASCADE, related_name="turns")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rota", "position"], name="one_turn_a_place")]

    def __str__(self) -> str:
        return f"turn {self.pk}"


class Cover(Owned):
    """Somebody else is on call for a while; of two at once the one made later counts. Taken back by `ended_at`."""

    rota = models.ForeignKey(Rota, on_delete=models.CASCADE, related_name="covers")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"cover {self.pk}"


class Handover(Owned):
    """Somebody was told that their turn or cover begins; one row each, so that nobody is told twice."""

    rota = models.ForeignKey(Rota, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rota", "member", "since_at"], name="told_once_a_turn")]

    def __str__(self) -> str:
        return f"hand-over {self.pk}"
