"""Tables to take along."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse


def table(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A CSV file that spreadsheets open as it is: UTF-8 with its mark, no cell a formula, kept by no cache."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(head)
    lines.writerows([tame(cell) for cell in row] for row in rows)
    response = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def tame(cell: object) -> object:
    """No formula for a spreadsheet (OWASP, CSV injection); numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return f"'{cell}"
    return cell
