"""The texts of posts, for the guard's count of what another policy would change."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from bedside.guard.queries import Said, Source
from bedside.organizations.models import Organization
from bedside.publishing.models import Post, Target
from bedside.publishing.queries import SUBJECT


def _posts(organization: Organization, since: datetime) -> "QuerySet[Post]":
    """Drafts, posts on their way and posts that went out, corrected ones as they read now."""
    return Post.objects.filter(organization=organization, changed_at__gte=since)


def _variants(organization: Organization) -> "QuerySet[Target]":
    return Target.objects.filter(organization=organization).exclude(text="")


def count(organization: Organization, since: datetime) -> int:
    """How many texts: each post's own, and each other wording for one network."""
    variants = _variants(organization).filter(post__changed_at__gte=since)
    return _posts(organization, since).count() + variants.count()


def after(organization: Organization, since: datetime, last: int, size: int) -> list[Said]:
    """The texts of up to `size` posts whose keys follow `last`."""
    posts = _posts(organization, since).filter(pk__gt=last).order_by("pk")
    worded = posts.prefetch_related(Prefetch("targets", queryset=_variants(organization), to_attr="variants"))
    found = []
    for post in worded[:size]:
        where = reverse("publishing:post", args=[organization.slug, post.pk])
        texts = [post.text, *(target.text for target in post.variants)]
        found += [Said(post.pk, text, "post", where) for text in texts]
    return found


def titles(organization: Organization, keys: Sequence[int]) -> Mapping[int, str]:
    """The headlines of some posts."""
    return {post.pk: post.title for post in Post.objects.filter(organization=organization, pk__in=keys)}


SOURCES = {SUBJECT: Source(count, after, titles)}
