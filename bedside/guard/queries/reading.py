"""The etiquette, and who read it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from bedside.guard.models import Attestation, Etiquette, PolicyVersion
from bedside.guard.policy import etiquette
from bedside.guard.policy.steps import State
from bedside.guard.queries.examining import facts_of
from bedside.guard.queries.policies import in_force, said_by
from bedside.organizations.models import Member, Organization
from bedside.organizations.queries import members_of, members_who_may


@dataclass(frozen=True)
class Sheet:
    """The etiquette as it reads now."""

    number: int
    since_at: datetime
    blocks: list[etiquette.Block]

    @property
    def sha256(self) -> str:
        return etiquette.sha256(self.blocks)


def sheet_of(organization: Organization) -> Sheet:
    version = in_force(organization)
    number = version.number if version else 0
    officers = [member.name for member in members_who_may(organization, "guard.override")]
    blocks = etiquette.compose(said_by(version), facts=facts_of(organization), officers=officers, number=number)
    since_at = version.in_force_at if version and version.in_force_at else organization.created_at
    return Sheet(number, since_at, blocks)


@dataclass(frozen=True)
class Reminder:
    """The etiquette that this member has not attested yet."""

    number: int
    since_at: datetime


def reminder_of(member: Member) -> Reminder | None:
    """What this member has still to read; None once attested. Two small queries."""
    organization = member.organization
    found = PolicyVersion.objects.filter(organization=organization, state=State.IN_FORCE)
    number, since_at = found.values_list("number", "in_force_at").first() or (0, None)
    if Attestation.objects.filter(organization=organization, member=member, number=number).exists():
        return None
    return Reminder(number, since_at or organization.created_at)


def attestation_of(member: Member, number: int) -> Attestation | None:
    found = Attestation.objects.filter(organization_id=member.organization_id, member=member, number=number)
    return found.select_related("member__user", "etiquette").first()


def access_attestation(organization: Organization, attestation_id: int) -> Attestation:
    """The attestation with the words that were read; raises Http404."""
    found = (
        Attestation.objects.filter(organization=organization, pk=attestation_id)
        .select_related("member__user", "etiquette")
        .first()
    )
    if found is None:
        raise Http404("No such attestation.")
    return found


def etiquette_kept(organization: Organization, number: int, sha256: str) -> Etiquette | None:
    return Etiquette.objects.filter(organization=organization, number=number, sha256=sha256).first()


@dataclass(frozen=True)
class Reader:
    """A member, and the attestation of the version in force where there is one."""

    member: Member
    attestation: Attestation | None


def readers_of(organization: Organization, number: int) -> list[Reader]:
    """Everybody who works here; whoever has not read comes first."""
    found = Attestation.objects.filter(organization=organization, number=number)
    kept = {attestation.member_id: attestation for attestation in found}
    readers = [Reader(member, kept.get(member.pk)) for member in members_of(organization)]
    return sorted(readers, key=lambda reader: reader.attestation is not None)
