"""Feeds of the public site: the hub's own posts, and the feeds that are channels of their own."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bedside.channels.queries import feeds as channel_feeds
from bedside.hub import feeds
from bedside.hub.reading import title_of
from bedside.kit import blobs
from bedside.kit.times import now
from bedside.organizations.access import public

if TYPE_CHECKING:
    from bedside.hub.views import Public

#: Readers look again after this; what a hospital corrects should not stand for long.
MOST_AGE = 300


def answer(request: HttpRequest, feed: feeds.Feed, kind: str) -> HttpResponse:
    """The feed, or 304 where the reader has it already."""
    etag, changed = feed.etag(kind), int(feed.updated_at.timestamp())
    known = get_conditional_response(request, etag=etag, last_modified=changed)
    if isinstance(known, HttpResponse) and known.status_code == 304:
        found = known
    else:
        found = HttpResponse(feeds.write(feed, kind), content_type=feeds.TYPES[kind])
    found["ETag"], found["Last-Modified"] = etag, http_date(changed)
    found["Cache-Control"] = f"public, max-age={MOST_AGE}"
    links = [f'<{feed.self_url}>; rel="self"'] + ([f'<{feed.hub}>; rel="hub"'] if feed.hub else [])
    found["Link"] = ", ".join(links)
    found["Access-Control-Allow-Origin"] = "*"  # it is public, and readers in browsers fetch it from elsewhere
    patch_vary_headers(found, ["Accept-Encoding"])
    return found


def whole(path: str) -> str:
    return f"{settings.ORIGIN}{path}"


def shown_pictures(slug: str, owner: int, kept: Sequence[dict[str, Any]]) -> tuple[feeds.Picture, ...]:
    found = []
    for one in kept:
        url = whole(reverse("hub:picture", args=[slug, one["sha256"]]))
        size = int(one.get("size") or 0)
        if not size:
            try:
                size = len(blobs.get(owner, one["sha256"]))
            except FileNotFoundError:
                continue
        found.append(feeds.Picture(url, str(one["mime"]), size, str(one["alt"]), int(one["width"]), int(one["height"])))
    return tuple(found)


def hub_feed(request: "Public", kind: str, at: datetime) -> feeds.Feed:
    """The newest posts of the hub."""
    organization = request.organization
    entries = [
        feeds.Entry(
            id=f"urn:uuid:{post.key}",
            title=title_of(post),
            text=post.text,
            url=whole(reverse("hub:post", args=[organization.slug, post.slug])),
            published_at=post.published_at,
            updated_at=post.edited_at or post.published_at,
            language=post.language,
            pictures=() if post.withdrawn_at else shown_pictures(organization.slug, organization.pk, post.pictures),
            withdrawn_at=post.withdrawn_at,
        )
        for post in channel_feeds.hub_feed_posts(organization, at=at)
    ]
    home = whole(reverse("hub:home", args=[organization.slug]))
    here = whole(reverse(f"hub:{kind}", args=[organization.slug]))
    about = organization.hub_intro or _("News and health information from %(name)s") % {"name": organization.name}
    return feeds.Feed(home, organization.name, about, home, here, organization.name, "", tuple(entries))


@public
@require_safe
def rss(request: "Public", org: str) -> HttpResponse:
    return answer(request, hub_feed(request, "rss", now()), "rss")


@public
@require_safe
def atom(request: "Public", org: str) -> HttpResponse:
    return answer(request, hub_feed(request, "atom", now()), "atom")


@public
@require_safe
def json(request: "Public", org: str) -> HttpResponse:
    return answer(request, hub_feed(request, "json", now()), "json")


@public
@require_safe
def own(request: "Public", org: str, feed: str, format: str) -> HttpResponse:
    """A feed that is a channel of its own."""
    if format not in feeds.TYPES:
        raise Http404("No such feed.")
    organization = request.organization
    account = channel_feeds.access_feed(organization, feed)
    home = whole(reverse("hub:home", args=[organization.slug]))
    entries = [
        feeds.Entry(
            id=f"urn:uuid:{entry.key}",
            title=entry.title,
            text=entry.text,
            url=entry.link,
            published_at=entry.published_at,
            updated_at=entry.edited_at or entry.published_at,
            language=entry.language,
            pictures=() if entry.withdrawn_at else shown_pictures(organization.slug, organization.pk, entry.pictures),
            withdrawn_at=entry.withdrawn_at,
        )
        for entry in channel_feeds.feed_entries(account, at=now())
    ]
    made = feeds.Feed(
        id=whole(reverse("hub:feed", args=[org, feed, "atom"])),
        title=f"{organization.name}: {account.handle}",
        description=_("%(feed)s from %(name)s") % {"feed": account.handle, "name": organization.name},
        home=home,
        self_url=whole(reverse("hub:feed", args=[org, feed, format])),
        author=organization.name,
        hub=channel_feeds.feed_hub(account),
        entries=tuple(entries),
    )
    return answer(request, made, format)
