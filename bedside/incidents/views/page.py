"""One incident: where it stands, taking it down, its evidence, the whole case in a file."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.audit.queries import story_of
from bedside.channels import states
from bedside.incidents import actions, law, letters, queries, rules, steps
from bedside.incidents.actions.closing import may_shred
from bedside.incidents.forms import FactsForm, FileForm, HandForm, NoticeForm, ReachForm, ReasonForm
from bedside.incidents.models import Exhibit, Incident
from bedside.kit.crypto import Unopenable
from bedside.kit.times import now
from bedside.organizations.access import Request, needs


def back(request: Request, pk: int, part: str = "") -> HttpResponse:
    """To the incident's page, at one part of it."""
    answer = redirect("incidents:incident", org=request.organization.slug, pk=pk)
    if part:
        answer["Location"] += f"#{part}"
    return answer


def tried(request: Request, pk: int, step: Callable[[], str], part: str = "") -> HttpResponse:
    """Runs one step and says what came of it on the incident's page."""
    try:
        messages.success(request, step())
    except (rules.Refused, states.WrongState, actions.NotKept) as error:
        messages.error(request, str(error) or _("This cannot be done now. Nothing was changed."))
    return back(request, pk, part)


@needs("incidents.read")
def incident(request: Request, pk: int) -> HttpResponse:
    found = queries.access_incident(request.organization, pk)
    if request.htmx:
        return render(request, "incidents/incident.html#contain", _containing(request, found) | {"refreshed": True})
    return page(request, found)


def _containing(request: Request, found: Incident) -> dict[str, Any]:
    places = queries.places(found)
    family = queries.family(found)
    known = {place.removal.remote_id for place in places}
    return {
        "incident": found,
        "places": [(place, steps.by_hand(place.removal.network)) for place in places],
        "standing": [remote for remote in queries.standing(family) if remote.pk not in known],
        "uncertain": [one for one in family if one.verb in queries.OPENS and one.state in ("unknown", "sending")],
        "coming": [one for one in family if one.verb in queries.OPENS and one.state == "due"],
        "gone": bool(places) and all(place.is_gone for place in places),
        "missing": rules.missing(queries.stand_of(found)) if found.is_open else [],
        "contains": request.member.may("incidents.contain") and found.is_open,
    }


def page(request: Request, found: Incident, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The whole page; `forms` are forms as they were sent, by name."""
    at, member = now(), request.member
    today = queries.day_of(found, at)
    clocks = queries.clocks_of(found)
    assessment = queries.latest(found)
    manages = member.may("incidents.manage")
    context = _containing(request, found) | {
        "copies": steps.COPIES,
        "happened": queries.happened(found),
        "phi": [law.KINDS_OF_PHI[key][0] for key in found.phi if key in law.KINDS_OF_PHI],
        "exhibits": queries.exhibits(found),
        "clocks": [(clock, clock.left(today)) for clock in clocks],
        "assessment": assessment,
        "no_breach": queries.is_no_breach(assessment),
        "conclusions": rules.CONCLUSIONS,
        "substitute": rules.substitute(found.unreachable),
        "kinds": [(key, title, queries.letters_of(found, key).first()) for key, title in letters.KINDS.items()],
        "notices": [(one, _told(one.key, clocks)) for one in queries.notices_of(found)],
        "methods": rules.METHODS,
        "changes": [law.CHANGES[key] for key in found.changes if key in law.CHANGES],
        "people_number": queries.affected_of(found).count(),
        "keep_until": rules.keep_until(queries.day_of(found, found.closed_at)) if found.closed_at else None,
        "may_shred": manages and may_shred(found, today),
        "story": story_of(found.organization, queries.SUBJECT, found.pk),
        "manages": manages,
        "file_form": FileForm(),
        "reach_form": ReachForm(),
        "reason_form": ReasonForm(auto_id="case_%s"),
        "notice_form": NoticeForm(clocks=clocks, today=today),
        "today": today,
        "law": law,
    }
    return render(request, "incidents/incident.html", context | forms, status=status)


def _told(key: str, clocks: list[rules.Clock]) -> str:
    titles = {clock.key: clock.title for clock in clocks}
    return titles.get(key) or rules.NOTICES.get(key.partition(":")[0], key)


@needs("incidents.manage")
def facts(request: Request, pk: int) -> HttpResponse:
    """What happened, when, and what it told of somebody."""
    found = queries.access_incident(request.organization, pk)
    initial = {
        "happened": queries.happened(found), "occurred_at": found.occurred_at, "discovered_at": found.discovered_at,
        "phi": found.phi,
    }  # fmt: skip
    form, status = FactsForm(request.POST or None, initial=initial), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.change_facts(incident=found, by=request.member, at=now(), **form.cleaned_data)
            except rules.Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The facts are changed; what stood there before is kept as evidence."))
                return back(request, pk)
    return render(request, "incidents/facts.html", {"incident": found, "form": form}, status=status)


@needs("incidents.contain")
@require_POST
def contain(request: Request, pk: int) -> HttpResponse:
    found = queries.access_incident(request.organization, pk)

    def step() -> str:
        made = actions.contain(incident=found, by=request.member, at=now())
        if not made:
            return _("Nothing new stands anywhere. What there is, is below.")
        return _("The evidence is kept. Every network is asked to take it down; see below how far each is.")

    return _led(request, pk, tried(request, pk, step, "take-down"))


def _led(request: Request, pk: int, answer: HttpResponse) -> HttpResponse:
    """Who may take down but not read is led to their own list."""
    return answer if request.member.may("incidents.read") else redirect("incidents:list", org=request.organization.slug)


@needs("incidents.contain")
@require_POST
def removal_again(request: Request, pk: int, removal: int) -> HttpResponse:
    row = queries.access_removal(queries.access_incident(request.organization, pk), removal)

    def step() -> str:
        actions.withdraw_again(removal=row, by=request.member, at=now())
        return _("The network is asked again.")

    return _led(request, pk, tried(request, pk, step, "take-down"))


@needs("incidents.contain")
@require_POST
def removal_check(request: Request, pk: int, removal: int) -> HttpResponse:
    row = queries.access_removal(queries.access_incident(request.organization, pk), removal)

    def step() -> str:
        actions.look_again(removal=row, by=request.member, at=now())
        return _("The network is asked now.")

    return _led(request, pk, tried(request, pk, step, "take-down"))


@needs("incidents.contain")
@require_POST
def removal_hand(request: Request, pk: int, removal: int) -> HttpResponse:
    row = queries.access_removal(queries.access_incident(request.organization, pk), removal)
    form = HandForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""

    def step() -> str:
        actions.note_by_hand(removal=row, note=note, by=request.member, at=now())
        return _("Recorded, with your name.")

    return _led(request, pk, tried(request, pk, step, "take-down"))


@needs("incidents.manage")
@require_POST
def evidence_file(request: Request, pk: int) -> HttpResponse:
    """A screenshot, kept sealed."""
    found = queries.access_incident(request.organization, pk)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, found, status=422, file_form=form)
    content = form.cleaned_data["file"].read()

    def step() -> str:
        actions.add_file(incident=found, content=content, label=form.cleaned_data["label"], by=request.member, at=now())
        return _("The file is kept as evidence.")

    return tried(request, pk, step, "evidence")


@needs("incidents.manage")
@require_POST
def evidence_reach(request: Request, pk: int) -> HttpResponse:
    """How many saw it, typed by hand."""
    found = queries.access_incident(request.organization, pk)
    form = ReachForm(request.POST)
    if not form.is_valid():
        return page(request, found, status=422, reach_form=form)

    def step() -> str:
        actions.note_reach(
            incident=found, counts=form.counts(), note=form.cleaned_data["reach_note"], by=request.member, at=now()
        )
        return _("The numbers are kept as evidence.")

    return tried(request, pk, step, "evidence")


@needs("incidents.manage")
def evidence(request: Request, pk: int, exhibit: int) -> HttpResponse:
    """Asks for a reason, then shows the evidence once, as it was."""
    found = queries.access_incident(request.organization, pk)
    row = queries.access_exhibit(found, exhibit)
    form, content, status, broken = ReasonForm(request.POST or None), None, 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                content = actions.reveal(exhibit=row, reason=form.cleaned_data["reason"], by=request.member, at=now())
                status = 200
            except rules.Refused as error:
                form.add_error("reason", str(error))
            except Unopenable:
                status, broken = 409, _("This is not what was kept: it was changed, or its key is gone.")
    if content is not None and row.mime not in ("application/json", "text/plain"):
        return _download(row, content)
    context = {
        "incident": found, "exhibit": row, "form": form, "broken": broken,
        "content": content.decode() if content is not None else None,
        "words": _words(row, content),
    }  # fmt: skip
    response = render(request, "incidents/evidence.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _words(row: Exhibit, content: bytes | None) -> list[tuple[str, str]]:
    """What a snapshot says, to be read; title and text."""
    if content is None or row.kind != Exhibit.WORDS:
        return []
    whole = json.loads(content)
    parcel, answered = whole["parcel"] or {}, whole["answered"] or {}
    found = [(_("What was sent"), parcel.get("text", "")), (_("What it answered"), answered.get("text", ""))]
    found += [(_("Link"), parcel.get("link", "")), (_("Where it stood"), (whole["remote"] or {}).get("url", ""))]
    return [(title, text) for title, text in found if text]


def _download(row: Exhibit, content: bytes) -> HttpResponse:
    endings = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "application/pdf": "pdf"}
    response = HttpResponse(content, content_type="application/octet-stream")
    name = f"evidence-{row.pk}.{endings.get(row.mime, 'bin')}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@needs("incidents.manage")
@require_POST
def case_file(request: Request, pk: int) -> HttpResponse:
    """The whole case as a ZIP, with a reason."""
    found = queries.access_incident(request.organization, pk)
    form = ReasonForm(request.POST, auto_id="case_%s")
    if form.is_valid():
        try:
            content = actions.export(incident=found, reason=form.cleaned_data["reason"], by=request.member, at=now())
        except rules.Refused as error:
            form.add_error("reason", str(error))
        else:
            response = HttpResponse(content, content_type="application/zip")
            response["Content-Disposition"] = f'attachment; filename="incident-{found.number}.zip"'
            response["Cache-Control"] = "no-store"
            return response
    return page(request, found, status=422, reason_form=form)
