"""Whether it is a grievance, and its written notice."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.kit.times import now
from bedside.organizations.access import Request, needs
from bedside.recovery import actions, law, letters, queries
from bedside.recovery.forms import GrievanceForm, LetterForm, SentForm
from bedside.recovery.letters import Told
from bedside.recovery.models import Case, Grievance
from bedside.recovery.rules import Refused
from bedside.recovery.views.page import back, today_of


@needs("recovery.work")
def grievance(request: Request, pk: int) -> HttpResponse:
    """The decision; its reason is sealed and asked for anew when it is changed."""
    found = queries.access_case(request.member, pk)
    held = queries.grievance_of(found)
    received = found.opened_at.astimezone(request.organization.zone).date()
    form = GrievanceForm(request.POST if request.method == "POST" else None, found=held, received=received)
    if form.is_valid():
        told = form.cleaned_data
        told["is_grievance"] = told["is_grievance"] == "yes"
        try:
            actions.decide(case=found, by=request.member, at=now(), **told)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept."))
            return back(request, pk, "grievance")
    context = {"case": found, "form": form, "law": law, "held": held}
    return render(request, "recovery/grievance.html", context, status=422 if form.errors else 200)


def _told(request: Request, found: Case, held: Grievance) -> Told:
    organization = request.organization
    taken = [one for one in queries.steps_of(found) if one.row is not None]
    fixed = {
        "hear": "We read what you told us.",
        "fix": "We asked the people and places concerned, and put right what we could.",
        "follow_up": "We spoke with you again.",
    }
    closed = found.closed_at.astimezone(organization.zone).date() if found.closed_at else None
    return Told(
        hospital=organization.name,
        address=organization.address,
        phone=organization.phone,
        contact=found.owner.name if found.owner is not None else "",
        steps=tuple(fixed[one.step.key] for one in taken if one.step.key in fixed),
        received=held.received_date,
        completed=closed,
        today=today_of(request),
    )


@needs("recovery.work")
def letter(request: Request, pk: int) -> HttpResponse:
    """Drafted, changed by a person, kept version by version; opening a kept one is recorded."""
    found = queries.access_case(request.member, pk)
    held = queries.grievance_of(found)
    if held is None or not held.is_grievance:
        if request.method == "POST":
            messages.error(request, _("This case is no grievance. Decide that first; nothing was changed."))
        return redirect("recovery:grievance", org=request.organization.slug, pk=pk)
    versions = list(queries.letters_of(held))
    if request.method == "POST":
        form = LetterForm(request.POST)
        if form.is_valid():
            try:
                actions.write_letter(case=found, text=form.cleaned_data["text"], by=request.member, at=now())
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("This version is kept."))
                return redirect("recovery:letter", org=request.organization.slug, pk=pk)
        text = str(form.data.get("text", ""))
    else:
        text = letters.draft(_told(request, found, held))
        if versions:
            text = queries.opened(versions[0])
            actions.reveal(case=found, reason="To read the grievance's letter", by=request.member, at=now())
        form = LetterForm(initial={"text": text})
    context = {
        "case": found, "held": held, "form": form, "versions": versions, "gaps": letters.gaps(text), "law": law,
        "sent_form": SentForm(initial={"answered_date": today_of(request)}),
    }  # fmt: skip
    response = render(request, "recovery/letter.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@needs("recovery.work")
def letter_print(request: Request, pk: int) -> HttpResponse:
    """The newest version, for paper."""
    found = queries.access_case(request.member, pk)
    held = queries.grievance_of(found)
    newest = queries.letters_of(held).first() if held is not None else None
    if newest is None:
        messages.error(request, _("There is no letter yet."))
        return back(request, pk)
    actions.reveal(case=found, reason="To print the grievance's letter", by=request.member, at=now())
    response = render(request, "recovery/print.html", {"case": found, "text": queries.opened(newest)})
    response["Cache-Control"] = "no-store"
    return response


@needs("recovery.work")
@require_POST
def letter_sent(request: Request, pk: int) -> HttpResponse:
    """By hand: Bedside sends no letter."""
    found = queries.access_case(request.member, pk)
    form = SentForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the day on which it left. Nothing was recorded."))
        return redirect("recovery:letter", org=request.organization.slug, pk=pk)
    try:
        actions.note_answered(case=found, by=request.member, at=now(), **form.cleaned_data)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("recovery:letter", org=request.organization.slug, pk=pk)
    messages.success(request, _("Recorded."))
    return back(request, pk, "grievance")
