"""Taking it down everywhere: evidence first, then every network, and by hand where no network lets us."""

from datetime import datetime
from typing import Any

from django.db import transaction

from bedside.audit import actions as audit
from bedside.channels import actions as channels
from bedside.channels import queries as channel_queries
from bedside.channels.models import Delivery
from bedside.channels.states import State as Sent
from bedside.incidents import queries, rules
from bedside.incidents.actions.evidence import keep, locked, locked_open
from bedside.incidents.models import Incident, Removal
from bedside.organizations.models import Member


@transaction.atomic
def contain(*, incident: Incident, by: Member, at: datetime) -> list[Removal]:
    """Every place where it still stands, asked to be taken down; what had not left yet is taken back. Can be repeated:
    only what is new is asked for. Raises rules.Refused."""
    incident = locked_open(incident)
    keep(incident=incident, by=by, at=at)
    deliveries = queries.family(incident)
    for delivery in deliveries:
        if delivery.state == Sent.DUE and delivery.verb in queries.OPENS:
            channels.cancel(delivery=delivery, by=by, at=at)
    rows = Removal.objects.filter(organization_id=incident.organization_id, incident=incident)
    known: set[int | None] = set(rows.values_list("remote_id", flat=True))
    made = []
    for remote in queries.standing(deliveries):
        if remote.pk in known:
            continue
        said = ""
        asked: Delivery | None = None
        try:
            asked = channels.withdraw(remote=remote, subject=incident, by=by, at=at)
        except channels.NotOffered as error:
            said = str(error)
        made.append(
            Removal.objects.create(
                organization_id=incident.organization_id,
                incident=incident,
                network=channel_queries.network_of(remote.account).label,
                url=remote.url,
                remote=remote,
                delivery=asked,
                said=said[:300],
                at=at,
            )
        )
    made += _gone_before(incident, deliveries, known, at)
    if not incident.subject_type and not known:
        made.append(
            Removal.objects.create(
                organization_id=incident.organization_id,
                incident=incident,
                network=incident.place[:80],
                url=incident.link,
                said="Bedside did not send this, so it has to be taken down by hand.",
                at=at,
            )
        )
    if incident.contained_at is None:
        incident.contained_at = at
        incident.save(update_fields=["contained_at"])
    audit.record(
        "incidents.contained",
        organization=incident.organization,
        subject=incident,
        by=by,
        at=at,
        about=[incident.subject_type, incident.subject_id],
        asked=[one.delivery_id for one in made if one.delivery_id],
        by_hand=[one.pk for one in made if one.delivery_id is None],
    )
    return made


def _gone_before(incident: Incident, deliveries: list[Delivery], known: set[int | None], at: datetime) -> list[Removal]:
    """What somebody withdrew before the incident was reported: noted, so that the page shows every place."""
    made, seen = [], set(known)
    for delivery in deliveries:
        remote = delivery.remote
        if remote is None or remote.withdrawn_at is None or remote.pk in seen or delivery.verb not in queries.OPENS:
            continue
        seen.add(remote.pk)
        made.append(
            Removal.objects.create(
                organization_id=incident.organization_id,
                incident=incident,
                network=queries.label_of(delivery),
                url=remote.url,
                remote=remote,
                at=at,
            )
        )
    return made


def _locked_removal(removal: Removal) -> Removal:
    locked(removal.incident)
    return queries.access_removal(removal.incident, removal.pk)


@transaction.atomic
def withdraw_again(*, removal: Removal, by: Member, at: datetime) -> Removal:
    """Another try where the network refused; raises rules.Refused, channels.states.WrongState."""
    removal = _locked_removal(removal)
    if removal.delivery is None:
        raise rules.Refused("Bedside cannot take it down there. Do it by hand and record it.")
    channels.try_again(delivery=removal.delivery, by=by, at=at)
    audit.record("incidents.withdrawal_tried_again", **_about(removal, by, at))
    return removal


@transaction.atomic
def look_again(*, removal: Removal, by: Member, at: datetime) -> Removal:
    """The network is asked whether it has taken it down; raises rules.Refused."""
    removal = _locked_removal(removal)
    if removal.delivery is None:
        raise rules.Refused("There is no network to ask. Look at it yourself and record what you see.")
    channels.check_now(delivery=removal.delivery, by=by, at=at)
    return removal


@transaction.atomic
def note_by_hand(*, removal: Removal, note: str, by: Member, at: datetime) -> Removal:
    """Somebody took it down by hand, and looked; raises rules.Refused."""
    removal = _locked_removal(removal)
    if queries.place_of(removal).is_gone:
        raise rules.Refused("It is gone already; nothing was changed.")
    if not note.strip():
        raise rules.Refused("Say how you saw that it is gone.")
    removal.hand_by, removal.hand_at, removal.hand_note = by, at, note.strip()[:300]
    removal.save(update_fields=["hand_by", "hand_at", "hand_note"])
    audit.record("incidents.removed_by_hand", **_about(removal, by, at))
    return removal


def _about(removal: Removal, by: Member, at: datetime) -> dict[str, Any]:
    incident = removal.incident
    return {
        "organization": incident.organization,
        "subject": incident,
        "by": by,
        "at": at,
        "removal": removal.pk,
        "network": removal.network,
    }
