"""Appeals of the public: what waits, and the decision of somebody else than who did it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bedside.channels import actions as channels
from bedside.channels.rules import NetworkError
from bedside.inbox import actions, queries
from bedside.inbox.models import ModerationAppeal
from bedside.inbox.moderation import Refused
from bedside.inbox.moderation_forms import DecideForm, MatchForm
from bedside.inbox.views.moderation import tell
from bedside.kit.times import now
from bedside.organizations.access import Request, needs


@needs("moderation.decide")
@require_GET
def appeals(request: Request) -> HttpResponse:
    rows = queries.appeals(request.organization)
    context = {
        "waiting": [one for one in rows if one.decided_at is None],
        "decided": [one for one in rows if one.decided_at is not None],
        "at": now(),
    }
    return render(request, "inbox/moderation_appeals.html", context)


@needs("moderation.decide")
def appeal(request: Request, pk: int) -> HttpResponse:
    return _page(request, queries.access_moderation_appeal(request.organization, pk))


def _page(
    request: Request, found: ModerationAppeal, *, status: int = 200, form: DecideForm | None = None,
    match: MatchForm | None = None,
) -> HttpResponse:  # fmt: skip
    """One appeal with what its writer said, identifiers hidden as everywhere."""
    own = found.act is not None and found.act.by_id == request.member.pk
    context = {
        "appeal": found,
        "said": queries.appeal_words(found),
        "act": queries.access_moderation_act(request.organization, found.act_id) if found.act_id else None,
        "own": own,
        "decides": found.decided_at is None and not own,
        "form": form or DecideForm(),
        "match": match or MatchForm(),
        "at": now(),
    }
    response = render(request, "inbox/moderation_appeal.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@needs("moderation.decide")
@require_POST
def match(request: Request, pk: int) -> HttpResponse:
    """Which act is meant."""
    found = queries.access_moderation_appeal(request.organization, pk)
    form = MatchForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, match=form)
    try:
        actions.match_appeal(appeal=found, code=form.cleaned_data["code"], by=request.member, at=now())
    except Refused as error:
        form.add_error("code", str(error))
        return _page(request, found, status=422, match=form)
    return redirect("moderation:appeal", org=request.organization.slug, pk=pk)


@needs("moderation.decide")
@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    found = queries.access_moderation_appeal(request.organization, pk)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, form=form)
    try:
        actions.decide_appeal(
            appeal=found, stands=form.cleaned_data["stands"] == "yes", reason=form.cleaned_data["reason"],
            by=request.member, at=now(),
        )  # fmt: skip
    except (Refused, channels.NotOffered) as error:
        form.add_error(None, str(error))
        return _page(request, queries.access_moderation_appeal(request.organization, pk), status=409, form=form)
    except NetworkError as error:
        tell(request, error)
        return redirect("moderation:appeal", org=request.organization.slug, pk=pk)
    messages.success(request, _("Decided. The person reads your words on the page they were given."))
    return redirect("moderation:appeals", org=request.organization.slug)
