"""What comes into the mailbox is understood, whoever made it: returned mail, complaints, wishes, machines, people."""

import pytest

from bedside.channels.networks.newsletter import inbound

MARK = "1zx0123456789ab"
TOKEN = "1zx" + "0123456789abcdef" * 2


def dsn(action: str = "failed", status: str = "5.1.1", to: str = "", returned: str = "") -> bytes:
    return f"""From: Mail Delivery <mailer-daemon@mx.example.org>
To: <{to or "returned@riverbend.example.org"}>
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

It could not be delivered.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ana@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user
--B
Content-Type: text/rfc822-headers

Message-ID: {returned or "<other@example.org>"}
Subject: News
--B--
""".replace("\n", "\r\n").encode()


@pytest.mark.parametrize(("status", "hard"), [("5.1.1", True), ("5.2.1", True), ("5.2.2", False), ("5.7.1", False)])
def test_a_failure_is_hard_where_the_address_is_dead(status: str, hard: bool) -> None:
    came = inbound.understand(dsn(status=status, to=f"returned+{MARK}@riverbend.example.org"))
    assert (came.kind, came.letters, came.hard) == (inbound.RETURNED, (MARK,), hard)


def test_a_letter_is_known_by_what_was_returned_with_it() -> None:
    came = inbound.understand(dsn(returned=f"<letter-{MARK}@riverbend.example.org>"))
    assert (came.kind, came.letters) == (inbound.RETURNED, (MARK,))


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered", "expanded"])
def test_what_is_no_failure_changes_nothing(action: str) -> None:
    assert inbound.understand(dsn(action=action, status="4.4.1")).kind == inbound.MACHINE


def test_a_complaint_names_its_letter() -> None:
    raw = f"""From: <abuse@provider.example>
Content-Type: multipart/report; report-type=feedback-report; boundary="B"

--B
Content-Type: message/feedback-report

Feedback-Type: abuse
--B
Content-Type: message/rfc822

Message-ID: <letter-{MARK}@riverbend.example.org>
Subject: News

Words
--B--
"""
    came = inbound.understand(raw.encode())
    assert (came.kind, came.letters) == (inbound.COMPLAINT, (MARK,))


def mail(headers: str, body: str = "Words", extra: str = "") -> bytes:
    return f"From: Ana Diaz <ana@example.org>\nMessage-ID: <a1@example.org>\n{headers}\n{extra}\n{body}\n".encode()


def test_a_wish_to_leave_is_one() -> None:
    came = inbound.understand(mail(f"Subject: {TOKEN}"))
    assert (came.kind, came.leaving) == (inbound.LEAVE, TOKEN)


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Precedence: bulk",
        "X-Autoreply: yes",
        "List-Id: <x.example.org>",
        "Return-Path: <>",
    ],
)
def test_machines_are_let_be(header: str) -> None:
    assert inbound.understand(mail(f"Subject: Away\n{header}")).kind == inbound.MACHINE


def test_a_person_is_heard_without_what_they_quoted() -> None:
    body = "When do you open?\n\nOn Fri, Nov 20, 2026 Riverbend wrote:\n> Flu shots"
    came = inbound.understand(
        mail("Subject: =?utf-8?q?Re=3A_N=C3=B1?=\nIn-Reply-To: <l@r>\nReferences: <f@r> <l@r>", body)
    )
    assert (came.kind, came.address, came.name, came.subject) == (
        inbound.PERSON,
        "ana@example.org",
        "Ana Diaz",
        "Re: Nñ",
    )
    assert came.text == "When do you open?"
    assert (came.message_id, came.parent_id, came.thread_id) == ("<a1@example.org>", "<l@r>", "<f@r>")


def test_a_page_is_read_as_words() -> None:
    extra = "Content-Type: text/html; charset=iso-8859-1\n"
    raw = mail("Subject: x", "<style>p{}</style><p>Caf\xe9</p><script>x</script>", extra).decode().encode("latin-1")
    assert inbound.understand(raw).text == "Café"


HOSTILE = {
    "nothing": b"",
    "bytes": bytes(range(256)) * 50,
    "deep": b"Content-Type: multipart/mixed; boundary=B\n\n"
    + b"--B\nContent-Type: multipart/mixed; boundary=B\n\n" * 500,
    "long header": b"Subject: " + b"x" * 200_000 + b"\n\n",
    "odd charset": b"From: a@b.example\nContent-Type: text/plain; charset=x-none\n\nhello",
    "odd encoding": b"From: a@b.example\nContent-Transfer-Encoding: base64\n\n!!!!",
    "odd address": b"From: <<<>>>,,, ;;; @\n\nx",
    "odd date": b"From: a@b.example\nDate: Never, 99 Foo 99999 99:99:99 +9999\n\nx",
    "odd report": b"Content-Type: multipart/report; report-type=delivery-status; boundary=B\n\n--B\n\n--B--",
    "broken words": b"From: =?x?q?=ff?= <a@b.example>\nSubject: =?utf-8?b?////?=\n\nx",
    "many recipients": b"To: " + b"a@b.example, " * 20_000 + b"\n\nx",
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_hostile_mail_breaks_nothing(raw: bytes) -> None:
    assert inbound.understand(raw).kind in (inbound.MACHINE, inbound.PERSON, inbound.RETURNED)
