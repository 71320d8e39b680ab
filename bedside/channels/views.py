"""Accounts and their health: connect, reconnect, close."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.channels import actions, queries
from bedside.channels.forms import ConnectForm
from bedside.channels.rules import Ability
from bedside.kit.times import now
from bedside.organizations.access import Request, needs


@needs("channels.read")
def accounts(request: Request) -> HttpResponse:
    context = {
        "health": queries.health(request.organization, at=now()),
        "networks": [network for network in queries.networks().values() if network.credentials],
        "connects": request.member.may("channels.connect"),
        "late": queries.deliveries_late(request.organization, at=now())[:20],
        "at": now(),
    }
    template = "channels/accounts.html#health" if request.htmx else "channels/accounts.html"
    return render(request, template, context)


@needs("channels.connect")
def connect(request: Request, network: str) -> HttpResponse:
    """The form of one network, with what it can do; signing in happens in a job, and the list says how it went."""
    declared = queries.networks().get(network)
    if declared is None or not declared.credentials:
        raise Http404("No such network.")
    form = ConnectForm(request.POST or None, network=declared)
    if request.method == "POST" and form.is_valid():
        try:
            actions.connect_account(
                organization=request.organization,
                network=network,
                handle=form.cleaned_data["handle"],
                base_url=form.cleaned_data["base_url"],
                credentials=form.credentials(),
                by=request.member,
                at=now(),
            )
        except actions.CannotConnect as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Signing in. The list shows how it went, by itself."))
            return redirect("channels:accounts", org=request.organization.slug)
    context = {"form": form, "network": declared, "abilities": _abilities(declared.abilities)}
    return render(request, "channels/connect.html", context, status=422 if form.errors else 200)


@needs("channels.connect")
def reconnect(request: Request, pk: int) -> HttpResponse:
    """New credentials for an account that stopped; what was scheduled waits and goes on."""
    account = queries.access_account(request.organization, pk)
    declared = queries.network_of(account)
    if not declared.credentials or account.state == account.CLOSED:
        raise Http404("Nothing to connect.")
    form = ConnectForm(request.POST or None, network=declared, again=True)
    if request.method == "POST" and form.is_valid():
        actions.reconnect_account(account=account, credentials=form.credentials(), by=request.member, at=now())
        messages.success(request, _("Signing in. What was scheduled goes on by itself."))
        return redirect("channels:accounts", org=request.organization.slug)
    context = {"form": form, "network": declared, "account": account, "abilities": _abilities(declared.abilities)}
    return render(request, "channels/connect.html", context, status=422 if form.errors else 200)


@needs("channels.connect")
@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    account = queries.access_account(request.organization, pk)
    if account.network == "hub":
        messages.error(request, _("The hub is the hospital's own and stays."))
    else:
        actions.close_account(account=account, by=request.member, at=now())
        messages.success(request, _("The account is closed and its password forgotten. Its history stays."))
    return redirect("channels:accounts", org=request.organization.slug)


def _abilities(abilities: frozenset[Ability]) -> list[str]:
    words = {
        Ability.PUBLISH: _("publish posts"),
        Ability.REPLY: _("answer comments"),
        Ability.EDIT: _("edit posts in place"),
        Ability.WITHDRAW: _("withdraw posts"),
        Ability.HEAR: _("hear comments and mentions"),
        Ability.MEASURE: _("count likes and replies"),
        Ability.HIDE: _("hide comments"),
    }
    return [word for ability, word in words.items() if ability in abilities]
