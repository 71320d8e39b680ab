"""One question on a phone, and the page behind a page: open, decide, done."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.channels import actions as channels
from bedside.channels import queries as channel_queries
from bedside.guard.actions import Held
from bedside.guard.shapes import Verdict
from bedside.inbox import actions, labels, queries, reports, rules
from bedside.inbox.forms import AnswerForm
from bedside.inbox.ladder_forms import NotMineForm
from bedside.inbox.models import Conversation
from bedside.inbox.views.answering import examined
from bedside.inbox.views.conversation import answer_form
from bedside.kit.times import now
from bedside.organizations.access import Request, needs


@needs("inbox.reply")
def one(request: Request, pk: int) -> HttpResponse:
    """The question, its thread with identifiers hidden, and a box; a POST answers it."""
    found = queries.access_conversation(request.organization, pk)
    if request.method != "POST":
        return _one(request, found)
    form = answer_form(found, data=request.POST)
    if not form.is_valid():
        return _one(request, found, form=form, status=422)
    given = form.cleaned_data
    try:
        actions.reply(
            conversation=found, text=given["text"], by=request.member, at=now(), reason=given["reason"],
            seen=given["answers"],
        )  # fmt: skip
    except Held as held:
        return _one(request, found, form=form, verdict=held.verdict, status=409)
    except rules.Closed:
        trouble = _("This was closed meanwhile. Your words are kept below.")
    except rules.NewerMessage:
        trouble = _("They wrote again while you were writing. Read it above, then send: your words are kept below.")
    except rules.NothingToAnswer:
        trouble = _("There is no message to answer here any more. Your words are kept below.")
    except channels.NotOffered as error:
        trouble = str(error)
    else:
        messages.success(request, _("Your answer is on its way. Thank you."))
        return redirect("inbox:one", org=request.organization.slug, pk=pk)
    fresh = queries.access_conversation(request.organization, pk)
    again = answer_form(fresh, text=given["text"])
    again.trouble = trouble
    return _one(request, fresh, form=again, verdict=examined(fresh, given["text"]), status=409)


def _one(
    request: Request, found: Conversation, *, form: AnswerForm | None = None, verdict: Verdict | None = None,
    back: NotMineForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    at = now()
    latest = queries.latest_of_public(found)
    why_not = channel_queries.why_no_answer(latest.arrival, at=at) if latest and latest.arrival else ""
    waiting = list(queries.conversations(request.organization, view="mine", member=request.member)[:21])
    context: dict[str, Any] = {
        "conversation": found,
        "at": at,
        "thread": queries.thread_of(found),
        "answer": form or answer_form(found, latest=latest),
        "verdict": verdict,
        "network": channel_queries.network_of(found.account).label,
        "latest": latest,
        "why_not": why_not,
        "is_mine": found.assigned_to_id == request.member.pk,
        "back_form": back or NotMineForm(),
        "next_one": next((one for one in waiting if one.pk != found.pk and one.waiting_since_at is not None), None),
        "self_url": reverse("inbox:one", args=[found.organization.slug, found.pk]),
    }
    response = render(request, "inbox/one.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@needs("inbox.reply")
@require_POST
def not_mine(request: Request, pk: int) -> HttpResponse:
    """Gives it back with a reason; it goes on to the next who could answer."""
    found = queries.access_conversation(request.organization, pk)
    form = NotMineForm(request.POST)
    if not form.is_valid():
        return _one(request, found, back=form, status=422)
    try:
        after = actions.hand_back(conversation=found, reason=form.cleaned_data["reason"], by=request.member, at=now())
    except actions.NotYours:
        messages.info(request, _("It is not in your hands any more; nothing was changed."))
    else:
        where = after.assigned_to.name if after.assigned_to else _("the open list")
        messages.success(request, _("Given back; it went to %(where)s.") % {"where": where})
    return redirect("inbox:one", org=request.organization.slug, pk=pk)


@needs("inbox.read")
def paged(request: Request, pk: int) -> HttpResponse:
    """Where a page leads: what it is, one button, and what to do first."""
    found = queries.access_conversation(request.organization, pk)
    alarm = queries.alarm_of(found)
    context = {
        "conversation": found,
        "at": now(),
        "alarm": alarm,
        "pages": queries.pages_of(alarm) if alarm is not None else [],
        "card": queries.crisis_card(found),
        "card_title": labels.CARDS.get(found.card, ""),
        "network": channel_queries.network_of(found.account).label,
        "first": queries.level_of(found.organization, found.level).first,
        "report": reports.report_of(found.account.network),
        "acts": request.member.may("inbox.reply"),
        "steps": rules.SAFETY_STEPS,
        "done": queries.steps_done(found),
    }
    response = render(request, "inbox/paged.html", context)
    response["Cache-Control"] = "no-store"
    return response


@needs("inbox.reply")
@require_POST
def take_page(request: Request, pk: int) -> HttpResponse:
    """ "I am acting on it", from the page behind a page: the paging stops."""
    found = queries.access_conversation(request.organization, pk)
    actions.acknowledge(conversation=found, by=request.member, at=now())
    return redirect("inbox:paged", org=request.organization.slug, pk=pk)


@needs("inbox.reply")
@require_POST
def safety_step(request: Request, pk: int) -> HttpResponse:
    """ "I have called emergency services": kept with name and time."""
    found = queries.access_conversation(request.organization, pk)
    kind = request.POST.get("kind", "")
    if kind in rules.SAFETY_STEPS:
        actions.note_step(conversation=found, kind=kind, by=request.member, at=now())
        messages.success(request, _("Kept, with your name and the time."))
    else:
        messages.error(request, _("Choose what you have done. Nothing was changed."))
    return redirect("inbox:paged", org=request.organization.slug, pk=pk)
