"""Cases of service recovery: facts without health words in columns, everything else sealed."""

from django.db import models
from django.db.models import Q

from bedside.inbox.models import Conversation
from bedside.incidents.models import Incident
from bedside.kit.fields import Sealed
from bedside.organizations.models import Member, Owned
from bedside.recovery.rules import State


class Case(Owned):
    """One complaint from first hearing to what was learned."""

    number = models.PositiveIntegerField()
    source = models.CharField(max_length=12)
    category = models.CharField(max_length=16)
    severity = models.CharField(max_length=6)
    #: Site or unit, in the hospital's own words.
    place = models.CharField(max_length=80, blank=True)
    specialty = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=6, default=State.OPEN.value)
    owner = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    target_date = models.DateField()
    #: The target of which the owner was reminded.
    reminded_date = models.DateField(null=True, blank=True)
    incident = models.ForeignKey(Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, blank=True)
    #: What the person said afterwards.
    afterwards = Sealed(default=b"")
    #: Days after closing on which what the person wrote privately is deleted, unless it is held.
    keep_days = models.PositiveSmallIntegerField(default=90)
    on_hold = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "number"], name="cases_are_numbered")]
        indexes = [
            models.Index(fields=["organization", "state", "target_date"], name="cases_by_target"),
            models.Index(fields=["organization", "owner", "state"], name="cases_by_owner"),
        ]

    def __str__(self) -> str:
        return f"case {self.number}"

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN


class CaseThread(Owned):
    """A conversation that belongs to a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="threads")
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation"], name="one_case_a_conversation")]

    def __str__(self) -> str:
        return f"thread {self.pk}"


class CaseStep(Owned):
    """A step that was taken: which, by whom, when; its outcome sealed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=12)
    outcome = Sealed(default=b"")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "step"], name="each_step_once")]

    def __str__(self) -> str:
        return f"step {self.step}"


class CaseNote(Owned):
    """What colleagues tell each other; may hold health details, so it is sealed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    sealed = Sealed()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"note {self.pk}"


class Grievance(Owned):
    """The decision whether a case is a grievance, and its dates."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="grievance")
    is_grievance = models.BooleanField()
    reason = Sealed()
    received_date = models.DateField()
    #: When it should be answered; editable, for the seven days are unconfirmed.
    due_date = models.DateField(null=True, blank=True)
    acknowledged_date = models.DateField(null=True, blank=True)
    answered_date = models.DateField(null=True, blank=True)
    #: How the written notice left: by hand, by mail.
    answered_how = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_grievance=True) | Q(answered_date=None), name="only_grievances_are_answered"
            )
        ]

    def __str__(self) -> str:
        return f"grievance of case {self.case_id}"


class GrievanceLetter(Owned):
    """One version of the written notice."""

    grievance = models.ForeignKey(Grievance, on_delete=models.CASCADE, related_name="letters")
    number = models.PositiveIntegerField()
    sealed = Sealed()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grievance", "number"], name="grievance_letters_numbered")]

    def __str__(self) -> str:
        return f"version {self.number}"
