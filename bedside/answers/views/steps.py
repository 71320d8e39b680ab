"""The steps of an answer: each is one button, and says what came of it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.answers import actions, queries
from bedside.answers.forms import NoteForm
from bedside.answers.models import Answer
from bedside.answers.rules import NotYours, Unfit, WrongStep
from bedside.answers.views.library import shown
from bedside.kit.times import now
from bedside.organizations.access import Request, needs


def _tried(request: Request, pk: int, step: Callable[[Answer], object], said: str) -> HttpResponse:
    found = queries.access_answer(request.organization, pk)
    try:
        step(found)
    except (WrongStep, NotYours, Unfit) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("answers:answer", org=request.organization.slug, pk=pk)


@needs("answers.write")
@require_POST
def propose(request: Request, pk: int) -> HttpResponse:
    said = _("Proposed. Whoever may approve it was told by mail.")
    return _tried(request, pk, lambda found: actions.propose(answer=found, by=request.member, at=now()), said)


@needs("answers.approve")
@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    seen = request.POST.get("seen", "")[:64]
    said = _("Approved. It is offered from now on.")
    return _tried(
        request, pk, lambda found: actions.approve(answer=found, seen=seen, by=request.member, at=now()), said
    )


@needs("answers.approve")
@require_POST
def send_back(request: Request, pk: int) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return shown(request, queries.access_answer(request.organization, pk), status=422, note=form)
    note = form.cleaned_data["note"]
    said = _("Sent back. Its author reads your words.")
    return _tried(
        request, pk, lambda found: actions.send_back(answer=found, note=note, by=request.member, at=now()), said
    )


@needs("answers.approve")
@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    said = _("Kept. It is offered for another year.")
    return _tried(request, pk, lambda found: actions.confirm(answer=found, by=request.member, at=now()), said)


@needs("answers.write")
@require_POST
def retire(request: Request, pk: int) -> HttpResponse:
    said = _("Retired. It is no longer offered; its words and uses stay.")
    return _tried(request, pk, lambda found: actions.retire(answer=found, by=request.member, at=now()), said)


@needs("answers.write")
@require_POST
def bring_back(request: Request, pk: int) -> HttpResponse:
    said = _("It is a draft again. Propose it, and somebody else approves it.")
    return _tried(request, pk, lambda found: actions.bring_back(answer=found, by=request.member, at=now()), said)
