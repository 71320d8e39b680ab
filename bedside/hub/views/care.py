"""The private page, the one question afterwards, and what changed: no account, nothing from a third party, kept by no
cache. A link's token stands in an address and nowhere else: not in a log of ours, not in a Referer, not in a job."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bedside.hub.private_words import LANGUAGES, WORDS
from bedside.hub.views import frame, visitor
from bedside.kit.times import now
from bedside.organizations.access import public
from bedside.recovery import actions, queries
from bedside.recovery.models import Handoff
from bedside.recovery.rules import CATEGORIES, Refused

if TYPE_CHECKING:
    from bedside.hub.views import Public

COOKIE, DAYS = "bedside_private", 120
#: Numbers and PINs one browser may try in ten minutes.
TRIES = 12


def _language(request: "Public", given: str = "") -> str:
    """What was asked for, what the link was made in, what the browser prefers."""
    asked = request.GET.get("lang", "") or request.POST.get("lang", "") or given
    if asked in LANGUAGES:
        return asked
    return "es" if request.headers.get("Accept-Language", "").lower().startswith("es") else "en"


def _shown(request: "Public", template: str, *, language: str, status: int = 200, **given: Any) -> HttpResponse:
    context = frame(request) | {"w": WORDS[language], "lang": language, "languages": LANGUAGES.items()} | given
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "strict-origin"  # "no-referrer" would make a form's Origin null, which CSRF refuses
    return response


def _bound(request: "Public") -> Handoff | None:
    return queries.by_browser(request.organization, request.COOKIES.get(COOKIE, ""))


def _remember(request: "Public", response: HttpResponse, cookie: str) -> HttpResponse:
    response.set_cookie(
        COOKIE, cookie, max_age=DAYS * 86400, path=reverse("hub:private", args=[request.organization.slug]),
        httponly=True, secure=settings.SECURE, samesite="Lax",
    )  # fmt: skip
    return response


def _page(request: "Public", handoff: Handoff, *, status: int = 200, **given: Any) -> HttpResponse:
    """What both sides wrote, and the form."""
    language = _language(request, handoff.language)
    words = WORDS[language]
    lines = [(line, queries.opened(line)) for line in queries.lines_of(handoff)]
    context = {
        "handoff": handoff,
        "lines": lines,
        "first": not any(line.by_id is None for line, _text in lines),
        "privacy_text": words["privacy_text"].format(days=handoff.case.keep_days),
        "here": reverse("hub:private", args=[request.organization.slug]),
    }
    return _shown(request, "hub/private.html", language=language, status=status, **context | given)


def _too_often(request: "Public") -> bool:
    key = f"private-{request.organization.pk}-{visitor(request)}"
    cache.add(key, 0, timeout=600)
    try:
        return cache.incr(key) > TRIES
    except ValueError:
        return False


@public
@require_http_methods(["GET", "HEAD", "POST"])
def private(request: "Public", org: str) -> HttpResponse:
    """The page this browser is bound to, or the way in by case number and PIN."""
    if request.method != "POST":
        handoff = _bound(request)
        if handoff is not None:
            return _page(request, handoff, sent=request.GET.get("said") == "sent")
        said = "left" if request.GET.get("said") == "left" else ""
        return _shown(request, "hub/private_enter.html", language=_language(request), note=said)
    language, number = _language(request), request.POST.get("number", "")[:40]
    if _too_often(request):
        return _shown(request, "hub/private_enter.html", language=language, status=429, trouble="often", number=number)
    bound = actions.open_by_number(
        organization=request.organization, number=number, pin=request.POST.get("pin", "")[:40], at=now()
    )
    if bound is None:
        return _shown(request, "hub/private_enter.html", language=language, status=422, trouble="wrong", number=number)
    return _remember(request, redirect("hub:private", org=org), bound.cookie)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def private_open(request: "Public", org: str, token: str) -> HttpResponse:
    """A one-time link. Looking at it opens nothing, because mail programs and networks look at links by themselves."""
    found = queries.by_token(request.organization, token)
    language = _language(request, found.language if found is not None else "")
    at = now()
    if request.method == "POST":
        bound = actions.open_by_token(organization=request.organization, token=token, at=at)
        if bound is not None:
            return _remember(request, _page(request, bound.handoff, pin=bound.pin), bound.cookie)
        found = None
    if found is not None and queries.can_be_opened(found, at=at):
        return _shown(request, "hub/private_open.html", language=language)
    if _bound(request) is not None:
        return redirect("hub:private", org=org)
    return _shown(request, "hub/private_dead.html", language=language, status=404)


@public
@require_POST
def private_write(request: "Public", org: str) -> HttpResponse:
    """What the person writes; whatever goes wrong, their words stay in the form."""
    handoff = _bound(request)
    text = request.POST.get("text", "")[:7000]
    kept = {name: request.POST.get(name, "")[:200] for name in ("name", "phone", "mail", "best")}
    if handoff is None:
        return _shown(
            request, "hub/private_enter.html", language=_language(request), status=422, trouble="wrong", kept=text
        )
    first = request.POST.get("first") == "yes"
    try:
        actions.write(
            handoff=handoff, text=text, at=now(), contact=kept if first else None,
            may_contact=bool(request.POST.get("consent")), wants_mail=bool(request.POST.get("tell")),
        )  # fmt: skip
    except Refused as error:
        return _page(request, handoff, status=422, trouble=str(error), text=text, kept=kept)
    return redirect(f"{reverse('hub:private', args=[org])}?said=sent")


@public
@require_POST
def private_leave(request: "Public", org: str) -> HttpResponse:
    """For a phone that others use too."""
    response = redirect(f"{reverse('hub:private', args=[org])}?said=left")
    response.delete_cookie(COOKIE, path=reverse("hub:private", args=[org]))
    return response


@public
@csrf_exempt  # the link is the authority, and no cookie may be set here
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: "Public", org: str, token: str) -> HttpResponse:
    """One question. It leads nowhere else: nobody is sent to a review site, whatever they answer."""
    found, at = queries.survey_by_token(request.organization, token), now()
    language = _language(request, found.language if found is not None else "")
    if found is None or not queries.is_answerable(found, at=at):
        return _shown(request, "hub/survey.html", language=language, status=404, state="dead")
    if request.method == "POST":
        said = request.POST.get("score", "")
        words = request.POST.get("words", "")[:800]
        if said not in ("1", "2", "3", "4", "5"):
            return _shown(request, "hub/survey.html", language=language, status=422, trouble=True, words=words)
        taken = actions.answer_survey(survey=found, score=int(said), words=words, at=at)
        return _shown(request, "hub/survey.html", language=language, state="thanks" if taken else "dead")
    return _shown(request, "hub/survey.html", language=language)


@public
@require_GET
def changed(request: "Public", org: str) -> HttpResponse:
    """What changed because people told us; approved sentences alone."""
    rows = [(one, CATEGORIES.get(one.category, "")) for one in queries.published(request.organization)[:100]]
    return render(request, "hub/changed.html", frame(request) | {"rows": rows})
