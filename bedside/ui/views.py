"""The doors of the design system: its two files, the mark, and the choice between light and dark."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from bedside.ui.bundle import HERE, bundle

TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
THEMES = ("light", "dark")
YEAR = 365 * 86400


@require_safe
def asset(request: HttpRequest, digest: str, kind: str) -> HttpResponse:
    """The bundle, to be kept for a year: a changed file has another digest and so another address."""
    if kind not in TYPES:
        raise Http404
    found = bundle(kind)
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(found.packed if packed else found.body, content_type=TYPES[kind])
    if packed:
        answer["Content-Encoding"] = "gzip"
    answer["Vary"] = "Accept-Encoding"
    # A page from before an update may ask for an old digest: it gets today's file, which must not stick to that name.
    answer["Cache-Control"] = f"public, max-age={YEAR}, immutable" if digest == found.digest else "no-cache"
    return answer


@require_safe
def mark(request: HttpRequest) -> HttpResponse:
    """The product's mark, as the browser's tab shows it."""
    answer = HttpResponse((HERE / "mark.svg").read_bytes(), content_type="image/svg+xml")
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that shows notices while no page is open; browsers look for a newer one by themselves."""
    answer = HttpResponse((HERE / "worker.js").read_bytes(), content_type=TYPES["js"])
    answer["Cache-Control"] = "no-cache"
    answer["Service-Worker-Allowed"] = "/"
    return answer


# Needs no token: forged, it could only darken a page; and public pages stay free of the cookie a token brings.
@csrf_exempt
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Back to the page it came from, with the choice kept in a cookie; any other value follows the system again."""
    where = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(where, allowed_hosts={request.get_host()}):
        where = "/"
    answer = HttpResponseRedirect(where)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        answer.set_cookie("theme", chosen, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    else:
        answer.delete_cookie("theme")
    return answer
