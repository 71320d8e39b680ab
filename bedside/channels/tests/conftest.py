"""Riverbend with an account on a rehearsed Bluesky, and somebody who asks for things and sends them by a clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import QuerySet

from bedside.audit import queries as audit
from bedside.channels import actions
from bedside.channels.models import Account, Arrival, Delivery, Remote
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.tests.pigeon import Pigeons, fly_away, hatch
from bedside.environment import environment
from bedside.guard import actions as guard
from bedside.guard.models import Clearance
from bedside.guard.shapes import Parcel
from tests.cast import START, Hospital

HANDLE, PASSWORD = "riverbend.rehearsal.test", "aaaa-bbbb-cccc-dddd"
TIP = "Flu shots are open to everybody at our walk-in clinic on Saturday."
PUT, GET = "com.atproto.repo.putRecord", "com.atproto.repo.getRecord"


class Clock:
    """The time as a job would read it; it moves when a test says so."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class Desk:
    """Asks for deliveries on one account and sends them; everything else reads what came of it."""

    hospital: Hospital
    account: Account
    rehearsal: Rehearsal
    clock: Clock

    def clear(self, parcel: Parcel) -> Clearance:
        return guard.clear(
            parcel=parcel, organization=self.hospital.organization, by=self.hospital.ben, at=self.clock.at
        )

    def publish(self, text: str = TIP, **more: Any) -> Delivery:
        account = more.pop("account", self.account)
        parcel = Parcel(kind="post", text=text)
        given: dict[str, Any] = {
            "by": self.hospital.ada,
            "at": self.clock.at,
            "subject": self.hospital.organization,
        } | more
        return actions.publish(account=account, parcel=parcel, clearance=self.clear(parcel), **given)

    def reply(self, arrival: Arrival, text: str = "Thank you for asking.", **more: Any) -> Delivery:
        thread = f"{arrival.account_id}:{arrival.network_id}:{arrival.version}"
        parcel = Parcel(kind="reply", text=text, thread=thread)
        given: dict[str, Any] = {
            "by": self.hospital.rosa,
            "at": self.clock.at,
            "subject": self.hospital.organization,
        } | more
        return actions.reply(arrival=arrival, parcel=parcel, clearance=self.clear(parcel), **given)

    def send(self, account: Account | None = None) -> int:
        account = account or self.account
        return actions.send_due(organization_id=account.organization_id, account_id=account.pk, clock=self.clock)

    def sent(self, text: str = TIP) -> Remote:
        """A post that stands on the network."""
        delivery = self.publish(text)
        self.send()
        remote = self.fresh(delivery).remote
        assert remote is not None
        return remote

    def hear(self) -> int:
        self.account.refresh_from_db()
        return actions.hear(account=self.account, clock=self.clock)

    def say(self, text: str, **told: Any) -> dict[str, Any]:
        """A member of the public says something on the network; what the network made of it."""
        made = self.rehearsal.bluesky.direct("say", {"text": text} | told)
        assert isinstance(made, dict)
        return made

    def arrived(self, text: str = "Is it open on Sunday too?", **told: Any) -> Arrival:
        """A comment below a post of ours, taken in."""
        made = self.say(text, **({"to": self.sent().network_id} | told))
        self.hear()
        return self.arrivals.get(network_id=made["uri"])

    @property
    def arrivals(self) -> "QuerySet[Arrival]":
        return Arrival.objects.filter(organization=self.hospital.organization)

    def fresh(self, delivery: Delivery) -> Delivery:
        return Delivery.objects.select_related("remote", "account").get(
            organization=self.hospital.organization, pk=delivery.pk
        )

    def fault(self, kind: Kind, call: str = "", times: int | None = 1, **more: Any) -> None:
        self.rehearsal.faults.add(Fault(kind, call, times=times, **more))

    def texts(self) -> list[str]:
        """What stands on the network for this account, in the order in which it was accepted."""
        did = self.account.network_account_id
        found = self.rehearsal.bluesky.repos.records.items()
        return [record.value["text"] for uri, record in found if uri.startswith(f"at://{did}/app.bsky.feed.post/")]

    def calls(self, call: str) -> int:
        return int(self.rehearsal.bluesky.calls.get(call, 0))

    def recorded(self, kind: str) -> int:
        return audit.entries(self.hospital.organization, kind=kind).count()


@pytest.fixture
def rehearsal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rehearsal]:
    monkeypatch.setenv("BEDSIDE_ALLOW_LOOPBACK", "yes")
    environment.cache_clear()  # it may have been read before this run allowed its own machine
    with Rehearsal() as running:
        running.bluesky.direct("accounts", {"handle": HANDLE, "name": "Riverbend", "password": PASSWORD})
        yield running


def connect(hospital: Hospital, rehearsal: Rehearsal, handle: str = HANDLE, password: str = PASSWORD) -> Account:
    """The account, after its sign-in was tried."""
    account = actions.connect_account(
        organization=hospital.organization,
        network="bluesky",
        handle=handle,
        base_url=rehearsal.url,
        credentials={"identifier": handle, "password": password},
        by=hospital.milo,
        at=START,
    )
    actions.sign_in(account=account, at=START)
    account.refresh_from_db()
    return account


@pytest.fixture
def desk(riverbend: Hospital, rehearsal: Rehearsal) -> Desk:
    return Desk(riverbend, connect(riverbend, rehearsal), rehearsal, Clock(datetime.now(UTC)))


@pytest.fixture
def pigeons(tmp_path: Path) -> Iterator[Pigeons]:
    """A third network, there for one test."""
    with pytest.MonkeyPatch.context() as patch:
        yield hatch(tmp_path, patch)
    fly_away()
