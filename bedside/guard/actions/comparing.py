"""Counting what a proposed version would change: a year of outgoing texts, some at a time, resumed where it stopped."""

from datetime import datetime, timedelta

from django.db import transaction

from bedside.audit import actions as audit
from bedside.guard import queries
from bedside.guard.models import Comparison, PolicyVersion
from bedside.guard.policy import apply, compare
from bedside.guard.policy.steps import State
from bedside.guard.rules import check
from bedside.kit import queue
from bedside.organizations.models import Organization

BACK = timedelta(days=365)
#: Texts of one step; a step is one transaction, and what was counted in it is kept.
STEP = 60


def begin(*, version: PolicyVersion, at: datetime) -> Comparison:
    """The count from its start, against the policy that holds now; runs in the caller's transaction."""
    organization = version.organization
    holds = queries.in_force(organization)
    since = at - BACK
    total = sum(source.count(organization, since) for source in queries.texts_of().values())
    found, _new = Comparison.objects.update_or_create(
        organization=organization,
        version=version,
        defaults={
            "against": holds.number if holds else 0,
            "since_at": since,
            "total": total,
            "done": 0,
            "source": "",
            "after": 0,
            "result": compare.empty(),
            "started_at": at,
            "finished_at": None,
        },
    )
    queue.defer("guard.compare", once=f"compare:{version.pk}", organization_id=organization.pk, version_id=version.pk)
    return found


@transaction.atomic
def count_on(*, organization: Organization, version_id: int, at: datetime, size: int = STEP) -> Comparison | None:
    """One step of the count; the next one is deferred with it. None once there is nothing to count: the version was
    sent back, withdrawn or approved, or everything is counted."""
    count = (
        Comparison.objects.select_for_update(of=("self",), no_key=True)
        .select_related("version")
        .filter(organization=organization, version_id=version_id, finished_at=None)
        .first()
    )
    if count is None or count.version.state != State.PROPOSED:
        return None
    holds, proposed = queries.policy_of(organization), queries.said_by(count.version)
    facts = queries.facts_of(organization)
    left, name = size, ""
    for name, source in queries.texts_of().items():
        if name < count.source or left <= 0:
            continue
        after = count.after if name == count.source else 0
        for said in source.after(organization, count.since_at, after, left):
            found = check(said.text, kind=said.kind, inbound=said.inbound, author=said.author, facts=facts)
            change = compare.compared(apply(found, said.text, holds), apply(found, said.text, proposed))
            compare.add(count.result, change, subject=name, subject_id=said.pk, where=said.where, text=said.text)
            count.done, count.source, count.after, left = count.done + 1, name, said.pk, left - 1
    if left > 0:
        count.finished_at = at
        audit.record(
            "guard.policy_compared",
            organization=organization,
            subject=count.version,
            by=None,
            at=at,
            number=count.version.number,
            texts=count.done,
            changed=count.result["changed"],
        )
    else:
        queue.defer(
            "guard.compare", once=f"compare:{version_id}", organization_id=organization.pk, version_id=version_id
        )
    count.save()
    return count
