"""Every address as every role: what PERMISSIONS says is what the doors do, no more and no less."""

import pytest
from django.test import Client

from bedside.organizations import doorkeeper, rules
from bedside.organizations.access import doors
from bedside.organizations.forms import API_SCOPES
from bedside.organizations.models import Member
from bedside.organizations.rules import PERMISSIONS, Role
from tests.cast import PEOPLE
from tests.doors import ALSO, OPEN_BELOW, OWN, address, every_door, inside, knock
from tests.filled import Filled

#: What a door that opened may answer: shown, done and led on, wrong method, a form or a state that does not fit.
OPENED = {200, 302, 303, 405, 409, 422}


def test_every_page_says_who_may_open_it() -> None:
    unsaid = [door.view for door in every_door() if door.package == "bedside" and not door.needs]
    assert unsaid == []


def test_the_only_pages_of_others_are_those_of_sign_in() -> None:
    foreign = {door.view.split(".")[0] for door in every_door()} - {"bedside"}
    assert foreign == {"allauth"}
    assert all(door.route.startswith("accounts/") for door in every_door() if door.package == "allauth")


def test_nothing_in_the_workspace_is_public() -> None:
    assert [door.name for door in inside() if door.needs in ("public", "signed in", "")] == []
    assert all("org" in door.asks for door in inside())


def test_every_door_in_the_table_has_an_address() -> None:
    """A lock without a door would be a view nobody reaches."""
    assert set(doors) - {door.view for door in every_door()} == set()
    assert {door.view for door in every_door()} >= OPEN_BELOW


def test_every_permission_opens_a_door_and_every_door_asks_for_a_permission() -> None:
    asked = {needed for needed in doors.values() if needed not in ("public", "signed in")}
    asked |= set(doorkeeper.scopes.values()) | {one for also in ALSO.values() for one in also}
    assert asked == set(PERMISSIONS)


def test_a_key_can_be_given_exactly_what_the_operations_ask_for() -> None:
    assert set(API_SCOPES) == set(doorkeeper.scopes.values())


def test_every_role_is_held_by_somebody_of_the_cast() -> None:
    assert {role for _name, roles in PEOPLE.values() for role in roles} == set(Role)


def may_open(member: Member, view: str, needed: str) -> bool:
    also = ALSO.get(view)
    return member.may(needed) and (also is None or any(member.may(one) for one in also))


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_a_role_opens_what_the_table_says_and_nothing_else(filled: Filled, client: Client, who: str) -> None:
    member = filled.hospital.people[who]
    client.force_login(member.user)
    wrong, opened = [], 0
    for door in inside():
        allowed = may_open(member, door.view, door.needs)
        for method in ("GET", "POST"):
            status = knock(client, filled, method, address(filled, door)).status_code
            refused_late = method == "GET" and door.view in ALSO and status == 405
            refused_late |= door.name in OWN and status == 404 and member.pk != filled.device.member_id
            if not refused_late and (status not in OPENED if allowed else status != 403):
                wrong.append(f"{method} {door.name} ({door.needs}): {status}")
            opened += allowed
    assert wrong == [], wrong
    assert opened > 10


def test_several_roles_open_what_any_of_them_opens(filled: Filled, client: Client) -> None:
    ada = filled.hospital.ada
    ada.roles = ["author", "privacy_officer"]
    ada.save()
    client.force_login(ada.user)
    for name in ("publishing:write", "audit:record", "inbox:list"):
        door = next(door for door in inside() if door.name == name)
        assert knock(client, filled, "GET", address(filled, door)).status_code == 200


def test_a_member_without_any_known_role_opens_nothing(filled: Filled, client: Client) -> None:
    ada = filled.hospital.ada
    ada.roles = []
    ada.save()
    client.force_login(ada.user)
    for door in inside():
        assert knock(client, filled, "GET", address(filled, door)).status_code == 403, door.name


def test_roles_changed_hold_from_the_next_click(filled: Filled, client: Client) -> None:
    from bedside.organizations import actions
    from tests.cast import START

    ben = filled.hospital.ben
    client.force_login(ben.user)
    door = next(door for door in inside() if door.name == "inbox:list")
    assert knock(client, filled, "GET", address(filled, door)).status_code == 200
    actions.change_roles(member=ben, roles=["author"], by=filled.hospital.milo, at=START)
    assert knock(client, filled, "GET", address(filled, door)).status_code == 403


#: A comment has a signed ticket of its own; the color scheme is a cookie that harms nobody.
WITHOUT_TOKEN = {
    "hub:comment",
    "hub:newsletter",
    "hub:confirm",
    "hub:leave",
    "hub:survey",
    "hub:policy-ask",
    "ui:theme",
    "api-nothing",
    "webhook",
    "webhook-account",
}


def test_every_form_needs_its_token(filled: Filled) -> None:
    """A page elsewhere cannot press a button here."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(filled.hospital.milo.user)
    wrong = []
    for door in every_door():
        if door.package == "bedside" and door.name not in WITHOUT_TOKEN and not set(door.asks) & {"digest", "kind"}:
            status = knock(client, filled, "POST", address(filled, door)).status_code
            if status != 403:
                wrong.append(f"{door.name}: {status}")
    assert wrong == [], wrong


def test_what_the_page_shows_is_what_the_doors_do(filled: Filled, client: Client) -> None:
    """The table on the people page is the table the doors read."""
    client.force_login(filled.hospital.ada.user)
    door = next(door for door in inside() if door.name == "organizations:people")
    page = client.get(address(filled, door)).content.decode()
    assert [name for name in PERMISSIONS if name not in page] == []


def test_no_role_is_left_out_of_reading_today() -> None:
    assert all(rules.may(frozenset({role}), "today.read") for role in Role)
    with pytest.raises(KeyError):
        rules.may(frozenset(Role), "everything")
