"""What changed: made, proposed for the public, approved by a second person."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.kit.times import now
from bedside.organizations.access import Request, needs
from bedside.organizations.queries import members_who_may
from bedside.recovery import actions, queries, rules
from bedside.recovery.forms import ChangeForm, PublicForm
from bedside.recovery.rules import Refused
from bedside.recovery.views.page import shown, today_of, tried


@needs("recovery.measure")
def changes(request: Request) -> HttpResponse:
    """All of them, with what waits for a second person first."""
    member = request.member
    rows = sorted(
        queries.changes(request.organization)[:300],
        key=lambda one: (one.proposed_at is None or one.approved_at is not None, one.done_at is not None),
    )
    context = {
        "rows": [(one, rules.CATEGORIES.get(one.category, ""), rules.ACTIONS.get(one.action, "")) for one in rows],
        "works": member.may("recovery.work"),
        "approves": member.may("recovery.approve"),
        "member_id": member.pk,
        "today": today_of(request),
        "reads": member.may("recovery.read"),
    }
    return render(request, "recovery/changes.html", context)


def _tried(request: Request, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("recovery:changes", org=request.organization.slug)


@needs("recovery.work")
@require_POST
def change_add(request: Request, pk: int) -> HttpResponse:
    """One more change that a case led to."""
    found = queries.access_case(request.member, pk)
    people = members_who_may(request.organization, "recovery.read")
    form = ChangeForm(request.POST, people=people, auto_id="change_%s")
    if not form.is_valid():
        return shown(request, found, status=422, change_form=form)
    told = form.cleaned_data
    told["owner"] = form.member()
    return tried(
        request, found, lambda: actions.add_change(case=found, by=request.member, at=now(), **told), _("Kept."), "after"
    )


@needs("recovery.work")
@require_POST
def change_done(request: Request, pk: int) -> HttpResponse:
    found = queries.access_change(request.organization, pk)
    return _tried(request, lambda: actions.finish(change=found, by=request.member, at=now()), _("Marked as done."))


@needs("recovery.work")
def change_public(request: Request, pk: int) -> HttpResponse:
    """Two sentences for the public, before the guard and a second person."""
    found = queries.access_change(request.organization, pk)
    initial = {"you_said": found.you_said, "we_did": found.we_did}
    form = PublicForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            actions.propose_public(change=found, by=request.member, at=now(), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Proposed. A second person approves it; then it stands on your public page."))
            return redirect("recovery:changes", org=request.organization.slug)
    context = {"change": found, "form": form}
    return render(request, "recovery/public.html", context, status=422 if form.errors else 200)


@needs("recovery.approve")
@require_POST
def change_approve(request: Request, pk: int) -> HttpResponse:
    found = queries.access_change(request.organization, pk)
    seen = request.POST.get("seen", "")[:64]
    said = _("Approved. It stands on your public page once the change is done.")
    return _tried(request, lambda: actions.approve_public(change=found, seen=seen, by=request.member, at=now()), said)


@needs("recovery.approve")
@require_POST
def change_withdraw(request: Request, pk: int) -> HttpResponse:
    found = queries.access_change(request.organization, pk)
    said = _("Withdrawn. It is not shown any more.")
    return _tried(request, lambda: actions.withdraw_public(change=found, by=request.member, at=now()), said)
