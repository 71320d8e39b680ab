"""When somebody reads what people write."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bedside.kit.times import now
from bedside.organizations import actions, holidays, queries
from bedside.organizations import hours as clock
from bedside.organizations.access import Request, needs
from bedside.organizations.rota_forms import HoursForm


@needs("settings.change")
def hours(request: Request) -> HttpResponse:
    """The week, the holidays, and what the public is told outside of them."""
    organization, at = request.organization, now()
    office = queries.office_of(organization)
    form = HoursForm(request.POST if request.method == "POST" else None, office=office)
    if request.method == "POST" and form.is_valid():
        actions.keep_hours(organization=organization, by=request.member, at=at, **form.facts())
        messages.success(request, _("Kept. The hub says when nobody is here, and business clocks rest then."))
        return redirect("organizations:hours", org=organization.slug)
    kept = queries.hours_of(organization, at=at)
    coming = queries.closed_days(organization, office, at=at) if office is not None else {}
    today = at.astimezone(organization.zone).date()
    context = {
        "form": form,
        "at": at,
        "kept": kept,
        "is_open": kept is not None and clock.is_open(at, kept),
        "next_at": clock.next_opening(at, kept) if kept is not None else None,
        "coming": [(day, name) for day, name in sorted(coming.items()) if day >= today][:12],
        "source": holidays.SOURCE,
    }
    return render(request, "organizations/hours.html", context, status=422 if form.errors else 200)
