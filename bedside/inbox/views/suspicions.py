"""The queue of what may be spam: one after the other, by keys."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bedside.inbox import actions, labels, queries, rules
from bedside.inbox.models import Suspicion
from bedside.kit.times import now
from bedside.organizations.access import Request, needs

SHOWN = 60


@needs("inbox.moderate")
@require_GET
def queue(request: Request) -> HttpResponse:
    """What waits to be looked at, oldest first; `?at=` opens one conversation of it."""
    found = queries.suspicions(request.organization)
    rows = list(found[:SHOWN])
    asked = request.GET.get("at", "")
    here = next((one for one in rows if str(one.conversation_id) == asked), rows[0] if rows else None)
    context = {
        "rows": [(one, _why(one)) for one in rows],
        "number": found.count(),
        "here": here,
        "why": _why(here) if here is not None else [],
        "next": _after(rows, here),
        "alike": queries.alike(here).count() if here is not None else 0,
        "lines": queries.messages_of(here.conversation)[-6:] if here is not None else [],
        "undoable": queries.last_act(request.organization, request.member, at=now()),
        "holding": queries.holding(request.organization),
        "at": now(),
    }
    response = render(request, "inbox/moderation_queue.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _why(one: Suspicion) -> list[object]:
    return [labels.SUSPICIONS[kind] for kind in ("read", "bait", "many", "often") if kind in one.kinds]


def _after(rows: list[Suspicion], here: Suspicion | None) -> int:
    """The conversation behind this one, the first again behind the last; 0 where there is no other."""
    keys = [one.conversation_id for one in rows]
    if here is None or len(keys) < 2:
        return 0
    return keys[(keys.index(here.conversation_id) + 1) % len(keys)]


@needs("inbox.moderate")
@require_POST
def judge(request: Request, pk: int) -> HttpResponse:
    """Spam (`is=spam`) or not (`is=fair`); `all=yes` says the same of everything with the same words."""
    conversation = queries.access_conversation(request.organization, pk)
    said = request.POST.get("is", "")
    following = request.POST.get("next", "")
    address = reverse("moderation:queue", args=[request.organization.slug])
    if following.isdecimal() and len(following) < 16 and following != str(pk):
        address = f"{address}?at={following}"
    if said not in ("spam", "fair"):
        messages.error(request, _("Say whether it is spam. Nothing was changed."))
        return redirect(address)
    is_spam, member, at = said == "spam", request.member, now()
    suspicion = queries.suspicion_of(conversation)
    if suspicion is not None and request.POST.get("all") == "yes":
        done = actions.judge_alike(suspicion=suspicion, is_spam=is_spam, by=member, at=at)
        messages.success(request, labels.done(done.act.kind, done.act.number))
        return redirect(address)
    try:
        actions.judge(conversation=conversation, is_spam=is_spam, by=member, at=at)
    except rules.StillCritical:
        messages.error(request, _("It may mean danger, so it cannot be put away from here. Nothing was changed."))
    return redirect(address)
