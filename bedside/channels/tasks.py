"""The jobs of channels; each one action call."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import send_mail

from bedside.channels import actions, queries
from bedside.channels.actions import letters
from bedside.channels.actions import newsletter as newsletter_actions
from bedside.channels.queries import newsletter
from bedside.channels.rules import Ability
from bedside.kit import queue
from bedside.kit.times import now
from bedside.organizations import tenancy
from bedside.organizations.queries import members_who_may, organization_by_id, organizations


@queue.task("channels.send_due")
def send_due(*, organization_id: int, account_id: int) -> None:
    actions.send_due(organization_id=organization_id, account_id=account_id, clock=now)


@queue.task("channels.sign_in")
def sign_in(*, organization_id: int, account_id: int) -> None:
    actions.sign_in(account=queries.access_account(organization_by_id(organization_id), account_id), at=now())


@queue.task("channels.hear", tries=1)
def hear(*, organization_id: int, account_id: int) -> None:
    actions.hear(account=queries.access_account(organization_by_id(organization_id), account_id), clock=now)


@queue.task("channels.measure", tries=1)
def measure(*, organization_id: int, account_id: int) -> None:
    actions.measure(account=queries.access_account(organization_by_id(organization_id), account_id), at=now())


@queue.task("channels.register")
def register(*, organization_id: int, account_id: int) -> None:
    actions.register(account=queries.access_account(organization_by_id(organization_id), account_id), at=now())


@queue.task("channels.renew", tries=1)
def renew(*, organization_id: int, account_id: int) -> None:
    actions.renew(account=queries.access_account(organization_by_id(organization_id), account_id), at=now())


@queue.task("channels.self_test", tries=1)
def self_test(*, organization_id: int, account_id: int) -> None:
    actions.self_test(account=queries.access_account(organization_by_id(organization_id), account_id), at=now())


@queue.task("channels.subscribe", tries=1)
def subscribe(*, organization_id: int, account_id: int) -> None:
    account = queries.access_account(organization_by_id(organization_id), account_id)
    actions.subscribe(account=account, callback=queries.callback_of(account), at=now())


@queue.task("channels.read_knocks", tries=1)
def read_knocks(*, organization_id: int, account_id: int) -> None:
    actions.read_knocks(account=queries.access_account(organization_by_id(organization_id), account_id), at=now())


@queue.task("channels.bring")
def bring(*, organization_id: int, backfill_id: int) -> None:
    actions.bring_page(backfill=queries.access_backfill(organization_by_id(organization_id), backfill_id), at=now())


@queue.task("channels.hear_all", every="* * * * * */5", tries=1)
def hear_all() -> None:
    at = now()
    for organization in organizations():
        with tenancy.entered(organization.pk):
            for account_id in queries.accounts_to_hear(organization, at=at):
                queue.defer(
                    "channels.hear", once=f"hear:{account_id}", organization_id=organization.pk, account_id=account_id
                )


@queue.task("channels.watch", every="* * * * * */10", tries=1)
def watch() -> None:
    """The watchdog: finds whatever is due and unsent, whoever died."""
    at = now()
    for organization in organizations():
        with tenancy.entered(organization.pk):
            for account_id in queries.accounts_with_work(organization, at=at):
                queue.defer(
                    "channels.send_due",
                    once=f"send:{account_id}:now",
                    organization_id=organization.pk,
                    account_id=account_id,
                )


@queue.task("channels.tend_all", every="7 * * * *", tries=1)
def tend_all() -> None:
    """Once an hour: tokens that end are renewed, webhooks asked for again (networks forget), old events let go."""
    at = now()
    for organization in organizations():
        with tenancy.entered(organization.pk):
            for account in queries.accounts_connected(organization):
                told: dict[str, Any] = {"organization_id": organization.pk, "account_id": account.pk}
                actions.warn_ending(account=account, at=at)
                if queries.can(account, Ability.RENEW):
                    queue.defer("channels.renew", once=f"renew:{account.pk}", **told)
                if queries.can(account, Ability.WEBHOOKS):
                    actions.sweep(account=account, before=at - timedelta(days=7))
                    queue.defer("channels.read_knocks", once=f"knocks:{account.pk}", **told)
                    if account.subscribed_at is None or at - account.subscribed_at > timedelta(minutes=55):
                        queue.defer("channels.subscribe", once=f"subscribe:{account.pk}", **told)


@queue.task("channels.measure_all", every="17 * * * *", tries=1)
def measure_all() -> None:
    for organization in organizations():
        with tenancy.entered(organization.pk):
            for account in queries.accounts_connected(organization):
                queue.defer(
                    "channels.measure",
                    once=f"measure:{account.pk}",
                    organization_id=organization.pk,
                    account_id=account.pk,
                )


@queue.task("channels.rehearse")
def rehearse(*, organization_id: int, network: str) -> None:
    actions.rehearse(organization=organization_by_id(organization_id), network=network, at=now())


@queue.task("channels.play_public", every="* * * * * */30", tries=1)
def play_public() -> None:
    """In rehearsal rooms somebody works in, somebody answers."""
    at = now()
    for organization in organizations():
        if organization.is_rehearsal and organization.rehearsal_of_id is not None:
            with tenancy.entered(organization.pk):
                actions.play_public(organization=organization, at=at)


@queue.task("channels.send_letters", tries=1)
def send_letters(*, organization_id: int, account_id: int) -> None:
    account = newsletter.access_newsletter(organization_by_id(organization_id), account_id)
    letters.send_letters(account=account, clock=now, origin=settings.ORIGIN)


@queue.task("channels.letters_all", every="* * * * * */10", tries=1)
def letters_all() -> None:
    """Newsletters with letters that may leave now, whoever died."""
    at = now()
    for organization in organizations():
        with tenancy.entered(organization.pk):
            for account in newsletter.newsletters(organization):
                if newsletter.letters_are_due(account, at=at):
                    queue.defer(
                        "channels.send_letters",
                        once=f"letters:{account.pk}",
                        organization_id=organization.pk,
                        account_id=account.pk,
                    )


@queue.task("channels.forget_unconfirmed", every="41 3 * * *", tries=1)
def forget_unconfirmed() -> None:
    for organization in organizations():
        with tenancy.entered(organization.pk):
            newsletter_actions.forget_unconfirmed(organization=organization, at=now())


@queue.task("channels.open_hub")
def open_hub(*, organization_id: int, entry_id: int) -> None:
    """Every hospital has its hub from the first minute."""
    organization = organization_by_id(organization_id)
    if queries.hub_account(organization) is None:
        actions.connect_account(
            organization=organization, network="hub", handle=organization.slug, credentials={}, by=None, at=now()
        )


@queue.task("channels.tell_administrators")
def tell_administrators(*, organization_id: int, entry_id: int) -> None:
    """A mail to every administrator when an account stopped: which one, and why."""
    organization = organization_by_id(organization_id)
    stopped = [one for one in queries.health(organization, at=now()) if one.problem or one.warning]
    people = members_who_may(organization, "channels.connect")
    if not stopped or not people:
        return
    lines = [
        f"{one.network.label} ({one.account.handle}): {one.problem or one.warning} {one.todo}".strip()
        for one in stopped
    ]
    send_mail(
        f"{organization.name}: an account needs you",
        "\n".join([*lines, "", "Nothing that was scheduled is lost: it waits until the account is connected again."]),
        None,
        [member.user.email for member in people],
    )
