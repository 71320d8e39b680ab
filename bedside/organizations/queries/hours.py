"""Reads: when somebody is there."""

from datetime import date, datetime

from bedside.organizations import holidays
from bedside.organizations.hours import Hours, read_openings
from bedside.organizations.models import Office, Organization

#: Years around today whose holidays are looked at.
AROUND = 1


def office_of(organization: Organization) -> Office | None:
    return Office.objects.filter(organization=organization).first()


def hours_of(organization: Organization, *, at: datetime) -> Hours | None:
    """The hospital's hours, or None where it has not said; holidays of this year and the ones beside it."""
    office = office_of(organization)
    if office is None:
        return None
    return Hours(
        zone=organization.zone,
        openings=read_openings(office.openings),
        closed=frozenset(closed_days(organization, office, at=at)),
        always=office.always,
    )


def closed_days(organization: Organization, office: Office, *, at: datetime) -> dict[date, str]:
    """Days without hours and their names: public holidays where they are kept, and the hospital's own."""
    year = at.astimezone(organization.zone).year
    found = holidays.federal(year - AROUND, year + AROUND) if office.federal else {}
    return found | {date.fromisoformat(str(day)): str(name) for day, name in office.closed}
