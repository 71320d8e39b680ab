"""The jobs of channels; each one action call."""

from django.core.mail import send_mail

from bedside.channels import actions, queries
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


@queue.task("channels.measure_all", every="17 * * * *", tries=1)
def measure_all() -> None:
    for organization in organizations():
        with tenancy.entered(organization.pk):
            for account in queries.accounts_of(organization):
                queue.defer(
                    "channels.measure",
                    once=f"measure:{account.pk}",
                    organization_id=organization.pk,
                    account_id=account.pk,
                )


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
    stopped = [one for one in queries.health(organization, at=now()) if one.problem]
    people = members_who_may(organization, "channels.connect")
    if not stopped or not people:
        return
    lines = [f"{one.network.label} ({one.account.handle}): {one.problem}" for one in stopped]
    send_mail(
        f"{organization.name}: an account needs you",
        "\n".join([*lines, "", "Nothing that was scheduled is lost: it waits until the account is connected again."]),
        None,
        [member.user.email for member in people],
    )
