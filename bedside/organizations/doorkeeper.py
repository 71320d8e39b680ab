"""The API's lock: a bearer token names its hospital, its key and what the key may do."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja.errors import HttpError
from ninja.security import HttpBearer

from bedside.kit.times import now
from bedside.organizations import actions, queries, tenancy
from bedside.organizations.models import Key, Member, Organization

#: Operation -> the scope it needs. Tests walk this table.
scopes: dict[str, str] = {}


class Caller(HttpRequest):
    """A request made by a program."""

    organization: Organization
    member: Member
    key: Key


class ByKey(HttpBearer):
    """Opens the organization of a token `bedside_<hospital>.<secret>`; anything else is refused alike."""

    def authenticate(self, request: HttpRequest, token: str) -> Key | None:
        key = named(token)
        if key is None:
            return None
        if too_often(key):
            raise HttpError(429, TOO_OFTEN)
        request.organization = key.organization  # type: ignore[attr-defined]
        request.member = key.member  # type: ignore[attr-defined]
        request.key = key  # type: ignore[attr-defined]
        return key


TOO_OFTEN = f"More than {actions.CALLS_A_MINUTE} calls in a minute. Wait a minute, then go on."


def too_often(key: Key) -> bool:
    """Counts one call, and says whether it is one too many."""
    return actions.count_call(key=key, at=now()) > actions.CALLS_A_MINUTE


def named(token: str) -> Key | None:
    """The key of a token, with its hospital opened; None, with nobody's, for a token that is not one."""
    slug, _, secret = token.removeprefix("bedside_").partition(".")
    likely = secret and len(token) < 300 and token.isascii() and token.isprintable()
    organization = Organization.objects.filter(slug=slug[:60]).first() if likely else None
    tenancy.announce(organization.pk if organization else None)
    key = queries.access_key(organization, secret) if organization else None
    if key is None:
        tenancy.announce(None)
    return key


def needs(scope: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The operation's lock: the key must hold the scope, and its maker the permission, still."""

    def lock(operation: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(operation)
        def opened(request: Caller, *args: Any, **kwargs: Any) -> Any:
            if scope not in request.key.scopes or not request.member.may(scope):
                raise HttpError(403, f"This key may not do that: it lacks {scope}.")
            return operation(request, *args, **kwargs)

        scopes[f"{operation.__module__}.{operation.__qualname__}"] = scope
        return opened

    return lock


def once(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Runs a request that carries an Idempotency-Key a single time; its repetition gets the same answer."""
    name = request.headers.get("Idempotency-Key", "")
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not name or request.method == "GET" or not token:
        return answer()
    if len(name) > 120 or not (name.isascii() and name.isprintable()):
        return _problem("An Idempotency-Key is at most 120 plain letters, digits and signs.", 422)
    key = named(token)
    if key is None:
        return answer()  # which refuses it
    said = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode() + request.body).hexdigest()
    try:
        earlier = actions.begin_once(key=key, name=name, request_digest=said, at=now())
    except actions.StillRunning:
        return _problem("The same request is still running.", 409)
    except actions.OtherRequest:
        return _problem("This Idempotency-Key was used for another request.", 422)
    if earlier is not None:
        if too_often(key):
            return _problem(TOO_OFTEN, 429)
        return HttpResponse(earlier.body, "application/json", earlier.status, headers={"Idempotent-Replay": "true"})
    status, body = 500, ""
    try:
        response = answer()
        status, body = response.status_code, response.content.decode()
    finally:
        tenancy.announce(key.organization_id)
        actions.end_once(key=key, name=name, status=status, body=body)
    return response


def _problem(detail: str, status: int) -> HttpResponse:
    return JsonResponse({"detail": detail}, status=status)
