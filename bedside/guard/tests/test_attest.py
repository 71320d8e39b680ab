"""Reading the etiquette and saying so: once each version, with the very words kept."""

from collections.abc import Callable
from typing import Any

import pytest

from bedside.guard import actions as guard
from bedside.guard import queries
from bedside.guard.models import Attestation, Etiquette
from bedside.guard.policy import etiquette
from bedside.organizations import actions as organizations
from tests.cast import START, Hospital
from tests.filled import in_force

Jobs = Callable[..., int]


def attest(hospital: Hospital, **given: Any) -> Attestation:
    sheet = queries.sheet_of(hospital.organization)
    said = {"member": hospital.rosa, "number": sheet.number, "sha256": sheet.sha256, "typed_name": "Rosa Reyes"}
    return guard.attest(**said | {"at": START} | given)  # type: ignore[arg-type]


def test_everybody_is_reminded_until_they_have_read_it(riverbend: Hospital) -> None:
    assert queries.reminder_of(riverbend.rosa) is not None
    attest(riverbend)
    assert queries.reminder_of(riverbend.rosa) is None
    assert queries.reminder_of(riverbend.ada) is not None


def test_a_new_version_reminds_everybody_again(riverbend: Hospital, jobs: Jobs) -> None:
    attest(riverbend)
    in_force(riverbend, jobs, "world-class")
    reminder = queries.reminder_of(riverbend.rosa)
    assert reminder is not None
    assert (reminder.number, reminder.since_at) == (1, START)
    attest(riverbend)
    assert Attestation.objects.filter(member=riverbend.rosa).count() == 2


def test_the_words_are_kept_as_they_were_read(riverbend: Hospital, jobs: Jobs) -> None:
    kept = attest(riverbend)
    in_force(riverbend, jobs, "world-class")
    organizations.change_facts(organization=riverbend.organization, by=riverbend.milo, at=START, phone="555-0199")
    again = queries.access_attestation(riverbend.organization, kept.pk)
    assert etiquette.sha256(again.etiquette.blocks) == again.sha256 == again.etiquette.sha256
    assert "555-0142" in str(again.etiquette.blocks)
    assert "world-class" not in str(again.etiquette.blocks)


def test_the_same_words_are_kept_once(riverbend: Hospital) -> None:
    attest(riverbend)
    attest(riverbend, member=riverbend.ada, typed_name="Ada Albright")
    assert Etiquette.objects.count() == 1


def test_attesting_twice_is_attesting_once(riverbend: Hospital) -> None:
    assert attest(riverbend) == attest(riverbend)


@pytest.mark.parametrize("name", ["rosa reyes", "  Rosa   Reyes ", "ＲＯＳＡ REYES"])
def test_ones_own_name_is_taken_however_it_is_typed(riverbend: Hospital, name: str) -> None:
    attest(riverbend, typed_name=name)


@pytest.mark.parametrize("name", ["", "Rosa", "Ada Albright", "x" * 200])
def test_another_name_is_not(riverbend: Hospital, name: str) -> None:
    with pytest.raises(guard.WrongName, match="Rosa Reyes"):
        attest(riverbend, typed_name=name)
    assert not Attestation.objects.exists()


def test_what_changed_while_one_read_is_read_again(riverbend: Hospital, jobs: Jobs) -> None:
    sheet = queries.sheet_of(riverbend.organization)
    in_force(riverbend, jobs, "world-class")
    with pytest.raises(guard.EtiquetteChanged):
        attest(riverbend, number=sheet.number, sha256=sheet.sha256)
    with pytest.raises(guard.EtiquetteChanged):
        attest(riverbend, sha256="0" * 64)


def test_the_list_says_who_has_and_who_has_not(riverbend: Hospital) -> None:
    attest(riverbend)
    readers = queries.readers_of(riverbend.organization, 0)
    assert [one.member.name for one in readers if one.attestation] == ["Rosa Reyes"]
    assert readers[-1].member == riverbend.rosa
    organizations.end_membership(member=riverbend.ada, by=riverbend.milo, at=START)
    assert riverbend.ada not in [one.member for one in queries.readers_of(riverbend.organization, 0)]
