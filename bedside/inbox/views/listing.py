"""The list: views with their counts, filters, search, and the rows in the order people should look."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from bedside.channels import queries as channels
from bedside.inbox import labels, queries
from bedside.inbox.forms import Chosen, FilterForm
from bedside.kit.pages import numbered
from bedside.kit.times import now
from bedside.organizations.access import Request, needs

SIZE = 50


@dataclass(frozen=True)
class View:
    """One entry of the views: its name, how many it holds (None where that is not counted), its address."""

    label: labels.Words
    icon: str
    url: str
    count: int | None
    current: bool
    danger: bool


@needs("inbox.read")
def listing(request: Request) -> HttpResponse:
    """`?view=open|mine|unassigned|critical|answered|closed|all`, narrowed by network, intent, specialty and words."""
    context = listed(request, selected=_number(request.GET.get("selected")))
    if request.htmx and request.htmx.target == "list":
        context |= {"refreshed": True, "news": _news(request, _number(request.GET.get("seen")))}
        return render(request, "inbox/_list.html", context)
    return render(request, "inbox/list.html", context)


def listed(request: Request, *, selected: int | None = None) -> dict[str, Any]:
    """Everything the first two panes show; `selected` is the conversation shown beside them."""
    organization = request.organization
    networks = channels.networks()
    form = FilterForm(request.GET, networks=networks.values())
    chosen = form.chosen()
    seen = queries.last_heard(organization)  # before the rows: what comes in between is announced, not lost
    found = queries.conversations(
        organization,
        view=chosen.view,
        member=request.member,
        network=chosen.network,
        intent=chosen.intent,
        specialty=chosen.specialty,
        words=chosen.words,
    )
    shown = numbered(found, number=chosen.page, size=SIZE)
    here = reverse("inbox:list", args=[organization.slug])
    counts = queries.counts(organization, request.member)
    request.inbox_counts = counts  # the rail shows one of them, and need not count again
    return {
        "at": now(),
        "filters": chosen,
        "form": form,
        "shown": shown,
        "selected": selected,
        "views": _views(here, chosen, counts),
        "view_label": labels.VIEWS[chosen.view][0],
        "view_icon": labels.VIEWS[chosen.view][1],
        "empty": labels.EMPTY[chosen.view],
        "query": chosen.query(),
        "seen": seen,
        "here": here,
        "clear_url": _address(here, chosen.query(network="", intent="", specialty="", words="", page="1")),
        "newer": _address(here, chosen.query(page=str(shown.previous))) if shown.number > 1 else "",
        "older": _address(here, chosen.query(page=str(shown.number + 1))) if shown.has_next else "",
    }


def _views(here: str, chosen: Chosen, counts: dict[str, int]) -> list[View]:
    return [
        View(
            label,
            icon,
            _address(here, chosen.query(view=view, page="1")),
            counts.get(view),
            view == chosen.view,
            view == "critical" and bool(counts.get("critical")),
        )
        for view, (label, icon) in labels.VIEWS.items()
    ]


def _address(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _number(said: str | None) -> int | None:
    return int(said) if said and said.isdecimal() and len(said) < 16 else None


def _news(request: Request, seen: int | None) -> str:
    """What a screen reader says of a list that changed by itself; nothing where nobody wrote."""
    if seen is None:
        return ""
    arrived, critical = queries.news_since(request.organization, seen)
    if not arrived:
        return ""
    words = ngettext("%(count)d new message", "%(count)d new messages", arrived) % {"count": arrived}
    if critical:
        words += ngettext(", %(count)d of them critical", ", %(count)d of them critical", critical) % {
            "count": critical
        }
    return words
