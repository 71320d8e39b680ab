"""Reads: who belongs where. `access_*` loads and authorizes in one step."""

import hashlib
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from bedside.organizations import tenancy
from bedside.organizations.models import Invitation, Key, Member, Organization, User


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def organization_named(slug: str) -> Organization:
    """The organization; raises Http404. Its name and public facts are no secret."""
    try:
        return Organization.objects.get(slug=slug)
    except Organization.DoesNotExist as error:
        raise Http404("No such hospital here.") from error


def enter_named(slug: str) -> Organization:
    """The organization, announced in the same query: this work sees its rows from here on. Raises Http404."""
    found = Organization.objects.annotate(announced=tenancy.opening("pk")).filter(slug=slug).first()
    if found is None:
        raise Http404("No such hospital here.")
    tenancy.opened(found.pk)
    return found


def access_membership(user: User, organization: Organization) -> Member:
    """The person's membership, while it lasts; raises Http404 for strangers, who need not learn what exists."""
    member = Member.objects.filter(organization=organization, user=user, left_at=None).select_related("user").first()
    if member is None or not user.is_active:
        raise Http404("No such hospital here.")
    member.organization = organization  # the same row; no need to ask for it again
    return member


def access(user: User, organization: Organization, permission: str) -> Member:
    """The member who holds the permission; raises Http404 for strangers, PermissionDenied for members without it."""
    member = access_membership(user, organization)
    if not member.may(permission):
        raise PermissionDenied(permission)
    return member


def memberships_of(user: User) -> list[Member]:
    """Where this person works, from their own rows alone."""
    before = tenancy.current()
    tenancy.announce(before, user.pk)
    try:
        return list(
            Member.objects.filter(user=user, left_at=None)  # fence: one person's own rows, by policy own_memberships
            .select_related("organization", "user")
            .order_by("organization__name")
        )
    finally:
        tenancy.announce(before)


def members_of(organization: Organization) -> "QuerySet[Member]":
    return Member.objects.filter(organization=organization, left_at=None).select_related("user").order_by("user__name")


def members_who_may(organization: Organization, permission: str) -> list[Member]:
    return [member for member in members_of(organization) if member.may(permission)]


def invitations_open(organization: Organization, at: datetime) -> "QuerySet[Invitation]":
    return Invitation.objects.filter(
        organization=organization, accepted_at=None, withdrawn_at=None, expires_at__gt=at
    ).order_by("-invited_at")


def access_invitation(organization: Organization, secret: str, at: datetime) -> Invitation:
    """The open invitation behind a link; raises Http404 when it is used, withdrawn, expired or unknown."""
    invitation = invitations_open(organization, at).filter(digest=digest(secret)).first()
    if invitation is None:
        raise Http404("This invitation is no longer open.")
    return invitation


def access_key(organization: Organization, secret: str) -> Key | None:
    """The key behind a token, while it and its member last."""
    key = (
        Key.objects.filter(organization=organization, digest=digest(secret), withdrawn_at=None)
        .select_related("organization", "member__user", "member__organization")
        .first()
    )
    if key is None or key.member.left_at is not None or not key.member.user.is_active:
        return None
    return key


def keys_of(organization: Organization) -> "QuerySet[Key]":
    return Key.objects.filter(organization=organization, withdrawn_at=None).order_by("-made_at")


def organizations() -> list[Organization]:
    """Every organization on this machine, for jobs that look after all of them."""
    return list(Organization.objects.order_by("pk"))


def organization_by_id(organization_id: int) -> Organization:
    return Organization.objects.get(pk=organization_id)


def anybody() -> bool:
    """Whether there is any account at all."""
    return User.objects.exists()
