"""The four-factor assessment, version by version, and the second person who confirms it."""

import json
from datetime import datetime

from django.db import transaction

from bedside.audit import actions as audit
from bedside.incidents import law, queries, rules
from bedside.incidents.actions.evidence import locked_open, sealed
from bedside.incidents.models import Assessment, Incident
from bedside.incidents.rules import Conclusion, Draft
from bedside.organizations.models import Member


class Unfounded(rules.Refused):
    """The conclusion does not stand on what was written; `problems` says why, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@transaction.atomic
def assess(*, incident: Incident, draft: Draft, by: Member, at: datetime) -> Assessment:
    """A new version; earlier ones stay. A breach holds at once, anything else when a second person confirms it.
    Raises Unfounded, rules.Refused."""
    incident = locked_open(incident)
    if found := rules.problems(draft):
        raise Unfounded(found)
    before = queries.latest(incident)
    written = {key: reason.strip() for key, (_level, reason) in draft.factors.items() if reason.strip()}
    assessment = Assessment.objects.create(
        organization=incident.organization,
        incident=incident,
        number=before.number + 1 if before else 1,
        levels={
            factor.key: draft.factors[factor.key][0]
            for factor in law.FACTORS
            if draft.factors.get(factor.key, ("", ""))[0] in ("low", "medium", "high")
        },
        exclusion=draft.exclusion if draft.conclusion == Conclusion.EXCLUDED else "",
        conclusion=draft.conclusion,
        sealed=sealed(
            Assessment, json.dumps({**written, "conclusion": draft.reason.strip()}), incident.organization_id
        ),
        by=by,
        at=at,
    )
    audit.record(
        "incidents.assessed",
        organization=incident.organization,
        subject=incident,
        by=by,
        at=at,
        version=assessment.number,
        conclusion=assessment.conclusion,
        levels=assessment.levels,
    )
    return assessment


@transaction.atomic
def confirm(*, assessment: Assessment, by: Member, at: datetime) -> Assessment:
    """A second person read it and agrees; only then do the clocks stop. Raises rules.Refused."""
    incident = locked_open(assessment.incident)
    latest = queries.latest(incident)
    assessment = queries.access_assessment(incident, assessment.pk)
    if latest is None or latest.pk != assessment.pk:
        raise rules.Refused("The assessment was changed meanwhile. Read the newest one.")
    if assessment.conclusion == Conclusion.BREACH:
        raise rules.Refused("A breach needs nobody's confirmation.")
    if assessment.confirmed_at is not None:
        raise rules.Refused("It is confirmed already.")
    if not rules.may_confirm(assessed_by=assessment.by_id, by=by.pk):
        raise rules.Refused("Somebody else has to confirm what you concluded: four eyes see more than two.")
    assessment.confirmed_by, assessment.confirmed_at = by, at
    assessment.save(update_fields=["confirmed_by", "confirmed_at"])
    audit.record(
        "incidents.assessment_confirmed",
        organization=incident.organization,
        subject=incident,
        by=by,
        at=at,
        version=assessment.number,
        conclusion=assessment.conclusion,
    )
    return assessment
