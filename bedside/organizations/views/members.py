"""People, invitations, the hospital's facts, keys for programs."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.kit.times import now
from bedside.organizations import actions, queries
from bedside.organizations.access import Request, needs, public
from bedside.organizations.forms import FactsForm, InvitationForm, JoinForm, KeyForm, RolesForm
from bedside.organizations.models import Member, User
from bedside.organizations.rules import LABELS, PERMISSIONS


@needs("people.read")
def people(request: Request) -> HttpResponse:
    return _people(request)


def _people(request: Request, form: InvitationForm | None = None, *, status: int = 200, link: str = "") -> HttpResponse:
    organization, member = request.organization, request.member
    invites = member.may("people.invite")
    context = {
        "members": queries.members_of(organization),
        "invitations": queries.invitations_open(organization, now()) if invites else [],
        "form": form or InvitationForm(),
        "invites": invites,
        "changes": member.may("people.change"),
        "labels": {str(role): label for role, label in LABELS.items()},
        "table": [(name, sorted(str(role) for role in roles)) for name, roles in sorted(PERMISSIONS.items())],
        "link": link,
        "at": now(),
    }
    response = render(request, "organizations/people.html", context, status=status)
    if link:
        response["Cache-Control"] = "no-store"
    return response


@needs("people.invite")
@require_POST
def invite(request: Request) -> HttpResponse:
    """Makes the link, shows it once, and mails it."""
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _people(request, form, status=422)
    try:
        invitation, secret = actions.invite(
            organization=request.organization, by=request.member, at=now(), **form.cleaned_data
        )
    except actions.AlreadyMember:
        form.add_error("email", _("This person works here already."))
        return _people(request, form, status=422)
    path = reverse("join", args=[request.organization.slug, secret])
    link = request.build_absolute_uri(path)
    send_mail(
        _("%(hospital)s invites you to Bedside") % {"hospital": request.organization.name},
        _("Open this link within seven days to join:") + f"\n\n{link}\n",
        None,
        [invitation.email],
        fail_silently=True,  # the link is on the page as well
    )
    return _people(request, link=link)


@needs("people.invite")
@require_POST
def uninvite(request: Request, pk: int) -> HttpResponse:
    invitation = queries.invitations_open(request.organization, now()).filter(pk=pk).first()
    if invitation is None:
        raise Http404("This invitation is no longer open.")
    actions.withdraw_invitation(invitation=invitation, by=request.member, at=now())
    messages.success(request, _("The invitation is withdrawn; its link no longer opens."))
    return redirect("organizations:people", org=request.organization.slug)


def _member(request: Request, pk: int) -> Member:
    found = queries.members_of(request.organization).filter(pk=pk).first()
    if found is None:
        raise Http404("No such person here.")
    return found


@needs("people.change")
def member(request: Request, pk: int) -> HttpResponse:
    """One person's roles."""
    found = _member(request, pk)
    form = RolesForm(request.POST or None, initial={"roles": found.roles, "specialty": found.specialty})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_roles(member=found, by=request.member, at=now(), **form.cleaned_data)
        except actions.LastAdministrator:
            form.add_error("roles", _("A hospital must keep one administrator. Make somebody else one first."))
        else:
            messages.success(request, _("The roles are changed, from the next click on."))
            return redirect("organizations:people", org=request.organization.slug)
    context = {"form": form, "found": found}
    return render(request, "organizations/member.html", context, status=422 if form.errors else 200)


@needs("people.change")
@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    found = _member(request, pk)
    try:
        actions.end_membership(member=found, by=request.member, at=now())
    except actions.LastAdministrator:
        messages.error(request, _("A hospital must keep one administrator. Make somebody else one first."))
    else:
        messages.success(request, _("%(name)s no longer has access, nor have their keys.") % {"name": found.name})
    return redirect("organizations:people", org=request.organization.slug)


@public
def join(request: HttpRequest, org: str, secret: str) -> HttpResponse:
    """The page behind an invitation link: for somebody signed in, one button; else a name and a password."""
    organization = request.organization  # type: ignore[attr-defined]
    invitation = queries.access_invitation(organization, secret, now())
    user = request.user
    form = JoinForm(request.POST or None, initial={"name": invitation.name})
    if request.method == "POST":
        if isinstance(user, User):
            actions.accept(invitation=invitation, user=user, at=now())
            return redirect("today", org=org)
        if form.is_valid():
            try:
                made = actions.accept_as_new(invitation=invitation, at=now(), **form.cleaned_data)
            except ValidationError as error:
                form.add_error("password", error)
            else:
                login(request, made, backend="allauth.account.auth_backends.AuthenticationBackend")
                return redirect("today", org=org)
    known = User.objects.filter(email__iexact=invitation.email).exists()
    context = {
        "organization": organization,
        "invitation": invitation,
        "form": form,
        "signed_in": isinstance(user, User),
    }
    context |= {"known": known, "here": request.get_full_path()}
    response = render(request, "organizations/join.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


@needs("settings.change")
def settings(request: Request) -> HttpResponse:
    """The hospital's own facts: what the guard never takes for a patient's, and what answers offer."""
    form = FactsForm(request.POST or None, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_facts(organization=request.organization, by=request.member, at=now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Kept. The guard uses it from now on."))
            return redirect("organizations:settings", org=request.organization.slug)
    return render(request, "organizations/settings.html", {"form": form}, status=422 if form.errors else 200)


@needs("keys.manage")
def keys(request: Request) -> HttpResponse:
    """Keys for programs; a new one's token is shown once."""
    form = KeyForm(request.POST or None, roles=request.member.role_set)
    context: dict[str, Any] = {"form": form, "keys": queries.keys_of(request.organization), "at": now()}
    status = 200
    if request.method == "POST":
        if form.is_valid():
            _key, token = actions.make_key(
                organization=request.organization, member=request.member, at=now(), **form.cleaned_data
            )
            context |= {"token": token, "form": KeyForm(roles=request.member.role_set)}
        else:
            status = 422
    response = render(request, "organizations/keys.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@needs("keys.manage")
@require_POST
def withdraw_key(request: Request, pk: int) -> HttpResponse:
    key = queries.keys_of(request.organization).filter(pk=pk).first()
    if key is None:
        raise Http404("No such key.")
    actions.withdraw_key(key=key, by=request.member, at=now())
    messages.success(request, _("The key no longer opens anything."))
    return redirect("organizations:keys", org=request.organization.slug)
