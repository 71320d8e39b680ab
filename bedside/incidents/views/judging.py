"""Assessing the risk, confirming, closing, holding, destroying after six years."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.incidents import actions, law, queries, rules
from bedside.incidents.actions.assessing import Unfounded
from bedside.incidents.forms import AssessmentForm, CloseForm, ReasonForm
from bedside.incidents.models import Assessment, Incident
from bedside.incidents.rules import CONCLUSIONS, Conclusion
from bedside.incidents.views.page import back, tried
from bedside.kit.times import now
from bedside.organizations.access import Request, needs


def _initial(last: Assessment | None) -> dict[str, Any]:
    """The form begins with what holds; a first one with a breach, which the law presumes."""
    if last is None:
        return {"conclusion": str(Conclusion.BREACH), "level_recipient": "high", "level_acquired": "high"}
    written = queries.reasons(last)
    found: dict[str, Any] = {"conclusion": last.conclusion, "exclusion": last.exclusion}
    found["reason"] = written.pop("conclusion", "")
    found |= {f"level_{key}": level for key, level in last.levels.items()}
    return found | {f"reason_{key}": reason for key, reason in written.items()}


def _versions(found: Incident) -> list[dict[str, Any]]:
    titles = {one.key: one.title for one in law.FACTORS}
    shown = []
    for one in queries.assessments(found):
        written = queries.reasons(one)
        shown.append(
            {
                "row": one,
                "conclusion": CONCLUSIONS[Conclusion(one.conclusion)],
                "why": written.get("conclusion", ""),
                "factors": [(titles[key], one.levels.get(key, ""), written.get(key, "")) for key in titles],
            }
        )
    return shown


@needs("incidents.read")
def assessment(request: Request, pk: int) -> HttpResponse:
    """The four factors; a new version each time. Who may only read sees the versions, and may confirm."""
    found = queries.access_incident(request.organization, pk)
    last, status = queries.latest(found), 200
    manages = request.member.may("incidents.manage")
    form = AssessmentForm(request.POST if request.method == "POST" and manages else None, initial=_initial(last))
    problems: list[str] = []
    if request.method == "POST":
        if not manages:
            messages.error(request, _("The privacy officer writes the assessment; you may confirm it."))
            return back(request, pk, "assessment")
        status = 422
        if form.is_valid():
            try:
                made = actions.assess(incident=found, draft=form.draft(), by=request.member, at=now())
            except Unfounded as error:
                problems = error.problems
            except rules.Refused as error:
                problems = [str(error)]
            else:
                said = (
                    _("It is a breach: the clocks run. Next, count the people and write to them.")
                    if made.conclusion == Conclusion.BREACH
                    else _("Kept. A second person has to confirm it; until then the clocks run on.")
                )
                messages.success(request, said)
                return back(request, pk, "assessment")
    context = {
        "incident": found,
        "form": form,
        "problems": problems,
        "versions": _versions(found),
        "exclusions": law.EXCLUSIONS,
        "law": law,
        "manages": manages and found.is_open,
        "confirmable": _confirmable(request, found, last),
        "public": rules.is_public(found.origin),
    }
    return render(request, "incidents/assessment.html", context, status=status)


def _confirmable(request: Request, found: Incident, last: Assessment | None) -> bool:
    return (
        found.is_open
        and last is not None
        and last.conclusion != Conclusion.BREACH
        and last.confirmed_at is None
        and request.member.may("incidents.confirm")
        and rules.may_confirm(assessed_by=last.by_id, by=request.member.pk)
    )


@needs("incidents.confirm")
@require_POST
def confirm(request: Request, pk: int, assessment: int) -> HttpResponse:
    row = queries.access_assessment(queries.access_incident(request.organization, pk), assessment)

    def step() -> str:
        actions.confirm(assessment=row, by=request.member, at=now())
        return _("Confirmed by you. The clocks are stopped; the reasons are kept for six years.")

    return tried(request, pk, step, "assessment")


@needs("incidents.manage")
def close(request: Request, pk: int) -> HttpResponse:
    """What it came from and what changed."""
    found = queries.access_incident(request.organization, pk)
    initial = {"root_cause": found.root_cause, "changes": found.changes, "changed": found.changed}
    form, status = CloseForm(request.POST or None, initial=initial), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.close(incident=found, by=request.member, at=now(), **form.cleaned_data)
            except rules.Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Closed. Everything is kept, and stays on hold until you lift it."))
                return back(request, pk)
    missing = rules.missing(queries.stand_of(found)) if found.is_open else []
    context = {"incident": found, "form": form, "missing": missing}
    return render(request, "incidents/close.html", context, status=status)


def _reason(request: Request) -> str:
    form = ReasonForm(request.POST)
    return str(form.cleaned_data["reason"]) if form.is_valid() else ""


@needs("incidents.manage")
@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    found, reason = queries.access_incident(request.organization, pk), _reason(request)

    def step() -> str:
        actions.reopen(incident=found, reason=reason, by=request.member, at=now())
        return _("It is open again, and on hold.")

    return tried(request, pk, step)


@needs("incidents.manage")
@require_POST
def hold(request: Request, pk: int) -> HttpResponse:
    found, reason = queries.access_incident(request.organization, pk), _reason(request)
    on_hold = request.POST.get("take") != "lift"

    def step() -> str:
        actions.change_hold(incident=found, on_hold=on_hold, reason=reason, by=request.member, at=now())
        return _("It is on legal hold.") if on_hold else _("The hold is lifted. Nothing is destroyed by itself.")

    return tried(request, pk, step, "keeping")


@needs("incidents.manage")
@require_POST
def shred(request: Request, pk: int) -> HttpResponse:
    found, reason = queries.access_incident(request.organization, pk), _reason(request)

    def step() -> str:
        actions.shred(incident=found, reason=reason, by=request.member, at=now())
        return _("The evidence is destroyed. Digests, times and conclusions stay.")

    return tried(request, pk, step, "keeping")
