"""Answering: checked as one types, held with reasons, sent as a real reply, and what became of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.channels import actions as channels
from bedside.channels import queries as channel_queries
from bedside.channels import states
from bedside.guard import actions as guard
from bedside.guard.actions import Held
from bedside.guard.queries import askable, examine, policy_of
from bedside.guard.shapes import Verdict
from bedside.inbox import actions, queries, rules
from bedside.inbox.forms import LONGEST_ANSWER
from bedside.inbox.models import Conversation
from bedside.inbox.views.approved import wording
from bedside.inbox.views.conversation import answer_form, back_to, page
from bedside.kit.times import now
from bedside.organizations.access import Request, needs


def examined(found: Conversation, text: str) -> Verdict:
    """What the guard says of an answer to this very thread."""
    latest = queries.latest_of_public(found)
    arrival = latest.arrival if latest is not None else None
    return examine(
        organization=found.organization,
        text=text,
        kind=rules.kind_of_answer(arrival.kind if arrival is not None else ""),
        inbound=channel_queries.words_of(arrival) if arrival is not None else None,
        author=found.author_name or found.author_handle,
    )


@needs("inbox.reply")
@require_POST
def check(request: Request, pk: int) -> HttpResponse:
    """What the guard says as one types; keeps nothing."""
    found = queries.access_conversation(request.organization, pk)
    text = request.POST.get("text", "")[:LONGEST_ANSWER]
    if not text.strip():
        return HttpResponse("")
    verdict = examined(found, text)
    context = {
        "conversation": found,
        "verdict": verdict,
        "reason": request.POST.get("reason", "")[:300],
        "plea": plea_of(request),
        "askable": askable(verdict, policy_of(found.organization)),
    }
    return render(request, "inbox/_check.html", context)


def plea_of(request: Request) -> str:
    """What is said to the privacy officer; without NUL, which PostgreSQL cannot keep."""
    return request.POST.get("plea", "").replace("\x00", "")[:1000]


@needs("inbox.reply")
@require_POST
def appeal(request: Request, pk: int) -> HttpResponse:
    """Asks the privacy officer to release a blocked answer; its words stay in the box."""
    found = queries.access_conversation(request.organization, pk)
    form, plea = answer_form(found, data=request.POST), plea_of(request)
    if not form.is_valid():
        return page(request, found, status=422, answer=form, plea=plea)
    text = form.cleaned_data["text"]
    where = reverse("inbox:conversation", args=[request.organization.slug, pk])
    try:
        actions.ask_release(conversation=found, text=text, note=plea, where=where, by=request.member, at=now())
    except guard.NeedsWords as error:
        form.trouble = str(error)
        return page(request, found, status=422, answer=form, verdict=examined(found, text), plea=plea or " ")
    except (guard.NothingHeld, guard.NeverReleased) as error:
        form.trouble = str(error)
        return page(request, found, status=409, answer=form, verdict=examined(found, text))
    except (rules.Closed, rules.NothingToAnswer):
        form.trouble = _("There is nothing to answer here any more. Your words are kept below.")
        return page(request, queries.access_conversation(request.organization, pk), status=409, answer=form)
    messages.success(request, _("The privacy officer is told. Nothing is sent until they decide."))
    return page(request, found, answer=form)


@needs("inbox.reply")
@require_POST
def reply(request: Request, pk: int) -> HttpResponse:
    """Sends the answer, or shows what holds it; `use=safe` and `use=starter-N` only put words into the box."""
    found = queries.access_conversation(request.organization, pk)
    if use := request.POST.get("use", "") or request.POST.get("look", ""):
        return page(request, found, answer=answer_form(found, text=_wording(request, found, use)))
    form = answer_form(found, data=request.POST)
    if not form.is_valid():
        return page(request, found, status=422, answer=form)
    given = form.cleaned_data
    try:
        actions.reply(
            conversation=found, text=given["text"], by=request.member, at=now(), reason=given["reason"],
            seen=given["answers"],
        )  # fmt: skip
    except Held as held:
        return page(request, found, status=409, answer=form, verdict=held.verdict)
    except rules.Closed:
        trouble = _("This conversation was closed. Open it again to send your answer; your words are kept below.")
    except rules.NewerMessage:
        trouble = _("They wrote again while you were writing. Read it above, then send: your words are kept below.")
    except rules.Answering as other:
        trouble = _("%(name)s is answering this now. Take over above to send yours; your words are kept below.") % {
            "name": other.name
        }
    except rules.NothingToAnswer:
        trouble = _("There is no message to answer here any more. Your words are kept below.")
    except channels.NotOffered as error:
        trouble = str(error)
    else:
        return back_to(request, found, part="latest")
    fresh = queries.access_conversation(request.organization, pk)
    again = answer_form(fresh, text=given["text"])
    again.trouble = trouble
    return page(request, fresh, status=409, answer=again)


def _wording(request: Request, found: Conversation, use: str) -> str:
    """The box with a safe wording in place of the words, or with a starter below them."""
    typed = request.POST.get("text", "")[:LONGEST_ANSWER].strip()
    if use == "safe":
        return examined(found, typed).safe or typed
    if (words := wording(request, found, use)) is not None:
        return f"{typed}\n\n{words}" if typed and typed != words else words
    number = use.removeprefix("starter-")
    begun = queries.starters_of(found)
    if not number.isdecimal() or int(number) >= len(begun):
        return typed
    return f"{typed}\n\n{begun[int(number)]}" if typed and typed not in begun else begun[int(number)]


@needs("inbox.reply")
@require_POST
def try_again(request: Request, pk: int, answer: int) -> HttpResponse:
    """Another try of an answer that the network refused."""
    found = queries.access_conversation(request.organization, pk)
    delivery = queries.access_reply(found, answer).delivery
    if delivery is not None:
        try:
            channels.try_again(delivery=delivery, by=request.member, at=now())
        except states.WrongState:
            messages.info(request, _("It is on its way already, or was sent meanwhile."))
    return back_to(request, found, part="latest")


@needs("inbox.reply")
@require_POST
def check_now(request: Request, pk: int, answer: int) -> HttpResponse:
    """Asks the network at once whether it took an answer."""
    found = queries.access_conversation(request.organization, pk)
    delivery = queries.access_reply(found, answer).delivery
    if delivery is not None:
        channels.check_now(delivery=delivery, by=request.member, at=now())
    return back_to(request, found, part="latest")
