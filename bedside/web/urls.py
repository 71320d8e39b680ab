"""Every address of the product, spelled out."""

from typing import Any

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from bedside.channels import views as channels
from bedside.web import views
from bedside.web.api import api, entrance, nothing


class Anything(StringConverter):
    """The rest of an address, line ends too, at which "path" stops."""

    regex = r"[\s\S]+"


register_converter(Anything, "anything")
WORKSPACE: list[URLPattern | URLResolver] = [
    path("", views.today, name="today"),
    path("live/", views.live, name="live"),
    path("inbox/", include("bedside.inbox.urls")),
    path("answers/", include("bedside.answers.urls")),
    path("publish/", include("bedside.publishing.urls")),
    path("recovery/", include("bedside.recovery.urls")),
    path("incidents/", include("bedside.incidents.urls")),
    path("accounts/", include("bedside.channels.urls")),
    path("guard/", include("bedside.guard.urls")),
    path("audit/", include("bedside.audit.urls")),
    path("moderation/", include("bedside.inbox.moderation_urls")),
    path("", include("bedside.inbox.ladder_urls")),
    path("", include("bedside.organizations.urls")),
]


def repeatable(patterns: tuple[Any, ...]) -> tuple[Any, ...]:
    """The API's addresses, each of which a program may repeat with the same Idempotency-Key."""
    for pattern in patterns[0]:
        pattern.callback = entrance(pattern.callback)
    return patterns


urlpatterns = [
    path("", views.home, name="home"),
    path("welcome/", views.welcome, name="welcome"),
    path("healthz", views.healthz, name="healthz"),
    path("w/<slug:org>/", include(WORKSPACE)),
    path("h/<slug:org>/", include("bedside.hub.urls")),
    path("api/v1/", repeatable(api.urls)),
    path("api/<anything:rest>", nothing, name="api-nothing"),
    path("join/", include("bedside.organizations.join_urls")),
    path("webhooks/<slug:org>/<slug:network>/", channels.webhook, name="webhook"),
    path("webhooks/<slug:org>/<slug:network>/<int:pk>/", channels.webhook, name="webhook-account"),
    path("media/<str:token>/<str:name>", channels.media, name="public-media"),
    path("connect/callback/", channels.callback, name="channels-callback"),
    path("accounts/", include("allauth.urls")),
    path("ui/", include("bedside.ui.urls")),
]
