"""What the tests of incidents share: a report, its kinds of entries, and the two usual conclusions."""

from collections.abc import Callable
from typing import Any

from bedside.audit import queries as audit
from bedside.channels import queries as channels
from bedside.channels.models import Delivery
from bedside.incidents import actions, queries
from bedside.incidents.models import Incident
from bedside.incidents.rules import Draft
from bedside.publishing import queries as publishing_queries
from bedside.publishing.models import Post
from tests.cast import START, Hospital
from tests.filled import FACTORS, REASON

Jobs = Callable[..., int]
HAPPENED = "A colleague noticed that the post tells of one patient."
LOW = Draft("low", dict.fromkeys(FACTORS, ("low", REASON)), reason=REASON)
BREACH = Draft("breach", {}, reason="It stood in public and named somebody.")


def delivery_of(hospital: Hospital, post: Post) -> Delivery:
    return channels.deliveries_about(hospital.organization, publishing_queries.SUBJECT, post.pk)[0]


def report(hospital: Hospital, post: Post | None = None, **given: Any) -> Incident:
    told: dict[str, Any] = {"happened": HAPPENED, "discovered_at": START, "by": hospital.ada, "at": START} | given
    if post is not None:
        told["delivery"] = delivery_of(hospital, post)
    return actions.report(organization=hospital.organization, **told)


def fresh(incident: Incident) -> Incident:
    return queries.access_incident(incident.organization, incident.pk)


def kinds(incident: Incident) -> list[str]:
    return [one.kind for one in audit.story_of(incident.organization, queries.SUBJECT, incident.pk)]
