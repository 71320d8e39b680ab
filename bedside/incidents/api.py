"""Privacy incidents, for programs: list, read, report, take down. Words and names are never in an answer."""

from datetime import date, datetime

from ninja import Field, Query, Router, Schema, Status
from ninja.errors import HttpError

from bedside.channels import queries as channels
from bedside.incidents import actions, queries
from bedside.incidents.models import Incident
from bedside.kit.pages import page
from bedside.kit.schemas import Malformed, Problem, Words
from bedside.kit.times import now
from bedside.organizations.doorkeeper import Caller, needs

router = Router(tags=["incidents"])
ERRORS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Malformed, 429: Problem}


class Filters(Schema):
    state: str = Field("", max_length=6, pattern=r"^(open|closed)?$")
    after: str = Field("", max_length=18, pattern=r"^[0-9]*$", description="The `next` of the page before.")


class ReportIn(Schema):
    happened: Words = Field(min_length=1, max_length=4000, description="How it came to that; sealed.")
    delivery: int | None = Field(None, description="What was sent; without it, `place` says where it stood.")
    place: Words = Field("", max_length=200)
    link: Words = Field("", max_length=500)
    discovered_at: datetime | None = Field(None, description="When it was first noticed; now where left out.")


class ClockOut(Schema):
    key: str
    title: str
    due: date
    met: date | None = None
    source: str


class PlaceOut(Schema):
    network: str
    state: str
    said: str
    url: str


class IncidentOut(Schema):
    id: int
    number: int
    state: str
    origin: str
    place: str
    occurred_at: datetime | None = None
    discovered_at: datetime
    reported_at: datetime
    contained_at: datetime | None = None
    closed_at: datetime | None = None
    on_hold: bool
    people: int | None = None
    conclusion: str = Field(description="breach, low, excluded, or empty while nobody has assessed it.")
    confirmed: bool
    clocks: list[ClockOut]
    places: list[PlaceOut]


class IncidentsOut(Schema):
    incidents: list[IncidentOut]
    next: str


class ReportedOut(Schema):
    id: int
    number: int


def _out(incident: Incident) -> dict[str, object]:
    assessment = queries.latest(incident)
    return {
        "id": incident.pk,
        "number": incident.number,
        "state": incident.state,
        "origin": incident.origin,
        "place": incident.place,
        "occurred_at": incident.occurred_at,
        "discovered_at": incident.discovered_at,
        "reported_at": incident.reported_at,
        "contained_at": incident.contained_at,
        "closed_at": incident.closed_at,
        "on_hold": incident.on_hold,
        "people": incident.total,
        "conclusion": assessment.conclusion if assessment else "",
        "confirmed": assessment is not None and assessment.confirmed_at is not None,
        "clocks": [
            {"key": one.key, "title": one.title, "due": one.due, "met": one.met, "source": one.source}
            for one in queries.clocks_of(incident)
        ],
        "places": [
            {"network": one.removal.network, "state": one.state, "said": one.said, "url": one.removal.url}
            for one in queries.places(incident)
        ],
    }


@router.get("", response={200: IncidentsOut, **ERRORS}, summary="List privacy incidents")
@needs("incidents.read")
def incidents(request: Caller, filters: Query[Filters]) -> object:
    found = queries.incidents_of(request.organization, state=filters.state)
    shown = page(found, after=filters.after, size=50)
    return {"incidents": [_out(one) for one in shown.rows], "next": shown.next}


@router.post("", response={201: ReportedOut, **ERRORS}, summary="Report a privacy incident")
@needs("incidents.report")
def report(request: Caller, payload: ReportIn) -> object:
    at = now()
    delivery = channels.access_delivery(request.organization, payload.delivery) if payload.delivery else None
    discovered = payload.discovered_at or at
    if discovered.tzinfo is None:
        raise HttpError(422, "Give the time of discovery with its UTC offset.")
    made = actions.report(
        organization=request.organization, happened=payload.happened, discovered_at=discovered, by=request.member,
        at=at, delivery=delivery, place=payload.place, link=payload.link,
    )  # fmt: skip
    return Status(201, {"id": made.pk, "number": made.number})


@router.get("/{int:incident_id}", response={200: IncidentOut, **ERRORS}, summary="Read a privacy incident")
@needs("incidents.read")
def read(request: Caller, incident_id: int) -> object:
    return _out(queries.access_incident(request.organization, incident_id))


@router.post("/{int:incident_id}/containment", response={200: IncidentOut, **ERRORS}, summary="Take it down everywhere")
@needs("incidents.contain")
def contain(request: Caller, incident_id: int) -> object:
    incident = queries.access_incident(request.organization, incident_id)
    actions.contain(incident=incident, by=request.member, at=now())
    return _out(queries.access_incident(request.organization, incident_id))
