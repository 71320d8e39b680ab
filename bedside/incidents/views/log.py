"""The log with its year view and export, reporting, and the hospital's own deadlines."""

import csv
import io
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.audit import actions as audit
from bedside.channels import queries as channels
from bedside.channels.models import Delivery
from bedside.incidents import actions, law, letters, queries, rules
from bedside.incidents.actions.closing import cell
from bedside.incidents.forms import DeadlineForm, ReportForm
from bedside.incidents.models import Assessment, Incident
from bedside.incidents.rules import Conclusion, State
from bedside.incidents.story import story_of
from bedside.kit.pages import numbered
from bedside.kit.times import now
from bedside.organizations.access import Request, needs
from bedside.organizations.models import Organization


def _year(request: Request) -> int | None:
    said = request.GET.get("year", "")
    return int(said) if said.isdecimal() and len(said) == 4 and 1990 <= int(said) <= 2200 else None


@needs("incidents.report")
def log(request: Request) -> HttpResponse:
    """The whole log for those who handle and read it; for everybody else what they reported themselves."""
    organization, member = request.organization, request.member
    if not member.may("incidents.read"):
        mine = queries.reported_by(organization, member.pk)
        return render(request, "incidents/mine.html", {"incidents": mine[:200]})
    state, year, outcome = request.GET.get("state", ""), _year(request), request.GET.get("conclusion", "")
    found = queries.incidents_of(organization, state=state, year=year)
    if outcome in set(Conclusion):
        found = _concluded(found, outcome)
    at, extras = now(), queries.extras_of(organization)
    today = at.astimezone(organization.zone).date()
    shown = numbered(found, number=request.GET.get("page", ""), size=50)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "rows": [_row(one, extras, today) for one in shown.rows],
        "shown": shown,
        "query": kept.urlencode(),
        "state": state if state in set(State) else "",
        "year": year,
        "years": queries.years_of(organization),
        "conclusion": outcome if outcome in set(Conclusion) else "",
        "conclusions": list(rules.CONCLUSIONS.items()),
        "figures": _figures(organization, year),
        "year_due": rules.year_due(year) if year else None,
        "member_manages": member.may("incidents.manage"),
    }
    return render(request, "incidents/list.html", context)


def _concluded(found: "QuerySet[Incident]", outcome: str) -> "QuerySet[Incident]":
    """Incidents whose newest assessment concludes that."""
    wanted = [one.pk for one in found if (last := queries.latest(one)) is not None and last.conclusion == outcome]
    return found.filter(pk__in=wanted)


def _row(
    incident: Incident, extras: tuple[rules.Extra, ...], today: date
) -> tuple[Incident, Assessment | None, rules.Clock | None, int]:
    """The incident, its newest assessment, and its next deadline with the days left."""
    clock = next((clock for clock in queries.clocks_of(incident, extras) if clock.met is None), None)
    return incident, queries.latest(incident), clock, clock.left(today) if clock else 0


def _figures(organization: Organization, year: int | None) -> dict[str, int]:
    rows = list(queries.incidents_of(organization, year=year))
    breaches = [one for one in rows if (last := queries.latest(one)) and last.conclusion == Conclusion.BREACH]
    return {
        "all": len(rows),
        "open": sum(1 for one in rows if one.is_open),
        "breaches": len(breaches),
        "people": sum(one.total or 0 for one in breaches),
        "told": sum(1 for one in breaches if any(n.key == "hhs" and not n.partial for n in one.notices.all())),
    }


@needs("incidents.read")
def log_csv(request: Request) -> HttpResponse:
    """The log with the fields HHS's form asks for, for the report at the end of the year; itself an entry."""
    organization, year, at = request.organization, _year(request), now()
    audit.record(
        "incidents.log_exported", organization=organization, subject=None, by=request.member, at=at, year=year or "all"
    )
    out = io.StringIO()
    writer = csv.writer(out)
    head = ["Incident", "State", "Conclusion", "Confirmed", "HHS told on", "Root cause", "What changed"]
    today = at.astimezone(organization.zone).date()
    for number, one in enumerate(queries.incidents_of(organization, year=year).reverse()):
        last, fields = queries.latest(one), letters.portal(story_of(one, today=today))
        if number == 0:
            writer.writerow([*head, *(name for name, _value in fields)])
        told = next((n.sent_date for n in one.notices.all() if n.key == "hhs" and not n.partial), "")
        row = [
            one.number, one.state, last.conclusion if last else "", "yes" if last and last.confirmed_at else "", told,
            one.root_cause, one.changed, *(value for _name, value in fields),
        ]  # fmt: skip
        writer.writerow([cell(value if isinstance(value, int) else str(value)) for value in row])
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"incidents-{organization.slug}{f'-{year}' if year else ''}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@needs("incidents.report")
def report(request: Request) -> HttpResponse:
    """Anybody may report; `delivery` names what was sent, and is checked to be this hospital's."""
    member, at = request.member, now()
    named = request.GET.get("delivery", "")
    delivery: Delivery | None = None
    if named.isdecimal() and len(named) < 19:
        delivery = channels.access_delivery(request.organization, int(named))
    contains = member.may("incidents.contain")
    form = ReportForm(request.POST or None, sent=delivery is not None, contains=contains, at=at)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = actions.report(
                    organization=request.organization, by=member, at=at, delivery=delivery, **form.given()
                )
                if form.cleaned_data.get("contain"):
                    actions.contain(incident=made, by=member, at=at)
            except rules.Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Thank you. The evidence is kept, and the privacy officer is told."))
                if member.may("incidents.read"):
                    return redirect("incidents:incident", org=request.organization.slug, pk=made.pk)
                return redirect("incidents:list", org=request.organization.slug)
    context = {
        "form": form,
        "delivery": delivery,
        "label": channels.network_of(delivery.account).label if delivery else "",
    }
    return render(request, "incidents/report.html", context, status=status)


@needs("incidents.manage")
def deadlines(request: Request) -> HttpResponse:
    """Deadlines of the hospital's own: set one, see which hold."""
    form, status = DeadlineForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data: dict[str, Any] = form.cleaned_data
            try:
                actions.set_deadline(organization=request.organization, by=request.member, at=now(), **data)
            except rules.Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("It holds from now on, for open incidents too."))
                return redirect("incidents:deadlines", org=request.organization.slug)
    context = {"form": form, "deadlines": queries.deadlines_of(request.organization), "law": law}
    return render(request, "incidents/deadlines.html", context, status=status)


@needs("incidents.manage")
@require_POST
def deadline_end(request: Request, deadline: int) -> HttpResponse:
    found = queries.access_deadline(request.organization, deadline)
    actions.end_deadline(deadline=found, by=request.member, at=now())
    messages.success(request, _("It no longer holds."))
    return redirect("incidents:deadlines", org=request.organization.slug)
