"""Founding a hospital, inviting people, giving programs a key."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Case, F, Q, Value, When
from django.http import Http404
from django.utils.text import slugify

from bedside.organizations import rules, tenancy
from bedside.organizations.happenings import tell
from bedside.organizations.models import Answered, Invitation, Key, Member, Organization, User
from bedside.organizations.queries.people import digest
from bedside.organizations.rules import Role

INVITATION_LASTS = timedelta(days=7)


class LastAdministrator(Exception):
    """A hospital must keep one administrator."""


class AlreadyMember(Exception):
    """This person works here already."""


class UnknownRole(Exception):
    """A role, or a scope, that is not in the table."""


def _known(roles: Iterable[str]) -> list[str]:
    try:
        known = sorted({Role(role) for role in roles})
    except ValueError as error:
        raise UnknownRole(str(error)) from error
    if not known:
        raise UnknownRole("Choose at least one role.")
    return [str(role) for role in known]


def may_found(user: User) -> bool:
    """Whether this person may found a hospital: the one whom `bedside up` made, while there is none yet."""
    return user.is_active and not Organization.objects.exists()


@transaction.atomic
def found(
    *,
    name: str,
    timezone: str,
    administrator: User,
    at: datetime,
    phone: str = "",
    slug: str = "",
    is_rehearsal: bool = False,
    roles: Sequence[str] = tuple(Role),
) -> Organization:
    """A new hospital with its first member; raises ValidationError for a zone that does not exist."""
    organization = Organization(
        name=name,
        slug=_free_slug(slug or name),
        timezone=timezone,
        phone=phone,
        is_rehearsal=is_rehearsal,
        created_at=at,
    )
    organization.full_clean()
    organization.save()
    with tenancy.entered(organization.pk):
        member = Member.objects.create(organization=organization, user=administrator, roles=_known(roles), since_at=at)
        tell("organizations.founded", organization=organization, subject=organization, by=member, at=at)
    return organization


#: Facts of a hospital that its rehearsal room shares.
SHARED = ("timezone", "phone", "email", "website", "address", "phones", "urls", "staff_names", "hub_intro", "hours")


@transaction.atomic
def open_rehearsal(*, organization: Organization, by: Member, at: datetime) -> Organization:
    """The hospital's rehearsal room: a hospital of its own, with the same facts and the same people in the same roles,
    so that nothing said in training stands among what was really said. The same one again where it is there; who has
    joined meanwhile is let in, who has left is not."""
    room = Organization.objects.filter(rehearsal_of=organization).first()
    people = list(Member.objects.filter(organization=organization, left_at=None).select_related("user"))
    if room is None:
        room = Organization(
            name=f"{organization.name} (rehearsal)"[:160],
            slug=_free_slug(f"{organization.slug[:48]}-rehearsal"),
            is_rehearsal=True,
            rehearsal_of=organization,
            created_at=at,
            **{name: getattr(organization, name) for name in SHARED},
        )
        room.full_clean(exclude=["rehearsal_of"])
        room.save()
    with tenancy.entered(room.pk):
        known = {member.user_id: member for member in Member.objects.filter(organization=room)}
        for person in people:
            if person.user_id in known:
                Member.objects.filter(organization=room, user=person.user).update(roles=person.roles, left_at=None)
            else:
                Member.objects.create(
                    organization=room, user=person.user, roles=person.roles, specialty=person.specialty, since_at=at
                )
        staying = {person.user_id for person in people}
        Member.objects.filter(organization=room, left_at=None).exclude(user_id__in=staying).update(left_at=at)
        if not known:
            first = Member.objects.get(organization=room, user=by.user)
            tell("organizations.founded", organization=room, subject=room, by=first, at=at)
    return room


def _free_slug(wish: str) -> str:
    base = slugify(wish)[:50].strip("-") or "hospital"
    slug, number = base, 2
    while Organization.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


@transaction.atomic
def change_facts(*, organization: Organization, by: Member, at: datetime, **facts: object) -> Organization:
    """Sets the hospital's own facts (name, zone, phones, staff who may be named …); raises ValidationError."""
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    changed = [name for name, value in facts.items() if getattr(organization, name) != value]
    for name in changed:
        setattr(organization, name, facts[name])
    organization.full_clean()
    organization.save()
    if changed:
        tell("organizations.changed", organization=organization, subject=organization, by=by, at=at, fields=changed)
    return organization


@transaction.atomic
def invite(
    *, organization: Organization, email: str, roles: Iterable[str], by: Member, at: datetime, name: str = ""
) -> tuple[Invitation, str]:
    """The invitation and the secret of its link, which is kept nowhere; raises AlreadyMember, UnknownRole."""
    email = email.strip().lower()
    if Member.objects.filter(organization=organization, user__email__iexact=email, left_at=None).exists():
        raise AlreadyMember(email)
    Invitation.objects.filter(organization=organization, email=email, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=at
    )
    secret = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        organization=organization,
        email=email,
        name=name.strip(),
        roles=_known(roles),
        digest=digest(secret),
        invited_by=by,
        invited_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    tell("organizations.invited", organization=organization, subject=invitation, by=by, at=at, roles=invitation.roles)
    return invitation, secret


@transaction.atomic
def accept(*, invitation: Invitation, user: User, at: datetime) -> Member:
    """The member whom the invitation made; somebody who left comes back with the new roles."""
    invitation = Invitation.objects.select_for_update(no_key=True).get(
        organization_id=invitation.organization_id, pk=invitation.pk
    )
    if not invitation.is_open or invitation.expires_at <= at:
        raise Http404("This invitation is no longer open.")
    member, made = Member.objects.get_or_create(
        organization_id=invitation.organization_id,
        user=user,
        defaults={"roles": invitation.roles, "since_at": at},
    )
    if not made:
        member.roles, member.left_at, member.since_at = invitation.roles, None, at
        member.save(update_fields=["roles", "left_at", "since_at"])
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    tell(
        "organizations.joined",
        organization=invitation.organization,
        subject=member,
        by=member,
        at=at,
        roles=member.roles,
    )
    return member


@transaction.atomic
def accept_as_new(*, invitation: Invitation, name: str, password: str, at: datetime) -> User:
    """The account made for an invited person; raises ValidationError for a weak password or a known address."""
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise ValidationError("This address has an account already. Sign in, then open the link again.")
    draft = User(email=invitation.email, name=name)
    validate_password(password, draft)
    user = User.objects.create_user(invitation.email, password, name=name.strip())
    accept(invitation=invitation, user=user, at=at)
    return user


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Member, at: datetime) -> None:
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    tell("organizations.uninvited", organization=invitation.organization, subject=invitation, by=by, at=at)


@transaction.atomic
def change_roles(*, member: Member, roles: Iterable[str], by: Member, at: datetime, specialty: str = "") -> Member:
    """The member with other roles; raises LastAdministrator, UnknownRole."""
    member = _locked(member)
    wanted = _known(roles)
    if Role.ADMINISTRATOR in member.role_set and Role.ADMINISTRATOR not in wanted:
        _ensure_another_administrator(member)
    before = member.roles
    member.roles, member.specialty = wanted, specialty
    member.save(update_fields=["roles", "specialty"])
    tell(
        "organizations.roles_changed",
        organization=member.organization,
        subject=member,
        by=by,
        at=at,
        before=before,
        roles=wanted,
    )
    return member


@transaction.atomic
def end_membership(*, member: Member, by: Member, at: datetime) -> None:
    """The person no longer works here: every door closes at the next click, and their keys with it."""
    member = _locked(member)
    if Role.ADMINISTRATOR in member.role_set:
        _ensure_another_administrator(member)
    member.left_at = at
    member.save(update_fields=["left_at"])
    Key.objects.filter(organization_id=member.organization_id, member=member, withdrawn_at=None).update(withdrawn_at=at)
    tell("organizations.left", organization=member.organization, subject=member, by=by, at=at)


def _locked(member: Member) -> Member:
    return (
        Member.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organization", "user")
        .get(organization_id=member.organization_id, pk=member.pk)
    )


def _ensure_another_administrator(member: Member) -> None:
    others = Member.objects.filter(
        organization_id=member.organization_id, left_at=None, roles__contains=[str(Role.ADMINISTRATOR)]
    ).exclude(pk=member.pk)
    if not others.exists():
        raise LastAdministrator


@transaction.atomic
def make_key(
    *, organization: Organization, name: str, scopes: Iterable[str], member: Member, at: datetime
) -> tuple[Key, str]:
    """A program's key and its token, shown once. It can never do more than the member who made it. Raises
    UnknownRole for a scope that is no permission of theirs."""
    wanted = sorted(set(scopes))
    allowed = rules.held(member.role_set)
    if not wanted or any(scope not in allowed for scope in wanted):
        raise UnknownRole("A key can hold only what its maker holds.")
    secret = secrets.token_urlsafe(32)
    key = Key.objects.create(
        organization=organization,
        name=name.strip()[:80],
        digest=digest(secret),
        scopes=wanted,
        member=member,
        made_at=at,
    )
    tell("organizations.key_made", organization=organization, subject=key, by=member, at=at, scopes=wanted)
    return key, f"bedside_{organization.slug}.{secret}"


@transaction.atomic
def withdraw_key(*, key: Key, by: Member, at: datetime) -> None:
    key.withdrawn_at = at
    key.save(update_fields=["withdrawn_at"])
    tell("organizations.key_withdrawn", organization=key.organization, subject=key, by=by, at=at)


#: Calls a key may make in a minute.
CALLS_A_MINUTE = 300


def count_call(*, key: Key, at: datetime) -> int:
    """How many calls this key has made in the current minute, this one included; one statement, so that it holds
    across processes."""
    stale = Q(window_at=None) | Q(window_at__lte=at - timedelta(minutes=1))
    mine = Key.objects.filter(organization_id=key.organization_id, pk=key.pk)
    mine.update(
        window_count=Case(When(stale, then=Value(1)), default=F("window_count") + 1),
        window_at=Case(When(stale, then=Value(at)), default=F("window_at")),
        used_at=at,
    )
    return mine.values_list("window_count", flat=True).get()


class StillRunning(Exception):
    """The first request with this idempotency key has not ended yet."""


class OtherRequest(Exception):
    """The idempotency key was used for another request."""


def begin_once(*, key: Key, name: str, request_digest: str, at: datetime) -> Answered | None:
    """The earlier answer to the same request, or None where this is the first; raises StillRunning, OtherRequest."""
    Answered.objects.filter(organization_id=key.organization_id, at__lt=at - timedelta(days=1)).delete()
    fresh = Answered(organization_id=key.organization_id, key=key, name=name, request_digest=request_digest, at=at)
    try:
        with transaction.atomic():
            fresh.save()
    except IntegrityError:
        earlier = Answered.objects.get(organization_id=key.organization_id, key=key, name=name)
        if earlier.request_digest != request_digest:
            raise OtherRequest from None
        if earlier.status == 0 and at - earlier.at < timedelta(minutes=2):
            raise StillRunning from None
        return earlier if earlier.status else None
    return None


def end_once(*, key: Key, name: str, status: int, body: str) -> None:
    """Keeps the answer; one that failed on our side, or came too soon, is forgotten: the program may try again."""
    mine = Answered.objects.filter(organization_id=key.organization_id, key=key, name=name)
    if status >= 500 or status == 429:
        mine.delete()
    else:
        mine.update(status=status, body=body)
