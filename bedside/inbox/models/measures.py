"""Numbers of service: one narrow row a conversation, sums a day and a month, and how far they are counted."""

from django.db import models

from bedside.inbox.models.threads import Conversation
from bedside.organizations.models import Owned


class Served(Owned):
    """What became of one conversation, in numbers: a `measuring.Fact` as it was when it was counted."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="+")
    #: The day and the hour on which it reached us, by the hospital's clock.
    on_date = models.DateField()
    hour = models.PositiveSmallIntegerField()
    network = models.CharField(max_length=30)
    level = models.CharField(max_length=2)
    #: Ids alone: a number of the past is nobody's to hold on to.
    team = models.BigIntegerField(null=True)
    member = models.BigIntegerField(null=True)
    needed = models.BooleanField()
    answered = models.BooleanField()
    in_time = models.BooleanField()
    silent = models.BooleanField()
    approved = models.BooleanField()
    reopened = models.PositiveSmallIntegerField()
    #: Seconds.
    first_clock = models.PositiveIntegerField(null=True)
    first_business = models.PositiveIntegerField(null=True)
    solved_clock = models.PositiveIntegerField(null=True)
    solved_business = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name_plural = "served"
        indexes = [models.Index(fields=["organization", "on_date"], name="served_by_day")]

    def __str__(self) -> str:
        return f"served {self.conversation_id}"


class ServedSum(Owned):
    """The facts of one day, or of one month, added up for one value of what they are compared by."""

    DAY, MONTH = "day", "month"

    span = models.CharField(max_length=5)
    #: The day, or the first of the month.
    on_date = models.DateField()
    facet = models.CharField(max_length=8)
    value = models.CharField(max_length=40, blank=True)
    #: `measuring.Sums`, packed.
    sums = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "span", "facet", "on_date", "value"], name="one_sum_a_day_and_value"
            )
        ]

    def __str__(self) -> str:
        return f"{self.facet} {self.value} {self.on_date}"


class Counted(Owned):
    """How far the conversations of a hospital are counted."""

    #: The newest entry of the record that was heeded.
    number = models.PositiveBigIntegerField()
    #: While everything is counted anew: the last conversation that was; none once that is done.
    walked = models.BigIntegerField(null=True)
    #: What the numbers rest on besides conversations: zone, hours, targets. Another one counts everything anew.
    stamp = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "counted"
        constraints = [models.UniqueConstraint(fields=["organization"], name="one_count_each")]

    def __str__(self) -> str:
        return f"counted to {self.number}"
