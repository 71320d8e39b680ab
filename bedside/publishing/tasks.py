"""The jobs of publishing."""

from bedside.audit.queries import access_entry
from bedside.channels import queries as channels
from bedside.kit import queue
from bedside.kit.times import now
from bedside.organizations.queries import organization_by_id
from bedside.publishing import actions, queries


@queue.task("publishing.note_sent")
def note_sent(*, organization_id: int, entry_id: int) -> None:
    organization = organization_by_id(organization_id)
    entry = access_entry(organization, entry_id)
    delivery = channels.access_delivery(organization, entry.subject_id or 0)
    actions.note_sent(organization=organization, delivery=delivery, at=now())


@queue.task("publishing.note_contained")
def note_contained(*, organization_id: int, entry_id: int) -> None:
    organization = organization_by_id(organization_id)
    entry = access_entry(organization, entry_id)
    subject_type, post_id = entry.details["about"]
    if subject_type == queries.SUBJECT:
        actions.note_contained(organization=organization, post_id=post_id, by=entry.by, at=now())
