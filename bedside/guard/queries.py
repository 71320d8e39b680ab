"""The organization's own facts, and what the guard says of a draft."""

from bedside.guard.rules import check
from bedside.guard.shapes import Facts, Kind, Outcome, Parcel, Verdict
from bedside.organizations.models import Organization


def facts_of(organization: Organization) -> Facts:
    """What belongs to the hospital itself and never identifies a patient."""
    return Facts(
        name=organization.name,
        phones=tuple(filter(None, [organization.phone, *organization.phones])),
        emails=tuple(filter(None, [organization.email])),
        urls=tuple(filter(None, [organization.website, *organization.urls])),
        addresses=tuple(filter(None, [organization.address])),
        staff=tuple(organization.staff_names),
    )


def examine(
    *, organization: Organization, text: str, kind: Kind, inbound: str | None = None, author: str | None = None
) -> Verdict:
    """What the guard says of a text as it stands; decides nothing and keeps nothing."""
    return check(text, kind=kind, inbound=inbound, author=author, facts=facts_of(organization))


def examine_parcel(
    *, organization: Organization, parcel: Parcel, inbound: str | None = None, author: str | None = None
) -> Verdict:
    """The verdict over everything readable in the parcel: text, link, alternative texts and file names.

    Findings of the text keep their offsets; those of other parts come after them and quote their part.
    """
    kind: Kind = "post" if parcel.kind == "post" else "message" if parcel.kind == "message" else "reply"
    facts = facts_of(organization)
    main = check(parcel.text, kind=kind, inbound=inbound, author=author, facts=facts)
    findings = list(main.findings)
    others = [parcel.link] if parcel.link else []
    for media in parcel.media:
        others += [media.alt, media.filename]
    for part in filter(None, others):
        findings += check(part, kind=kind, inbound=inbound, author=author, facts=facts).findings
    severities = {finding.severity for finding in findings}
    outcome: Outcome = "block" if "block" in severities else "warn" if "warn" in severities else "allow"
    return Verdict(outcome, tuple(findings), main.safe)
