"""Reporting an incident, and keeping its facts right."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from bedside.audit import actions as audit
from bedside.channels.models import Delivery
from bedside.incidents import law, queries, rules
from bedside.incidents.actions.evidence import add_words, keep, locked_open, sealed
from bedside.incidents.models import Incident
from bedside.incidents.rules import Origin
from bedside.kit import queue
from bedside.organizations.models import Member, Organization


@transaction.atomic
def report(
    *,
    organization: Organization,
    happened: str,
    discovered_at: datetime,
    by: Member,
    at: datetime,
    delivery: Delivery | None = None,
    place: str = "",
    link: str = "",
) -> Incident:
    """The incident, with its evidence kept at once; a second report of the same post or answer joins the first, and
    moves the discovery back where it is earlier (45 CFR 164.404(a)(2)). Raises rules.Refused."""
    if not happened.strip():
        raise rules.Refused("Say in a sentence what happened.")
    if delivery is not None and delivery.state not in queries.LEFT:
        raise rules.Refused("Nothing of this has left the hospital. Take it back instead.")
    if delivery is None and not place.strip():
        raise rules.Refused("Say where it stood.")
    lead = queries.lead_of(delivery) if delivery is not None else None
    occurred = (lead.done_at or lead.due_at) if lead is not None else None
    _ensure_dates(organization, occurred, discovered_at, at)
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)  # numbers follow each other
    known = queries.open_about(organization, lead.subject_type, lead.subject_id) if lead is not None else None
    if known is not None:
        return _again(known, happened, discovered_at, by, at)
    last = Incident.objects.filter(organization=organization).order_by("-number").first()
    incident = Incident.objects.create(
        organization=organization,
        number=last.number + 1 if last else 1,
        origin=_origin(lead),
        place=place.strip()[:200],
        link=link.strip()[:500],
        delivery=delivery,
        subject_type=lead.subject_type if lead else "",
        subject_id=lead.subject_id if lead else None,
        happened=sealed(Incident, happened.strip(), organization.pk, "happened"),
        occurred_at=occurred,
        discovered_at=discovered_at,
        reported_by=by,
        reported_at=at,
    )
    if lead is not None:
        names = [queries.label_of(one) for one in queries.family(incident) if one.verb in queries.OPENS]
        incident.place = ", ".join(dict.fromkeys(names))[:200]
        incident.save(update_fields=["place"])
    audit.record(
        "incidents.reported",
        organization=organization,
        subject=incident,
        by=by,
        at=at,
        number=incident.number,
        origin=incident.origin,
        delivery=delivery.pk if delivery else None,
        discovered_at=discovered_at.isoformat(),
    )
    keep(incident=incident, by=by, at=at)
    queue.defer("incidents.tell_officers", organization_id=organization.pk, incident_id=incident.pk)
    return incident


def _origin(lead: Delivery | None) -> str:
    if lead is None:
        return Origin.ELSEWHERE
    return Origin.ANSWER if lead.verb == Delivery.REPLY else Origin.POST


def _again(incident: Incident, happened: str, discovered_at: datetime, by: Member, at: datetime) -> Incident:
    incident = locked_open(incident)
    if discovered_at < incident.discovered_at:
        incident.discovered_at = discovered_at
        incident.save(update_fields=["discovered_at"])
    audit.record(
        "incidents.reported_again",
        organization=incident.organization,
        subject=incident,
        by=by,
        at=at,
        discovered_at=discovered_at.isoformat(),
    )
    add_words(incident=incident, text=happened.strip(), label=f"Report by {by.name}", by=by, at=at)
    return incident


def _ensure_dates(organization: Organization, occurred: datetime | None, discovered: datetime, at: datetime) -> None:
    if discovered > at:
        raise rules.Refused("The time of discovery is not here yet.")
    zone = organization.zone
    rules.ensure_dates(
        occurred=occurred.astimezone(zone).date() if occurred else None,
        discovered=discovered.astimezone(zone).date(),
        today=at.astimezone(zone).date(),
    )


@transaction.atomic
def change_facts(
    *,
    incident: Incident,
    happened: str,
    occurred_at: datetime | None,
    discovered_at: datetime,
    phi: Sequence[str],
    by: Member,
    at: datetime,
) -> Incident:
    """The facts as the officer found them; what was reported before stays as evidence. Raises rules.Refused."""
    incident = locked_open(incident)
    _ensure_dates(incident.organization, occurred_at, discovered_at, at)
    if not happened.strip():
        raise rules.Refused("Say in a sentence what happened.")
    before = queries.happened(incident)
    if before != happened.strip():
        add_words(incident=incident, text=before, label="What happened, as it was written before", by=by, at=at)
    moved = incident.discovered_at.isoformat() if incident.discovered_at != discovered_at else ""
    incident.happened = sealed(Incident, happened.strip(), incident.organization_id, "happened")
    incident.occurred_at, incident.discovered_at = occurred_at, discovered_at
    incident.phi = [key for key in law.KINDS_OF_PHI if key in phi]
    incident.save(update_fields=["happened", "occurred_at", "discovered_at", "phi"])
    audit.record(
        "incidents.facts_changed",
        organization=incident.organization,
        subject=incident,
        by=by,
        at=at,
        discovered_at=discovered_at.isoformat(),
        discovered_before=moved,
        phi=incident.phi,
    )
    return incident
