"""What networks themselves call: webhooks, and pictures and films that they fetch. No session, no cookie."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from bedside.channels import actions, public_media, queries
from bedside.channels.rules import Call
from bedside.kit import blobs
from bedside.kit.times import now
from bedside.organizations.access import public
from bedside.organizations.models import Organization

#: The largest event any network sends is a fraction of this.
MOST_BYTES = 2_000_000


@public
@csrf_exempt
@require_http_methods(["GET", "POST"])
def webhook(request: HttpRequest, org: str, network: str, pk: int = 0) -> HttpResponse:
    """A network calls: a test of our address is answered, an event with a good signature is kept and answered at once,
    anything else is turned away without a word about what is here."""
    organization: Organization = request.organization  # type: ignore[attr-defined]  # the fence has opened it
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit():
        return HttpResponse(status=404)
    if int(length) > MOST_BYTES:
        return HttpResponse("This is larger than any event.", status=413, content_type="text/plain")
    body = request.body
    headers = {name.lower(): value for name, value in request.headers.items()}
    call = Call(request.method or "GET", request.GET.dict(), headers, body)
    receiver = queries.receiver(organization, network, pk)
    if receiver is None:
        return HttpResponse(status=404)
    if (answer := receiver.challenge(call)) is not None:
        return HttpResponse(answer.body, status=answer.status, content_type=answer.content_type)
    if request.method != "POST":
        return HttpResponse(status=404)
    if not receiver.verified(call):
        return HttpResponse(status=403)
    at = now()
    for account in receiver.addressed(body):
        actions.knock(account=account, body=body, at=at)
    return HttpResponse(status=200)


@public
@require_safe
def media(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """A picture or film that is being published, for the network that fetches it itself."""
    wanted = public_media.read(token, at=now())
    if wanted is None:
        return HttpResponse(status=404)
    try:
        content = blobs.get(wanted.organization_id, wanted.sha256)
    except FileNotFoundError:
        return HttpResponse(status=404)
    answer = HttpResponse(content, content_type=wanted.mime)
    answer["Cache-Control"] = "private, max-age=3600"
    answer["X-Robots-Tag"] = "noindex"
    return answer
