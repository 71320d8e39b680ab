"""Reviews: what people say of the hospital in public with stars or a recommendation, and how it changed."""

from django.db import models

from bedside.channels.models import Account
from bedside.inbox.models.threads import Message
from bedside.organizations.models import Owned


class Review(Owned):
    """One review, as its message in the inbox has it."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="review")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    #: From 1 to 5; none where the network has no stars, or they were taken away.
    stars = models.PositiveSmallIntegerField(null=True)
    posted_at = models.DateTimeField()
    #: From before Bedside was there: whether it was answered then is not known.
    past = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["organization", "-posted_at", "-id"], name="reviews_in_order")]

    def __str__(self) -> str:
        return f"review {self.pk}"


class ReviewVersion(Owned):
    """A review as it once read: its stars and its words, identifiers hidden, from an instant on."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    stars = models.PositiveSmallIntegerField(null=True)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="review_versions_are_numbered")]

    def __str__(self) -> str:
        return f"version {self.number} of review {self.review_id}"
