"""Asking for a post to leave."""

from datetime import timedelta

import pytest

from bedside.channels import actions
from bedside.channels.models import Delivery
from bedside.channels.states import State
from bedside.channels.tests.conftest import TIP, Desk
from bedside.guard import actions as guard
from bedside.guard.shapes import Media, Parcel
from bedside.organizations import tenancy
from tests.cast import Hospital


def test_it_stands_on_the_network_and_we_know_where(desk: Desk) -> None:
    delivery = desk.publish()
    assert desk.send() == 1
    delivery = desk.fresh(delivery)
    assert (delivery.state, delivery.tries) == (State.SENT, 1)
    assert delivery.remote is not None
    assert delivery.remote.url.startswith(desk.rehearsal.url)
    assert desk.texts() == [TIP]
    assert (desk.recorded("channels.asked"), desk.recorded("channels.sent")) == (1, 1)
    desk.account.refresh_from_db()
    assert desk.account.last_sent_at == desk.clock.at


def test_it_waits_for_its_time(desk: Desk) -> None:
    desk.publish(due_at=desk.clock.at + timedelta(minutes=5))
    assert desk.send() == 0
    desk.clock.move(minutes=5)
    assert desk.send() == 1


def test_it_refuses_a_clearance_for_another_text(desk: Desk) -> None:
    clearance = desk.clear(Parcel(kind="post", text=TIP))
    with pytest.raises(actions.NotCleared):
        actions.publish(
            account=desk.account,
            parcel=Parcel(kind="post", text=f"{TIP} Ask for Dana Smith."),
            clearance=clearance,
            subject=desk.hospital.organization,
            by=desk.hospital.ada,
            at=desk.clock.at,
        )
    assert not Delivery.objects.filter(organization=desk.hospital.organization).exists()


@pytest.mark.parametrize(
    "changed",
    [
        Parcel(kind="post", text=TIP, link="https://example.org/other"),
        Parcel(kind="post", text=TIP, media=(Media("0" * 64, "a.png", "The door", "image/png"),)),
        Parcel(kind="post", text=TIP, audience="somebody else"),
        Parcel(kind="post", text=TIP, thread="below something"),
    ],
    ids=["link", "picture", "audience", "thread"],
)
def test_it_refuses_a_clearance_when_any_part_of_the_parcel_differs(desk: Desk, changed: Parcel) -> None:
    with pytest.raises(actions.NotCleared):
        actions.publish(
            account=desk.account,
            parcel=changed,
            clearance=desk.clear(Parcel(kind="post", text=TIP)),
            subject=desk.hospital.organization,
            by=desk.hospital.ada,
            at=desk.clock.at,
        )


def test_it_refuses_a_clearance_of_another_organization(desk: Desk, hillcrest: Hospital) -> None:
    parcel = Parcel(kind="post", text=TIP)
    with tenancy.entered(hillcrest.organization.pk):
        theirs = guard.clear(parcel=parcel, organization=hillcrest.organization, by=hillcrest.ben, at=desk.clock.at)
    with pytest.raises(actions.NotCleared):
        actions.publish(
            account=desk.account,
            parcel=parcel,
            clearance=theirs,
            subject=desk.hospital.organization,
            by=desk.hospital.ada,
            at=desk.clock.at,
        )


def test_a_closed_account_takes_nothing_more(desk: Desk) -> None:
    actions.close_account(account=desk.account, by=desk.hospital.milo, at=desk.clock.at)
    desk.account.refresh_from_db()
    with pytest.raises(actions.NotOffered, match="closed"):
        desk.publish()


def test_many_due_at_one_moment_share_one_waking_job_and_other_moments_have_their_own(desk: Desk) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    soon = (desk.clock.at + timedelta(minutes=5)).replace(microsecond=100_000)
    for number in range(3):
        desk.publish(f"{TIP} {number}", due_at=soon)
    desk.publish(f"{TIP} later", due_at=soon.replace(microsecond=900_000))
    waking = ProcrastinateJob.objects.filter(task_name="channels.send_due", scheduled_at__gte=soon)
    assert sorted(waking.values_list("scheduled_at", flat=True)) == [soon, soon.replace(microsecond=900_000)]
