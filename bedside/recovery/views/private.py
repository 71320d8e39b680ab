"""The private way, from our side: made, shown once, answered, ended."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.kit.times import now
from bedside.organizations.access import Request, needs
from bedside.recovery import actions, queries
from bedside.recovery.actions import Made
from bedside.recovery.forms import HandoffForm, SurveyForm
from bedside.recovery.models import Case
from bedside.recovery.rules import WORDS, Refused
from bedside.recovery.views.page import shown, tried


@needs("recovery.work")
@require_POST
def hand_off(request: Request, pk: int) -> HttpResponse:
    """Makes the way in, and shows its secret once."""
    found = queries.access_case(request.member, pk)
    form = HandoffForm(request.POST, auto_id="handoff_%s")
    if not form.is_valid():
        return shown(request, found, status=422, handoff_form=form)
    try:
        made = actions.hand_off(case=found, by=request.member, at=now(), **form.cleaned_data)
    except Refused as error:
        form.add_error(None, str(error))
        return shown(request, found, status=409, handoff_form=form)
    return _made(request, found, made)


def _made(request: Request, found: Case, made: Made) -> HttpResponse:
    slug, handoff = request.organization.slug, made.handoff
    link = f"{settings.ORIGIN}{reverse('hub:private-open', args=[slug, made.token])}" if made.token else ""
    phone = request.organization.phone or _("[our phone line]")
    said = WORDS[handoff.language][handoff.kind].format(link=link, phone=phone, number=handoff.number)
    context = {
        "case": found,
        "made": made,
        "handoff": handoff,
        "link": link,
        "said": said,
        "page": f"{settings.ORIGIN}{reverse('hub:private', args=[slug])}",
        "threads": [one.conversation for one in queries.threads_of(found)],
        "replies": request.member.may("inbox.reply"),
    }
    response = render(request, "recovery/made.html", context)
    response["Cache-Control"] = "no-store"
    return response


@needs("recovery.work")
@require_POST
def end_handoff(request: Request, pk: int, handoff: int) -> HttpResponse:
    found = queries.access_case(request.member, pk)
    way = queries.access_handoff(found, handoff)
    said = _("Ended. Nobody gets in by it any more.")
    return tried(request, found, lambda: actions.end(handoff=way, by=request.member, at=now()), said, "private")


@needs("recovery.work")
@require_POST
def answer(request: Request, pk: int, handoff: int) -> HttpResponse:
    """Our words on the private page."""
    found = queries.access_case(request.member, pk)
    way = queries.access_handoff(found, handoff)
    text = request.POST.get("text", "")[:7000]
    try:
        actions.answer(handoff=way, text=text, by=request.member, at=now())
    except Refused as error:
        messages.error(request, str(error))
        return shown(request, found, status=422, kept={"handoff": way.pk, "text": text})
    messages.success(request, _("It stands on their private page."))
    return shown(request, queries.access_case(request.member, pk))


@needs("recovery.work")
@require_POST
def survey(request: Request, pk: int) -> HttpResponse:
    """A link to one question, shown once."""
    found = queries.access_case(request.member, pk)
    form = SurveyForm(request.POST, auto_id="survey_%s")
    if not form.is_valid():
        return shown(request, found, status=422, survey_form=form)
    language = form.cleaned_data["language"]
    try:
        _row, token = actions.ask(case=found, language=language, by=request.member, at=now())
    except Refused as error:
        form.add_error(None, str(error))
        return shown(request, found, status=409, survey_form=form)
    link = f"{settings.ORIGIN}{reverse('hub:survey', args=[request.organization.slug, token])}"
    context = {
        "case": found,
        "link": link,
        "said": WORDS[language]["survey"].format(link=link),
        "handoffs": [one for one in queries.handoffs_of(found) if one.opened_at and not one.ended_at],
    }
    response = render(request, "recovery/asked.html", context)
    response["Cache-Control"] = "no-store"
    return response
