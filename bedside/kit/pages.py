"""Paging by position: stable while rows arrive, one query a page, no counting of everything."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    rows: Sequence[Row]
    next: str  # the position to ask for next, or ""


def page(rows: "QuerySet[Row]", *, after: str, size: int, column: str = "id") -> Page[Row]:
    """One page of rows newest first by an increasing column; `after` is what the page before gave as `next`."""
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(**{f"{column}__lt": int(after)})
    found = list(rows.order_by(f"-{column}")[: size + 1])
    more = len(found) > size
    found = found[:size]
    return Page(found, str(getattr(found[-1], column)) if more and found else "")


@dataclass(frozen=True)
class Numbered(Generic[Row]):
    rows: Sequence[Row]
    number: int
    has_next: bool

    @property
    def previous(self) -> int:
        return self.number - 1


def numbered(rows: "QuerySet[Row]", *, number: str, size: int, most: int = 500) -> Numbered[Row]:
    """A page by number, for lists whose order is not one column; `most` bounds how far back one can leaf."""
    which = min(max(int(number), 1), most) if number.isdecimal() and len(number) < 6 else 1
    found = list(rows[(which - 1) * size : which * size + 1])
    return Numbered(found[:size], which, len(found) > size)
