"""What a connector implements: only the Protocols of what its network declares; nobody asks for anything else.

Every method is one attempt at one mutating call (reads before it, and uploads that nobody sees, may come first). All
raise NetworkError and nothing else.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from bedside.channels.rules.abilities import Ability
from bedside.channels.rules.shapes import (
    Batch,
    Call,
    CallAnswer,
    Counts,
    Outgoing,
    Past,
    Profile,
    RemoteRef,
    Sought,
)


@runtime_checkable
class Connects(Protocol):
    def connect(self) -> Profile:
        """Signs in with the credentials given and says whose they are; raises NetworkError(REVOKED) if refused."""
        ...


@runtime_checkable
class Authorizes(Protocol):
    def authorize_url(self, *, redirect_uri: str, state: str, challenge: str) -> str:
        """The network's own sign-in page, with PKCE's S256 challenge where it takes one. Makes no call."""
        ...

    def exchange(self, *, code: str, verifier: str, redirect_uri: str) -> None:
        """Turns the code the page sent back into tokens, and saves them."""
        ...


@runtime_checkable
class Registers(Protocol):
    def register(self, *, redirect_uri: str) -> Mapping[str, str]:
        """App keys made by the network on the spot (a server of the account's own): they become its credentials."""
        ...


@runtime_checkable
class Renews(Protocol):
    def renew(self) -> None:
        """Renews the tokens if they end soon; raises NetworkError(REVOKED) where they cannot be renewed any more."""
        ...


@runtime_checkable
class Publishes(Protocol):
    def publish(self, outgoing: Outgoing) -> RemoteRef: ...


@runtime_checkable
class Replies(Protocol):
    def reply(self, outgoing: Outgoing) -> RemoteRef:
        """The reply as the network knows it; `outgoing.parent`, `.root` and `.answered` are set."""
        ...


@runtime_checkable
class Edits(Protocol):
    def edit(self, remote: RemoteRef, outgoing: Outgoing) -> RemoteRef: ...


@runtime_checkable
class Withdraws(Protocol):
    def withdraw(self, remote: RemoteRef) -> None:
        """Gone from the network; succeeds also when it already was."""
        ...


@runtime_checkable
class Finds(Protocol):
    def find(self, sought: Sought) -> RemoteRef | None:
        """What was made by this very call, if the network has it: by our key where it keeps one, else the one post
        or answer of ours made since then, in the same place, with the same words, that is not known already."""
        ...


@runtime_checkable
class Hears(Protocol):
    def hear(self, cursor: str, watch: Sequence[RemoteRef] = ()) -> Batch:
        """What arrived since the cursor; `watch` are our recent posts whose threads are read too. With an empty cursor
        the last days are enough (`past` brings the rest)."""
        ...


@runtime_checkable
class Measures(Protocol):
    def measure(self, remotes: Sequence[RemoteRef]) -> tuple[Counts, ...]: ...


@runtime_checkable
class MeasuresAccount(Protocol):
    def measure_account(self) -> Mapping[str, int]:
        """The account's numbers now (or of the last whole day), by the names of its declared metrics."""
        ...


@runtime_checkable
class Backfills(Protocol):
    def past(self, cursor: str, since: datetime) -> Past:
        """One page of our posts and of what was said below them, from the newest back to `since`; can be asked again
        with the same cursor."""
        ...


@runtime_checkable
class Hides(Protocol):
    def hide(self, remote: RemoteRef) -> None:
        """Hidden from the public; succeeds also when it already was."""
        ...

    def show(self, remote: RemoteRef) -> None: ...


@runtime_checkable
class Receives(Protocol):
    """Webhooks. The static methods decide by what came in alone and make no call; `secrets` are the hospital's app
    keys for a call to the network's address, and the account's own saved values for a call to the account's."""

    @staticmethod
    def challenge(call: Call, secrets: Mapping[str, str]) -> CallAnswer | None:
        """The answer to a test of our address; None where the call is none."""
        ...

    @staticmethod
    def verify(call: Call, secrets: Mapping[str, str]) -> bool:
        """Whether the network itself sent this, unchanged: over the body's raw bytes, compared in constant time."""
        ...

    @staticmethod
    def addressed(body: bytes) -> tuple[str, ...]:
        """Ids of the accounts (`Profile.account_id`) that the event is about; none: all of this network."""
        ...

    def read_event(self, body: bytes) -> Batch:
        """What the event says to this account; may ask the network for what the event leaves out. `cursor` is unused.
        Events come late, twice and out of order."""
        ...

    def subscribe(self, callback: str) -> None:
        """Asks the network to call `callback` about this account; succeeds also when it already does."""
        ...


PROTOCOLS: dict[Ability, type] = {
    Ability.CONNECT: Connects,
    Ability.OAUTH: Authorizes,
    Ability.RENEW: Renews,
    Ability.PUBLISH: Publishes,
    Ability.REPLY: Replies,
    Ability.EDIT: Edits,
    Ability.WITHDRAW: Withdraws,
    Ability.FIND: Finds,
    Ability.HEAR: Hears,
    Ability.MEASURE: Measures,
    Ability.MEASURE_ACCOUNT: MeasuresAccount,
    Ability.BACKFILL: Backfills,
    Ability.HIDE: Hides,
    Ability.WEBHOOKS: Receives,
}
