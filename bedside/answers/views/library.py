"""The library and one answer of it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.answers import actions, queries, rules
from bedside.answers.forms import AnswerForm, NoteForm
from bedside.answers.labels import INTENTS, LANGUAGES
from bedside.answers.models import Answer, AnswerVersion
from bedside.answers.queries.library import VIEWS
from bedside.answers.rules import State, Unfit, WrongStep
from bedside.answers.starters import LIBRARY
from bedside.channels.queries import networks
from bedside.guard.queries import examine
from bedside.kit.pages import numbered
from bedside.kit.times import now
from bedside.organizations.access import Request, needs

SIZE = 50
NAMES = {
    "in_use": _("In use"),
    "proposed": _("Waiting for approval"),
    "draft": _("Drafts"),
    "due": _("Past their review"),
    "retired": _("Retired"),
    "all": _("All"),
}


def today_of(request: Request) -> date:
    """The hospital's own day."""
    return now().astimezone(request.organization.zone).date()


@needs("answers.read")
def library(request: Request) -> HttpResponse:
    """`?view=in_use|proposed|draft|due|retired|all`, narrowed by `intent` and `q`."""
    organization, today = request.organization, today_of(request)
    view = request.GET.get("view", "in_use")
    view = view if view in VIEWS else "all"
    intent = request.GET.get("intent", "") if request.GET.get("intent", "") in INTENTS else ""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:60]
    found = queries.answers(organization, today=today, view=view, intent=intent, words=words)
    shown = numbered(found, number=request.GET.get("page", "1"), size=SIZE)
    counted = queries.counts(organization, today=today)
    used = queries.tallies_of(organization, [row.pk for row in shown.rows])
    here = {"view": view, "intent": intent, "q": words}
    context = {
        "rows": [(row, standing(row, today), used.get(row.pk)) for row in shown.rows],
        "views": [(name, label, counted[name]) for name, label in NAMES.items()],
        "intents": INTENTS.items(),
        "counted": counted,
        "left": len(LIBRARY) - len(queries.adopted(organization)),
        "writes": request.member.may("answers.write"),
        "newer": _page(here, shown.previous) if shown.number > 1 else "",
        "older": _page(here, shown.number + 1) if shown.has_next else "",
        "narrowed": bool(intent or words),
        "at": now(),
        **here,
    }
    return render(request, "answers/list.html", context)


def _page(here: dict[str, str], number: int) -> str:
    from urllib.parse import urlencode

    return "?" + urlencode({name: value for name, value in here.items() if value} | {"page": number})


def standing(answer: Answer, today: date) -> str:
    """Where an answer stands for whoever looks at a list."""
    usable = answer.current_id is not None and answer.state != State.RETIRED
    return "due" if usable and rules.is_due(answer.review_date, today=today) else answer.state


@needs("answers.read")
def answer(request: Request, pk: int) -> HttpResponse:
    return shown(request, queries.access_answer(request.organization, pk))


def shown(request: Request, found: Answer, *, status: int = 200, note: NoteForm | None = None) -> HttpResponse:
    """The page of one answer: its newest words with the guard's findings, its steps, versions and uses."""
    member, today = request.member, today_of(request)
    versions = queries.versions_of(found)
    version = versions[0]
    may = member.may("answers.approve") and rules.may_approve(member.role_set, is_clinical=found.is_clinical)
    context = {
        "found": found,
        "version": version,
        "versions": versions,
        "standing": standing(found, today),
        "texts": _texts(request, version),
        "older": _texts(request, found.current) if found.current and found.current.pk != version.pk else [],
        "writes": member.may("answers.write"),
        "approves": may and version.author_id != member.pk,
        "own": may and version.author_id == member.pk,
        "confirms": may and found.state == State.APPROVED,
        "note_form": note or NoteForm(),
        "used": queries.tallies_of(request.organization, [found.pk]).get(found.pk),
        "networks": [known.label for name, known in networks().items() if name in found.networks],
        "at": now(),
    }
    return render(request, "answers/answer.html", context, status=status)


def _texts(request: Request, version: AnswerVersion) -> list[dict[str, Any]]:
    """Each language's words as they stand and as they would be sent, with what the guard says."""
    examined = queries.examined(request.organization, version.texts)
    return [
        {
            "language": language,
            "label": LANGUAGES.get(language, language),
            "text": version.texts[language],
            "filled": filled,
            "verdict": verdict,
        }
        for language, (filled, verdict) in examined.items()
    ]


@needs("answers.write")
def write(request: Request) -> HttpResponse:
    form = AnswerForm(request.POST or None, networks=networks().values(), today=today_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.write(organization=request.organization, by=request.member, at=now(), **form.told())
        except Unfit as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept as a draft. Propose it, and somebody else approves it."))
            return redirect("answers:answer", org=request.organization.slug, pk=made.pk)
    return _form(request, form, None)


@needs("answers.write")
def edit(request: Request, pk: int) -> HttpResponse:
    found = queries.access_answer(request.organization, pk)
    version = queries.newest(found)
    given = request.POST if request.method == "POST" else None
    form = AnswerForm(given, networks=networks().values(), today=today_of(request), answer=found, version=version)
    if form.is_valid():
        try:
            made = actions.change(answer=found, by=request.member, at=now(), **form.told())
        except (Unfit, WrongStep) as error:
            form.add_error(None, str(error))
        else:
            anew = made.state == State.DRAFT
            said = _("Kept. The new words need approval before they are offered.") if anew else _("Kept.")
            messages.success(request, said)
            return redirect("answers:answer", org=request.organization.slug, pk=pk)
    return _form(request, form, found)


def _form(request: Request, form: AnswerForm, found: Answer | None) -> HttpResponse:
    context = {"form": form, "found": found, "variables": queries.rows_of(request.organization)}
    return render(request, "answers/write.html", context, status=422 if form.errors else 200)


@needs("answers.write")
@require_POST
def check(request: Request) -> HttpResponse:
    """What the guard says of the English words as one types them, variables as they stand; keeps nothing."""
    text = request.POST.get("text_en", "")[:2000]
    if not text.strip():
        return HttpResponse("")
    verdict = examine(organization=request.organization, text=text, kind="reply")
    return render(request, "answers/_check.html", {"verdict": verdict})
