"""Subscribing to the newsletter on the public site, confirming, and leaving. No account and no cookie: a link's own
mark is the authority, and opening a link changes nothing, because mail programs open links by themselves."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bedside.channels.actions import newsletter as actions
from bedside.channels.models import Subscriber
from bedside.channels.queries import newsletter as queries
from bedside.hub.views import frame
from bedside.kit.times import now
from bedside.organizations.access import public

if TYPE_CHECKING:
    from bedside.hub.views import Public

SALT = "bedside.hub.newsletter"
SOONEST, LATEST = 2, 12 * 3600  # seconds between opening the page and sending


class SubscribeForm(forms.Form):
    """An address; a field people never see and a clock catch most machines."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def __init__(self, *args: Any, slug: str, **kwargs: Any) -> None:
        self.slug = slug
        kwargs.setdefault("initial", {"ticket": signing.TimestampSigner(salt=SALT).sign(slug)})
        super().__init__(*args, **kwargs)

    @property
    def looks_automatic(self) -> bool:
        """True for what no person does: the hidden field filled in, no ticket of this page, or sent at once."""
        signer, told = signing.TimestampSigner(salt=SALT), self.cleaned_data.get("ticket", "")
        if self.cleaned_data.get("website"):
            return True
        try:
            if signer.unsign(told, max_age=LATEST) != self.slug:
                return True
            signer.unsign(told, max_age=SOONEST)
        except signing.SignatureExpired:
            return False
        except signing.BadSignature:
            return True
        return True


@public
@csrf_exempt  # it carries no authority of the visitor's; its own signed ticket binds it to this page
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: "Public", org: str) -> HttpResponse:
    """Asks for an address; whether it was known is told to nobody."""
    account = queries.newsletter_account(request.organization)
    if account is None:
        raise Http404("No newsletter.")
    form = SubscribeForm(request.POST or None, slug=org)
    status, said = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status, said = _take(form, request, account)
    context = frame(request) | {"form": form, "said": said}
    return _private(render(request, "hub/subscribe.html", context, status=status))


def _take(form: SubscribeForm, request: "Public", account: Any) -> tuple[int, str]:
    if form.looks_automatic:
        return 200, "asked"  # a machine need not learn what gave it away
    try:
        actions.subscribe(
            account=account,
            address=form.cleaned_data["email"],
            consent=_("Signed up on the hospital's public site"),
            at=now(),
            language=(getattr(request, "LANGUAGE_CODE", "en") or "en")[:2],
        )
    except actions.NotAnAddress:
        form.add_error("email", _("This is no address that mail can be sent to. Please look at it again."))
        return 422, ""
    except actions.TooManyAsking:
        form.add_error(None, _("Many people are asking just now. Please try again in an hour."))
        return 429, ""
    return 200, "asked"


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: "Public", org: str, token: str) -> HttpResponse:
    found = queries.subscriber_by_token(request.organization, "confirm", token)
    if found is None:
        return _private(_said(request, "unknown", status=404))
    if request.method == "POST":
        actions.confirm(subscriber=found, at=now())
        found.refresh_from_db()
    if found.state == Subscriber.PENDING:
        return _private(_said(request, "confirm"))
    return _private(_said(request, "confirmed" if found.state == Subscriber.CONFIRMED else "left"))


@public
@csrf_exempt  # a mail program calls it without any cookie (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: "Public", org: str, token: str) -> HttpResponse:
    """Opening it asks; a POST ends the subscription, by the page's button or a mail program's one click."""
    found = queries.subscriber_by_token(request.organization, "leave", token)
    if found is None:
        return _private(_said(request, "unknown", status=404))
    if request.method == "POST":
        one_click = request.POST.get("List-Unsubscribe") == "One-Click"
        actions.leave(subscriber=found, how="one click" if one_click else "link", at=now())
        if one_click:
            return _private(HttpResponse("", content_type="text/plain"))
        found.refresh_from_db()
    stays = found.state in (Subscriber.CONFIRMED, Subscriber.PENDING)
    return _private(_said(request, "leave" if stays else "left"))


def _said(request: "Public", step: str, *, status: int = 200) -> HttpResponse:
    again = queries.newsletter_account(request.organization) is not None
    return render(request, "hub/subscription.html", frame(request) | {"step": step, "again": again}, status=status)


def _private(answer: HttpResponse) -> HttpResponse:
    """Not kept by anybody between, not listed, and its address not handed on: it stands for one person."""
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
