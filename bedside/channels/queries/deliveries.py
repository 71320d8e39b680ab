"""Reads: deliveries, what stands on networks because of them, and the words of an arrival."""

import json
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from bedside.channels import registry
from bedside.channels.models import Account, Arrival, Delivery, Remote
from bedside.channels.rules import Ability, Answering
from bedside.channels.states import State
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.kit.times import spell
from bedside.organizations.models import Organization


def deliveries_unsettled(account: Account) -> "QuerySet[Delivery]":
    """What only a person can settle, by looking on the network."""
    return Delivery.objects.filter(
        organization_id=account.organization_id, account=account, state=State.UNKNOWN, needs_person=True
    ).order_by("pk")


def access_delivery(organization: Organization, delivery_id: int) -> Delivery:
    """The delivery; raises Http404."""
    found = (
        Delivery.objects.filter(organization=organization, pk=delivery_id).select_related("account", "remote").first()
    )
    if found is None:
        raise Http404("No such delivery.")
    return found


def deliveries_about(organization: Organization, subject_type: str, subject_id: int) -> "QuerySet[Delivery]":
    """Everything asked for on behalf of one subject, oldest first."""
    return (
        Delivery.objects.filter(organization=organization, subject_type=subject_type, subject_id=subject_id)
        .select_related("account", "remote", "target")
        .order_by("asked_at", "id")
    )


def access_arrival(organization: Organization, arrival_id: int) -> Arrival:
    """The arrival; raises Http404."""
    found = (
        Arrival.objects.filter(organization=organization, pk=arrival_id)
        .select_related("account", "organization")
        .first()
    )
    if found is None:
        raise Http404("No such message.")
    return found


def words_of(arrival: Arrival) -> str:
    """What the person wrote, unsealed. Whoever shows it to somebody audits that first."""
    context = seal_context(Arrival, "sealed", arrival.organization_id)
    said: dict[str, str] = json.loads(crypto.unseal(bytes(arrival.sealed), context=context))
    return said["text"]


def remotes_about(organization: Organization, subject_type: str, subject_id: int) -> "QuerySet[Remote]":
    """Posts and answers of ours that stand on networks because of one subject."""
    made = Delivery.objects.filter(
        organization=organization,
        subject_type=subject_type,
        subject_id=subject_id,
        state=State.SENT,
        verb__in=[Delivery.PUBLISH, Delivery.REPLY],
    ).values("remote_id")
    return Remote.objects.filter(organization=organization, pk__in=made).select_related("account__organization")


def edited_in_place(remote: Remote, *, at: datetime) -> bool:
    """Whether a correction of this changes it where it stands (now), or goes below it."""
    network = registry.network(remote.account.network)
    return network.edits_in_place and (network.edit_within is None or at - remote.made_at < network.edit_within)


def why_no_answer(arrival: Arrival, *, at: datetime) -> str:
    """Why the network takes no answer to this, or no longer, as a sentence; empty where it does."""
    network = registry.network(arrival.account.network)
    answering = network.answers.get(arrival.kind)
    if answering is None or Ability.REPLY not in network.abilities:
        return f"{network.label} takes no answers to this kind of message."
    if arrival.gone_at is not None:
        return "Its author has taken it away."
    if answering.within is not None and at - arrival.posted_at > answering.within:
        said = f"{network.label} takes answers only for {spell(answering.within)} after a message."
        return f"{said} {answering.note}".strip()
    return ""


def answering(arrival: Arrival) -> Answering:
    """What an answer to this may hold on its network."""
    network = registry.network(arrival.account.network)
    return network.answers.get(arrival.kind) or Answering(text=network.limits.text, counts=network.limits.counts)
