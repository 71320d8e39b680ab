"""The public site: posts, topics, comments, feeds. No account, no cookie but the private page's, nothing from a
third party."""

import hashlib
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from bedside.channels import actions as channel_actions
from bedside.channels import queries as channels
from bedside.channels.models import FeedEntry, HubPost
from bedside.channels.queries import feeds as channel_feeds
from bedside.channels.queries.newsletter import newsletter_account
from bedside.hub import actions
from bedside.hub.forms import CommentForm
from bedside.hub.reading import body_of, threads, title_of
from bedside.inbox import queries as inbox
from bedside.kit import blobs
from bedside.kit.pages import numbered
from bedside.kit.times import now
from bedside.organizations import queries as organizations
from bedside.organizations.access import public
from bedside.organizations.hours import is_open, next_opening
from bedside.organizations.models import Organization
from bedside.recovery import queries as recovery
from bedside.triage.cards import CARDS


class Public(HttpRequest):
    organization: Organization


def frame(request: Public, *, topic: str = "") -> dict[str, Any]:
    """What every page of the hub shows around its content."""
    organization = request.organization
    slug = organization.slug
    return {
        "organization": organization,
        "rehearsal": organization.is_rehearsal,
        "hub": {
            "name": organization.name,
            "url": reverse("hub:home", args=[slug]),
            "phone": organization.phone,
            "phone_tel": "".join(sign for sign in organization.phone if sign.isdigit() or sign == "+"),
            "links": _links(organization),
        },
        "topics": [
            {"label": name, "url": reverse("hub:topic", args=[slug, key]), "current": key == topic}
            for key, name, _posts in channels.hub_topics(organization)
        ],
        "privacy_url": reverse("hub:privacy", args=[slug]),
        "at": now(),
    }


def _links(organization: Organization) -> list[dict[str, str]]:
    """Ways to follow the hospital: its newsletter, where it has one, and its feed."""
    found = []
    if inbox.policy_in_force(organization) is not None:
        found.append({"label": _("Comment policy"), "url": reverse("hub:policy", args=[organization.slug])})
    if newsletter_account(organization) is not None:
        found.append({"label": _("Newsletter"), "url": reverse("hub:newsletter", args=[organization.slug])})
    if recovery.published(organization).exists():
        found.append({"label": _("You said, we did"), "url": reverse("hub:changed", args=[organization.slug])})
    found.append({"label": _("Follow by RSS"), "url": reverse("hub:rss", args=[organization.slug])})
    return found


@public
@require_GET
def home(request: Public, org: str) -> HttpResponse:
    shown = numbered(channels.hub_posts(request.organization), number=request.GET.get("page", "1"), size=12)
    return render(request, "hub/home.html", frame(request) | {"shown": shown})


@public
@require_GET
def topic(request: Public, org: str, topic: str) -> HttpResponse:
    """One community's posts; 404 for a topic nobody wrote about."""
    names = {key: name for key, name, _posts in channels.hub_topics(request.organization)}
    if topic not in names:
        raise Http404("No such topic.")
    found = channels.hub_posts(request.organization, topic=topic)
    shown = numbered(found, number=request.GET.get("page", "1"), size=12)
    context = frame(request, topic=topic) | {"shown": shown, "topic": names[topic], "topic_slug": topic}
    return render(request, "hub/home.html", context)


@public
@require_GET
def post(request: Public, org: str, slug: str) -> HttpResponse:
    """One post with its comments; 410 when it was withdrawn."""
    found = channels.access_hub_post(request.organization, slug)
    if found.withdrawn_at is not None:
        return render(request, "hub/gone.html", frame(request), status=410)
    form = CommentForm(post_key=found.key)
    said = request.GET.get("said", "")
    card = request.GET.get("card", "")
    return _page(request, found, form, said=said if said in ("shown", "waiting") else "", card=card)


def _page(
    request: Public, found: HubPost, form: CommentForm, *, said: str = "", card: str = "", status: int = 200
) -> HttpResponse:
    language, _sep, kind = card.partition("-")
    known = CARDS.get(kind, {}).get("es" if language == "es" else "en") if kind in CARDS else None
    comments = channels.hub_comments(found)
    context = frame(request, topic=found.topic_slug) | {
        "post": found,
        "title": title_of(found),
        "body": body_of(found),
        "threads": threads(comments),
        "number": sum(not one.from_hospital for one in comments),
        "form": form,
        "said": said,
        "card": known,
        "away": away(request.organization),
        "hidden": inbox.hidden_below(request.organization, f"hub/post/{found.key}"),
    }
    return render(request, "hub/post.html", context, status=status)


def away(organization: Organization) -> dict[str, Any] | None:
    """What a comment box says while nobody reads: since when somebody does again. None while somebody does, or where
    the hospital has not said."""
    at = now()
    hours = organizations.hours_of(organization, at=at)
    if hours is None or is_open(at, hours):
        return None
    return {"again_at": next_opening(at, hours), "words": organization.hours}


@public
@csrf_exempt  # a comment carries no authority of the visitor's; its own signed ticket binds it to a page
@require_POST
def comment(request: Public, org: str, slug: str) -> HttpResponse:
    """Takes a comment; whatever goes wrong, the words stay in the form."""
    found = channels.access_hub_post(request.organization, slug)
    form = CommentForm(request.POST, post_key=found.key)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    here = reverse("hub:post", args=[org, slug])
    if form.looks_automatic:
        return redirect(f"{here}?said=waiting#comments")  # a machine need not learn what gave it away
    try:
        said = actions.comment(
            post=found,
            name=form.cleaned_data["name"],
            visitor=visitor(request),
            text=form.cleaned_data["text"],
            at=now(),
        )
    except channel_actions.TooMany:
        form.add_error(None, _("Many comments came in just now. Yours is still here: please send it in a few minutes."))
        return _page(request, found, form, status=429)
    except actions.Gone:
        return render(request, "hub/gone.html", frame(request), status=410)
    query = {"said": "shown" if said.shown else "waiting"}
    if said.card:
        query["card"] = f"{said.language}-{said.card}"
    return redirect(f"{here}?{urlencode(query)}#comments")


def visitor(request: HttpRequest) -> str:
    """An opaque id of this browser, new every day: it limits floods and keeps a thread together, and cannot be
    turned back into an address."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE:  # a proxy stands in front, and adds whom it heard from at the end
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip() or address
    said = f"{settings.SECRET_KEY}|{now():%Y-%m-%d}|{address}|{request.headers.get('User-Agent', '')}"
    return f"visitor-{hashlib.sha256(said.encode()).hexdigest()[:20]}"


@public
@require_GET
def privacy(request: Public, org: str) -> HttpResponse:
    return render(request, "hub/privacy.html", frame(request))


@public
@require_GET
def picture(request: Public, org: str, sha256: str) -> HttpResponse:
    """A picture of a post that stands on the hub or in a feed; nothing else of the store can be reached here."""
    used: HubPost | FeedEntry | None
    used = channels.hub_posts(request.organization).filter(pictures__contains=[{"sha256": sha256}]).first()
    used = used or channel_feeds.shown_in_feeds(request.organization, sha256).first()
    if used is None:
        raise Http404("No such picture.")
    try:
        content = blobs.get(request.organization.pk, sha256)
    except FileNotFoundError as error:
        raise Http404("No such picture.") from error
    mime = next(str(one["mime"]) for one in used.pictures if one["sha256"] == sha256)
    response = HttpResponse(content, content_type=mime)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
