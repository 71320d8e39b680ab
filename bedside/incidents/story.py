"""What letters and forms are filled with, read from the incident."""

from datetime import date

from bedside.incidents import law, queries
from bedside.incidents.letters import Story
from bedside.incidents.models import Incident


def story_of(incident: Incident, *, today: date) -> Story:
    """The incident as its letters tell it; days by the hospital's clock."""
    organization = incident.organization
    case = queries.case_of(incident, ())
    return Story(
        hospital=organization.name,
        phone=organization.phone,
        email=organization.email,
        website=organization.website,
        address=organization.address,
        place=incident.place.replace("Hub", "our public hub"),
        today=today,
        discovered=case.discovered,
        occurred=queries.day_of(incident, incident.occurred_at) if incident.occurred_at else None,
        removed=_removed(incident),
        phi=tuple(incident.phi),
        total=incident.total,
        changes=tuple(incident.changes),
        changed=incident.changed,
        told=(case.sent or {}).get("individual"),
        substitute=(incident.unreachable or 0) >= law.PUBLIC_FROM,
        media=any(number > law.MEDIA_ABOVE for number in incident.residents.values()),
    )


def _removed(incident: Incident) -> date | None:
    """The day the last place was gone; None while one still stands."""
    days = []
    for place in queries.places(incident):
        removal = place.removal
        gone = removal.hand_at or (removal.remote.withdrawn_at if removal.remote else None)
        if gone is None and removal.delivery is not None and place.is_gone:
            gone = removal.delivery.done_at
        if gone is None:
            return None
        days.append(queries.day_of(incident, gone))
    return max(days) if days else None
