"""Reads: what stands on the hub."""

from collections.abc import Sequence

from django.db.models import Count, QuerySet
from django.http import Http404

from bedside.channels.models import HubComment, HubPost
from bedside.organizations.models import Organization


def hub_posts(organization: Organization, *, topic: str = "") -> "QuerySet[HubPost]":
    """What the hub shows, newest first."""
    posts = HubPost.objects.filter(organization=organization, withdrawn_at=None)
    if topic:
        posts = posts.filter(topic_slug=topic)
    return posts.order_by("-published_at", "-id")


def access_hub_post(organization: Organization, slug: str) -> HubPost:
    """A post of the hub, also a withdrawn one (its page says so); raises Http404."""
    post = (
        HubPost.objects.filter(organization=organization, slug=slug).select_related("account", "organization").first()
    )
    if post is None:
        raise Http404("No such page.")
    return post


def hub_comments(post: HubPost) -> list[HubComment]:
    """The comments the page shows, oldest first."""
    return list(
        HubComment.objects.filter(
            organization_id=post.organization_id, post=post, state=HubComment.SHOWN, withdrawn_at=None
        ).order_by("id")[:500]
    )


def hub_comment_states(organization: Organization, network_ids: Sequence[str]) -> dict[str, str]:
    """Whether the public page shows comments of the hub, by their ids: waiting, shown or hidden; no other ids."""
    keys = {one.removeprefix("hub/comment/"): one for one in network_ids}
    found = HubComment.objects.filter(organization=organization, key__in=keys) if keys else HubComment.objects.none()
    return {keys[key]: state for key, state in found.values_list("key", "state")}


def hub_topics(organization: Organization) -> list[tuple[str, str, int]]:
    """(slug, name, posts) of every topic that has a post."""
    return list(
        HubPost.objects.filter(organization=organization, withdrawn_at=None)
        .exclude(topic_slug="")
        .values_list("topic_slug", "topic")
        .annotate(posts=Count("id"))
        .order_by("topic")
    )
