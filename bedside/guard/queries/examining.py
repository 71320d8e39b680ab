"""The organization's own facts, and what the guard says of a draft under its policy."""

from bedside.guard.policy import Policy, judge
from bedside.guard.policy.floor import releasable
from bedside.guard.queries.pictures import of_pictures
from bedside.guard.queries.policies import policy_of
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
    *,
    organization: Organization,
    text: str,
    kind: Kind,
    inbound: str | None = None,
    author: str | None = None,
    policy: Policy | None = None,
) -> Verdict:
    """What the guard says of a text as it stands; decides nothing and keeps nothing. `policy`: the one in force, for
    callers that look at several texts and read it once."""
    return judge(
        text,
        policy=policy or policy_of(organization),
        kind=kind,
        inbound=inbound,
        author=author,
        facts=facts_of(organization),
    )


def examine_parcel(
    *, organization: Organization, parcel: Parcel, inbound: str | None = None, author: str | None = None
) -> Verdict:
    """The verdict over everything readable in the parcel: text, link, alternative texts, file names, and what can be
    seen in its pictures.

    Findings of the text keep their offsets; those of other parts come after them and quote their part.
    """
    kind: Kind = "post" if parcel.kind == "post" else "message" if parcel.kind == "message" else "reply"
    facts, policy = facts_of(organization), policy_of(organization)
    main = judge(parcel.text, policy=policy, kind=kind, inbound=inbound, author=author, facts=facts)
    findings = list(main.findings)
    others = [parcel.link, parcel.title, *parcel.poll]
    for media in parcel.media:
        others += [media.alt, media.filename, media.captions]
    for part in filter(None, others):
        findings += judge(part, policy=policy, kind=kind, inbound=inbound, author=author, facts=facts).findings
    findings += of_pictures(organization=organization, parcel=parcel, policy=policy, facts=facts, kind=kind)
    severities = {finding.severity for finding in findings}
    outcome: Outcome = "block" if "block" in severities else "warn" if "warn" in severities else "allow"
    return Verdict(outcome, tuple(findings), main.safe)


def askable(verdict: Verdict, policy: Policy) -> bool:
    """Whether a privacy officer could release this: it is blocked, and holds no number that names a person."""
    return verdict.verdict == "block" and releasable(policy, frozenset(one.rule for one in verdict.findings))
