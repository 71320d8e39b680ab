"""Teams: who answers together, for which specialties and networks."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from bedside.organizations.models.people import Member, Owned


class Team(Owned):
    """People who answer together. It lasts until `ended_at`; what was given to it keeps its name."""

    name = models.CharField(max_length=80)
    #: Specialties it answers for, as triage names them; none: it takes what a rule gives it.
    specialties = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    #: Networks it answers on; none: on all.
    networks = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    #: How many open conversations one person may be given; empty: no end.
    most_open = models.PositiveSmallIntegerField(null=True, blank=True)
    lead = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"], condition=Q(ended_at=None), name="one_team_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Seat(Owned):
    """A member's place in a team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "member"], name="one_seat_each")]

    def __str__(self) -> str:
        return f"seat {self.pk}"
