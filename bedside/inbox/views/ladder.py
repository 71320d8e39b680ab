"""Settings: the ladder in plain words, routing with a trial on the past, and how people are paged."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.channels import queries as channels
from bedside.inbox import actions, labels, queries, rules
from bedside.inbox.ladder_forms import LevelForm, PagerForm, RouteForm
from bedside.inbox.models import Route
from bedside.inbox.queries import Tried
from bedside.kit.times import now
from bedside.organizations import queries as organizations
from bedside.organizations.access import Request, needs


@needs("ladder.change")
def levels(request: Request) -> HttpResponse:
    """Every level: within which time, who, what first; and where the hospital differs."""
    ladder = queries.ladder_of(request.organization)
    context = {
        "levels": [(level, labels.LEVELS.get(level.name, "")) for level in ladder.values()],
        "hours": organizations.hours_of(request.organization, at=now()),
    }
    return render(request, "inbox/levels.html", context)


@needs("ladder.change")
def level(request: Request, name: str) -> HttpResponse:
    organization = request.organization
    if name not in rules.LADDER:
        raise Http404("No such level.")
    found = queries.level_of(organization, name)
    form = LevelForm(
        request.POST if request.method == "POST" else None,
        level=found,
        teams=organizations.teams_of(organization),
        rotas=organizations.rotas_of(organization),
    )
    if request.method == "POST" and request.POST.get("reset"):
        actions.reset_level(organization=organization, level=name, by=request.member, at=now())
        messages.success(request, _("Back to Bedside's own."))
        return redirect("ladder:levels", org=organization.slug)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_level(organization=organization, level=name, by=request.member, at=now(), **form.facts())
        except rules.NeedsWhy:
            form.add_error("reason", _("This gives more time than Bedside's own. Say why, in at least ten letters."))
        except actions.OutOfRange:
            form.add_error("number", _("Between a minute and two weeks."))
        else:
            messages.success(request, _("Kept. It holds for what comes in from now on."))
            return redirect("ladder:levels", org=organization.slug)
    context = {"form": form, "level": found, "says": labels.LEVELS.get(name, "")}
    return render(request, "inbox/level.html", context, status=422 if form.errors else 200)


# ---- routing ---------------------------------------------------------------------------------------------------------


@needs("routing.change")
def routes(request: Request) -> HttpResponse:
    """The rules in order; `?try=yes` shows what they would do with the last hundred conversations."""
    organization = request.organization
    found = queries.routes_of(organization)
    context: dict[str, Any] = {"routes": found, "teams": organizations.teams_of(organization).count()}
    if request.GET.get("try"):
        rules_ = [queries.rule_of(one) for one in found]
        context["tried"] = _tally(queries.try_routes(organization, rules_, at=now()))
    return render(request, "inbox/routes.html", context)


def _tally(tried: list[Tried]) -> dict[str, Any]:
    """The rows, and how many found a person, a team alone, or nobody."""
    people = sum(1 for one in tried if one.member)
    teams = sum(1 for one in tried if not one.member and one.team is not None)
    return {"rows": tried, "people": people, "teams": teams, "nobody": len(tried) - people - teams}


@needs("routing.change")
def new_route(request: Request) -> HttpResponse:
    return _keep(request, None)


@needs("routing.change")
def keep_route(request: Request, pk: int) -> HttpResponse:
    return _keep(request, queries.access_route(request.organization, pk))


def _keep(request: Request, found: Route | None) -> HttpResponse:
    """The rule's form. "Try it" shows what it would do among the others, and keeps nothing."""
    organization = request.organization
    form = RouteForm(
        request.POST if request.method == "POST" else None,
        networks=channels.networks().values(),
        teams=organizations.teams_of(organization),
        people=organizations.members_who_may(organization, "inbox.reply"),
        route=found,
    )
    context: dict[str, Any] = {"form": form, "route": found}
    if request.method == "POST" and form.is_valid():
        if request.POST.get("next") == "try":
            context["tried"] = _tally(queries.try_routes(organization, _among(request, found, form), at=now()))
            return render(request, "inbox/route.html", context)
        try:
            actions.keep_route(organization=organization, rule=form.rule(), route=found, by=request.member, at=now())
        except actions.NobodyNamed:
            form.add_error("team", _("That team or person is not there any more. Choose another."))
        else:
            messages.success(request, _("The rule is kept. What people chose by hand stays as it is."))
            return redirect("ladder:routes", org=organization.slug)
    return render(request, "inbox/route.html", context, status=422 if form.errors else 200)


def _among(request: Request, found: Route | None, form: RouteForm) -> list[Any]:
    """The hospital's rules with this one in its place."""
    standing = queries.routes_of(request.organization)
    rules_ = [form.rule() if found and one.pk == found.pk else queries.rule_of(one) for one in standing]
    return rules_ if found is not None else [*rules_, form.rule()]


@needs("routing.change")
@require_POST
def end_route(request: Request, pk: int) -> HttpResponse:
    actions.end_route(route=queries.access_route(request.organization, pk), by=request.member, at=now())
    messages.success(request, _("The rule is gone. What it gave stays given."))
    return redirect("ladder:routes", org=request.organization.slug)


@needs("routing.change")
@require_POST
def move_route(request: Request, pk: int) -> HttpResponse:
    up = request.POST.get("up") == "yes"
    actions.move_route(route=queries.access_route(request.organization, pk), up=up, by=request.member, at=now())
    return redirect("ladder:routes", org=request.organization.slug)


# ---- paging ----------------------------------------------------------------------------------------------------------


@needs("settings.change")
def pager(request: Request) -> HttpResponse:
    """How long one waits for the next, and the hospital's own pager."""
    organization = request.organization
    own = queries.pager_of(organization)
    form = PagerForm(request.POST if request.method == "POST" else None, own=own)
    if request.method == "POST" and form.is_valid():
        actions.keep_pager(organization=organization, by=request.member, at=now(), **form.facts())
        messages.success(request, _("Kept. Send a test before you rely on it."))
        return redirect("ladder:pager", org=organization.slug)
    context = {
        "form": form,
        "own": own,
        "ready": own is not None and bool(own.secret) and bool(own.url or own.kind == "pagerduty"),
        "alarms": list(queries.alarms(organization)[:20]),
        "at": now(),
    }
    return render(request, "inbox/pager.html", context, status=422 if form.errors else 200)


@needs("settings.change")
@require_POST
def try_pager(request: Request) -> HttpResponse:
    """Asks for a test call; a job makes it, and the page says what came of it."""
    actions.ask_pager_test(organization=request.organization, by=request.member, at=now())
    messages.success(request, _("A test is on its way; reload this page to see what the pager answered."))
    return redirect("ladder:pager", org=request.organization.slug)
