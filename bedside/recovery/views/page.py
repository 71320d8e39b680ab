"""One case on one page: what is to do, its steps, the private way, notes, afterwards."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.inbox.queries import access_conversation
from bedside.incidents.queries import incidents_of
from bedside.kit.times import now
from bedside.organizations.access import Request, needs
from bedside.organizations.queries import members_who_may
from bedside.recovery import actions, queries, rules
from bedside.recovery.forms import ChangeForm, CloseForm, FactsForm, HandoffForm, ReasonForm, SurveyForm, WordsForm
from bedside.recovery.models import Case
from bedside.recovery.rules import Refused


def today_of(request: Request) -> Any:
    return now().astimezone(request.organization.zone).date()


def shown(request: Request, found: Case, *, status: int = 200, reveal: bool = False, **given: Any) -> HttpResponse:
    """The page; `reveal` opens what is sealed, which the caller has recorded."""
    works = request.member.may("recovery.work")
    handoffs = [
        {
            "row": one,
            "waits": queries.waits(one),
            "lines": [(line, queries.opened(line) if reveal else "") for line in queries.lines_of(one)],
            "contact": queries.told(one, "contact") if reveal else {},
        }
        for one in queries.handoffs_of(found)
    ]
    people = members_who_may(request.organization, "recovery.read")
    grievance = queries.grievance_of(found)
    context = {
        "case": found,
        "category": rules.CATEGORIES.get(found.category, found.category),
        "severity": rules.SEVERITIES.get(found.severity, (found.severity, 0))[0],
        "source": rules.SOURCES.get(found.source, found.source),
        "outcome": rules.OUTCOMES.get(found.outcome, ""),
        "overdue": rules.is_overdue(found.state, found.target_date, today=today_of(request)),
        "works": works,
        "sealing": reveal,
        "afterwards": queries.opened(found, "afterwards") if reveal else "",
        "has_afterwards": bool(found.afterwards),
        "steps": queries.steps_of(found, reveal=reveal),
        "notes": [(note, queries.opened(note) if reveal else "") for note in queries.notes_of(found)],
        "threads": list(queries.threads_of(found)),
        "handoffs": handoffs,
        "grievance": grievance,
        "grievance_reason": queries.opened(grievance, "reason") if grievance is not None and reveal else "",
        "surveys": list(queries.surveys_of(found)),
        "changes": list(queries.changes_of(found)),
        "reads_incidents": request.member.may("incidents.read"),
        "reason_form": ReasonForm(auto_id="reveal_%s"),
        "note_form": WordsForm(label=_("Note to colleagues"), auto_id="note_%s"),
        "handoff_form": HandoffForm(auto_id="handoff_%s"),
        "survey_form": SurveyForm(auto_id="survey_%s"),
        "facts_form": FactsForm(people=people, case=found),
        "change_form": ChangeForm(people=people, auto_id="change_%s", initial={"category": found.category}),
        "at": now(),
    }
    response = render(request, "recovery/case.html", context | given, status=status)
    response["Cache-Control"] = "no-store"
    return response


def back(request: Request, pk: int, part: str = "") -> HttpResponse:
    response = redirect("recovery:case", org=request.organization.slug, pk=pk)
    if part:
        response["Location"] += f"#{part}"
    return response


def tried(request: Request, found: Case, act: Callable[[], object], said: str, part: str = "") -> HttpResponse:
    """Does it, or says why not; back to the case either way."""
    try:
        act()
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return back(request, found.pk, part)


@needs("recovery.read")
def case(request: Request, pk: int) -> HttpResponse:
    return shown(request, queries.access_case(request.member, pk))


@needs("recovery.read")
@require_POST
def reveal(request: Request, pk: int) -> HttpResponse:
    """Everything sealed in the case, once, with a reason."""
    found = queries.access_case(request.member, pk)
    form = ReasonForm(request.POST, auto_id="reveal_%s")
    if not form.is_valid():
        return shown(request, found, status=422, reason_form=form)
    actions.reveal(case=found, reason=form.cleaned_data["reason"], by=request.member, at=now())
    return shown(request, found, reveal=True)


@needs("recovery.work")
@require_POST
def facts(request: Request, pk: int) -> HttpResponse:
    found = queries.access_case(request.member, pk)
    form = FactsForm(request.POST, people=members_who_may(request.organization, "recovery.read"), case=found)
    if not form.is_valid():
        return shown(request, found, status=422, facts_form=form)
    told = form.cleaned_data
    incident, number = found.incident, told.pop("incident_number")
    if number is None:
        incident = None
    elif incident is None or incident.number != number:
        incident = incidents_of(request.organization).filter(number=number).first()
        if incident is None:
            form.add_error("incident_number", _("There is no incident of that number. Nothing was changed."))
            return shown(request, found, status=422, facts_form=form)
    told["owner"] = form.member()
    return tried(
        request,
        found,
        lambda: actions.change_facts(case=found, incident=incident, by=request.member, at=now(), **told),
        _("Kept."),
    )


@needs("recovery.work")
@require_POST
def step(request: Request, pk: int, step: str) -> HttpResponse:
    found = queries.access_case(request.member, pk)
    text = request.POST.get("text", "")[:2000]
    return tried(
        request,
        found,
        lambda: actions.take_step(case=found, step=step, outcome=text, by=request.member, at=now()),
        _("Kept, and sealed."),
        "steps",
    )


@needs("recovery.read")
@require_POST
def note(request: Request, pk: int) -> HttpResponse:
    found = queries.access_case(request.member, pk)
    form = WordsForm(request.POST, label=_("Note to colleagues"), auto_id="note_%s")
    if not form.is_valid():
        return shown(request, found, status=422, note_form=form)
    text = form.cleaned_data["text"]
    said = _("Kept, and sealed.")
    return tried(
        request, found, lambda: actions.add_note(case=found, text=text, by=request.member, at=now()), said, "notes"
    )


@needs("recovery.work")
@require_POST
def join(request: Request, pk: int) -> HttpResponse:
    """One more conversation, by the number in its address."""
    found = queries.access_case(request.member, pk)
    number = request.POST.get("conversation", "").strip().rstrip("/").rpartition("/")[2]
    if not (number.isascii() and number.isdecimal() and len(number) < 16):
        messages.error(request, _("Give the number at the end of the conversation's address. Nothing was changed."))
        return back(request, pk)
    conversation = access_conversation(request.organization, int(number))
    return tried(
        request,
        found,
        lambda: actions.add_thread(case=found, conversation=conversation, by=request.member, at=now()),
        _("It belongs to this case now."),
    )


@needs("recovery.work")
def close(request: Request, pk: int) -> HttpResponse:
    """How it ended, and what was learned."""
    found = queries.access_case(request.member, pk)
    people = members_who_may(request.organization, "recovery.read")
    form = CloseForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        told = form.cleaned_data
        told["owner"] = form.member()
        told["action"] = told["action"] or "other"
        try:
            actions.close(case=found, by=request.member, at=now(), **told)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Closed. You may ask them one question now."))
            return back(request, pk, "after")
    status = 422 if form.errors else 200
    return render(request, "recovery/close.html", {"case": found, "form": form}, status=status)


@needs("recovery.work")
@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    found = queries.access_case(request.member, pk)
    said = _("It is open again.")
    return tried(request, found, lambda: actions.reopen(case=found, by=request.member, at=now()), said)


@needs("recovery.work")
@require_POST
def hold(request: Request, pk: int) -> HttpResponse:
    found = queries.access_case(request.member, pk)
    on = request.POST.get("on") == "yes"
    said = _("On hold: nothing of it is deleted.") if on else _("The hold is lifted.")
    return tried(request, found, lambda: actions.hold(case=found, on=on, by=request.member, at=now()), said)
