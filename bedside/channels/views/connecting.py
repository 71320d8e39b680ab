"""Connecting an account: by a password or key, or on the network's own sign-in page with the hospital's own app."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bedside.channels import actions, queries
from bedside.channels.forms import AppKeysForm, ConnectForm, ServerForm
from bedside.channels.models import Account
from bedside.channels.rules import Ability, Network
from bedside.kit.times import now
from bedside.organizations.access import Request, needs, signed_in
from bedside.organizations.queries import access, organization_named


def redirect_uri() -> str:
    """The one address all networks send people back to; the hospital enters it in its apps."""
    return f"{settings.ORIGIN}{reverse('channels-callback')}"


def declared(name: str) -> Network:
    network = queries.networks().get(name)
    if network is None or not queries.connectable(network):
        raise Http404("No such network.")
    return network


@needs("channels.connect")
def connect(request: Request, network: str) -> HttpResponse:
    """What one network can do, how to connect it, and the form for it; signing in happens in a job or over there."""
    chosen = declared(network)
    if Ability.OAUTH in chosen.abilities:
        return _by_page(request, chosen, None)
    form = ConnectForm(request.POST or None, network=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            actions.connect_account(
                organization=request.organization,
                network=network,
                handle=form.cleaned_data["handle"],
                base_url=form.cleaned_data.get("base_url", ""),
                credentials=form.credentials(),
                by=request.member,
                at=now(),
            )
        except actions.CannotConnect as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Signing in. The list shows how it went, by itself."))
            return redirect("channels:accounts", org=request.organization.slug)
    return _page(request, chosen, form=form)


@needs("channels.connect")
def reconnect(request: Request, pk: int) -> HttpResponse:
    """New credentials for an account that stopped; what was scheduled waits and goes on."""
    account = queries.access_account(request.organization, pk)
    chosen = queries.network_of(account)
    if not queries.connectable(chosen) or account.state == account.CLOSED:
        raise Http404("Nothing to connect.")
    if Ability.OAUTH in chosen.abilities:
        return _by_page(request, chosen, account)
    form = ConnectForm(request.POST or None, network=chosen, again=True)
    if request.method == "POST" and form.is_valid():
        actions.reconnect_account(account=account, credentials=form.credentials(), by=request.member, at=now())
        messages.success(request, _("Signing in. What was scheduled goes on by itself."))
        return redirect("channels:accounts", org=request.organization.slug)
    return _page(request, chosen, form=form, account=account)


def _by_page(request: Request, chosen: Network, account: Account | None) -> HttpResponse:
    """The hospital's app keys once, then on to the network's own page."""
    form = ServerForm(request.POST or None, network=chosen, again=account is not None)
    if request.method == "POST" and form.is_valid():
        try:
            begun = actions.begin_sign_in(
                organization=request.organization,
                network=chosen.name,
                redirect_uri=redirect_uri(),
                by=request.member,
                at=now(),
                base_url=form.cleaned_data.get("base_url", ""),
                account=account,
                credentials=form.credentials(),
            )
        except actions.CannotConnect as error:
            form.add_error(None, str(error))
        else:
            return redirect("channels:onward", org=request.organization.slug, pk=begun.pk)
    return _page(request, chosen, form=form, account=account)


def _page(request: Request, chosen: Network, *, form: object, account: Account | None = None) -> HttpResponse:
    known = queries.app_keys_known(request.organization, chosen)
    context = {
        "form": form,
        "network": chosen,
        "account": account,
        "by_page": Ability.OAUTH in chosen.abilities,
        "keys_form": AppKeysForm(network=chosen, known=known) if chosen.app else None,
        "keys_known": known,
        "redirect_uri": redirect_uri(),
        "webhook": queries.webhook_address(request.organization, chosen),
        "sentences": queries.sentences(chosen),
    }
    wrong = bool(getattr(form, "errors", None))
    return render(request, "channels/connect.html", context, status=422 if wrong else 200)


@needs("channels.connect")
@require_POST
def keys(request: Request, network: str) -> HttpResponse:
    """Keeps the hospital's app keys at a network; they are shown to nobody again."""
    chosen = declared(network)
    if not chosen.app:
        raise Http404("This network asks for no app keys.")
    known = queries.app_keys_known(request.organization, chosen)
    form = AppKeysForm(request.POST, network=chosen, known=known)
    if form.is_valid():
        try:
            actions.keep_app_keys(
                organization=request.organization, network=network, keys=form.cleaned_data, by=request.member, at=now()
            )
        except actions.CannotConnect as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The app keys are kept. Go on with signing in."))
    else:
        messages.error(request, _("Some app keys are missing. Nothing was changed."))
    return redirect("channels:connect", org=request.organization.slug, network=network)


@needs("channels.connect")
def onward(request: Request, pk: int) -> HttpResponse:
    """On to the network's own page: at once where its address is known, else as soon as it is."""
    account = queries.access_account(request.organization, pk)
    page = actions.page_of(account)
    failed = not page and account.state == Account.STOPPED
    context = {"account": account, "network": queries.network_of(account), "page": page, "failed": failed}
    template = "channels/onward.html#onward" if request.htmx else "channels/onward.html"
    return render(request, template, context)


@signed_in
@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    """Where networks send a person back to, with a code or with their no. The state says which account it is for, and
    only somebody who may connect accounts there is heard."""
    slug, _dot, rest = request.GET.get("state", "").partition(".")
    pk, _dot, state = rest.partition(".")
    if not slug or not pk.isdigit() or len(pk) > 12:
        raise Http404("This sign-in was not begun here.")
    from bedside.organizations import tenancy  # the organization is known only now

    organization = organization_named(slug)
    with tenancy.entered(organization.pk):
        member = access(request.user, organization, "channels.connect")  # type: ignore[arg-type]  # signed in
        account = queries.access_account(organization, int(pk))
        try:
            actions.finish_sign_in(account=account, state=state, code=request.GET.get("code", ""), by=member, at=now())
        except actions.CannotConnect as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Welcome back. The list shows how the sign-in went, by itself."))
    return redirect("channels:accounts", org=organization.slug)


@needs("channels.connect")
@require_POST
def choose(request: Request, pk: int) -> HttpResponse:
    """Which of the accounts that a sign-in opens this one is."""
    account = queries.access_account(request.organization, pk)
    try:
        actions.choose_account(account=account, choice=request.POST.get("choice", ""), by=request.member, at=now())
    except actions.CannotConnect as error:
        messages.error(request, str(error))
    return redirect("channels:accounts", org=request.organization.slug)
