"""The comment policy: its versions, the clauses, the words they make, and a second person's approval."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bedside.inbox import actions, clauses, labels, queries
from bedside.inbox.models import CommentPolicy
from bedside.inbox.moderation import PolicyState, Refused
from bedside.inbox.moderation_forms import HoldingForm, PolicyForm, ReturnPolicyForm
from bedside.kit.times import now
from bedside.organizations.access import Request, needs


@needs("moderation.read")
@require_GET
def policy(request: Request) -> HttpResponse:
    """What is in force, the versions, and what the hub's comment boxes hold."""
    return _home(request)


def _home(request: Request, *, form: HoldingForm | None = None, status: int = 200) -> HttpResponse:
    at, organization = now(), request.organization
    versions = queries.policies(organization)
    current = next((one for one in versions if one.state == PolicyState.IN_FORCE), None)
    held = queries.holding(organization)
    context = {
        "versions": [(one, labels.POLICY_STATES.get(one.state, one.state)) for one in versions],
        "current": current,
        "draft": next((one for one in versions if one.state in (PolicyState.DRAFT, PolicyState.PROPOSED)), None),
        "stale": current is not None and queries.is_stale(current, organization, at=at),
        "writes": request.member.may("moderation.policy"),
        "floor": [clauses.label_of(key) for key in clauses.FLOOR],
        "held": held,
        "form": form or HoldingForm(initial={"spam": held.spam, "misinformation": held.misinformation}),
        "at": at,
    }
    return render(request, "inbox/policy.html", context, status=status)


@needs("moderation.policy")
def edit(request: Request) -> HttpResponse:
    """The draft, or a new one that begins as what is in force."""
    organization = request.organization
    begun = queries.policy_draft(organization) or queries.policy_in_force(organization)
    form = PolicyForm(request.POST if request.method == "POST" else None, policy=begun)
    if form.is_valid():
        try:
            made = actions.keep_policy(
                organization=organization, ownership=form.cleaned_data["ownership"], on=form.cleaned_data["on"],
                own=form.own(), by=request.member, at=now(),
            )  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept as a draft. Read it as the public will, then propose it."))
            return redirect("moderation:policy-version", org=organization.slug, number=made.number)
    neutral = [clauses.label_of(key) for key, fair in clauses.ENFORCEABLE.items() if not fair]
    context: dict[str, Any] = {"form": form, "begun": begun, "caution": clauses.CAUTION, "neutral": neutral}
    return render(request, "inbox/policy_edit.html", context, status=422 if form.errors else 200)


@needs("moderation.read")
@require_GET
def version(request: Request, number: int) -> HttpResponse:
    return _version(request, queries.access_policy(request.organization, number))


def _version(
    request: Request, found: CommentPolicy, *, status: int = 200, form: ReturnPolicyForm | None = None
) -> HttpResponse:
    """One version as the public reads it, with its grade and what the guard says."""
    member = request.member
    worked = member.pk in (found.made_by_id, found.proposed_by_id)
    read = queries.read_policy(request.organization, found.texts)
    context = {
        "policy": found,
        "state": labels.POLICY_STATES.get(found.state, found.state),
        "read": [(one, found.texts.get(one.language, [])) for one in read],
        "caution": clauses.CAUTION if found.ownership == "public" else "",
        "writes": member.may("moderation.policy"),
        "approves": member.may("moderation.approve"),
        "worked": worked,
        "form": form or ReturnPolicyForm(),
        "at": now(),
    }
    return render(request, "inbox/policy_version.html", context, status=status)


def _tried(request: Request, found: CommentPolicy, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("moderation:policy-version", org=request.organization.slug, number=found.number)


@needs("moderation.policy")
@require_POST
def propose(request: Request, number: int) -> HttpResponse:
    found = queries.access_policy(request.organization, number)
    said = _("Proposed. Somebody else approves it; then it stands on your hub.")
    return _tried(request, found, lambda: actions.propose_policy(policy=found, by=request.member, at=now()), said)


@needs("moderation.approve")
@require_POST
def approve(request: Request, number: int) -> HttpResponse:
    found = queries.access_policy(request.organization, number)
    seen = request.POST.get("seen", "")[:64]
    said = _("Approved. It is in force from now on, and stands on your hub.")
    return _tried(
        request, found, lambda: actions.approve_policy(policy=found, seen=seen, by=request.member, at=now()), said
    )


@needs("moderation.approve")
@require_POST
def send_back(request: Request, number: int) -> HttpResponse:
    found = queries.access_policy(request.organization, number)
    form = ReturnPolicyForm(request.POST)
    if not form.is_valid():
        return _version(request, found, status=422, form=form)
    note = form.cleaned_data["note"]
    said = _("Sent back with your words.")
    return _tried(
        request, found, lambda: actions.return_policy(policy=found, note=note, by=request.member, at=now()), said
    )


@needs("moderation.policy")
@require_POST
def holding(request: Request) -> HttpResponse:
    """What the hub's comment boxes hold until somebody looked."""
    form = HoldingForm(request.POST)
    if not form.is_valid():
        return _home(request, form=form, status=422)
    actions.keep_holding(organization=request.organization, by=request.member, at=now(), **form.cleaned_data)
    messages.success(request, _("Kept. It holds from the next comment on."))
    return redirect("moderation:policy", org=request.organization.slug)
