"""Whose data a request may see, and how long a session lasts."""

import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from bedside.organizations import queries, tenancy

#: Seconds between two notes that a person is still here; each is a write.
NOTE_EVERY = 60


class fence:  # named as it reads in the settings
    """Opens the organization named in the address, and closes it again whatever happens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()
            if tenancy.current() is not None:
                tenancy.announce(None)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        slug = kwargs.get("org")
        if slug is not None:
            organization = queries.enter_named(slug)
            request.organization = organization  # type: ignore[attr-defined]
            timezone.activate(organization.zone)  # a hospital's times are its own, whoever looks from where
        _note_presence(request)


def _note_presence(request: HttpRequest) -> None:
    """A click extends the session; a page that refreshes itself does not (45 CFR 164.312(a)(2)(iii))."""
    if not hasattr(request, "session") or request.headers.get("X-Bedside-Live"):
        return
    if request.user.is_authenticated:
        seen = int(time.monotonic())
        noted = request.session.get("seen", 0)
        if not 0 <= seen - noted < NOTE_EVERY:
            request.session["seen"] = seen
