"""The doors' lock: a view names the permission it needs, and is handed the member who holds it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from bedside.organizations import queries
from bedside.organizations.models import Member, Organization, User

P = ParamSpec("P")
#: View -> the permission it needs; "public" and "signed in" are said, never implied. Tests walk this table.
doors: dict[str, str] = {}


class Request(HttpRequest):
    """A request inside the workspace: its organization and the member who makes it."""

    organization: Organization
    member: Member
    user: User
    htmx: Any
    inbox_counts: dict[str, int]
    etiquette_unread: bool


Inside = Callable[Concatenate[Request, P], HttpResponseBase]


def _key(view: Callable[..., object]) -> str:
    return f"{view.__module__}.{view.__qualname__}"


def needs(permission: str) -> Callable[[Inside[P]], Callable[..., HttpResponseBase]]:
    """The view's lock. Nobody signed in: to sign-in; a stranger: 404; a member without the permission: 403."""

    def lock(view: Inside[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def opened(request: Request, org: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            request.member = queries.access(request.user, request.organization, permission)
            return view(request, *args, **kwargs)

        doors[_key(view)] = permission
        return opened

    return lock


def public(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A door that stands open to everybody."""
    doors[_key(view)] = "public"
    return view


def signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A door for anybody who signed in, of whatever organization."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    doors[_key(view)] = "signed in"
    return opened
