"""The list: views with their counts, filters, search, and the rows in the order people should look."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bedside.channels import queries as channels
from bedside.inbox import labels, queries
from bedside.inbox.asking import Filters
from bedside.inbox.forms import chosen
from bedside.kit.times import now
from bedside.organizations.access import Request, needs
from bedside.organizations.queries import members_who_may

#: A list's whole number is said up to here; beyond, "10,000+".
MOST_SAID = 10_000


@dataclass(frozen=True)
class View:
    """One entry of the views: its name, how many it holds (None where that is not counted), its address."""

    label: labels.Words
    icon: str
    url: str
    count: str
    current: bool
    danger: bool = False
    pk: int = 0


@needs("inbox.read")
def listing(request: Request) -> HttpResponse:
    """`?view=open|mine|…|all`, narrowed by filters and by words with operators; `?after=` is where a page begins."""
    context = listed(request, selected=_number(request.GET.get("selected")))
    if request.htmx and request.htmx.target == "list":
        context |= {"refreshed": True, "news": _news(request, _number(request.GET.get("seen")))}
        return render(request, "inbox/_list.html", context)
    return render(request, "inbox/list.html", context)


def listed(request: Request, *, selected: int | None = None) -> dict[str, Any]:
    """Everything the first two panes show; `selected` is the conversation shown beside them."""
    organization, member, at = request.organization, request.member, now()
    filters = chosen(request.GET)
    over = queries.overview(
        organization, member, at=at
    )  # before the rows: what comes in between is announced, not lost
    request.inbox_counts = over.counts  # the rail shows one of them, and need not count again
    request.etiquette_unread = over.unread
    contexts: dict[int, str] = {}
    if filters.words:
        found = queries.search(organization, filters, member=member, at=at)
        shown, contexts = found.page, found.contexts
    else:
        shown = queries.page(organization, queries.matching(organization, filters, member=member, at=at), filters)
    here = reverse("inbox:list", args=[organization.slug])
    acts = member.may("inbox.reply") or member.may("inbox.assign")
    return {
        "at": at,
        "filters": filters,
        "shown": shown,
        "contexts": contexts,
        "range": _range(shown, over.counts.get(filters.view, 0), filters),
        "selected": selected,
        "views": _views(here, filters, over.counts),
        "saved": _saved(here, filters, over),
        "labels": over.labels,
        "follow_ups": over.follow_ups,
        "undoable": over.undoable,
        "undo_words": labels.done(over.undoable.kind, over.undoable.number) if over.undoable else "",
        "acts": acts,
        "choose": acts,
        "view_label": labels.VIEWS[filters.view][0],
        "view_icon": labels.VIEWS[filters.view][1],
        "empty": labels.EMPTY[filters.view],
        "query": filters.query(),
        "kept": parse_qsl(filters.query(words="", after="", before="")),
        "seen": over.seen,
        "here": here,
        "clear_url": _address(here, Filters(view=filters.view).query()),
        "newer": _address(here, filters.query(after="", before=shown.newer)) if shown.newer else "",
        "older": _address(here, filters.query(before="", after=shown.older)) if shown.older else "",
    }


def _range(shown: queries.Page, whole: int, filters: Filters) -> str:
    """ "1–50 of 12,430", where the whole is known without counting."""
    if not shown.rows:
        return ""
    span = f"{shown.first:,}–{shown.last:,}"
    if filters.narrowed or not (shown.newer or shown.older):
        return span if shown.newer or shown.older else ""
    said = f"{whole:,}" if whole <= MOST_SAID else f"{MOST_SAID:,}+"
    return _("%(span)s of %(whole)s") % {"span": span, "whole": said}


def _said(number: int | None) -> str:
    if not number:
        return ""
    return f"{number:,}" if number < MOST_SAID else f"{MOST_SAID // 1000}k+"


def _views(here: str, filters: Filters, counts: dict[str, int]) -> list[View]:
    bare = not filters.narrowed
    return [
        View(
            label,
            icon,
            _address(here, replace(filters, words="", after="", before="").query(view=view)),
            _said(counts.get(view)) if view not in ("closed", "all") else "",
            view == filters.view and (bare or not filters.words),
            view == "critical" and bool(counts.get("critical")),
        )
        for view, (label, icon) in labels.VIEWS.items()
    ]


def _saved(here: str, filters: Filters, over: queries.Overview) -> list[View]:
    asked = filters.query(after="", before="")
    return [
        View(
            view.name,
            "users" if view.shared else "bookmark",
            _address(here, view.query),
            "" if view.number is None else _said(min(view.number, queries.MOST_COUNTED)),
            view.query == asked,
            pk=view.pk,
        )
        for view in over.views
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


@needs("inbox.read")
def filters(request: Request) -> HttpResponse:
    """Every filter, and a name to keep them under; a page of its own, so that the list need not carry it."""
    asked = chosen(request.GET)
    here = reverse("inbox:list", args=[request.organization.slug])
    context = {
        "here": here,
        "filters": asked,
        "fields": filter_fields(request, asked),
        "query": asked.query(after="", before=""),
        "mine": queries.saved_views(request.organization, request.member),
    }
    return render(request, "inbox/filters.html", context)


@dataclass(frozen=True)
class Field:
    """One filter as a choice: its name, what it is called, and its values with words."""

    name: str
    label: str
    value: str
    choices: list[tuple[str, str]]


def filter_fields(request: Request, asked: Filters) -> list[Field]:
    organization = request.organization
    people = [(str(one.pk), one.name) for one in members_who_may(organization, "inbox.read")]
    named = [(str(one.pk), one.name) for one in queries.labels(organization)]
    stars = [(str(n), ngettext("%(n)d star", "%(n)d stars", n) % {"n": n}) for n in range(1, 6)]
    given: list[tuple[str, object, list[tuple[str, Any]]]] = [
        ("view", _("State"), [(view, words[0]) for view, words in labels.VIEWS.items()]),
        ("network", _("Network"), [(one.name, one.label) for one in channels.networks().values()]),
        ("account", _("Account"), [(str(one.pk), str(one.handle)) for one in channels.accounts_of(organization)]),
        ("intent", labels.FIELDS["intent"], list(labels.INTENTS.items())),
        ("urgency", labels.FIELDS["urgency"], list(labels.URGENCIES.items())),
        ("level", labels.FIELDS["level"], [(f"P{n}", f"P{n}") for n in range(7)]),
        ("specialty", labels.FIELDS["specialty"], list(labels.SPECIALTIES.items())),
        ("sentiment", labels.FIELDS["sentiment"], list(labels.SENTIMENTS.items())),
        ("language", labels.FIELDS["language"], list(labels.LANGUAGES.items())),
        ("label", _("Label"), named),
        ("assignee", _("Who has it"), [("me", _("me")), ("nobody", _("nobody")), *people]),
        ("stars", _("Stars"), stars),
        ("hidden", _("Details hidden"), [("yes", _("something was hidden"))]),
        ("late", _("Over its time"), [("yes", _("unanswered over the target"))]),
        ("sort", _("Order"), [("newest", _("newest first")), ("oldest", _("oldest first"))]),
    ]
    return [
        Field(name, str(label), getattr(asked, name), [(value, str(words)) for value, words in choices])
        for name, label, choices in given
    ]
