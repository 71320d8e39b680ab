"""Posts, where each goes, and who approved, declined, corrected or withdrew it."""

from django.db import models

from bedside.channels.models import Account, Delivery
from bedside.guard.models import Clearance
from bedside.organizations.models import Member, Owned
from bedside.publishing.rules import State


class Post(Owned):
    """One text for one or more networks, from draft to sent."""

    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    link = models.CharField(max_length=500, blank=True)
    #: For networks whose posts have titles; empty: the text's first line.
    headline = models.CharField(max_length=300, blank=True, default="", db_default="")
    #: Answers to choose from, where the text is a question, and how long people may choose.
    poll: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, db_default=[])
    poll_minutes = models.PositiveIntegerField(default=0, db_default=0)
    topic = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=12, default="news")
    language = models.CharField(max_length=10, default="en")
    state = models.CharField(max_length=10, default=State.DRAFT.value)
    #: When it goes out; empty: as soon as it is approved. The zone is the one the time was chosen in.
    due_at = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=64)
    #: What was approved, or is waiting to be; a change empties it.
    digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "state", "-changed_at"], name="post_by_state"),
            models.Index(fields=["organization", "due_at"], name="post_by_due"),
        ]

    def __str__(self) -> str:
        return f"post {self.pk}"

    @property
    def title(self) -> str:
        first = self.text.strip().splitlines()[0] if self.text.strip() else ""
        return first if len(first) <= 90 else f"{first[:88].rsplit(' ', 1)[0]} …"


class Target(Owned):
    """One account a post goes to, with wording of its own where it differs."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="targets")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    clearance = models.ForeignKey(Clearance, null=True, on_delete=models.PROTECT, related_name="+")
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "account"], name="one_target_each_account")]

    def __str__(self) -> str:
        return f"target {self.pk}"


class Picture(Owned):
    """A picture or film of a post, stripped of all it does not show, with the words that stand for it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="pictures")
    sha256 = models.CharField(max_length=64)
    mime = models.CharField(max_length=30)
    alt = models.CharField(max_length=1000)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    place = models.PositiveSmallIntegerField(default=0)
    #: Of a film: how long it lasts, and what is said in it, as WebVTT.
    seconds = models.FloatField(default=0, db_default=0)
    captions = models.TextField(blank=True, default="", db_default="")
    #: Who is shown, as a person said it (a key of guard.media.SHOWN), and where what they signed is filed.
    shown = models.CharField(max_length=12, blank=True)
    release = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["place", "pk"]

    @property
    def is_film(self) -> bool:
        return self.mime.startswith("video/")

    def __str__(self) -> str:
        return f"picture {self.pk}"


class Approval(Owned):
    """Somebody other than the author read exactly this and said yes."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="approvals")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    alone = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"approval {self.pk}"


class Decline(Owned):
    """Somebody said not yet, and why."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="declines")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"decline {self.pk}"


class Correction(Owned):
    """A mistake was put right after the post had gone out."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="corrections")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    before = models.TextField()
    note = models.CharField(max_length=280)

    def __str__(self) -> str:
        return f"correction {self.pk}"


class Withdrawal(Owned):
    """The post was taken off every network; what it said is kept here."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="withdrawals")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=280)

    def __str__(self) -> str:
        return f"withdrawal {self.pk}"
