"""The newsletter: who asked for it, what was sent, one letter a person, and mails in and out beside it.

Addresses are sealed; `digest` is a keyed hash by which one is found again. Nothing here is shown to another hospital.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from bedside.channels.models.accounts import Account
from bedside.kit.fields import Sealed
from bedside.organizations.models import Owned


class Subscriber(Owned):
    """Somebody's address, how it came here, and whether it may be written to."""

    PENDING, CONFIRMED, LEFT, SUPPRESSED = "pending", "confirmed", "left", "suppressed"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    address = Sealed()
    language = models.CharField(max_length=10, default="en")
    state = models.CharField(max_length=10, default=PENDING)
    #: "form" or "import", and the words by which the person agreed.
    source = models.CharField(max_length=10)
    consent = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    #: When the mail that asks to confirm last left; empty: it is still to be sent.
    asked_mail_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    #: Why it may no longer be written to: "link", "one click", "mail", "staff", "bounce", "complaint".
    reason = models.CharField(max_length=12, blank=True)
    soft_bounces = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="subscriber_once")]
        indexes = [models.Index(fields=["account", "state", "id"], name="subscribers_by_state")]

    def __str__(self) -> str:
        return f"subscriber {self.pk}"


class Issue(Owned):
    """One issue of the newsletter as it leaves."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60, unique=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    link = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=10, default="en")
    pictures: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(default=list)
    made_at = models.DateTimeField()
    #: A person ended it before everybody had it.
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-made_at"], name="issues_recent")]

    def __str__(self) -> str:
        return f"issue {self.pk}"


class IssueLetter(Owned):
    """One issue to one person, from due to done; never tried again once its text may have been taken."""

    DUE, SENDING, SENT, REFUSED, UNKNOWN, CANCELED = "due", "sending", "sent", "refused", "unknown", "canceled"

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="+")
    subscriber = models.ForeignKey(Subscriber, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=8, default=DUE)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    #: While sending, "DATA" once the text leaves; afterwards the mail server's status (RFC 3463).
    code = models.CharField(max_length=20, blank=True)
    #: Whether it came back: "", "hard", "soft".
    bounced = models.CharField(max_length=4, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "subscriber"], name="one_letter_each"),
            models.CheckConstraint(
                condition=Q(state__in=["due", "sending", "sent", "refused", "unknown", "canceled"]),
                name="letter_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "not_before", "id"], condition=Q(state="due"), name="letters_due"),
            models.Index(fields=["issue", "state"], name="letters_by_state"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"


class Mail(Owned):
    """A mail somebody wrote to the newsletter's address, or our answer to one: what is needed to answer in its
    thread, sealed as JSON (address, subject, references)."""

    IN, DUE, SENDING, SENT, UNKNOWN = "in", "due", "sending", "sent", "unknown"

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    #: A hash of the Message-ID.
    network_id = models.CharField(max_length=80)
    key = models.CharField(max_length=60, blank=True)
    sealed = Sealed(default=b"")
    state = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "network_id"], name="mail_once"),
            models.UniqueConstraint(fields=["account", "key"], condition=~Q(key=""), name="answer_mail_once"),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"
