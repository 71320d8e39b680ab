"""The private way: a link or a number, what the person wrote there, and our answers. All words sealed."""

from django.db import models

from bedside.kit.fields import Sealed
from bedside.organizations.models import Member, Owned
from bedside.recovery.models.cases import Case


class Handoff(Owned):
    """One way in for one person. Secrets are kept as hashes; whoever opens it first is bound by a cookie of its own."""

    LINK, NUMBER = "link", "number"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handoffs")
    kind = models.CharField(max_length=6)
    #: SHA-256 of 256 random bits; "" for a number.
    token_digest = models.CharField(max_length=64, blank=True)
    #: What is said on the phone, with a PIN. Also given to whoever came by a link, for the way back.
    number = models.CharField(max_length=9)
    #: Django's own password hash of the PIN; "" until there is one.
    pin_hash = models.CharField(max_length=200, blank=True)
    #: SHA-256 of the cookie of the browser that is bound.
    browser_digest = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=2, default="en")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    #: Until when it can be opened for the first time.
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    rests_until_at = models.DateTimeField(null=True, blank=True)
    #: JSON: name, phone, mail, best time.
    contact = Sealed(default=b"")
    may_contact = models.BooleanField(default=False)
    #: They gave an address and want a mail, without content, when there is an answer.
    wants_mail = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "number"], name="handoff_numbers_differ")]
        indexes = [
            models.Index(fields=["organization", "token_digest"], name="handoff_by_token"),
            models.Index(fields=["organization", "browser_digest"], name="handoff_by_browser"),
        ]

    def __str__(self) -> str:
        return f"handoff {self.pk}"


class HandoffLine(Owned):
    """One thing said on the private page: by the person, or by us where `by` is set."""

    handoff = models.ForeignKey(Handoff, on_delete=models.CASCADE, related_name="lines")
    sealed = Sealed()
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"line {self.pk}"
