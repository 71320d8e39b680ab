"""Who is concerned, the letters, and when they were sent."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.audit import actions as audit
from bedside.incidents import actions, letters, plain, queries, rules
from bedside.incidents.forms import CountForm, LetterForm, NoticeForm, PersonForm, ReasonForm
from bedside.incidents.models import Incident
from bedside.incidents.story import story_of
from bedside.incidents.views.page import back, page, tried
from bedside.kit.times import now
from bedside.organizations.access import Request, needs


@needs("incidents.manage")
def people(request: Request, pk: int) -> HttpResponse:
    """How many, in which states; a number alone is enough."""
    found = queries.access_incident(request.organization, pk)
    initial = {
        "total": found.total, "residents": rules.lines_of(found.residents), "unreachable": found.unreachable,
    }  # fmt: skip
    form = CountForm(request.POST or None, initial=initial)
    if request.method == "POST":
        if form.is_valid():
            try:
                actions.count(incident=found, by=request.member, at=now(), **form.cleaned_data)
            except rules.Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Counted. The deadlines follow the number."))
                return back(request, pk, "people")
        return _people(request, found, form=form, status=422)
    return _people(request, found, form=form)


def _people(request: Request, found: Incident, *, status: int = 200, **shown: Any) -> HttpResponse:
    initial = {
        "total": found.total, "residents": rules.lines_of(found.residents), "unreachable": found.unreachable,
    }  # fmt: skip
    context = {
        "incident": found,
        "form": CountForm(initial=initial),
        "person_form": PersonForm(),
        "reason_form": ReasonForm(auto_id="reveal_%s"),
        "number": queries.affected_of(found).count(),
        "substitute": rules.substitute(found.unreachable),
    }
    response = render(request, "incidents/people.html", context | shown, status=status)
    response["Cache-Control"] = "no-store"
    return response


@needs("incidents.manage")
@require_POST
def person_add(request: Request, pk: int) -> HttpResponse:
    """One person concerned, sealed."""
    found = queries.access_incident(request.organization, pk)
    form = PersonForm(request.POST)
    if form.is_valid():
        data = dict(form.cleaned_data)
        try:
            actions.add_person(incident=found, name=data.pop("person"), by=request.member, at=now(), **data)
        except rules.Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Recorded and sealed."))
            return _people(request, found)
    return _people(request, found, person_form=form, status=422)


@needs("incidents.manage")
@require_POST
def people_reveal(request: Request, pk: int) -> HttpResponse:
    """Names and addresses, once, with a reason."""
    found = queries.access_incident(request.organization, pk)
    form = ReasonForm(request.POST, auto_id="reveal_%s")
    if form.is_valid():
        try:
            shown = actions.reveal_people(
                incident=found, reason=form.cleaned_data["reason"], by=request.member, at=now()
            )
        except rules.Refused as error:
            form.add_error("reason", str(error))
        else:
            return _people(request, found, revealed=shown)
    return _people(request, found, reason_form=form, status=422)


def _kind(letter: str) -> str:
    if letter not in letters.KINDS:
        raise Http404("No such letter.")
    return letter


@needs("incidents.manage")
def letter(request: Request, pk: int, letter: str) -> HttpResponse:
    """Drafted from the incident, changed by a person, kept version by version."""
    found, kind = queries.access_incident(request.organization, pk), _kind(letter)
    at = now()
    kept = list(queries.letters_of(found, kind))
    drafted = letters.draft(kind, story_of(found, today=queries.day_of(found, at)))
    afresh = bool(request.GET.get("afresh"))
    text = queries.opened(kept[0]).decode() if kept and not afresh else drafted
    form, status = LetterForm(request.POST or None, initial={"text": text}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            text = form.cleaned_data["text"].replace("\r\n", "\n")
            try:
                actions.write_letter(incident=found, kind=kind, text=text, by=request.member, at=at)
            except rules.Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("This version is kept. Print it, or save it as a file."))
                kept = list(queries.letters_of(found, kind))
                form, status = LetterForm(initial={"text": text}), 200
    context = {
        "incident": found, "kind": kind, "title": letters.KINDS[kind], "form": form, "versions": kept,
        "grade": plain.grade(text), "hardest": plain.HARDEST, "gaps": letters.gaps(text), "afresh": afresh,
    }  # fmt: skip
    response = render(request, "incidents/letter.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _taken(request: Request, pk: int, letter: str, form: str) -> tuple[Incident, str]:
    """The newest version, for printing or saving, which is an entry; raises Http404 while none is kept."""
    found, kind = queries.access_incident(request.organization, pk), _kind(letter)
    newest = queries.letters_of(found, kind).first()
    if newest is None:
        raise Http404("Keep a version of this letter first.")
    audit.record(
        "incidents.letter_taken", organization=found.organization, subject=found, by=request.member, at=now(),
        letter=kind, version=newest.number, form=form,
    )  # fmt: skip
    return found, queries.opened(newest).decode()


@needs("incidents.manage")
def letter_print(request: Request, pk: int, letter: str) -> HttpResponse:
    found, text = _taken(request, pk, letter, "print")
    response = render(
        request,
        "incidents/print.html",
        {"incident": found, "text": text, "title": letters.KINDS[letter], "kind": letter},
    )
    response["Cache-Control"] = "no-store"
    return response


@needs("incidents.manage")
def letter_text(request: Request, pk: int, letter: str) -> HttpResponse:
    found, text = _taken(request, pk, letter, "txt")
    return _file(found, letter, "txt", text, "text/plain")


@needs("incidents.manage")
def letter_html(request: Request, pk: int, letter: str) -> HttpResponse:
    """A page that stands by itself, for a mail merge or the hospital's website."""
    found, text = _taken(request, pk, letter, "html")
    body = render_to_string("incidents/alone.html", {"text": text, "title": letters.KINDS[letter]})
    return _file(found, letter, "html", body, "text/html")


def _file(found: Incident, kind: str, ending: str, content: str, mime: str) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{mime}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="incident-{found.number}-{kind}.{ending}"'
    response["Cache-Control"] = "no-store"
    return response


@needs("incidents.manage")
@require_POST
def notices(request: Request, pk: int) -> HttpResponse:
    """Somebody was told, on a day, in a way."""
    found = queries.access_incident(request.organization, pk)
    form = NoticeForm(request.POST, clocks=queries.clocks_of(found), today=queries.day_of(found, now()))
    if not form.is_valid():
        return page(request, found, status=422, notice_form=form)

    def step() -> str:
        actions.note_sent(incident=found, by=request.member, at=now(), **form.given())
        return _("Recorded.")

    return tried(request, pk, step, "notices")
