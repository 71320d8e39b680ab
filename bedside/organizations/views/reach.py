"""How I am reached: browsers that show notices, how often, and being away. Everybody sees only their own."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.kit import push
from bedside.kit.times import now
from bedside.organizations import actions, queries, reaching
from bedside.organizations.access import Request, needs
from bedside.organizations.rota_forms import AwayForm, DeviceForm, NoticesForm


@needs("today.read")
def reach(request: Request) -> HttpResponse:
    return _reach(request)


def _reach(request: Request, *, away: AwayForm | None = None, status: int = 200) -> HttpResponse:
    member, at = request.member, now()
    context: dict[str, Any] = {
        "at": at,
        "devices": list(queries.devices_of(member)),
        "push_key": push.public_of(reaching.push_key()),
        "notices_form": NoticesForm(initial={"notices": member.notices}),
        "absence": queries.absence_of(member, at=at),
        "away_form": away or AwayForm(member=member, people=queries.members_of(request.organization)),
    }
    return render(request, "organizations/reach.html", context, status=status)


def _back(request: Request) -> HttpResponse:
    return redirect("organizations:reach", org=request.organization.slug)


@needs("today.read")
@require_POST
def add_device(request: Request) -> HttpResponse:
    """A browser that asked to show notices; sent by the page's own script."""
    form = DeviceForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("This browser's answer could not be used. Nothing was changed."), status=422)
    try:
        actions.add_device(member=request.member, at=now(), **form.cleaned_data)
    except push.Unusable:
        return HttpResponse(_("This browser's answer could not be used. Nothing was changed."), status=422)
    messages.success(request, _("This browser shows notices from now on."))
    return _back(request)


@needs("today.read")
@require_POST
def end_device(request: Request, pk: int) -> HttpResponse:
    actions.end_device(device=queries.access_device(request.member, pk), by=request.member, at=now())
    messages.success(request, _("That browser shows no more notices."))
    return _back(request)


@needs("today.read")
@require_POST
def try_notice(request: Request) -> HttpResponse:
    """Asks for a notice to oneself; a job sends it, as it would at night."""
    actions.ask_trial(member=request.member, at=now())
    messages.success(request, _("A trial notice is on its way to your browsers, and a mail to you."))
    return _back(request)


@needs("today.read")
@require_POST
def notices(request: Request) -> HttpResponse:
    form = NoticesForm(request.POST)
    if form.is_valid():
        actions.choose_notices(member=request.member, notices=form.cleaned_data["notices"], at=now())
        messages.success(request, _("Kept."))
    else:
        messages.error(request, _("Choose one of the three. Nothing was changed."))
    return _back(request)


@needs("today.read")
@require_POST
def away(request: Request) -> HttpResponse:
    form = AwayForm(request.POST, member=request.member, people=queries.members_of(request.organization))
    if form.is_valid():
        try:
            actions.go_away(member=request.member, at=now(), **form.facts())
        except actions.NoSuchAbsence:
            form.add_error("until_date", _("Choose a day that is still to come."))
        else:
            messages.success(request, _("Kept. You are asked for nothing until then."))
            return _back(request)
    return _reach(request, away=form, status=422)


@needs("today.read")
@require_POST
def back(request: Request) -> HttpResponse:
    actions.come_back(member=request.member, at=now())
    messages.success(request, _("Welcome back. You are asked again from now on."))
    return _back(request)
