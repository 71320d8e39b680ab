"""The etiquette in plain words, and who has read it."""

import csv
import io

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.guard import actions, queries
from bedside.guard.forms import AttestForm
from bedside.kit.times import now
from bedside.organizations.access import Request, needs


@needs("guard.check")
def etiquette(request: Request) -> HttpResponse:
    """What holds now, made to be read and printed; below it, the attestation."""
    return _etiquette(request)


def _etiquette(request: Request, form: AttestForm | None = None, *, status: int = 200) -> HttpResponse:
    sheet = queries.sheet_of(request.organization)
    context = {
        "sheet": sheet,
        "blocks": sheet.blocks,
        "attestation": queries.attestation_of(request.member, sheet.number),
        "form": form or AttestForm(initial={"number": sheet.number, "sha256": sheet.sha256}),
        "at": now(),
    }
    return render(request, "guard/etiquette.html", context, status=status)


@needs("guard.check")
@require_POST
def attest(request: Request) -> HttpResponse:
    form = AttestForm(request.POST)
    if not form.is_valid():
        return _etiquette(request, form, status=422)
    given = form.cleaned_data
    try:
        actions.attest(
            member=request.member, number=given["number"], sha256=given["sha256"], typed_name=given["name"], at=now()
        )
    except actions.WrongName as error:
        form.add_error("name", str(error))
        return _etiquette(request, form, status=422)
    except actions.EtiquetteChanged as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Thank you. It is kept with your name and the words you read."))
    return redirect("guard:etiquette", org=request.organization.slug)


@needs("guard.check")
def attested(request: Request, pk: int) -> HttpResponse:
    """What one member read, word for word; for that member, and for whoever looks after it."""
    found = queries.access_attestation(request.organization, pk)
    if found.member_id != request.member.pk and not request.member.may("guard.readers"):
        messages.error(request, _("What somebody else read is shown to them and to the privacy officer."))
        return redirect("guard:etiquette", org=request.organization.slug)
    context = {"attestation": found, "blocks": found.etiquette.blocks, "at": now()}
    return render(request, "guard/attested.html", context)


@needs("guard.readers")
def readers(request: Request) -> HttpResponse:
    """Who has read the version in force, and who has not."""
    sheet = queries.sheet_of(request.organization)
    found = queries.readers_of(request.organization, sheet.number)
    context = {
        "sheet": sheet,
        "readers": found,
        "read": sum(one.attestation is not None for one in found),
        "at": now(),
    }
    return render(request, "guard/readers.html", context)


COLUMNS = ("name", "email", "roles", "policy_version", "attested_at", "typed_name", "words_sha256")


@needs("guard.readers")
def readers_csv(request: Request) -> HttpResponse:
    """The same list for the files of the privacy officer; taking it out is an entry."""
    organization = request.organization
    number = queries.sheet_of(organization).number
    actions.note_export(organization=organization, by=request.member, at=now(), number=number)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in queries.readers_of(organization, number):
        kept = one.attestation
        row = [one.member.name, one.member.user.email, " ".join(one.member.roles), str(number)]
        row += (
            [kept.at.astimezone(organization.zone).isoformat(), kept.typed_name, kept.sha256] if kept else ["", "", ""]
        )
        writer.writerow([_cell(said) for said in row])
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="etiquette-{organization.slug}-{number}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _cell(said: str) -> str:
    """A cell that a spreadsheet takes for a formula is quoted (CWE-1236)."""
    return f"'{said}" if said[:1] in ("=", "+", "-", "@", "\t", "\r") else said
