"""How an inbox is sorted: labels, saved views, and the counts of every view."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from bedside.inbox.models.threads import Conversation
from bedside.organizations.models import Member, Owned

#: Hues a label may have: tokens of the design, chosen by number.
HUES = 6


class Label(Owned):
    """A word of the hospital's own to find conversations again by."""

    name = models.CharField(max_length=40)
    hue = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("organization", Lower("name"), name="label_named_once")]

    def __str__(self) -> str:
        return self.name


class Labeling(Owned):
    """A label on a conversation; the conversation keeps the same ids beside it, for the list."""

    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["label", "conversation"], name="labeled_once")]

    def __str__(self) -> str:
        return f"label {self.label_id} on {self.conversation_id}"


class SavedView(Owned):
    """Filters under a name: one's own, or everybody's."""

    name = models.CharField(max_length=60)
    #: The part of the list's address behind "?".
    query = models.CharField(max_length=800)
    shared = models.BooleanField(default=False)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    #: How many it held when it was counted last; none while it was not.
    number = models.PositiveIntegerField(null=True)
    counted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Tally(Owned):
    """How many conversations a view holds, as steps that are summed: triggers of the database add them in the very
    transaction that moves a conversation, and no writer waits for another. A job folds them together."""

    place = models.CharField(max_length=12)
    #: The member's id for "mine"; 0 for what is everybody's.
    whose = models.BigIntegerField(default=0)
    number = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["organization"], include=["place", "whose", "number"], name="tally_of")]

    def __str__(self) -> str:
        return f"{self.place} {self.number}"


class Act(Owned):
    """Something done to one or many conversations, so that it can be undone for ten minutes."""

    kind = models.CharField(max_length=12)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    number = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["by", "-at"], condition=Q(undone_at=None), name="act_to_undo")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.number}"


class ActChange(Owned):
    """What an act changed on one conversation: the facts before and after, and what moved out of it."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="changes")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    before: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(default=dict)
    after: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(default=dict)
    #: Ids of messages, answers and notes that went from this conversation to `moved_to`.
    messages = ArrayField(models.BigIntegerField(), default=list)
    replies = ArrayField(models.BigIntegerField(), default=list)
    notes = ArrayField(models.BigIntegerField(), default=list)
    moved_to = models.ForeignKey(Conversation, null=True, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"change of {self.conversation_id}"


class FollowUp(Owned):
    """A conversation somebody wants to look at again on a day, and why."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    on_date = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["member", "on_date"], condition=Q(done_at=None), name="follow_up_open")]

    def __str__(self) -> str:
        return f"follow-up {self.pk}"
