"""Moderation: an act by a clause, the log with its counts, one act with its copy, and undoing."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bedside.channels import actions as channels
from bedside.channels import queries as channel_queries
from bedside.channels.rules import NetworkError
from bedside.inbox import actions, labels, queries, reporting
from bedside.inbox.forms import RevealForm
from bedside.inbox.models import ModerationAct
from bedside.inbox.moderation import Kind, Refused
from bedside.inbox.moderation_forms import WhyForm
from bedside.inbox.views.conversation import back_to, message_of, page
from bedside.inbox.views.moderating import form_for, panel_for
from bedside.kit.pages import numbered
from bedside.kit.times import now
from bedside.organizations.access import Request, needs
from bedside.organizations.models import Organization

SPANS = (30, 90, 365)
SIZE = 30


def tell(request: Request, error: Exception) -> None:
    """Says why nothing was done."""
    if isinstance(error, NetworkError):
        messages.error(request, _("The network did not do it: %(said)s Nothing was changed.") % {"said": error.said})
    else:
        messages.error(request, str(error))


@needs("inbox.moderate")
@require_POST
def moderate(request: Request, pk: int, message: int) -> HttpResponse:
    """Hides, or records a report or a block; `show=yes` shows what the hub had held, and of what somebody hid leads to
    where one says why it should stand again."""
    found = queries.access_conversation(request.organization, pk)
    asked = message_of(request, found, message)
    show = request.POST.get("show") == "yes"
    hidden = queries.standing_act(asked, Kind.HIDE) if show else None
    if hidden is not None:
        return redirect("moderation:act", org=request.organization.slug, pk=hidden.pk)
    form = form_for(found, request.POST)
    if not show and not form.is_valid():
        if not form.fields["kind"].choices:  # type: ignore[attr-defined]
            messages.error(request, _("This network lets nobody hide or report from here. Nothing was changed."))
            return back_to(request, found)
        return page(request, found, status=422, panel=panel_for(found, asked, form))
    try:
        if show:
            actions.show_held(message=asked, by=request.member, at=now())
        else:
            actions.moderate(
                message=asked, kind=Kind(form.cleaned_data["kind"]), clause=form.cleaned_data["clause"],
                words=form.cleaned_data["words"], by=request.member, at=now(),
            )  # fmt: skip
    except (Refused, channels.NotOffered, NetworkError) as error:
        tell(request, error)
    return back_to(request, found, part="latest")


# ---- the log ---------------------------------------------------------------------------------------------------------


def span_of(request: Request) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in {str(days) for days in SPANS} else 90


@needs("moderation.read")
@require_GET
def log(request: Request) -> HttpResponse:
    """What was done, newest first, with counts. `?days=`, `?kind=`, `?clause=`."""
    at, days = now(), span_of(request)
    since = at - timedelta(days=days)
    kind = request.GET.get("kind", "")
    kind = kind if kind in labels.MODERATION_KINDS else ""
    found = queries.acts(request.organization, since=since, kind=kind)
    shown = numbered(found, number=request.GET.get("page", "1"), size=SIZE)
    counted = queries.counted(request.organization, since=since, until=at + timedelta(minutes=1))
    context = {
        "rows": shown.rows,
        "shown": shown,
        "counted": counted,
        "most": max((number for _name, number, _moods in counted.clauses), default=1),
        "days": days,
        "spans": SPANS,
        "kind": kind,
        "kinds": labels.MODERATION_KINDS.items(),
        "may_export": request.member.may("moderation.export"),
        "policy": queries.policy_in_force(request.organization),
        "own": {
            one["key"]: one["name"] for one in ({"key": act.clause, "name": act.clause_name} for act in found[:500])
        },
        "at": at,
    }
    context["alone"] = [
        (context["own"].get(clause, clause), number)  # type: ignore[attr-defined]
        for clause, number in counted.balance.clauses
    ]
    return render(request, "inbox/moderation_log.html", context)


COLUMNS = (
    "reference", "act", "at_utc", "network", "clause", "clause_key", "policy_version", "mood", "subject", "way", "by",
    "undone_at_utc", "undone_by", "undone_why", "appeal", "evidence_sha256",
)  # fmt: skip


@needs("moderation.export")
@require_GET
def export(request: Request) -> HttpResponse:
    """The log of a span as CSV, newest first: no words of the public in it, and none that colleagues noted."""
    at, days = now(), span_of(request)
    found = list(queries.acts(request.organization, since=at - timedelta(days=days)).prefetch_related("appeals"))
    actions.note_export(organization=request.organization, number=len(found), by=request.member, at=at)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for act in found:
        table.writerow([_safe(cell) for cell in _cells(act)])
    response = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="moderation-{days}-days.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _cells(act: ModerationAct) -> list[object]:
    appeal = next(iter(act.appeals.all()), None)
    said = "" if appeal is None else appeal.outcome or "waits"
    return [
        act.code, act.kind, _utc(act.at), act.network, act.clause_name, act.clause,
        act.policy.number if act.policy is not None else "", act.sentiment, act.intent, act.way, act.by.name,
        _utc(act.undone_at), act.undone_by.name if act.undone_by is not None else "", act.undone_why, said,
        act.evidence_sha256,
    ]  # fmt: skip


def _utc(at: datetime | None) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at is not None else ""


def _safe(cell: object) -> str:
    """What a spreadsheet would take for a formula is told as words."""
    said = str(cell)
    return f"'{said}" if said[:1] in ("=", "+", "-", "@", "\t", "\r") else said


# ---- one act ---------------------------------------------------------------------------------------------------------


@needs("moderation.read")
def act(request: Request, pk: int) -> HttpResponse:
    return act_page(request, queries.access_moderation_act(request.organization, pk))


def act_page(
    request: Request, found: ModerationAct, *, status: int = 200, why: WhyForm | None = None,
    reveal: RevealForm | None = None, evidence: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """One act; `evidence` once, in an answer that no cache keeps."""
    member = request.member
    reveal = reveal or RevealForm()
    reveal.fields["reason"].widget.attrs.pop("autofocus", None)  # here one reads first
    context = {
        "act": found,
        "network": channel_queries.network_of(found.conversation.account).label,
        "kind": labels.MODERATION_KINDS.get(found.kind, found.kind),
        "way": labels.MODERATION_WAYS.get(found.way, found.way),
        "appeal": queries.appeal_of(found),
        "may_undo": member.may("inbox.moderate") and found.undone_at is None,
        "may_reveal": member.may("inbox.reveal"),
        "reads": member.may("inbox.read"),
        "why": why or WhyForm(),
        "reveal": reveal,
        "evidence": evidence,
        "whole": queries.is_evidence_whole(found),
        "place": reporting.place_of(found.network),
        "told": told(request.organization, found),
        "at": now(),
    }
    response = render(request, "inbox/moderation_act.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def told(organization: Organization, found: ModerationAct) -> str:
    """What its author may be told: which clause, and where to ask that somebody looks again."""
    address = f"{settings.ORIGIN}{reverse('hub:policy-ask', args=[organization.slug])}?ref={found.code}"
    return _("We hid a comment under our comment policy (%(clause)s). Ask us to look again: %(address)s") % {
        "clause": found.clause_name, "address": address,
    }  # fmt: skip


@needs("inbox.moderate")
@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    found = queries.access_moderation_act(request.organization, pk)
    form = WhyForm(request.POST)
    if not form.is_valid():
        return act_page(request, found, status=422, why=form)
    try:
        actions.undo_moderation(act=found, why=form.cleaned_data["why"], by=request.member, at=now())
    except (Refused, channels.NotOffered, NetworkError) as error:
        tell(request, error)
    else:
        messages.success(request, _("Undone. It stands in the log with your reason."))
    return redirect("moderation:act", org=request.organization.slug, pk=pk)


@needs("inbox.reveal")
@require_POST
def evidence(request: Request, pk: int) -> HttpResponse:
    """The kept copy, once."""
    found = queries.access_moderation_act(request.organization, pk)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return act_page(request, found, status=422, reveal=form)
    kept = actions.see_evidence(act=found, reason=form.cleaned_data["reason"], by=request.member, at=now())
    return act_page(request, found, evidence=kept)
