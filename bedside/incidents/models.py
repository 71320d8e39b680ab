"""Incidents, what was kept as evidence, what was taken down, how the risk was judged, who was told."""

from typing import Any

from django.db import models

from bedside.channels.models import Delivery, Remote
from bedside.incidents.rules import Conclusion, Origin, State
from bedside.kit.fields import Sealed
from bedside.organizations.models import Member, Owned


class Incident(Owned):
    """Something about a patient went out that should not have. Its clocks run from `discovered_at`."""

    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=10, choices=[(str(one), str(one)) for one in Origin])
    #: Where it stood, in words: networks by name.
    place = models.CharField(max_length=200)
    link = models.CharField(max_length=500, blank=True)
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.PositiveBigIntegerField(null=True)
    #: What happened, in the words of whoever reported it.
    happened = Sealed()
    occurred_at = models.DateTimeField(null=True, blank=True)
    discovered_at = models.DateTimeField()
    reported_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    #: Kinds of information, keys of law.KINDS_OF_PHI.
    phi: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    total = models.PositiveIntegerField(null=True, blank=True)
    residents: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)
    unreachable = models.PositiveIntegerField(null=True, blank=True)
    contained_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, default=State.OPEN.value)
    root_cause = models.CharField(max_length=1000, blank=True)
    changes: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    changed = models.CharField(max_length=1000, blank=True)
    closed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    #: While true nothing of it can be destroyed; PostgreSQL looks at it too.
    on_hold = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "number"], name="incidents_are_numbered")]
        indexes = [
            models.Index(fields=["organization", "state", "-number"], name="incident_by_state"),
            models.Index(fields=["organization", "subject_type", "subject_id"], name="incident_by_subject"),
        ]

    def __str__(self) -> str:
        return f"incident {self.number}"

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN


class Exhibit(Owned):
    """One piece of evidence. Added, never changed or deleted: PostgreSQL refuses it."""

    WORDS, MEDIA, REACH, FILE, REPORT = "words", "media", "reach", "file", "report"

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="exhibits")
    kind = models.CharField(max_length=8)
    label = models.CharField(max_length=200)
    mime = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    #: Of the content before it was sealed.
    sha256 = models.CharField(max_length=64)
    #: What may be shown without a reason: times, names of networks, digests, words with identifiers hidden.
    facts: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    sealed = Sealed()
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "sha256"], name="each_exhibit_kept_once")]

    def __str__(self) -> str:
        return f"exhibit {self.pk}"


class Removal(Owned):
    """One place from which it is taken down, by the network's own door or by hand."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="removals")
    network = models.CharField(max_length=80)
    url = models.CharField(max_length=500, blank=True)
    remote = models.ForeignKey(Remote, null=True, on_delete=models.PROTECT, related_name="+")
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.PROTECT, related_name="+")
    #: Why Bedside cannot do it, where it cannot.
    said = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    hand_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    hand_at = models.DateTimeField(null=True, blank=True)
    hand_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "remote"], name="one_removal_each_place")]

    def __str__(self) -> str:
        return f"removal {self.pk}"


class Assessment(Owned):
    """One version of the four-factor assessment. A change is a new version; only the confirmation is added to it."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="assessments")
    number = models.PositiveIntegerField()
    levels: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    exclusion = models.CharField(max_length=3, blank=True)
    conclusion = models.CharField(max_length=8, choices=[(str(one), str(one)) for one in Conclusion])
    #: JSON: the written reasons by factor, and of the conclusion.
    sealed = Sealed()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="assessments_are_numbered"),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("by")),
                name="assessment_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk}"


class Affected(Owned):
    """One person concerned, where the officer chose to record more than a number."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="affected")
    #: JSON: name, address, contact.
    sealed = Sealed()
    state = models.CharField(max_length=2, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "affected"

    def __str__(self) -> str:
        return f"affected {self.pk}"


class Letter(Owned):
    """One version of a letter: to the people concerned, the media, HHS, or the person who wrote to us."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    sealed = Sealed()
    sha256 = models.CharField(max_length=64)
    grade = models.FloatField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "kind", "number"], name="letters_are_numbered")]

    def __str__(self) -> str:
        return f"letter {self.pk}"


class Notice(Owned):
    """Somebody was told: whom, how, how many, when. `key` is the clock it stops."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="notices")
    key = models.CharField(max_length=20)
    method = models.CharField(max_length=10)
    sent_date = models.DateField()
    count = models.PositiveIntegerField(null=True, blank=True)
    #: More is to follow: the clock goes on.
    partial = models.BooleanField(default=False)
    letter = models.ForeignKey(Letter, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"notice {self.pk}"


class Deadline(Owned):
    """A faster deadline that the hospital set for itself, as a state's law or its own policy asks."""

    title = models.CharField(max_length=120)
    days = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    state = models.CharField(max_length=2, blank=True)
    least = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"deadline {self.pk}"


class Reminded(Owned):
    """A reminder that was sent, so that it is sent once."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=20)
    due_date = models.DateField()
    mark = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "reminded"
        constraints = [
            models.UniqueConstraint(fields=["incident", "key", "due_date", "mark"], name="reminded_once_each")
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"
