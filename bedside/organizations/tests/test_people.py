"""Founding, inviting, joining, changing roles, leaving, and keys for programs."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from bedside.audit import queries as audit
from bedside.organizations import actions, queries, tenancy
from bedside.organizations.models import Invitation, Key, Member, Organization, User
from bedside.organizations.rules import LABELS, PERMISSIONS, Role, held
from tests.cast import PASSWORD, START, Hospital

Jobs = Callable[..., int]
LATER = START + timedelta(seconds=1)


def found(name: str = "St. Mary’s", **given: object) -> Organization:
    user = User.objects.create_user(f"u{User.objects.count()}@example.org", PASSWORD, name="Uma")
    facts: dict[str, object] = {"name": name, "timezone": "America/Denver", "administrator": user, "at": START} | given
    return actions.found(**facts)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_hospital_is_founded_with_its_first_member_and_its_hub(jobs: Jobs) -> None:
    made = found()
    assert made.slug == "st-marys"
    jobs()
    tenancy.announce(made.pk)
    (member,) = queries.members_of(made)
    assert member.role_set == frozenset(Role)
    kinds = [entry.kind for entry in audit.entries(made).order_by("number")]
    assert kinds[0] == "organizations.founded"
    assert "channels.account_connected" in kinds


@pytest.mark.django_db
def test_two_hospitals_of_one_name_get_addresses_of_their_own() -> None:
    assert [found().slug for _ in range(3)] == ["st-marys", "st-marys-2", "st-marys-3"]
    assert found("病院").slug == "hospital"


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["America/Nowhere", "", "../etc/passwd", "Chicago\x00", "America", "x" * 65])
def test_it_refuses_a_time_zone_that_is_none(zone: str) -> None:
    with pytest.raises(ValidationError):
        found(timezone=zone)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "   ", "x" * 161])
def test_it_refuses_a_hospital_without_a_name(name: str) -> None:
    with pytest.raises(ValidationError):
        found(name)


@pytest.mark.django_db
def test_only_the_first_hospital_founds_itself() -> None:
    user = User.objects.create_user("first@example.org", PASSWORD)
    assert actions.may_found(user)
    found()
    assert not actions.may_found(user)
    user.is_active = False
    assert not actions.may_found(user)


def invite(
    hospital: Hospital, email: str = "New@Example.org", roles: tuple[str, ...] = ("author",)
) -> tuple[Invitation, str]:
    return actions.invite(organization=hospital.organization, email=email, roles=roles, by=hospital.milo, at=START)


def test_an_invitation_is_kept_as_a_hash_and_opens_once(riverbend: Hospital) -> None:
    invitation, secret = invite(riverbend)
    assert secret not in str(Invitation.objects.filter(pk=invitation.pk).values())
    opened = queries.access_invitation(riverbend.organization, secret, LATER)
    user = actions.accept_as_new(invitation=opened, name=" Nia New ", password=PASSWORD, at=LATER)
    assert (user.email, user.name) == ("new@example.org", "Nia New")
    with pytest.raises(Http404):
        queries.access_invitation(riverbend.organization, secret, LATER)
    with pytest.raises(Http404):
        actions.accept(invitation=invitation, user=user, at=LATER)


def test_an_invitation_ends_after_a_week_and_when_it_is_withdrawn(riverbend: Hospital) -> None:
    invitation, secret = invite(riverbend)
    with pytest.raises(Http404):
        queries.access_invitation(riverbend.organization, secret, START + timedelta(days=7))
    with pytest.raises(Http404):
        actions.accept(invitation=invitation, user=riverbend.ada.user, at=START + timedelta(days=7))
    actions.withdraw_invitation(invitation=invitation, by=riverbend.milo, at=LATER)
    with pytest.raises(Http404):
        queries.access_invitation(riverbend.organization, secret, LATER)


def test_a_second_invitation_replaces_the_first(riverbend: Hospital) -> None:
    _invitation, first = invite(riverbend)
    _invitation, second = invite(riverbend, "new@example.org")
    with pytest.raises(Http404):
        queries.access_invitation(riverbend.organization, first, LATER)
    assert queries.access_invitation(riverbend.organization, second, LATER)


def test_an_invitation_of_one_hospital_does_not_open_another(riverbend: Hospital, hillcrest: Hospital) -> None:
    _invitation, secret = invite(riverbend)
    tenancy.announce(hillcrest.organization.pk)
    with pytest.raises(Http404):
        queries.access_invitation(hillcrest.organization, secret, LATER)


def test_it_refuses_whom_it_knows_and_roles_it_does_not(riverbend: Hospital) -> None:
    with pytest.raises(actions.AlreadyMember):
        invite(riverbend, riverbend.rosa.user.email.upper())
    for roles in ((), ("emperor",), ("author", "")):
        with pytest.raises(actions.UnknownRole):
            invite(riverbend, roles=roles)


@pytest.mark.parametrize("password", ["short", "passwordpassword", "new@example.org", ""])
def test_it_refuses_a_weak_password_and_keeps_the_invitation_open(riverbend: Hospital, password: str) -> None:
    invitation, secret = invite(riverbend)
    if password == "passwordpassword":
        password = "password1234"
    with pytest.raises(ValidationError):
        actions.accept_as_new(invitation=invitation, name="Nia", password=password, at=LATER)
    assert queries.access_invitation(riverbend.organization, secret, LATER)
    assert not User.objects.filter(email="new@example.org").exists()


def test_an_address_with_an_account_signs_in_instead(riverbend: Hospital, hillcrest: Hospital) -> None:
    invitation, _secret = invite(riverbend, hillcrest.ada.user.email)
    with pytest.raises(ValidationError, match="Sign in"):
        actions.accept_as_new(invitation=invitation, name="Mallory", password=PASSWORD, at=LATER)
    member = actions.accept(invitation=invitation, user=hillcrest.ada.user, at=LATER)
    assert member.organization_id == riverbend.organization.pk


def test_who_left_comes_back_with_the_new_roles(riverbend: Hospital) -> None:
    actions.end_membership(member=riverbend.rosa, by=riverbend.milo, at=LATER)
    invitation, _secret = invite(riverbend, riverbend.rosa.user.email, ("author",))
    member = actions.accept(invitation=invitation, user=riverbend.rosa.user, at=LATER)
    assert (member.pk, member.roles, member.left_at) == (riverbend.rosa.pk, ["author"], None)


def test_one_administrator_always_stays(riverbend: Hospital) -> None:
    with pytest.raises(actions.LastAdministrator):
        actions.change_roles(member=riverbend.milo, roles=["author"], by=riverbend.milo, at=LATER)
    with pytest.raises(actions.LastAdministrator):
        actions.end_membership(member=riverbend.milo, by=riverbend.milo, at=LATER)
    both = ["administrator", "privacy_officer"]
    actions.change_roles(member=riverbend.petra, roles=both, by=riverbend.milo, at=LATER)
    actions.end_membership(member=riverbend.milo, by=riverbend.petra, at=LATER)
    with pytest.raises(actions.LastAdministrator):
        actions.end_membership(member=riverbend.petra, by=riverbend.petra, at=LATER)


def test_changed_roles_are_recorded_with_what_they_were(riverbend: Hospital) -> None:
    changed = actions.change_roles(
        member=riverbend.chen, roles=["clinician", "responder"], by=riverbend.milo, at=LATER, specialty="oncology"
    )
    assert (changed.roles, changed.specialty) == (["clinician", "responder"], "oncology")
    entry = audit.entries(riverbend.organization, kind="organizations.roles_changed").get()
    assert entry.details == {"before": ["clinician"], "roles": ["clinician", "responder"]}
    with pytest.raises(actions.UnknownRole):
        actions.change_roles(member=riverbend.chen, roles=["emperor"], by=riverbend.milo, at=LATER)


def test_leaving_closes_every_door_and_every_key(riverbend: Hospital) -> None:
    key, token = actions.make_key(
        organization=riverbend.organization, name="A", scopes=["inbox.read"], member=riverbend.rosa, at=START
    )
    assert queries.access_key(riverbend.organization, token.partition(".")[2]) == key
    actions.end_membership(member=riverbend.rosa, by=riverbend.milo, at=LATER)
    assert queries.access_key(riverbend.organization, token.partition(".")[2]) is None
    key.refresh_from_db()
    assert key.withdrawn_at == LATER
    with pytest.raises(Http404):
        queries.access(riverbend.rosa.user, riverbend.organization, "today.read")
    assert riverbend.rosa not in queries.members_who_may(riverbend.organization, "inbox.reply")


def test_a_key_holds_no_more_than_its_maker(riverbend: Hospital) -> None:
    for scopes in (["people.invite"], ["inbox.read", "settings.change"], ["nonsense"], []):
        with pytest.raises(actions.UnknownRole):
            actions.make_key(
                organization=riverbend.organization, name="A", scopes=scopes, member=riverbend.rosa, at=START
            )
    assert not Key.objects.exists()


def test_a_key_is_kept_as_a_hash_and_ends_when_withdrawn(riverbend: Hospital) -> None:
    key, token = actions.make_key(
        organization=riverbend.organization, name="A", scopes=["audit.read"], member=riverbend.milo, at=START
    )
    secret = token.partition(".")[2]
    assert secret not in str(Key.objects.filter(pk=key.pk).values())
    assert token.startswith("bedside_riverbend.")
    actions.withdraw_key(key=key, by=riverbend.milo, at=LATER)
    assert queries.access_key(riverbend.organization, secret) is None
    assert key not in queries.keys_of(riverbend.organization)


def test_calls_are_counted_by_the_minute(riverbend: Hospital) -> None:
    key, _token = actions.make_key(
        organization=riverbend.organization, name="A", scopes=["audit.read"], member=riverbend.milo, at=START
    )
    moments = [0, 1, 59, 60, 61, 300]
    assert [actions.count_call(key=key, at=START + timedelta(seconds=n)) for n in moments] == [1, 2, 3, 1, 2, 1]


def test_only_what_changed_is_recorded(riverbend: Hospital) -> None:
    before = audit.entries(riverbend.organization, kind="organizations.changed").count()
    organization = actions.change_facts(
        organization=riverbend.organization, by=riverbend.milo, at=LATER, phone="(555) 555-0142"
    )
    assert audit.entries(organization, kind="organizations.changed").count() == before
    actions.change_facts(organization=organization, by=riverbend.milo, at=LATER, phone="(555) 555-0199", hours="8 to 5")
    entry = audit.entries(organization, kind="organizations.changed").latest("number")
    assert entry.details == {"fields": ["phone", "hours"]}


def test_strangers_and_colleagues_are_told_different_things(riverbend: Hospital, hillcrest: Hospital) -> None:
    with pytest.raises(Http404):
        queries.access(hillcrest.milo.user, riverbend.organization, "today.read")
    with pytest.raises(PermissionDenied):
        queries.access(riverbend.ada.user, riverbend.organization, "people.invite")


def test_the_table_of_permissions_holds_together() -> None:
    assert set(LABELS) == set(Role)
    assert all(roles for roles in PERMISSIONS.values())
    assert held(frozenset()) == frozenset()
    assert "inbox.reveal" not in held(frozenset({Role.ADMINISTRATOR})), "who keeps the accounts reads no original"
    assert "publishing.approve" not in held(frozenset({Role.AUTHOR}))


# ---- pages -----------------------------------------------------------------------------------------------------------


def test_an_invitation_shows_its_link_once_and_lets_a_person_in(riverbend: Hospital, client: Client) -> None:
    client.force_login(riverbend.milo.user)
    slug = riverbend.organization.slug
    sent = {"email": "nia@example.org", "roles": ["responder"]}
    page = client.post(reverse("organizations:invite", args=[slug]), sent)
    assert page.headers["Cache-Control"] == "no-store"
    link = re.search(rf"/join/{slug}/[\w-]+/", page.content.decode())
    assert link is not None
    assert link.group(0) not in client.get(reverse("organizations:people", args=[slug])).content.decode()
    newcomer = Client()
    assert newcomer.get(link.group(0)).status_code == 200
    weak = newcomer.post(link.group(0), {"name": "Nia", "password": "short"})
    assert weak.status_code == 422
    assert "Nia" in weak.content.decode()
    joined = newcomer.post(link.group(0), {"name": "Nia", "password": PASSWORD})
    assert joined.status_code == 302
    assert newcomer.get(reverse("inbox:list", args=[slug])).status_code == 200
    assert Client().get(link.group(0)).status_code == 404


def test_a_new_keys_token_is_shown_once_and_works(riverbend: Hospital, client: Client) -> None:
    client.force_login(riverbend.milo.user)
    url = reverse("organizations:keys", args=[riverbend.organization.slug])
    page = client.post(url, {"name": "The website", "scopes": ["audit.read"]}).content.decode()
    token = re.search(r"bedside_riverbend\.[\w-]+", page)
    assert token is not None
    assert token.group(0) not in client.get(url).content.decode()
    headers = {"Authorization": f"Bearer {token.group(0)}"}
    assert client.get("/api/v1/audit", headers=headers).status_code == 200
    assert client.get("/api/v1/posts", headers=headers).status_code == 403


def test_the_last_administrator_is_told_why_not(riverbend: Hospital, client: Client) -> None:
    client.force_login(riverbend.milo.user)
    parts = [riverbend.organization.slug, riverbend.milo.pk]
    changed = client.post(reverse("organizations:member", args=parts), {"roles": ["author"]})
    assert changed.status_code == 422
    assert "must keep one administrator" in changed.content.decode()
    removed = client.post(reverse("organizations:remove", args=parts), follow=True)
    assert "must keep one administrator" in removed.content.decode()
    tenancy.announce(riverbend.organization.pk)
    assert Member.objects.get(pk=riverbend.milo.pk).left_at is None
