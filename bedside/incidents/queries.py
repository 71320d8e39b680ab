"""Reads: incidents with their clocks, what stands where, evidence, and what still has to be done."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from bedside.audit import queries as audit
from bedside.audit.models import Entry
from bedside.channels import queries as channels
from bedside.channels.models import Delivery, Remote
from bedside.channels.states import State as Sent
from bedside.incidents import law, rules
from bedside.incidents.models import (
    Affected,
    Assessment,
    Deadline,
    Exhibit,
    Incident,
    Letter,
    Notice,
    Removal,
)
from bedside.incidents.rules import Case, Clock, Conclusion, Extra, State
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.organizations.models import Organization

SUBJECT = "incidents.incident"
OPENS = (Delivery.PUBLISH, Delivery.REPLY)
#: States in which something has left the hospital, or may have.
LEFT = (Sent.SENDING, Sent.SENT, Sent.UNKNOWN)

Row = Exhibit | Assessment | Affected | Letter


def incidents_of(organization: Organization, *, state: str = "", year: int | None = None) -> "QuerySet[Incident]":
    """The hospital's incidents, newest first; `year` is that of discovery, by the hospital's clock."""
    found = Incident.objects.filter(organization=organization).select_related("reported_by__user", "organization")
    if state in set(State):
        found = found.filter(state=state)
    if year is not None:
        zone = organization.zone
        found = found.filter(
            discovered_at__gte=datetime(year, 1, 1, tzinfo=zone),
            discovered_at__lt=datetime(year + 1, 1, 1, tzinfo=zone),
        )
    return found.prefetch_related(
        Prefetch("assessments", queryset=Assessment.objects.filter(organization=organization).order_by("number")),
        Prefetch("notices", queryset=Notice.objects.filter(organization=organization).order_by("sent_date", "pk")),
    ).order_by("-number")


def years_of(organization: Organization) -> list[int]:
    """Years of discovery that have an incident, newest first."""
    days = Incident.objects.filter(organization=organization).values_list("discovered_at", flat=True)
    return sorted({day.astimezone(organization.zone).year for day in days}, reverse=True)


def access_incident(organization: Organization, incident_id: int) -> Incident:
    """The incident; raises Http404."""
    found = incidents_of(organization).filter(pk=incident_id).select_related("delivery", "closed_by__user").first()
    if found is None:
        raise Http404("No such incident.")
    return found


def reported_by(organization: Organization, member_id: int) -> "QuerySet[Incident]":
    return incidents_of(organization).filter(reported_by_id=member_id)


def open_about(organization: Organization, subject_type: str, subject_id: int | None) -> Incident | None:
    """The open incident about the same post or answer, if there is one."""
    if not subject_type:
        return None
    return Incident.objects.filter(
        organization=organization, subject_type=subject_type, subject_id=subject_id, state=State.OPEN
    ).first()


def open_number(organization: Organization) -> int:
    return Incident.objects.filter(organization=organization, state=State.OPEN).count()


# ---- what is sealed --------------------------------------------------------------------------------------------------


def happened(incident: Incident) -> str:
    """What the reporter wrote."""
    context = seal_context(Incident, "happened", incident.organization_id)
    return crypto.unseal(bytes(incident.happened), context=context).decode()


def opened(row: Row) -> bytes:
    """The content of a sealed row; empty once it was destroyed. Whoever shows it to somebody audits that first."""
    if not row.sealed:
        return b""
    return crypto.unseal(bytes(row.sealed), context=seal_context(type(row), "sealed", row.organization_id))


def reasons(assessment: Assessment) -> dict[str, str]:
    """The written reasons by factor; "conclusion" for that of the conclusion."""
    found: dict[str, str] = json.loads(opened(assessment) or b"{}")
    return found


# ---- what stood where ------------------------------------------------------------------------------------------------


def lead_of(delivery: Delivery) -> Delivery:
    """The delivery that first put it there: a correction leads back to its post."""
    if delivery.target_id is None:
        return delivery
    first = Delivery.objects.filter(
        organization_id=delivery.organization_id, remote_id=delivery.target_id, verb__in=OPENS, target=None
    ).first()
    return first or delivery


def family(incident: Incident) -> list[Delivery]:
    """Every delivery of the same post or answer: on all networks, its corrections, what was withdrawn."""
    if not incident.subject_type:
        return []
    own = Q(subject_type=incident.subject_type, subject_id=incident.subject_id)
    made = (
        Delivery.objects.filter(own, organization_id=incident.organization_id)
        .exclude(remote=None)
        .values_list("remote_id", flat=True)
    )
    found = Delivery.objects.filter(own | Q(target_id__in=list(made)), organization_id=incident.organization_id)
    return list(
        found.select_related(
            "account__organization", "remote", "target", "answers__organization", "clearance__by__user",
            "clearance__override__by__user", "by__user", "organization",
        ).order_by("asked_at", "id")
    )  # fmt: skip


def standing(deliveries: Sequence[Delivery]) -> list[Remote]:
    """What a network still shows, as far as Bedside knows."""
    found = {
        delivery.remote.pk: delivery.remote
        for delivery in deliveries
        if delivery.verb in OPENS and delivery.remote is not None and delivery.remote.withdrawn_at is None
    }
    return list(found.values())


def label_of(delivery: Delivery) -> str:
    return channels.network_of(delivery.account).label


@dataclass(frozen=True)
class Place:
    """One place on the page: how far the removal is, in a word and a sentence."""

    removal: Removal
    state: str  # gone | under way | refused | unknown | by hand
    said: str

    @property
    def is_gone(self) -> bool:
        return self.state == "gone"


def place_of(removal: Removal) -> Place:
    """How far one removal is."""
    if removal.hand_at is not None:
        return Place(removal, "gone", "Taken down by hand.")
    if removal.remote is not None and removal.remote.withdrawn_at is not None:
        return Place(removal, "gone", "The network has taken it down.")
    delivery = removal.delivery
    if delivery is None:
        return Place(removal, "by hand", removal.said or "Bedside cannot take it down there: do it by hand.")
    if delivery.state == Sent.SENT:
        return Place(removal, "gone", "The network has taken it down.")
    if delivery.state in (Sent.REFUSED, Sent.CANCELED):
        return Place(removal, "refused", delivery.said or "The network refused it.")
    if delivery.state == Sent.UNKNOWN:
        return Place(removal, "unknown", delivery.said or "The network did not say whether it did it.")
    return Place(removal, "under way", delivery.said or "On its way to the network.")


def places(incident: Incident) -> list[Place]:
    rows = Removal.objects.filter(organization_id=incident.organization_id, incident=incident)
    return [place_of(row) for row in rows.select_related("delivery__account", "remote", "hand_by__user").order_by("pk")]


def access_removal(incident: Incident, removal_id: int) -> Removal:
    """The removal; raises Http404."""
    rows = Removal.objects.filter(organization_id=incident.organization_id, incident=incident, pk=removal_id)
    found = rows.select_related("delivery__account__organization", "remote").first()
    if found is None:
        raise Http404("No such place.")
    return found


def exhibits(incident: Incident) -> "QuerySet[Exhibit]":
    rows = Exhibit.objects.filter(organization_id=incident.organization_id, incident=incident)
    return rows.select_related("by__user").order_by("pk")


def access_exhibit(incident: Incident, exhibit_id: int) -> Exhibit:
    """The exhibit; raises Http404."""
    found = exhibits(incident).filter(pk=exhibit_id).first()
    if found is None:
        raise Http404("No such evidence.")
    return found


# ---- how far it is ---------------------------------------------------------------------------------------------------


def latest(incident: Incident) -> Assessment | None:
    """The assessment that holds, confirmed or not."""
    found = sorted(incident.assessments.all(), key=lambda one: one.number)
    return found[-1] if found else None


def access_assessment(incident: Incident, assessment_id: int) -> Assessment:
    """The assessment; raises Http404."""
    found = Assessment.objects.filter(
        organization_id=incident.organization_id, incident=incident, pk=assessment_id
    ).first()
    if found is None:
        raise Http404("No such assessment.")
    return found


def assessments(incident: Incident) -> "QuerySet[Assessment]":
    rows = Assessment.objects.filter(organization_id=incident.organization_id, incident=incident)
    return rows.select_related("by__user", "confirmed_by__user").order_by("-number")


def is_no_breach(assessment: Assessment | None) -> bool:
    """Only a confirmed finding stops the clocks; until then the law presumes a breach."""
    return (
        assessment is not None
        and assessment.conclusion != Conclusion.BREACH
        and assessment.confirmed_at is not None
    )  # fmt: skip


def deadlines_of(organization: Organization) -> "QuerySet[Deadline]":
    return Deadline.objects.filter(organization=organization, ended_at=None).order_by("days", "pk")


def access_deadline(organization: Organization, deadline_id: int) -> Deadline:
    """The deadline while it holds; raises Http404."""
    found = deadlines_of(organization).filter(pk=deadline_id).first()
    if found is None:
        raise Http404("No such deadline.")
    return found


def extras_of(organization: Organization) -> tuple[Extra, ...]:
    return tuple(
        Extra(str(one.pk), one.title, one.days, one.source, one.state, one.least) for one in deadlines_of(organization)
    )


def case_of(incident: Incident, extras: tuple[Extra, ...] | None = None) -> Case:
    """What the clocks run by."""
    sent: dict[str, date] = {}
    for notice in incident.notices.all():
        if not notice.partial:
            sent.setdefault(notice.key, notice.sent_date)
    return Case(
        discovered=day_of(incident, incident.discovered_at),
        total=incident.total,
        residents=incident.residents,
        extras=extras_of(incident.organization) if extras is None else extras,
        sent=sent,
    )


def day_of(incident: Incident, instant: datetime) -> date:
    """The day by the hospital's clock."""
    return instant.astimezone(incident.organization.zone).date()


def clocks_of(incident: Incident, extras: tuple[Extra, ...] | None = None) -> list[Clock]:
    """Deadlines while a breach is presumed or found; none once a second person confirmed that it is no breach."""
    if is_no_breach(latest(incident)):
        return []
    return rules.clocks(case_of(incident, extras))


@dataclass(frozen=True)
class Due:
    """One open deadline of one incident."""

    incident: Incident
    clock: Clock
    left: int


def open_clocks(organization: Organization, *, at: datetime) -> list[Due]:
    """Every deadline that is not met, of closed incidents too: the report for the year comes after closing."""
    today, extras = at.astimezone(organization.zone).date(), extras_of(organization)
    found = [
        Due(incident, clock, clock.left(today))
        for incident in incidents_of(organization)
        for clock in clocks_of(incident, extras)
        if clock.met is None
    ]
    return sorted(found, key=lambda one: (one.left, one.incident.pk))


def stand_of(incident: Incident) -> rules.Stand:
    assessment, found = latest(incident), places(incident)
    return rules.Stand(
        assessed=assessment is not None,
        conclusion=assessment.conclusion if assessment else "",
        confirmed=assessment is not None and assessment.confirmed_at is not None,
        total=incident.total,
        open_removals=sum(1 for place in found if not place.is_gone),
        removals=len(found),
        unmet=tuple(
            clock.title
            for clock in clocks_of(incident)
            if clock.met is None and not (clock.key == "hhs" and _for_the_year(incident))
        ),
    )


def _for_the_year(incident: Incident) -> bool:
    return incident.total is not None and incident.total < law.HHS_AT_ONCE


# ---- people, letters -------------------------------------------------------------------------------------------------


def affected_of(incident: Incident) -> "QuerySet[Affected]":
    return Affected.objects.filter(organization_id=incident.organization_id, incident=incident).order_by("pk")


def letters_of(incident: Incident, kind: str = "") -> "QuerySet[Letter]":
    """Versions of letters, newest first."""
    rows = Letter.objects.filter(organization_id=incident.organization_id, incident=incident)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.select_related("by__user").order_by("-number")


def notices_of(incident: Incident) -> "QuerySet[Notice]":
    rows = Notice.objects.filter(organization_id=incident.organization_id, incident=incident)
    return rows.select_related("by__user", "letter").order_by("sent_date", "pk")


# ---- the record ------------------------------------------------------------------------------------------------------


def record_of(incident: Incident) -> list[Entry]:
    """Every entry about the incident, about what was sent, and about each delivery of it, in the record's order."""
    wanted = Q(subject_type=SUBJECT, subject_id=incident.pk)
    if incident.subject_type:
        wanted |= Q(subject_type=incident.subject_type, subject_id=incident.subject_id)
        wanted |= Q(subject_type="channels.delivery", subject_id__in=[one.pk for one in family(incident)])
    removals = Removal.objects.filter(organization_id=incident.organization_id, incident=incident)
    wanted |= Q(
        subject_type="channels.delivery",
        subject_id__in=list(removals.exclude(delivery=None).values_list("delivery_id", flat=True)),
    )
    return list(audit.entries(incident.organization).filter(wanted).order_by("number")[:5000])


def line_of(entry: Entry) -> dict[str, Any]:
    """An entry as it stands in the record, with the digests by which it can be verified."""
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "kind": entry.kind,
        "by": entry.by_name,
        "subject_type": entry.subject_type,
        "subject_id": entry.subject_id,
        "details": entry.details,
        "before": entry.before,
        "digest": entry.digest,
    }
