"""The hub's own tables: the owned channel keeps what a network would."""

from typing import Any

from django.db import models

from bedside.channels.models.accounts import Account
from bedside.organizations.models import Owned


class HubPost(Owned):
    """A post on the hospital's own hub: the owned channel keeps what a network would."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=90)
    topic = models.CharField(max_length=60, blank=True)
    topic_slug = models.SlugField(max_length=60, blank=True)
    text = models.TextField()
    link = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=10, default="en")
    pictures: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(default=list)
    published_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "slug"], name="hub_slug_once")]
        indexes = [models.Index(fields=["organization", "-published_at"], name="hub_recent")]

    def __str__(self) -> str:
        return self.slug


class HubComment(Owned):
    """A comment or an answer below a hub post. `text` is what the public page shows: identifiers already hidden."""

    WAITING, SHOWN, HIDDEN = "waiting", "shown", "hidden"

    post = models.ForeignKey(HubPost, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60, unique=True)
    author_name = models.CharField(max_length=60)
    from_hospital = models.BooleanField(default=False)
    text = models.TextField()
    state = models.CharField(max_length=8, default=WAITING)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["post", "id"], name="hub_comments_in_order")]

    def __str__(self) -> str:
        return f"comment {self.pk}"
