"""Reading the etiquette and saying so."""

import unicodedata
from datetime import datetime

from django.db import transaction

from bedside.audit import actions as audit
from bedside.guard import queries
from bedside.guard.models import Attestation, Etiquette
from bedside.organizations.models import Member, Organization


class WrongName(Exception):
    """The typed name is not the member's own."""


class EtiquetteChanged(Exception):
    """The etiquette is not the one that was read any more."""


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


@transaction.atomic
def attest(*, member: Member, number: int, sha256: str, typed_name: str, at: datetime) -> Attestation:
    """The attestation of exactly the words that were read; a second one of the same version is the first. Raises
    WrongName, EtiquetteChanged."""
    organization = member.organization
    if found := queries.attestation_of(member, number):
        return found
    sheet = queries.sheet_of(organization)
    if (sheet.number, sheet.sha256) != (number, sha256):
        raise EtiquetteChanged("The etiquette changed while you read. Nothing was kept; please read it again.")
    if _plain(typed_name) != _plain(member.name):
        raise WrongName(f"Type your name as it stands here: {member.name}.")
    kept, _new = Etiquette.objects.get_or_create(
        organization=organization, number=number, sha256=sha256, defaults={"blocks": sheet.blocks, "made_at": at}
    )
    attestation, new = Attestation.objects.get_or_create(
        organization=organization,
        member=member,
        number=number,
        defaults={"etiquette": kept, "sha256": sha256, "typed_name": " ".join(typed_name.split())[:120], "at": at},
    )
    if new:
        audit.record(
            "guard.attested",
            organization=organization,
            subject=attestation,
            by=member,
            at=at,
            number=number,
            sha256=sha256,
        )
    return attestation


def note_export(*, organization: Organization, by: Member, at: datetime, number: int) -> None:
    """That somebody took the list of readers out."""
    audit.record("guard.readers_exported", organization=organization, subject=None, by=by, at=at, number=number)
