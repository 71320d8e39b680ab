"""Approved answers and drafts in the answer box: suggested with why, found after a slash, put in by a press."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.answers import actions as answers
from bedside.answers import queries as library
from bedside.answers.queries import Suggestion
from bedside.inbox import actions, queries, rules
from bedside.inbox.models import Conversation, Message
from bedside.kit.times import now
from bedside.organizations.access import Request, needs


def offered(request: Request, found: Conversation, latest: Message | None) -> dict[str, Any]:
    """What the page shows around the box: answers that fit, those found by words, the model's draft."""
    at, words = now(), request.POST.get("find", "").replace("\x00", "")[:60]
    drafting = queries.drafting_of(found.organization)
    draft = queries.latest_draft(found, request.member) if drafting is not None else None
    if draft is not None and latest is not None and draft.answers_id != latest.pk:
        draft = None
    return {
        "suggestions": queries.suggestions_for(found, latest, at=at),
        "library": queries.found_for(found, latest, words, at=at) if words else [],
        "find": words,
        "drafting": drafting is not None,
        "draft": draft,
        "draft_over": draft is not None and queries.is_given_up(draft, at=at),
    }


def _version_words(request: Request, found: Conversation, answer_id: int) -> Suggestion | None:
    """An approved answer as it would stand in the box, and that it was put there; None where a value is missing."""
    today = now().astimezone(request.organization.zone).date()
    library.access_current(request.organization, answer_id, today=today)  # 404 where it is not offered
    latest = queries.latest_of_public(found)
    one = queries.offer_of(found, latest, answer_id, at=now())
    if one is None or not one.is_ready:
        return None
    answers.insert(version=one.version, language=one.language, subject=found, by=request.member, at=now())
    return one


def wording(request: Request, found: Conversation, use: str) -> str | None:
    """The words behind `use=answer-N`, `use=correction-N` and `use=draft-N`; None for anything else, or where it cannot
    be used."""
    kind, _dash, number = use.partition("-")
    if not number.isdecimal() or len(number) > 15:
        return None
    if kind == "answer":
        one = _version_words(request, found, int(number))
        if one is None:
            messages.error(
                request, _("A value of this answer is missing: an administrator sets it in Settings, Answers.")
            )
        return one.filled.text if one is not None else None
    if kind == "draft":
        draft = queries.own_draft(found, request.member, int(number))
        return actions.put_draft(draft=draft, at=now()) if draft is not None else None
    if kind == "correction":
        correction = queries.offered_claim(found, int(number), at=now())
        if correction is None:
            messages.error(request, _("This correction is not offered any more: somebody has to look at it again."))
            return None
        return actions.use_claim(offered=correction, conversation=found, by=request.member, at=now())
    return None


@needs("inbox.reply")
def approved(request: Request, pk: int) -> HttpResponse:
    """The list under the box, for what stands after the slash: `?q=`."""
    found = queries.access_conversation(request.organization, pk)
    words = request.GET.get("q", "").replace("\x00", "")[:60]
    context = {
        "conversation": found,
        "options": queries.found_for(found, queries.latest_of_public(found), words, at=now()),
        "words": words,
    }
    return render(request, "inbox/_slash.html", context)


@needs("inbox.reply")
@require_POST
def insert(request: Request, pk: int, approved: int) -> HttpResponse:
    """The words of one answer with their values, as JSON; 409 says which value is missing."""
    found = queries.access_conversation(request.organization, pk)
    one = _version_words(request, found, approved)
    if one is None:
        detail = _("A value of this answer is missing: an administrator sets it in Settings, Answers.")
        return JsonResponse({"detail": detail}, status=409)
    return JsonResponse({"text": one.filled.text, "language": one.language})


@needs("inbox.reply")
def draft(request: Request, pk: int) -> HttpResponse:
    """Asks the model for a draft (POST), or shows how it stands (GET, for the page that waits)."""
    found = queries.access_conversation(request.organization, pk)
    if request.method == "POST":
        try:
            actions.ask_draft(conversation=found, by=request.member, at=now())
        except actions.NoDrafter:
            messages.info(request, _("No model is switched on here. An administrator can, in Settings, Drafting."))
        except actions.MonthFull:
            messages.error(request, _("This month's drafts are used up. Nothing was sent to the model."))
        except (rules.Closed, rules.NothingToAnswer):
            messages.error(request, _("There is nothing to answer here any more."))
        query = request.GET.urlencode()
        address = reverse("inbox:conversation", args=[request.organization.slug, pk])
        return redirect(f"{address}{'?' + query if query else ''}#draft")
    if queries.drafting_of(found.organization) is None:
        return HttpResponse("")
    context = offered(request, found, queries.latest_of_public(found)) | {"conversation": found, "at": now()}
    return render(request, "inbox/_draft.html", context)
