"""The hours in which somebody reads what people write."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from bedside.organizations.happenings import tell
from bedside.organizations.hours import Opening, write_openings
from bedside.organizations.models import Member, Office, Organization


@transaction.atomic
def keep_hours(
    *,
    organization: Organization,
    always: bool,
    openings: Sequence[Opening],
    federal: bool,
    closed: Mapping[date, str],
    by: Member,
    at: datetime,
) -> Office:
    """The hours as they shall be; `closed` are days of the hospital's own with their names."""
    office = Office.objects.select_for_update(no_key=True).filter(organization=organization).first()
    office = office or Office(organization=organization)
    office.always, office.federal, office.changed_at = always, federal, at
    office.openings = write_openings(openings)
    office.closed = [[day.isoformat(), name[:80]] for day, name in sorted(closed.items())]
    office.save()
    tell(
        "organizations.hours_changed",
        organization=organization,
        subject=office,
        by=by,
        at=at,
        always=always,
        openings=office.openings,
        federal=federal,
        closed=[day for day, _name in office.closed],
    )
    return office
