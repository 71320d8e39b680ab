"""What can be seen in the pictures of a parcel, and what the guard says of it. A look takes a second, so it is kept
beside the picture; it follows from the picture's bytes alone and is taken anew when it is missing."""

import json
from collections.abc import Sequence
from dataclasses import replace

from bedside.guard import media
from bedside.guard.policy import Policy, apply, judge
from bedside.guard.shapes import Facts, Finding, Kind, Parcel, Verdict
from bedside.kit import blobs
from bedside.organizations.models import Organization

NOTE = "look"


def look_at(organization_id: int, sha256: str) -> media.Look | None:
    """What can be seen in a kept picture; None where the picture is missing on disk."""
    asked = f"{media.LOOKS}:{','.join(sorted(name for name in media.READERS if media.installed(name)))}"
    try:
        kept = json.loads(blobs.noted(organization_id, sha256, NOTE))
        if kept["asked"] == asked:
            return media.Look.from_json(kept["look"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        pass  # never looked at, or by other readers
    try:
        seen = media.look(blobs.get(organization_id, sha256))
    except (FileNotFoundError, OSError):
        return None
    blobs.note(organization_id, sha256, NOTE, json.dumps({"asked": asked, "look": seen.as_json()}))
    return seen


def of_pictures(
    *, organization: Organization, parcel: Parcel, policy: Policy, facts: Facts, kind: Kind
) -> list[Finding]:
    """The findings in all pictures, as the hospital's policy weighs them."""

    def read(text: str) -> Sequence[Finding]:
        return judge(text, policy=policy, kind=kind, facts=facts).findings

    found: list[Finding] = []
    for number, one in enumerate(parcel.media, 1):
        if not one.mime.startswith("image/") or (seen := look_at(organization.pk, one.sha256)) is None:
            continue
        said = (one.shown, one.release) if isinstance(one, media.Pictured) else ("", "")
        for finding in media.findings_of(seen, read=read, facts=facts, number=number, shown=said[0], release=said[1]):
            weighed = apply(Verdict(finding.severity, (replace(finding, start=0, end=0),), None), "", policy)
            found += weighed.findings
    return found
