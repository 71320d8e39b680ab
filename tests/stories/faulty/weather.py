"""What goes wrong on the rehearsed network, by chance and by a person's doing."""

import random
from dataclasses import dataclass, field

from bedside.channels import actions
from bedside.channels.models import Account
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.kit.times import now
from tests.cast import Hospital

PUT, GET = "com.atproto.repo.putRecord", "com.atproto.repo.getRecord"
LISTEN, THREAD, SESSION = "listNotifications", "getPostThread", "com.atproto.server."

#: Every step of a delivery and of hearing can fail, before and after the network did what it was asked.
STORM = (
    Fault(Kind.DROP_BEFORE, PUT, 0.02),
    Fault(Kind.ERROR_BEFORE, PUT, 0.02),
    Fault(Kind.DROP_AFTER, PUT, 0.03),
    Fault(Kind.ERROR_AFTER, PUT, 0.03),
    Fault(Kind.HANG_AFTER, PUT, 0.02, ms=250),
    Fault(Kind.HANG_AFTER, PUT, 0.01, times=2, ms=20_000),  # longer than our own patience: a real time-out
    Fault(Kind.DROP_UPLOAD, PUT, 0.01),
    Fault(Kind.LIMITED, PUT, 0.015, seconds=1),
    Fault(Kind.EXPIRED, PUT, 0.04),
    Fault(Kind.ERROR_BEFORE, GET, 0.12),
    Fault(Kind.DROP_AFTER, GET, 0.08),
    Fault(Kind.LIMITED, GET, 0.04, seconds=1),
    Fault(Kind.ERROR_BEFORE, SESSION, 0.05),
    Fault(Kind.DROP_AFTER, SESSION, 0.05),
    Fault(Kind.DUPLICATED, LISTEN, 0.5),
    Fault(Kind.SHUFFLED, LISTEN, 0.5),
    Fault(Kind.ERROR_BEFORE, LISTEN, 0.04),
    Fault(Kind.DROP_AFTER, LISTEN, 0.04),
    Fault(Kind.LATENCY, "", 0.05, ms=60),
)


@dataclass
class Weather:
    """The storm over one hospital's accounts, its public, and the person who puts in new passwords."""

    rehearsal: Rehearsal
    hospital: Hospital
    accounts: list[Account]
    chance: random.Random
    passwords: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    reconnected: int = 0
    revoked: int = 0

    def begin(self) -> None:
        for fault in STORM:
            self.rehearsal.faults.add(fault)

    def clear_up(self) -> None:
        self.rehearsal.faults.clear()

    def revoke_one(self) -> None:
        """Somebody changes an account's password on the network; every session ends."""
        account = self.chance.choice(self.accounts)
        self.revoked += 1
        password = f"pass-word-{self.revoked:04d}-{self.chance.randrange(10_000):04d}"
        with self.rehearsal.bluesky.lock:
            self.rehearsal.bluesky.direct("accounts", {"handle": account.handle, "password": password})
            self.rehearsal.bluesky.tokens.secret = f"secret {self.revoked}"
        self.passwords[account.handle] = password

    def reconnect(self) -> None:
        """A person sees which accounts stopped and puts in the password as it is now."""
        stopped = Account.objects.filter(organization=self.hospital.organization, state=Account.STOPPED)
        for account in stopped.select_related("organization"):
            password = self.passwords[account.handle]
            actions.reconnect_account(
                account=account, credentials={"password": password}, by=self.hospital.milo, at=now()
            )
            self.reconnected += 1

    def say(self) -> None:
        """A member of the public writes below one of our posts, or to us."""
        account = self.chance.choice(self.accounts)
        text = f"Comment number {len(self.said)}: are you open on Sunday?"
        with self.rehearsal.bluesky.lock:
            posts = self.rehearsal.bluesky.repos.posts(account.network_account_id)
            below = {"to": self.chance.choice(posts).uri} if posts else {"mention": account.handle}
            made = self.rehearsal.bluesky.direct("say", {"text": text, "as": self._person()} | below)
        assert isinstance(made, dict)
        self.said.append(str(made["uri"]))

    def _person(self) -> str:
        return f"neighbor-{self.chance.randrange(40)}.rehearsal.test"
