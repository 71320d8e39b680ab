"""The record, for those who must prove what happened: filters, verification, export."""

import csv
import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from bedside.audit import actions, queries
from bedside.audit.models import Entry
from bedside.kit.pages import page
from bedside.kit.times import now
from bedside.organizations.access import Request, needs
from bedside.organizations.models import Organization
from bedside.organizations.queries import members_of


class FilterForm(forms.Form):
    kind = forms.ChoiceField(label=_("What"), required=False)
    by = forms.ChoiceField(label=_("Who"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any, *, organization: Organization) -> None:
        super().__init__(data)
        self.organization = organization
        kinds = queries.kinds(organization)
        domains = sorted({kind.partition(".")[0] for kind in kinds})
        _choices(self, "kind", [("", _("everything")), *((name, name) for name in [*domains, *kinds])])
        people = [(str(one.pk), one.name) for one in members_of(organization)]
        _choices(self, "by", [("", _("everybody")), *people])

    def filters(self) -> dict[str, Any]:
        """What the query takes; a day means the whole of it, by the hospital's clock."""
        if not self.is_valid():
            return {}
        data, zone = self.cleaned_data, self.organization.zone
        since = datetime.combine(data["since"], time(), zone) if data["since"] else None
        until = datetime.combine(data["until"], time(), zone) + timedelta(days=1) if data["until"] else None
        by = int(data["by"]) if data["by"] else None
        return {"kind": data["kind"], "by": by, "since": since, "until": until}


def _choices(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


@needs("audit.read")
def record(request: Request) -> HttpResponse:
    form = FilterForm(request.GET, organization=request.organization)
    found = queries.entries(request.organization, **form.filters())
    after = request.GET.get("after", "")
    shown = page(found.select_related("by__user"), after=after, size=60, column="number")
    kept = request.GET.copy()
    kept.pop("after", None)
    context: dict[str, Any] = {"form": form, "shown": shown, "query": kept.urlencode(), "after": after, "at": now()}
    context["exports"] = request.member.may("audit.export")
    if request.GET.get("verify"):
        context["number"], context["fault"] = queries.verify(request.organization)
        context["verified"] = True
    return render(request, "audit/record.html", context)


COLUMNS = ("number", "at", "kind", "by", "subject_type", "subject_id", "details", "before", "digest")


@needs("audit.export")
def export(request: Request, form: str) -> HttpResponse:
    """The filtered record as CSV or JSON lines, oldest first; the export itself is an entry."""
    filters = FilterForm(request.GET, organization=request.organization).filters()
    actions.record(
        "audit.exported",
        organization=request.organization,
        subject=None,
        by=request.member,
        at=now(),
        form=form,
        what=filters.get("kind", ""),
    )
    rows = _rows(request.organization, filters)
    lines = _csv(rows) if form == "csv" else _json(rows)
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/x-ndjson"
    response = HttpResponse("".join(lines), content_type=kind)
    ending = "csv" if form == "csv" else "jsonl"
    response["Content-Disposition"] = f'attachment; filename="audit-{request.organization.slug}.{ending}"'
    response["Cache-Control"] = "no-store"
    return response


def _rows(organization: Organization, filters: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """In steps of a thousand."""
    last = 0
    while True:
        found = queries.entries(organization, **filters).filter(number__gt=last)
        step: list[Entry] = list(found.order_by("number")[:1000])
        if not step:
            return
        last = step[-1].number
        for entry in step:
            yield {
                "number": entry.number,
                "at": entry.at.astimezone(organization.zone).isoformat(),
                "kind": entry.kind,
                "by": entry.by_name,
                "subject_type": entry.subject_type,
                "subject_id": entry.subject_id,
                "details": entry.details,
                "before": entry.before,
                "digest": entry.digest,
            }


class _Line:
    def write(self, line: str) -> str:
        return line


def _csv(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(COLUMNS)
    for row in rows:
        yield writer.writerow([_cell(row[name]) for name in COLUMNS])


def _cell(value: object) -> object:
    """A cell that a spreadsheet takes for a formula is quoted (CWE-1236)."""
    said = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value
    return f"'{said}" if isinstance(said, str) and said[:1] in ("=", "+", "-", "@", "\t", "\r") else said


def _json(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"
