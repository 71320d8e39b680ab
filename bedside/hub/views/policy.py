"""The comment policy in force, and asking that somebody looks again: no account, no cookie, kept by no cache."""

from typing import TYPE_CHECKING, Any

from django.core import signing
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from bedside.hub.forms import LATEST
from bedside.hub.policy_words import LANGUAGES, WORDS
from bedside.hub.views import frame, visitor
from bedside.inbox import actions, queries
from bedside.inbox.models import ModerationAct
from bedside.inbox.moderation import LONGEST_APPEAL, Refused
from bedside.kit.times import now
from bedside.organizations.access import public

if TYPE_CHECKING:
    from bedside.hub.views import Public

#: Appeals one visitor may write in ten minutes.
TRIES = 5
SALT = "bedside.hub.appeal"


def _language(request: "Public", given: str = "") -> str:
    asked = request.GET.get("lang", "") or request.POST.get("lang", "") or given
    if asked in LANGUAGES:
        return asked
    return "es" if request.headers.get("Accept-Language", "").lower().startswith("es") else "en"


def _shown(request: "Public", template: str, language: str, *, status: int = 200, **given: Any) -> HttpResponse:
    context = frame(request) | {"w": WORDS[language], "lang": language, "languages": LANGUAGES.items()} | given
    response = render(request, template, context, status=status)
    if template != "hub/policy.html":
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "strict-origin"  # the address is a secret
    return response


@public
@require_safe
def policy(request: "Public", org: str) -> HttpResponse:
    """The policy in force, in plain words; 404 where there is none."""
    found = queries.policy_in_force(request.organization)
    if found is None:
        raise Http404("No comment policy.")
    language = _language(request)
    sections = found.texts.get(language, [])
    return _shown(request, "hub/policy.html", language, policy=found, sections=sections)


def _ticket(request: "Public") -> str:
    return signing.TimestampSigner(salt=SALT).sign(request.organization.slug)


def _fresh(request: "Public") -> bool:
    """Whether the form was made here and lately."""
    try:
        said = signing.TimestampSigner(salt=SALT).unsign(request.POST.get("ticket", "")[:300], max_age=LATEST)
    except signing.BadSignature:
        return False
    return said == request.organization.slug


def _too_often(request: "Public") -> bool:
    key = f"appeal-{request.organization.pk}-{visitor(request)}"
    cache.add(key, 0, timeout=600)
    try:
        return cache.incr(key) > TRIES
    except ValueError:
        return False


def _act(request: "Public", code: str) -> ModerationAct | None:
    """The act of a reference, where it still stands."""
    found = queries.act_by_code(request.organization, code) if code else None
    return found if found is not None and found.undone_at is None else None


@public
@csrf_exempt  # it carries no authority of the visitor's, and no cookie may be set here; a signed ticket binds it
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: "Public", org: str) -> HttpResponse:
    """The form, `?ref=` with the comment that is meant; whatever goes wrong, the words stay in it."""
    language = _language(request)
    given = request.POST if request.method == "POST" else request.GET
    code = given.get("ref", "")[:40]
    act = _act(request, code)
    kept = {"where": request.POST.get("where", "")[:500], "words": request.POST.get("words", "")[:LONGEST_APPEAL]}

    def form(trouble: str = "", status: int = 200) -> HttpResponse:
        return _shown(
            request, "hub/policy_ask.html", language, status=status, act=act, kept=kept, ticket=_ticket(request),
            trouble=WORDS[language].get(trouble, ""),
        )  # fmt: skip

    if request.method != "POST":
        return form()
    if request.POST.get("website"):
        return redirect(reverse("hub:policy", args=[org]))  # a machine need not learn what gave it away
    if not _fresh(request):
        return form("old", 422)
    if _too_often(request):
        return form("often", 429)
    if len(kept["words"].replace("\x00", "").strip()) < 5:
        return form("short", 422)
    if act is None and len(kept["where"].replace("\x00", "").strip()) < 5:
        return form("known" if code and queries.act_by_code(request.organization, code) else "place", 422)
    try:
        _made, token = actions.ask_moderation_appeal(
            organization=request.organization, act=act, where=kept["where"], words=kept["words"], language=language,
            at=now(),
        )  # fmt: skip
    except actions.AskedAlready:
        return form("known", 409)
    except actions.Flooded:
        return form("flood", 429)
    except Refused:
        return form("short", 422)
    return redirect("hub:policy-asked", org=org, token=token)


@public
@require_safe
def asked(request: "Public", org: str, token: str) -> HttpResponse:
    """What became of it, for whoever has the address."""
    found = queries.appeal_by_token(request.organization, token)
    language = _language(request, found.language if found is not None else "")
    return _shown(request, "hub/policy_asked.html", language, status=200 if found else 404, appeal=found)
