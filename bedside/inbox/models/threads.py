"""Conversations with the public: redacted text here, originals sealed in channels."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value

from bedside.channels.models import Account, Arrival, Delivery
from bedside.guard.models import Clearance
from bedside.inbox.models.people import Correspondent
from bedside.inbox.rules import State
from bedside.organizations.models import Member, Owned, Team


class Conversation(Owned):
    """One person's thread below one post (or their mention, review, message) on one account."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    root_id = models.CharField(max_length=500)
    author_id = models.CharField(max_length=300)
    author_name = models.CharField(max_length=300, blank=True)
    author_handle = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, default=State.OPEN.value)
    #: 0 critical, 1 high, 2 normal, 3 low: the list's first order.
    rank = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=2)
    intent = models.CharField(max_length=20)
    sentiment = models.CharField(max_length=10)
    specialty = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, default="en")
    card = models.CharField(max_length=10, blank=True)
    #: Why it stands where it stands: field, value, one sentence, and the words, where they hold no identifier.
    reasons: "models.JSONField[list[dict[str, str]], list[dict[str, str]]]" = models.JSONField(default=list)
    preview = models.CharField(max_length=200, blank=True)
    hidden = models.PositiveIntegerField(default=0)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    started_at = models.DateTimeField()
    last_at = models.DateTimeField()
    #: When a first answer is due, and when it was given; a new message of the public starts the clock again.
    target_at = models.DateTimeField()
    waiting_since_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    assigned_to = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: Whose it is, and whether a person said so: what a person chose is never routed elsewhere.
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    chosen = models.BooleanField(default=False, db_default=False)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    #: Whose it is, on their network; none for what came in before people were kept.
    correspondent = models.ForeignKey(Correspondent, null=True, on_delete=models.PROTECT, related_name="+")
    #: While it is snoozed: when it comes back by itself; none where it waits for them to write.
    snoozed_until_at = models.DateTimeField(null=True, blank=True)
    #: Where new messages of this thread belong: what it was merged into, or what was split from it.
    continues_in = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    #: Ids of its labels, as `Labeling` has them.
    label_ids = ArrayField(models.BigIntegerField(), default=list, db_default=Value([]))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "root_id", "author_id"], name="one_thread_each_person")
        ]
        indexes = [
            models.Index(
                fields=["organization", "rank", "target_at", "id"], condition=Q(state="open"), name="inbox_in_order"
            ),
            models.Index(fields=["organization", "-last_at", "-id"], name="inbox_recently"),
            models.Index(fields=["organization", "state", "-last_at", "-id"], name="inbox_by_state"),
            models.Index(fields=["correspondent", "-last_at"], name="inbox_of_person"),
            models.Index(
                fields=["organization", "snoozed_until_at"], condition=Q(state="snoozed"), name="inbox_to_wake"
            ),
            models.Index(fields=["organization", "assigned_to", "state"], name="inbox_by_person"),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk}"

    @property
    def urgency(self) -> str:
        return ("critical", "high", "normal", "low")[self.rank]

    @property
    def is_open(self) -> bool:
        """Whether it can be answered: a snoozed one can."""
        return self.state in (State.OPEN, State.SNOOZED)

    @property
    def needs_answer(self) -> bool:
        return self.state == State.OPEN and self.waiting_since_at is not None


class Message(Owned):
    """One thing said, by the public (identifiers hidden) or by the hospital (as it was sent)."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="messages")
    arrival = models.OneToOneField(Arrival, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    hidden = models.PositiveIntegerField(default=0)
    urgency = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    #: Its author took it away.
    gone_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    #: As triage read it; whose words the search looks for in it.
    language = models.CharField(max_length=5, default="en", db_default="en")

    class Meta:
        indexes = [models.Index(fields=["conversation", "at", "id"], name="message_in_order")]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def is_ours(self) -> bool:
        return self.arrival_id is None


class Reply(Owned):
    """An answer as it was cleared, and its delivery; shown as sent only when the network said so."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="replies")
    answers = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    message = models.OneToOneField(Message, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    clearance = models.ForeignKey(Clearance, on_delete=models.PROTECT, related_name="+")
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "replies"

    def __str__(self) -> str:
        return f"reply {self.pk}"


class Note(Owned):
    """What colleagues tell each other beside the thread; never leaves the hospital."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="notes")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=2000)

    def __str__(self) -> str:
        return f"note {self.pk}"


class Reveal(Owned):
    """Somebody looked at the words as written, and why."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"reveal {self.pk}"
