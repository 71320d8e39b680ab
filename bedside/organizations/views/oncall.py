"""On call: every rota now, one rota for two weeks, taking it over, covering, swapping."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.kit.times import now
from bedside.organizations import actions, queries
from bedside.organizations.access import Request, needs
from bedside.organizations.models import Rota
from bedside.organizations.rota_forms import SHOWN, CoverForm, RotaForm, SwapForm


@needs("people.read")
def rotas(request: Request) -> HttpResponse:
    """Who is on call now, in every rota, and where nobody is."""
    at = now()
    context = {
        "at": at,
        "on_call": queries.everybody_on_call(request.organization, at=at),
        "gaps": queries.gaps(request.organization, at=at, ahead=SHOWN),
        "manages": request.member.may("oncall.manage"),
        "takes": request.member.may("oncall.take"),
    }
    return render(request, "organizations/rotas.html", context)


@needs("people.read")
def rota(request: Request, pk: int) -> HttpResponse:
    return _rota(request, queries.access_rota(request.organization, pk))


def _rota(
    request: Request, found: Rota, *, cover: CoverForm | None = None, swap: SwapForm | None = None, status: int = 200
) -> HttpResponse:
    """Two weeks as a table, with what one may do."""
    at = now()
    lines = queries.lines_of(found, at, at + SHOWN)
    people = queries.members_of(request.organization)
    context: dict[str, Any] = {
        "rota": found,
        "at": at,
        "lines": lines,
        "now_line": lines[0],
        "people": queries.people_of(found),
        "chain": queries.chain_of(found)[1:],
        "manages": request.member.may("oncall.manage"),
        "takes": request.member.may("oncall.take"),
        "cover_form": cover or CoverForm(organization=request.organization, people=people),
        "swap_form": swap or SwapForm(turns=_turns(found, at)),
    }
    return render(request, "organizations/rota.html", context, status=status)


def _turns(found: Rota, at: datetime) -> list[tuple[datetime, str]]:
    """The turns of the weeks to come, for swapping: an instant in each, and whose it is from when."""
    names = {member.pk: member.name for member in queries.people_of(found)}
    turns, here = [], at
    for _number in range(12):
        begins, ends, member = queries.turn_at(found, here)
        if member in names:
            local = begins.astimezone(found.organization.zone)
            turns.append((begins if begins > at else here, f"{names[member]}, {local:%a %b} {local.day}"))
        here = ends
    return turns


def _form(request: Request, found: Rota | None = None) -> RotaForm:
    organization = request.organization
    return RotaForm(
        request.POST if request.method == "POST" else None,
        organization=organization,
        people=queries.members_of(organization),
        rotas=queries.rotas_of(organization),
        rota=found,
        order=queries.people_of(found) if found is not None else (),
    )


@needs("oncall.manage")
def new_rota(request: Request) -> HttpResponse:
    return _keep(request, None)


@needs("oncall.manage")
def keep_rota(request: Request, pk: int) -> HttpResponse:
    return _keep(request, queries.access_rota(request.organization, pk))


def _keep(request: Request, found: Rota | None) -> HttpResponse:
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.keep_rota(
                organization=request.organization, rota=found, by=request.member, at=now(), **form.facts()
            )
        except actions.NameTaken:
            form.add_error("name", _("Another rota has this name."))
        except actions.Circle:
            form.add_error("backup", _("That rota falls back on this one already; choose another."))
        else:
            messages.success(request, _("The rota is kept. Who is on call is told by mail at every hand-over."))
            return redirect("organizations:rota", org=request.organization.slug, pk=kept.pk)
    return render(
        request,
        "organizations/rota_form.html",
        {"form": form, "rota": found, "more_people": found is not None and len(queries.people_of(found)) > 4},
        status=422 if form.errors else 200,
    )


@needs("oncall.manage")
@require_POST
def end_rota(request: Request, pk: int) -> HttpResponse:
    found = queries.access_rota(request.organization, pk)
    actions.end_rota(rota=found, by=request.member, at=now())
    messages.success(request, _("“%(name)s” has ended; nobody is called through it any more.") % {"name": found.name})
    return redirect("organizations:rotas", org=request.organization.slug)


@needs("oncall.take")
@require_POST
def take_over(request: Request, pk: int) -> HttpResponse:
    found = queries.access_rota(request.organization, pk)
    actions.take_over(rota=found, by=request.member, at=now())
    messages.success(request, _("You are on call for “%(name)s” until the next hand-over.") % {"name": found.name})
    return redirect("organizations:rota", org=request.organization.slug, pk=pk)


@needs("oncall.take")
@require_POST
def cover(request: Request, pk: int) -> HttpResponse:
    found = queries.access_rota(request.organization, pk)
    form = CoverForm(request.POST, organization=request.organization, people=queries.members_of(request.organization))
    if form.is_valid():
        try:
            actions.cover(rota=found, by=request.member, at=now(), **form.facts())
        except actions.NoSuchTime:
            form.add_error("to_date", _("It must end after it begins, and not be over yet."))
        else:
            messages.success(request, _("Kept. It comes before the turns."))
            return redirect("organizations:rota", org=request.organization.slug, pk=pk)
    return _rota(request, found, cover=form, status=422)


@needs("oncall.take")
@require_POST
def swap(request: Request, pk: int) -> HttpResponse:
    found = queries.access_rota(request.organization, pk)
    at = now()
    form = SwapForm(request.POST, turns=_turns(found, at))
    if form.is_valid():
        try:
            actions.swap(rota=found, by=request.member, at=at, **form.facts())
        except (actions.NothingToSwap, actions.NotHere):
            form.add_error("other", _("Choose two turns of two different people."))
        else:
            messages.success(request, _("The two turns are swapped."))
            return redirect("organizations:rota", org=request.organization.slug, pk=pk)
    return _rota(request, found, swap=form, status=422)


@needs("oncall.take")
@require_POST
def end_cover(request: Request, pk: int, cover: int) -> HttpResponse:
    found, at = queries.access_rota(request.organization, pk), now()
    actions.end_cover(cover=queries.access_cover(found, cover, at), by=request.member, at=at)
    messages.success(request, _("Taken back; the turns hold again."))
    return redirect("organizations:rota", org=request.organization.slug, pk=pk)
