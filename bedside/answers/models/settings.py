"""What a hospital sets for its answers: values of variables, and the machine that may draft."""

from django.db import models

from bedside.kit.fields import Sealed
from bedside.organizations.models import Member, Owned


class AnswerVariable(Owned):
    """A variable of the hospital's and its value: {portal}, {lab_phone}."""

    name = models.CharField(max_length=30)
    value = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="one_value_a_variable")]

    def __str__(self) -> str:
        return self.name


class Drafter(Owned):
    """The one language model that may draft here, and its bounds. Off until an administrator switches it on."""

    is_on = models.BooleanField(default=False)
    base_url = models.CharField(max_length=300)
    model = models.CharField(max_length=120)
    key = Sealed(default=b"")
    #: It stands inside the hospital's network, which the administrator said in so many words.
    is_inside = models.BooleanField(default=False)
    instruction = models.CharField(max_length=1000, blank=True)
    most_tokens = models.PositiveIntegerField(default=400)
    most_a_month = models.PositiveIntegerField(default=500)
    #: Seconds.
    patience = models.PositiveSmallIntegerField(default=60)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    #: What the last call met, where it met trouble; "" once one went well.
    trouble = models.CharField(max_length=300, blank=True)
    trouble_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="one_drafter_each")]

    def __str__(self) -> str:
        return f"drafter {self.pk}"
