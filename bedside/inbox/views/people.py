"""One person's page, and who is at a conversation while it is open."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bedside.inbox import actions, queries
from bedside.inbox.forms import LONGEST_ANSWER, PersonForm
from bedside.inbox.models import Conversation
from bedside.kit.times import now
from bedside.organizations.access import Request, needs


@needs("inbox.read")
def person(request: Request, pk: int) -> HttpResponse:
    """Everything somebody wrote on one network, and a note about them."""
    found = queries.access_correspondent(request.organization, pk)
    form = PersonForm(request.POST or None, initial={"note": found.note})
    if request.method == "POST" and form.is_valid():
        actions.keep_person_note(person=found, note=form.cleaned_data["note"], by=request.member, at=now())
        return redirect("inbox:person", request.organization.slug, pk)
    rows = list(queries.conversations_of(found)[:100])
    context: dict[str, Any] = {
        "at": now(),
        "correspondent": found,
        "form": form,
        "shown": queries.Page(rows, 1, "", ""),
        "labels": {one.pk: one for one in queries.labels(request.organization)},
        "here": reverse("inbox:list", args=[request.organization.slug]),
        "query": "",
        "choose": False,
    }
    response = render(request, "inbox/person.html", context)
    response["Cache-Control"] = "no-store"
    return response


def watched(request: Request, found: Conversation) -> dict[str, Any]:
    """Who else is there, and who is answering."""
    at = now()
    return {
        "present": queries.present(found, at=at, but=request.member),
        "answering": queries.answering(found, at=at, but=request.member),
        "at": at,
    }


@needs("inbox.read")
def presence(request: Request, pk: int) -> HttpResponse:
    """Says that one is here, with what was typed so far (POST), and who else is (both); a part of the page."""
    found = queries.access_conversation(request.organization, pk)
    if request.method == "POST":
        actions.arrive(conversation=found, by=request.member, at=now())
        if "text" in request.POST and request.member.may("inbox.reply"):
            text = request.POST["text"][:LONGEST_ANSWER]
            actions.keep_draft(conversation=found, text=text, by=request.member, at=now())
    return render(request, "inbox/_presence.html", watched(request, found) | {"conversation": found})


@needs("inbox.reply")
@require_POST
def take_over(request: Request, pk: int) -> HttpResponse:
    """Takes the answer over from whoever types it; what they typed stays theirs."""
    found = queries.access_conversation(request.organization, pk)
    actions.take_over(conversation=found, by=request.member, at=now())
    response = redirect("inbox:conversation", request.organization.slug, pk)
    response["Location"] += "#answer"
    return response
