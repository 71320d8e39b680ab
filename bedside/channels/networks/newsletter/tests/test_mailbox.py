"""The mailbox over IMAP, on a real server (pymap): heard once, answered once, and what came back taken to heart."""

import contextlib
import imaplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from bedside.channels.models import IssueLetter, Mail, Subscriber
from bedside.channels.networks.newsletter import tokens
from bedside.channels.networks.newsletter.ledger import SOFT
from bedside.channels.networks.newsletter.tests.conftest import Desk, Post
from bedside.channels.networks.newsletter.tests.test_inbound import dsn
from bedside.channels.rules import NetworkError, Outgoing, RemoteRef, Sought, Trouble

ANA = "ana@example.org"


@pytest.fixture(scope="module")
def imap() -> Iterator[int]:
    """A mail server's port."""
    if find_spec("pymap") is None:
        pytest.skip("The IMAP server of these tests, pymap, is not installed.")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    start = "import sys; from pymap.main import main; sys.exit(main())"
    told = ["--host", "127.0.0.1", "--port", str(port), "--no-service", "admin", "--no-tls", "dict"]
    more = ["--demo-user", "news", "--demo-password", "right", "--demo-data"]
    with subprocess.Popen([sys.executable, "-c", start, *told, *more], stderr=subprocess.DEVNULL) as process:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
                break
            time.sleep(0.1)
        yield port
        process.terminate()


@pytest.fixture
def mailbox(desk: Desk, imap: int) -> Iterator[imaplib.IMAP4]:
    """The mailbox as a mail server fills it; the desk reads it."""
    desk.connector(imap_host="127.0.0.1", imap_port=str(imap), imap_security="none", imap_username="news",
                   imap_password="right")  # fmt: skip
    line = imaplib.IMAP4("127.0.0.1", imap)
    line.login("news", "right")
    yield line
    line.logout()


def put(line: imaplib.IMAP4, raw: bytes) -> None:
    assert (
        line.append(
            "INBOX", "", imaplib.Time2Internaldate(time.time()), raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        )[0]
        == "OK"
    )


def asked(number: int = 1, body: str = "When do you open?", more: str = "") -> bytes:
    return (
        f"From: Ana Diaz <{ANA}>\nTo: news@riverbend.example.org\nSubject: A question\n"
        f"Message-ID: <q{number}@example.org>\nDate: Fri, 20 Nov 2026 09:00:00 +0000\n{more}\n{body}\n"
    ).encode()


def test_a_persons_mail_is_heard_once(desk: Desk, mailbox: imaplib.IMAP4) -> None:
    newsletter = desk.connector()
    assert newsletter.connect().handle
    start = newsletter.hear("")
    assert start.heard == ()  # what lay there before is not ours
    put(mailbox, asked())
    batch = newsletter.hear(start.cursor)
    (one,) = batch.heard
    assert (one.kind, one.text, one.author_name) == ("message", "A question\n\nWhen do you open?", "Ana Diaz")
    assert one.author_handle == "a…@example.org"
    assert ANA not in repr(one) + one.raw.decode() + one.author_id
    assert newsletter.hear(batch.cursor).heard == ()
    assert newsletter.hear(batch.cursor).cursor == batch.cursor
    put(mailbox, asked(2, "Thanks", "In-Reply-To: <q1@example.org>\nReferences: <q1@example.org>\n"))
    (two,) = newsletter.hear(batch.cursor).heard
    assert two.root_id == one.root_id
    assert two.parent_id == one.network_id


def test_a_mail_is_answered_in_its_thread_once(desk: Desk, mailbox: imaplib.IMAP4, post: Post) -> None:
    newsletter = desk.connector()
    start = newsletter.hear("").cursor
    put(mailbox, asked(7))
    (one,) = newsletter.hear(start).heard
    sent = Outgoing("answer-1", "At eight.", desk.clock.at, parent=RemoteRef(one.network_id))
    assert newsletter.find(Sought("answer-1", sent, desk.clock.at)) is None
    made = newsletter.reply(sent)
    assert newsletter.reply(sent) == made == newsletter.find(Sought("answer-1", sent, desk.clock.at))
    mail = post.mail(ANA)
    assert (mail["Subject"], mail["In-Reply-To"]) == ("Re: A question", "<q7@example.org>")
    assert "At eight." in mail.get_content()
    assert mail["Auto-Submitted"] is None


@pytest.mark.parametrize("taken", [True, False])
def test_an_answer_whose_line_broke_never_leaves_twice(
    desk: Desk, mailbox: imaplib.IMAP4, post: Post, taken: bool
) -> None:
    newsletter = desk.connector()
    start = newsletter.hear("").cursor
    put(mailbox, asked(20 + taken))
    (one,) = newsletter.hear(start).heard
    sent = Outgoing("answer-1", "At eight.", desk.clock.at, parent=RemoteRef(one.network_id))
    post.drop[ANA] = taken
    with pytest.raises(NetworkError) as lost:
        newsletter.reply(sent)
    assert lost.value.trouble is Trouble.UNKNOWN
    assert newsletter.find(Sought("answer-1", sent, desk.clock.at)) is not None
    post.drop.clear()
    newsletter.reply(sent)
    assert post.to.count(ANA) == int(taken)


@pytest.mark.parametrize(("answer", "trouble"), [("550 5.1.1 No", "refused"), ("451 4.7.1 Later", "unreachable")])
def test_an_answer_that_is_not_taken_may_be_tried_again(
    desk: Desk, mailbox: imaplib.IMAP4, post: Post, answer: str, trouble: str
) -> None:
    newsletter = desk.connector()
    start = newsletter.hear("").cursor
    put(mailbox, asked(30 + len(answer)))
    (one,) = newsletter.hear(start).heard
    sent = Outgoing("answer-1", "At eight.", desk.clock.at, parent=RemoteRef(one.network_id))
    post.to_rcpt[ANA] = answer
    with pytest.raises(NetworkError) as refused:
        newsletter.reply(sent)
    assert refused.value.trouble == trouble
    assert ANA not in refused.value.said
    post.to_rcpt.clear()
    newsletter.reply(sent)
    assert post.to == [ANA]


def test_a_mail_that_is_not_known_cannot_be_answered(desk: Desk) -> None:
    with pytest.raises(NetworkError) as refused:
        desk.connector().reply(Outgoing("a", "x", desk.clock.at, parent=RemoteRef("mail/none")))
    assert refused.value.trouble is Trouble.REFUSED


def returned(desk: Desk, status: str) -> bytes:
    letter = IssueLetter.objects.get()
    mark = tokens.make("letter", desk.account.organization_id, letter.pk, size=tokens.SHORT)
    return dsn(status=status, to=f"returned+{mark}@riverbend.example.org")


def test_a_dead_address_is_not_written_to_again(desk: Desk, mailbox: imaplib.IMAP4, post: Post) -> None:
    desk.subscribers(ANA)
    remote = desk.issue()
    desk.send()
    newsletter = desk.connector()
    start = newsletter.hear("").cursor
    put(mailbox, returned(desk, "5.1.1"))
    put(mailbox, returned(desk, "5.1.1"))
    assert newsletter.hear(start).heard == ()
    person = Subscriber.objects.get()
    assert (person.state, person.reason) == (Subscriber.SUPPRESSED, "bounce")
    assert newsletter.measure([remote])[0].numbers["bounced"] == 1
    with pytest.raises(NetworkError):
        desk.issue("issue-2")


def test_passing_failures_count_once_a_letter_until_there_are_many(
    desk: Desk, mailbox: imaplib.IMAP4, post: Post
) -> None:
    desk.subscribers(ANA)
    desk.issue()
    desk.send()
    newsletter = desk.connector()
    cursor = newsletter.hear("").cursor
    put(mailbox, returned(desk, "5.2.2"))
    put(mailbox, returned(desk, "5.2.2"))
    newsletter.hear(cursor)
    person = Subscriber.objects.get()
    assert (person.state, person.soft_bounces) == (Subscriber.CONFIRMED, 1)
    Subscriber.objects.update(soft_bounces=SOFT - 1)
    IssueLetter.objects.update(bounced="")
    cursor = newsletter.hear("").cursor
    put(mailbox, returned(desk, "4.2.2"))
    newsletter.hear(cursor)
    assert Subscriber.objects.get().state == Subscriber.SUPPRESSED


def test_a_mail_ends_the_subscription_it_names_and_no_other(desk: Desk, mailbox: imaplib.IMAP4) -> None:
    ana, gus = desk.subscribers(ANA, "gus@example.net")
    newsletter = desk.connector()
    cursor = newsletter.hear("").cursor
    leave = tokens.make("leave", desk.account.organization_id, ana.pk)
    forged = f"{leave[:-1]}{'0' if leave[-1] != '0' else '1'}"
    for number, token in enumerate((leave, forged)):
        put(mailbox, asked(50 + number).replace(b"A question", token.encode()))
    assert newsletter.hear(cursor).heard == ()
    ana.refresh_from_db()
    gus.refresh_from_db()
    assert (ana.state, ana.reason, gus.state) == (Subscriber.LEFT, "mail", Subscriber.CONFIRMED)


def test_forged_returns_change_nothing(desk: Desk, mailbox: imaplib.IMAP4) -> None:
    desk.subscribers(ANA)
    desk.issue()
    newsletter = desk.connector()
    cursor = newsletter.hear("").cursor
    put(mailbox, dsn(to="returned+1x000000000000@riverbend.example.org"))
    newsletter.hear(cursor)
    assert Subscriber.objects.get().state == Subscriber.CONFIRMED


def test_a_wrong_password_is_revoked_and_no_mailbox_is_silence(desk: Desk, mailbox: imaplib.IMAP4) -> None:
    with pytest.raises(NetworkError) as refused:
        desk.connector(imap_password="wrong").hear("")
    assert refused.value.trouble is Trouble.REVOKED
    with pytest.raises(NetworkError) as away:
        desk.connector(imap_port="9").hear("")
    assert away.value.trouble is Trouble.UNREACHABLE
    assert desk.connector(imap_host="").hear("kept").cursor == "kept"
    assert Mail.objects.count() == 0
