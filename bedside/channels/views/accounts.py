"""Accounts and their health: how each does, self-test, the last year brought in, close, rehearse."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.channels import actions, queries
from bedside.channels.rules import Ability
from bedside.channels.states import WrongState
from bedside.kit import queue
from bedside.kit.times import now
from bedside.organizations.access import Request, needs


@needs("channels.read")
def accounts(request: Request) -> HttpResponse:
    health = queries.health(request.organization, at=now())
    context = {
        "health": health,
        # What happened between the page and its line to the server would else be missed.
        "connecting": any(one.account.state == one.account.CONNECTING for one in health),
        "networks": sorted(filter(queries.connectable, queries.networks().values()), key=lambda one: one.label),
        "room": queries.room_of(request.organization),
        "rehearses": queries.can_rehearse(),
        "connects": request.member.may("channels.connect"),
        "late": queries.deliveries_late(request.organization, at=now())[:20],
        "at": now(),
    }
    template = "channels/accounts.html#health" if request.htmx else "channels/accounts.html"
    return render(request, template, context)


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


@needs("channels.read")
def account(request: Request, pk: int) -> HttpResponse:
    """One account: what it can do, how it does, its numbers, what is left of its limits, what was brought in."""
    found = queries.access_account(request.organization, pk)
    network, at = queries.network_of(found), now()
    context = {
        "account": found,
        "network": network,
        "health": queries.health_of(found, at=at),
        "connects": request.member.may("channels.connect"),
        "connectable": queries.connectable(network),
        "subscribers": request.member.may("channels.subscribers"),
        "sentences": queries.sentences(network),
        "numbers": queries.account_numbers(found),
        "limits": queries.limits_left(found, at=at),
        "backfill": queries.backfill_of(found),
        "brings": Ability.BACKFILL in network.abilities,
        "testing": found.tested_at is None or at - found.tested_at < timedelta(seconds=20),
        "unsettled": queries.deliveries_unsettled(found),
        "at": at,
    }
    template = "channels/account.html#state" if request.htmx else "channels/account.html"
    return render(request, template, context)


@needs("channels.connect")
@require_POST
def test(request: Request, pk: int) -> HttpResponse:
    """Tries the account without saying anything in public."""
    found = queries.access_account(request.organization, pk)
    told: dict[str, Any] = {"organization_id": request.organization.pk, "account_id": found.pk}
    queue.defer("channels.self_test", once=f"test:{found.pk}", **told)
    messages.success(request, _("Trying. What was found appears below in a moment."))
    return redirect("channels:account", org=request.organization.slug, pk=pk)


@needs("channels.connect")
@require_POST
def bring(request: Request, pk: int) -> HttpResponse:
    """Brings the account's last year; goes on where it stopped."""
    found = queries.access_account(request.organization, pk)
    try:
        actions.bring(account=found, by=request.member, at=now())
    except actions.NotOffered as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The last year is on its way in. Nobody is paged for what is old."))
    return redirect("channels:account", org=request.organization.slug, pk=pk)


@needs("channels.connect")
@require_POST
def settle(request: Request, pk: int) -> HttpResponse:
    """A person looked on the network and says whether something is there."""
    delivery = queries.access_delivery(request.organization, pk)
    try:
        actions.settle(delivery=delivery, there=request.POST.get("there") == "yes", by=request.member, at=now())
    except WrongState:
        messages.error(request, _("That has been settled already."))
    else:
        messages.success(request, _("Thank you. It is noted in the record."))
    return redirect("channels:account", org=request.organization.slug, pk=delivery.account_id)


@needs("channels.connect")
@require_POST
def rehearse(request: Request) -> HttpResponse:
    """Opens the hospital's rehearsal room, or the networks in it that are not connected yet."""
    try:
        room = actions.open_room(organization=request.organization, by=request.member, at=now())
    except actions.CannotRehearse as error:
        messages.error(request, str(error))
        return redirect("channels:accounts", org=request.organization.slug)
    messages.success(request, _("This is the rehearsal room. Nothing you do here reaches the public."))
    return redirect("channels:accounts", org=room.slug)
