"""Settings of answers: what stands for {phone} and the like, and the model that may draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.answers import actions, queries
from bedside.answers.forms import DrafterForm, VariablesForm
from bedside.answers.rules import Unfit
from bedside.kit.times import now
from bedside.organizations.access import Request, needs


@needs("settings.change")
def variables(request: Request) -> HttpResponse:
    rows = queries.rows_of(request.organization)
    form = VariablesForm(request.POST if request.method == "POST" else None, rows=rows)
    if form.is_valid():
        try:
            actions.keep_variables(organization=request.organization, values=form.values(), by=request.member, at=now())
        except Unfit as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept. Answers are filled with these from now on."))
            return redirect("answers:variables", org=request.organization.slug)
    context = {"form": form, "facts": [row for row in rows if row.is_fact]}
    return render(request, "answers/variables.html", context, status=422 if form.errors else 200)


@needs("settings.change")
def drafting(request: Request) -> HttpResponse:
    """The model that may draft, with what is sent to it, in so many words."""
    drafter = queries.drafter_of(request.organization)
    form = DrafterForm(request.POST if request.method == "POST" else None, drafter=drafter)
    if form.is_valid():
        try:
            actions.keep_drafter(organization=request.organization, by=request.member, at=now(), **form.told())
        except Unfit as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept. It holds from the next draft on."))
            return redirect("answers:drafting", org=request.organization.slug)
    context = {"form": form, "drafter": drafter, "has_key": bool(drafter and drafter.key), "at": now()}
    return render(request, "answers/drafting.html", context, status=422 if form.errors else 200)


@needs("settings.change")
@require_POST
def drafting_off(request: Request) -> HttpResponse:
    actions.switch_off(organization=request.organization, by=request.member, at=now())
    messages.success(request, _("Switched off, and its key is destroyed. Nothing is sent to a model."))
    return redirect("answers:drafting", org=request.organization.slug)
