"""What stands in the hospital's own feeds."""

from typing import Any

from django.db import models

from bedside.channels.models.accounts import Account
from bedside.organizations.models import Owned


class FeedEntry(Owned):
    """One entry of one feed of the hospital; a withdrawn one is told as such for a while, then dropped."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=300)
    text = models.TextField()
    link = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=10, default="en")
    pictures: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(default=list)
    published_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "feed entries"
        indexes = [models.Index(fields=["account", "-published_at"], name="feed_recent")]

    def __str__(self) -> str:
        return f"feed entry {self.pk}"
