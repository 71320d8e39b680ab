"""A newsletter of Riverbend's on a real SMTP server that answers as it is told, and a real mailbox over IMAP."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Speaker
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from bedside.channels import registry
from bedside.channels.actions import newsletter as actions
from bedside.channels.actions.letters import send_letters
from bedside.channels.models import Account, Issue, IssueLetter, Subscriber
from bedside.channels.networks.newsletter import letters
from bedside.channels.networks.newsletter.connector import Newsletter
from bedside.channels.queries.newsletter import address_of
from bedside.channels.rules import Outgoing, RemoteRef
from tests.cast import START, Hospital

ORIGIN = "https://social.example.org"


@dataclass
class Post:
    """A mail server: what it took, and what it answers to whom."""

    taken: list[tuple[str, str, bytes]] = field(default_factory=list)
    to_rcpt: dict[str, str] = field(default_factory=dict)
    to_data: dict[str, str] = field(default_factory=dict)
    #: Recipients after whose whole text the line breaks: taken, or not.
    drop: dict[str, bool] = field(default_factory=dict)
    password: str = ""
    port: int = 0

    async def handle_RCPT(self, _server: Speaker, _session: Session, envelope: Envelope, address: str, _o: Any) -> str:
        answer = self.to_rcpt.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Speaker, _session: Session, envelope: Envelope) -> str:
        to = envelope.rcpt_tos[0]
        if to in self.drop:
            if self.drop[to]:
                assert isinstance(envelope.content, bytes)
                self.taken.append((envelope.mail_from or "", to, envelope.content))
            transport: Any = server.transport
            transport.abort()
            return "250 OK"
        answer = self.to_data.get(to, "250 2.0.0 OK")
        if answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.taken.append((envelope.mail_from or "", to, content))
        return answer

    def check(self, _server: Speaker, _session: Session, _envelope: Envelope, _how: str, told: Any) -> AuthResult:
        good = isinstance(told, LoginPassword) and told.password.decode() == self.password
        return AuthResult(success=good, handled=good)

    @property
    def to(self) -> list[str]:
        return [to for _sender, to, _text in self.taken]

    def mail(self, to: str) -> EmailMessage:
        """The one mail to that address."""
        (text,) = [text for _sender, one, text in self.taken if one == to]
        found = message_from_bytes(text, policy=default)
        assert isinstance(found, EmailMessage)
        return found


@pytest.fixture
def post() -> Iterator[Post]:
    made = Post()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(
        made,
        hostname="127.0.0.1",
        port=port,
        authenticator=made.check,
        auth_require_tls=False,
        auth_exclude_mechanism=[],
    )
    controller.start()
    made.port = port
    yield made
    controller.stop()


class Clock:
    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def move(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class Desk:
    """The newsletter at work."""

    hospital: Hospital
    account: Account
    given: dict[str, str]
    clock: Clock

    def connector(self, **more: str) -> Newsletter:
        if more:
            self.given |= more
            self.account.credentials = registry.seal(self.account, "credentials", self.given)
            self.account.save()
        return Newsletter(registry.connection(self.account))

    def subscribers(self, *addresses: str) -> list[Subscriber]:
        content = ("email\n" + "\n".join(addresses)).encode()
        actions.bring_in(
            account=self.account, content=content, consent="Signed up at the open house", by=self.hospital.milo,
            at=self.clock.at,
        )  # fmt: skip
        by_address = {address_of(one): one for one in Subscriber.objects.filter(account=self.account)}
        return [by_address[address] for address in addresses]

    def issue(self, key: str = "issue-1", text: str = "Flu shots\n\nOn Saturday.", **more: Any) -> RemoteRef:
        return self.connector().publish(Outgoing(key=key, text=text, created_at=self.clock.at, **more))

    def send(self) -> int:
        self.account.refresh_from_db()
        return send_letters(account=self.account, clock=self.clock, origin=ORIGIN)

    def states(self) -> dict[str, str]:
        rows = IssueLetter.objects.select_related("subscriber").filter(issue__account=self.account)
        return {address_of(one.subscriber): one.state for one in rows if one.subscriber is not None}


@pytest.fixture
def desk(riverbend: Hospital, post: Post, monkeypatch: pytest.MonkeyPatch) -> Desk:
    from bedside.channels.networks.newsletter import post as posting
    from bedside.kit import http

    monkeypatch.setattr(posting, "reach_of", lambda client=None: http.Reach(loopback=True, plain=True, read=5))
    given = {
        "from_address": "news@riverbend.example.org",
        "postal": "1 River Road, Riverbend, IL 60000",
        "host": "127.0.0.1",
        "port": str(post.port),
        "security": "none",
        "bounces": "returned@riverbend.example.org",
        "per_minute": "1000",
    }
    account = Account(
        organization=riverbend.organization, network="newsletter", handle="news@riverbend.example.org",
        network_account_id="news@riverbend.example.org", state=Account.CONNECTED, connected_at=START,
    )  # fmt: skip
    account.credentials = registry.seal(account, "credentials", given)
    account.save()
    return Desk(riverbend, account, given, Clock())


@pytest.fixture
def issue(desk: Desk) -> Callable[[], Issue]:
    return lambda: Issue.objects.get(account=desk.account)


SENDER = letters.Sender("Riverbend", "news@riverbend.example.org", "1 River Road", "(555) 555-0142")
