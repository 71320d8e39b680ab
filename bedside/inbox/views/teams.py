"""Teams: who answers together."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.channels import queries as channels
from bedside.inbox import queries
from bedside.inbox.ladder_forms import TeamForm
from bedside.kit.times import now
from bedside.organizations import actions
from bedside.organizations import queries as organizations
from bedside.organizations.access import Request, needs
from bedside.organizations.models import Team


@needs("people.read")
def teams(request: Request) -> HttpResponse:
    """Every team with its people and what each has open."""
    organization, at = request.organization, now()
    seats = organizations.seats_of(organization)
    loads = queries.open_of(organization, {one.pk for people in seats.values() for one in people})
    absent = organizations.away(organization, at=at)
    context = {
        "teams": [
            (team, [(one, loads.get(one.pk, 0), one.pk in absent) for one in seats.get(team.pk, [])])
            for team in organizations.teams_of(organization)
        ],
        "manages": request.member.may("teams.manage"),
    }
    return render(request, "inbox/teams.html", context)


@needs("teams.manage")
def new_team(request: Request) -> HttpResponse:
    return _keep(request, None)


@needs("teams.manage")
def keep_team(request: Request, pk: int) -> HttpResponse:
    return _keep(request, organizations.access_team(request.organization, pk))


def _keep(request: Request, found: Team | None) -> HttpResponse:
    organization = request.organization
    form = TeamForm(
        request.POST if request.method == "POST" else None,
        people=organizations.members_of(organization),
        networks=channels.networks().values(),
        team=found,
        seated=organizations.people_of_team(found) if found is not None else (),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_team(organization=organization, team=found, by=request.member, at=now(), **form.facts())
        except actions.NameTaken:
            form.add_error("name", _("Another team has this name."))
        else:
            messages.success(request, _("The team is kept. What comes in from now on is given to it."))
            return redirect("ladder:teams", org=organization.slug)
    return render(request, "inbox/team.html", {"form": form, "team": found}, status=422 if form.errors else 200)


@needs("teams.manage")
@require_POST
def end_team(request: Request, pk: int) -> HttpResponse:
    found = organizations.access_team(request.organization, pk)
    actions.end_team(team=found, by=request.member, at=now())
    messages.success(request, _("“%(name)s” has ended. What it had keeps its name.") % {"name": found.name})
    return redirect("ladder:teams", org=request.organization.slug)
