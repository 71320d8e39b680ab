"""Where a person is led first, the heart beat, and the page for a form that came too late."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from bedside.organizations.access import public


@public
def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


@public
def healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"ok": True})


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403.html", status=403)
