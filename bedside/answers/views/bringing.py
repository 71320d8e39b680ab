"""What comes with Bedside, files brought in, and the library taken out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from bedside.answers import actions, queries
from bedside.answers.actions import Brought
from bedside.answers.forms import FileForm
from bedside.answers.rules import Unfit, fill
from bedside.answers.rules.exchange import MOST_ROWS, Row, read, write_csv, write_json
from bedside.answers.starters import LIBRARY
from bedside.answers.views.library import today_of
from bedside.kit.times import now
from bedside.organizations.access import Request, needs


@needs("answers.write")
def starters(request: Request) -> HttpResponse:
    """The starter set, every word of it: chosen ones are proposed, or approved by somebody who may."""
    organization, member = request.organization, request.member
    approves = member.may("answers.approve")
    if request.method == "POST":
        brought = actions.adopt(
            organization=organization,
            keys=request.POST.getlist("key")[: len(LIBRARY)],
            approving=approves and request.POST.get("do") == "approve",
            by=member,
            at=now(),
        )
        _say(request, brought)
        return redirect("answers:starters", org=organization.slug)
    here, values = queries.adopted(organization), queries.values_of(organization)
    rows = []
    for starter in LIBRARY:
        if starter.key not in here:
            texts = {language: fill(text, values) for language, text in starter.texts.items()}
            missing = sorted({name for filled in texts.values() for name in filled.missing})
            rows.append({"starter": starter, "texts": texts, "missing": missing})
    context = {"rows": rows, "all": len(LIBRARY), "approves": approves}
    return render(request, "answers/starters.html", context)


def _say(request: Request, brought: Brought) -> None:
    if brought.made:
        said = ngettext("%(n)d answer is in the library.", "%(n)d answers are in the library.", len(brought.made))
        messages.success(request, said % {"n": len(brought.made)})
    for title, why in brought.left[:3]:
        messages.error(request, f"{title}: {why}")
    if not brought.made and not brought.left:
        messages.info(request, _("Nothing was chosen."))


@needs("answers.write")
def bring_in(request: Request) -> HttpResponse:
    """A CSV or JSON file as drafts, with a report of what was left and why."""
    form = FileForm(request.POST or None, request.FILES or None)
    context = {"form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "answers/import.html", context, status=422 if request.method == "POST" else 200)
    try:
        parsed = read(form.content())
    except Unfit as error:
        form.add_error("file", str(error))
        return render(request, "answers/import.html", context, status=422)
    brought = actions.bring_in(organization=request.organization, rows=parsed.rows, by=request.member, at=now())
    left = [(_("Answer %(n)d of the file") % {"n": number}, why) for number, why in parsed.refused] + brought.left
    return render(request, "answers/import.html", {"form": FileForm(), "brought": brought, "left": left})


@needs("answers.read")
@require_GET
def export(request: Request, format: str) -> HttpResponse:
    """The library as CSV or JSON: the words in use, or those of the newest draft."""
    if format not in ("csv", "json"):
        raise Http404("Only csv and json.")
    found = list(queries.answers(request.organization, today=today_of(request))[:MOST_ROWS])
    rows = []
    for number, answer in enumerate(found, 1):
        version = answer.current or queries.newest(answer)
        rows.append(
            Row(
                number, answer.title, version.texts, answer.shortcut, tuple(answer.intents), tuple(answer.specialties),
                tuple(answer.networks), tuple(answer.tags), tuple(answer.questions), answer.is_clinical,
            )
        )  # fmt: skip
    actions.note_export(organization=request.organization, format=format, number=len(rows), by=request.member, at=now())
    body = write_csv(rows) if format == "csv" else write_json(rows)
    kind = "text/csv; charset=utf-8" if format == "csv" else "application/json"
    response = HttpResponse(body.encode("utf-8-sig" if format == "csv" else "utf-8"), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="answers-{request.organization.slug}.{format}"'
    return response
