"""Corrections of what is not true: the list, one with its approval, and claims that many repeat."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bedside.inbox import actions, queries
from bedside.inbox.claims import WIDE, ClaimState
from bedside.inbox.models import Claim
from bedside.inbox.moderation import Refused
from bedside.inbox.moderation_forms import ClaimForm
from bedside.kit.times import now
from bedside.organizations.access import Request, needs


@needs("moderation.read")
@require_GET
def claims(request: Request) -> HttpResponse:
    """All corrections, what waits and what is due first; `?retired=yes` those that are offered no longer."""
    at, organization = now(), request.organization
    today = at.astimezone(organization.zone).date()
    retired = request.GET.get("retired") == "yes"
    wide = queries.widespread(organization, at=at) if not retired else {}
    rows = [
        (one, one.state == ClaimState.APPROVED and one.review_date <= today, wide.get(one.pk, 0))
        for one in queries.claims(organization, retired=retired)[:300]
    ]
    context = {
        "rows": sorted(rows, key=lambda row: (not row[2], row[0].state != ClaimState.DRAFT, not row[1])),
        "composer": {one.pk: _composer(request, one) for one, _due, number in rows if number},
        "wide": WIDE,
        "retired": retired,
        "writes": request.member.may("corrections.write"),
        "publishes": request.member.may("publishing.write"),
        "at": at,
    }
    return render(request, "inbox/claims.html", context)


def _composer(request: Request, found: Claim) -> str:
    """The composer with the correction in it: one answer to all. Nothing is kept until somebody saves it there."""
    text, _language = queries.worded(found, "en")
    return f"{reverse('publishing:write', args=[request.organization.slug])}?{urlencode({'text': text})}"


@needs("corrections.write")
def new(request: Request) -> HttpResponse:
    form = ClaimForm(request.POST if request.method == "POST" else None)
    return _written(request, form, None)


def _written(request: Request, form: ClaimForm, found: Claim | None) -> HttpResponse:
    if form.is_valid():
        try:
            made = actions.write_claim(
                organization=request.organization, claim=found, by=request.member, at=now(), **form.given()
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            if made.state == ClaimState.DRAFT:
                messages.success(
                    request, _("Kept. A clinician or the privacy officer approves it before it is offered.")
                )
            else:
                messages.success(request, _("Kept. Its words are as they were approved."))
            return redirect("moderation:claim", org=request.organization.slug, pk=made.pk)
    return _page(request, form, found, status=422 if form.errors else 200)


@needs("moderation.read")
def claim(request: Request, pk: int) -> HttpResponse:
    """One correction; who may write changes it here."""
    found = queries.access_claim(request.organization, pk)
    writes = request.member.may("corrections.write")
    if request.method == "POST" and writes:
        return _written(request, ClaimForm(request.POST), found)
    if request.method == "POST":
        messages.error(request, _("Your role reads corrections; it does not change them. Nothing was changed."))
    return _page(request, ClaimForm(claim=found), found)


def _page(request: Request, form: ClaimForm, found: Claim | None, *, status: int = 200) -> HttpResponse:
    at, member = now(), request.member
    today = at.astimezone(request.organization.zone).date()
    context = {
        "form": form,
        "claim": found,
        "due": found is not None and found.state == ClaimState.APPROVED and found.review_date <= today,
        "verdicts": queries.claim_verdicts(found, request.organization).items() if found is not None else (),
        "words": [queries.worded(found, language) for language in found.texts] if found is not None else [],
        "writes": member.may("corrections.write"),
        "approves": member.may("corrections.approve"),
        "own": found is not None and found.written_by_id == member.pk,
        "at": at,
    }
    return render(request, "inbox/claim.html", context, status=status)


def _tried(request: Request, act: Callable[[], object], said: str, pk: int) -> HttpResponse:
    try:
        act()
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("moderation:claim", org=request.organization.slug, pk=pk)


@needs("corrections.approve")
@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    found = queries.access_claim(request.organization, pk)
    seen = request.POST.get("seen", "")[:64]
    said = _("Approved. It is offered where somebody writes such a claim.")
    return _tried(request, lambda: actions.approve_claim(claim=found, seen=seen, by=request.member, at=now()), said, pk)


@needs("corrections.approve")
@require_POST
def retire(request: Request, pk: int) -> HttpResponse:
    found = queries.access_claim(request.organization, pk)
    said = _("Retired. It is offered no longer.")
    return _tried(request, lambda: actions.retire_claim(claim=found, by=request.member, at=now()), said, pk)
