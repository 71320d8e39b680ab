"""The second person's desk: what waits, one answer with what it answers, and the decision."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bedside.channels import actions as channels
from bedside.channels import queries as channel_queries
from bedside.guard import actions as guard
from bedside.guard.actions import Held
from bedside.guard.shapes import Verdict
from bedside.inbox import actions, queries, rules
from bedside.inbox.models import Release
from bedside.inbox.second_person import MovedOn, NotWaiting, Standing
from bedside.inbox.views.answering import examined
from bedside.kit.times import now
from bedside.organizations.access import Request, needs


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("What should be different"),
        min_length=5,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Its writer reads these words."),
    )


class ReleaseRulesForm(forms.Form):
    reviews = forms.BooleanField(label=gettext_lazy("Answers to reviews, and to anything with stars"), required=False)
    crisis = forms.BooleanField(
        label=gettext_lazy("Answers to critical messages; a crisis card's own words never wait"), required=False
    )
    stories = forms.BooleanField(
        label=gettext_lazy("Answers to people who tell of care they or theirs were given"), required=False
    )


@needs("inbox.read")
def releases(request: Request) -> HttpResponse:
    """What waits for this person, and what of theirs waits for somebody else."""
    member = request.member
    waiting = list(queries.releases_waiting(request.organization)[:200])
    alone = not queries.others_who_may_release(member)
    decides = member.may("inbox.release")
    mine = [one for one in waiting if decides and (alone or one.reply.by_id != member.pk)]
    context = {
        "rows": [(one, queries.moved_on(one)) for one in mine],
        "own": [one for one in waiting if one.reply.by_id == member.pk and one not in mine],
        "decides": decides,
        "at": now(),
    }
    return render(request, "inbox/releases.html", context)


@needs("inbox.read")
def release(request: Request, pk: int) -> HttpResponse:
    return _shown(request, queries.access_release(request.organization, pk))


def _shown(
    request: Request,
    found: Release,
    *,
    status: int = 200,
    form: ReturnForm | None = None,
    verdict: Verdict | None = None,
) -> HttpResponse:
    member, conversation = request.member, found.reply.conversation
    is_writer = found.reply.by_id == member.pk
    alone = is_writer and not queries.others_who_may_release(member)
    waits = found.state == Standing.WAITING
    moved = waits and queries.moved_on(found)
    context: dict[str, Any] = {
        "found": found,
        "reply": found.reply,
        "conversation": conversation,
        "network": channel_queries.network_of(conversation.account).label,
        "lines": queries.messages_of(conversation)[-12:],
        "verdict": verdict or (examined(conversation, found.reply.text) if waits else None),
        "decides": waits and member.may("inbox.release") and (not is_writer or alone),
        "alone": alone,
        "is_writer": is_writer,
        "waits": waits,
        "moved": moved,
        "form": form or ReturnForm(),
        "at": now(),
    }
    response = render(request, "inbox/release.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@needs("inbox.release")
@require_POST
def let_go(request: Request, pk: int) -> HttpResponse:
    """The answer leaves, or the page says why it does not."""
    found = queries.access_release(request.organization, pk)
    try:
        actions.release(release=found, seen=request.POST.get("seen", "")[:64], by=request.member, at=now())
    except Held as held:
        return _shown(request, found, status=409, verdict=held.verdict)
    except MovedOn:
        messages.error(
            request, _("They wrote again, or changed it, since this was written. Nothing was sent: return it.")
        )
    except rules.Closed:
        messages.error(request, _("The conversation was closed meanwhile. Nothing was sent."))
    except (NotWaiting, guard.NotYours, channels.NotOffered) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Released. It says sent in the conversation as soon as the network has it."))
        return redirect("inbox:releases", org=request.organization.slug)
    return redirect("inbox:release", org=request.organization.slug, pk=pk)


@needs("inbox.release")
@require_POST
def return_answer(request: Request, pk: int) -> HttpResponse:
    found = queries.access_release(request.organization, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, status=422, form=form)
    try:
        actions.return_answer(release=found, reason=form.cleaned_data["reason"], by=request.member, at=now())
    except (NotWaiting, guard.NeedsWords) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Returned. Its writer reads your words."))
    return redirect("inbox:releases", org=request.organization.slug)


@needs("inbox.reply")
@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    found = queries.access_release(request.organization, pk)
    try:
        actions.take_back(release=found, by=request.member, at=now())
    except NotWaiting as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken back. It was not sent."))
    return redirect("inbox:conversation", org=request.organization.slug, pk=found.reply.conversation_id)


@needs("settings.change")
def releasing(request: Request) -> HttpResponse:
    """Which kinds of answers need a second person here."""
    held = queries.release_rules(request.organization)
    initial = {"reviews": held.reviews, "crisis": held.crisis, "stories": held.stories}
    form = ReleaseRulesForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.keep_release_rules(organization=request.organization, by=request.member, at=now(), **form.cleaned_data)
        messages.success(request, _("Kept. It holds from the next answer on."))
        return redirect("inbox:releasing", org=request.organization.slug)
    return render(request, "inbox/releasing.html", {"form": form})
