"""The list of cases, opening one, the numbers, and the table to take along."""

import csv
import io
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bedside.inbox.queries import access_conversation
from bedside.kit.pages import numbered
from bedside.kit.times import now
from bedside.organizations.access import Request, needs
from bedside.organizations.queries import members_who_may
from bedside.recovery import actions, queries, rules
from bedside.recovery.forms import HandOpenForm, OpenForm
from bedside.recovery.rules import Refused
from bedside.recovery.views.page import today_of

#: What triage read -> what the case is probably about; a person looks at it.
GUESS = {
    "billing": "billing",
    "privacy": "privacy",
    "discrimination": "discrimination",
    "appointment": "access",
    "adverse_event": "safety",
}
SPANS = (30, 90, 365)


@needs("recovery.read")
def listing(request: Request) -> HttpResponse:
    """`?state=open|closed|all`, `?category=`, `?owner=`, `?overdue=yes`."""
    member, today = request.member, today_of(request)
    state = request.GET.get("state", "open")
    category = request.GET.get("category", "")
    owner, overdue = request.GET.get("owner", ""), request.GET.get("overdue") == "yes"
    people = members_who_may(request.organization, "recovery.read")
    asked = queries.Asked(
        state="" if state == "all" else state,
        category=category,
        owner=int(owner) if owner.isascii() and owner.isdecimal() and len(owner) < 16 else None,
        overdue_on=today if overdue else None,
    )
    found = queries.cases_for(member, asked)
    page = numbered(found, number=request.GET.get("page", "1"), size=30)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "rows": [
            (
                one,
                rules.CATEGORIES.get(one.category, one.category),
                rules.is_overdue(one.state, one.target_date, today=today),
            )
            for one in page.rows
        ],
        "shown": page,
        "state": state,
        "category": category,
        "owner": owner,
        "overdue": overdue,
        "categories": rules.CATEGORIES.items(),
        "people": people,
        "works": member.may("recovery.work"),
        "query": kept.urlencode(),
        "narrowed": bool(category or owner or overdue),
        "unseen": queries.unseen_by(member, asked),
    }
    return render(request, "recovery/list.html", context)


@needs("recovery.work")
def open_by_hand(request: Request) -> HttpResponse:
    """A complaint by phone, letter or in person."""
    return _open(request, None)


@needs("recovery.work")
def open_from(request: Request, conversation: int) -> HttpResponse:
    """A case from a conversation; the one that it has already, where it has one."""
    return _open(request, access_conversation(request.organization, conversation))


def _open(request: Request, conversation: Any) -> HttpResponse:
    people = members_who_may(request.organization, "recovery.read")
    kind = OpenForm if conversation is not None else HandOpenForm
    known = queries.case_of(conversation) if conversation is not None else None
    if known is not None and queries.sees(request.member, known):
        return redirect("recovery:case", org=request.organization.slug, pk=known.pk)
    if known is not None:
        messages.error(request, _("Somebody else works on a case of this conversation already."))
        return redirect("inbox:conversation", org=request.organization.slug, pk=conversation.pk)
    guess = GUESS.get(conversation.intent, "other") if conversation is not None else "other"
    grave = "high" if conversation is not None and conversation.rank == 0 else "normal"
    initial = {"owner": request.member.pk, "category": guess, "severity": grave}
    form = kind(request.POST if request.method == "POST" else None, people=people, initial=initial)
    if form.is_valid():
        told = form.cleaned_data
        told["owner"] = form.member()
        try:
            made = actions.open_case(
                organization=request.organization, conversation=conversation, by=request.member, at=now(), **told
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect("recovery:case", org=request.organization.slug, pk=made.pk)
    context = {"form": form, "conversation": conversation}
    return render(request, "recovery/open.html", context, status=422 if form.errors else 200)


@needs("recovery.measure")
def measures(request: Request) -> HttpResponse:
    """Numbers alone, of 30, 90 or 365 days."""
    asked = request.GET.get("days", "90")
    days = int(asked) if asked in {str(one) for one in SPANS} else 90
    at = now()
    since, until = queries.last_days(at, days)
    found = queries.measures(request.organization, since=since, until=until, today=today_of(request))
    most = max((number for _key, _label, number in found.by_category), default=0)
    context = {"found": found, "days": days, "spans": SPANS, "most": most, "reads": request.member.may("recovery.read")}
    return render(request, "recovery/measures.html", context)


COLUMNS = (
    "number", "opened", "source", "category", "severity", "place", "state", "target", "closed", "days", "outcome",
    "grievance", "satisfaction",
)  # fmt: skip


@needs("recovery.measure")
def export(request: Request) -> HttpResponse:
    """Every case without its sealed parts and without people."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    zone, number = request.organization.zone, 0
    for one in queries.all_cases(request.organization).order_by("number").prefetch_related("surveys", "grievance"):
        scores = [survey.score for survey in one.surveys.all() if survey.score is not None]
        held = getattr(one, "grievance", None)
        row = [
            one.number, one.opened_at.astimezone(zone).date(), one.source, one.category, one.severity, one.place,
            one.state, one.target_date, one.closed_at.astimezone(zone).date() if one.closed_at else "",
            rules.days_between(one.opened_at, one.closed_at) if one.closed_at else "", one.outcome,
            "" if held is None else "yes" if held.is_grievance else "no", scores[0] if scores else "",
        ]  # fmt: skip
        table.writerow([_tame(str(cell)) for cell in row])
        number += 1
    actions.note_export(organization=request.organization, by=request.member, at=now(), number=number)
    response = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cases.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _tame(cell: str) -> str:
    """No formula for a spreadsheet (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
