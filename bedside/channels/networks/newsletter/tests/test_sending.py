"""An issue leaves: a letter each, never two, whatever the server or this machine does meanwhile."""

import logging
import threading
from datetime import timedelta

import pytest

from bedside.channels.actions import newsletter as actions
from bedside.channels.models import Account, Issue, IssueLetter, Subscriber
from bedside.channels.networks.newsletter import NETWORK, tokens
from bedside.channels.networks.newsletter.tests.conftest import ORIGIN, Desk, Post
from bedside.channels.queries import newsletter as queries
from bedside.channels.rules import PROTOCOLS, NetworkError, Outgoing, Picture, Sought, Trouble
from tests.cast import START

ANA, GUS, DANA = "ana@example.org", "gus@example.net", "dana@example.com"


def test_the_connector_answers_to_every_protocol_it_declares(desk: Desk) -> None:
    for ability in NETWORK.abilities & set(PROTOCOLS):
        assert isinstance(desk.connector(), PROTOCOLS[ability]), ability


def test_connecting_signs_in_and_says_whose_it_is(desk: Desk, post: Post) -> None:
    assert desk.connector().connect().handle == "news@riverbend.example.org"
    post.password = "right"
    with pytest.raises(NetworkError) as refused:
        desk.connector(username="news", password="wrong").connect()
    assert refused.value.trouble is Trouble.REVOKED
    assert desk.connector(username="news", password="right").connect().account_id == "news@riverbend.example.org"
    with pytest.raises(NetworkError) as gone:
        desk.connector(port="9").connect()
    assert gone.value.trouble is Trouble.UNREACHABLE
    with pytest.raises(NetworkError) as unsealed:
        desk.connector(port=str(post.port), security="starttls").connect()
    assert unsealed.value.trouble is Trouble.REFUSED


@pytest.mark.parametrize(
    "odd",
    [{"from_address": "news"}, {"port": "x"}, {"security": "tls13"}, {"bounces": "a b@c"}, {"per_minute": "many"}],
)
def test_settings_that_make_no_sense_are_refused(desk: Desk, odd: dict[str, str]) -> None:
    with pytest.raises(NetworkError) as refused:
        desk.connector(**odd).connect()
    assert refused.value.trouble is Trouble.REFUSED


def test_an_issue_goes_to_everybody_once(desk: Desk, post: Post) -> None:
    desk.subscribers(ANA, GUS)
    first = desk.issue()
    assert desk.issue() == first
    assert desk.connector().find(Sought("issue-1", Outgoing("issue-1", "x", START), START)) == first
    assert desk.send() == 2
    assert desk.send() == 0
    assert sorted(post.to) == [ANA, GUS]
    assert set(desk.states().values()) == {"sent"}
    assert desk.connector().measure([first])[0].numbers == {"letters": 2, "sent": 2, "refused": 0, "bounced": 0}
    assert desk.connector().measure_account()["subscribers"] == 2


def test_a_letter_holds_what_law_and_mailboxes_ask_for(desk: Desk, post: Post) -> None:
    (ana,) = desk.subscribers(ANA)
    picture = Picture(b"\x89PNG", "image/png", 'A "teal" wall', "a.png", 800, 600)
    text = "Flu <b>shots</b>\n\n.On Saturday. https://example.org/flu\nñandú 🏥"
    desk.issue(text=text, pictures=(picture,), link="https://example.org/more")
    desk.send()
    mail = post.mail(ANA)
    leave = tokens.make("leave", desk.account.organization_id, ana.pk)
    assert mail["Subject"] == "Flu <b>shots</b>"
    assert mail["From"] == "Riverbend Hospital <news@riverbend.example.org>" or "news@riverbend" in mail["From"]
    assert f"<{ORIGIN}/h/riverbend/newsletter/leave/{leave}/>" in mail["List-Unsubscribe"]
    assert f"subject={leave}" in mail["List-Unsubscribe"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "news.riverbend.riverbend.example.org" in mail["List-Id"]
    assert mail["Auto-Submitted"] == "auto-generated"
    letter = IssueLetter.objects.get()
    mark = tokens.make("letter", desk.account.organization_id, letter.pk, size=tokens.SHORT)
    assert mail["Message-ID"] == f"<letter-{mark}@riverbend.example.org>"
    assert post.taken[0][0] == f"returned+{mark}@riverbend.example.org"
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert page is not None
    assert ".On Saturday. https://example.org/flu" in plain.get_content()
    assert "1 River Road, Riverbend, IL 60000" in plain.get_content()
    assert '[A "teal" wall]' in plain.get_content()
    shown = page.get_content()
    assert "&lt;b&gt;shots" in shown
    assert 'alt="A &quot;teal&quot; wall"' in shown
    assert '<a href="https://example.org/flu">' in shown
    images = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert images[0].get_payload(decode=True) == b"\x89PNG"
    assert images[0]["Content-ID"].strip("<>") in shown
    assert max(len(line) for line in post.taken[0][2].split(b"\r\n")) <= 998


def test_headers_cannot_be_smuggled_in(desk: Desk, post: Post) -> None:
    desk.subscribers(ANA)
    desk.issue(title="News\r\nBcc: everybody@example.org\x00", text="Words")
    desk.send()
    assert post.mail(ANA)["Bcc"] is None
    assert post.to == [ANA]


def test_nobody_to_write_to_is_said(desk: Desk) -> None:
    with pytest.raises(NetworkError) as refused:
        desk.issue()
    assert refused.value.trouble is Trouble.REFUSED
    assert refused.value.todo


@pytest.mark.parametrize(
    ("answer", "state", "suppressed"),
    [
        ("550 5.1.1 No such user", "refused", True),
        ("550 No such user", "refused", True),
        ("550 5.7.1 Policy", "refused", False),
        ("552 5.2.2 Full", "refused", False),
        ("451 4.7.1 Greylisted", "due", False),
        ("452 4.2.2 Full", "due", False),
    ],
)
def test_what_a_server_answers_to_an_address(desk: Desk, post: Post, answer: str, state: str, suppressed: bool) -> None:
    desk.subscribers(ANA, GUS)
    post.to_rcpt[ANA] = answer
    desk.issue()
    desk.send()
    assert desk.states() == {ANA: state, GUS: "sent"}
    assert queries.people(desk.account, state=Subscriber.SUPPRESSED).exists() is suppressed


def test_a_letter_put_off_is_tried_again_later_and_at_last_given_up(desk: Desk, post: Post) -> None:
    desk.subscribers(ANA)
    post.to_data[ANA] = "451 4.3.0 Try later"
    desk.issue()
    tries = 0
    for _ in range(40):
        tries += desk.send()
        desk.clock.move(hours=1)
    assert desk.states() == {ANA: "refused"}
    assert tries == 6


@pytest.mark.parametrize("taken", [True, False])
def test_a_line_that_breaks_after_the_text_is_never_tried_again(desk: Desk, post: Post, taken: bool) -> None:
    desk.subscribers(ANA, GUS)
    post.drop[ANA] = taken
    desk.issue()
    desk.send()
    desk.clock.move(hours=5)
    desk.send()
    assert desk.states() == {ANA: "unknown", GUS: "sent"}
    assert post.to.count(ANA) == int(taken)
    assert queries.progress(Issue.objects.get()).unknown == 1
    post.drop.clear()
    assert actions.send_unknown_again(issue=Issue.objects.get(), by=desk.hospital.milo, at=desk.clock.at) == 1
    desk.send()
    assert desk.states()[ANA] == "sent"


class Killed(BaseException):
    """The worker dies here and now."""


@pytest.mark.parametrize("text_began", [False, True])
def test_a_worker_killed_in_the_middle_neither_loses_nor_doubles(
    desk: Desk, post: Post, monkeypatch: pytest.MonkeyPatch, text_began: bool
) -> None:
    from bedside.channels.networks.newsletter import post as posting

    addresses = [f"reader{number}@example.org" for number in range(6)]
    desk.subscribers(*addresses)
    desk.issue()
    real, sent = posting.Line.send, []

    def send(line, sender, to, text, before_text=lambda: None):  # type: ignore[no-untyped-def]
        sent.append(to)
        if len(sent) == 3:
            if text_began:
                before_text()
            raise Killed
        return real(line, sender, to, text, before_text)

    monkeypatch.setattr(posting.Line, "send", send)
    with pytest.raises(Killed):
        desk.send()
    monkeypatch.setattr(posting.Line, "send", real)
    desk.clock.move(minutes=5)
    desk.send()
    doubtful = [address for address, state in desk.states().items() if state == "unknown"]
    assert len(doubtful) == int(text_began)
    assert sorted(post.to) == sorted(set(addresses) - set(doubtful))


def test_two_workers_send_each_letter_once(desk: Desk, post: Post) -> None:
    """The second, on a connection of its own, finds the turn taken."""
    from bedside.channels.actions import letters
    from bedside.kit.locks import turn

    desk.subscribers(ANA)
    desk.issue()
    seen: list[int] = []

    def other() -> None:
        from django.db import connection

        with turn(letters.LOCKS, desk.account.pk) as mine:
            seen.append(int(mine))
        connection.close()

    with turn(letters.LOCKS, desk.account.pk) as mine:
        assert mine
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert seen == [0]
    assert desk.send() == 1


def test_letters_leave_at_the_servers_pace(desk: Desk, post: Post) -> None:
    desk.connector(per_minute="3")
    desk.subscribers(*(f"reader{number}@example.org" for number in range(8)))
    desk.issue()
    assert [desk.send(), desk.send()] == [3, 0]
    desk.clock.move(seconds=61)
    assert desk.send() == 3


def test_who_left_meanwhile_is_not_written_to(desk: Desk, post: Post) -> None:
    ana, _gus = desk.subscribers(ANA, GUS)
    desk.issue()
    actions.leave(subscriber=ana, how="link", at=desk.clock.at)
    desk.send()
    assert post.to == [GUS]
    assert desk.states()[ANA] == "canceled"


def test_a_stopped_issue_goes_no_further(desk: Desk, post: Post) -> None:
    desk.connector(per_minute="1")
    desk.subscribers(ANA, GUS, DANA)
    desk.issue()
    desk.send()
    assert actions.stop_issue(issue=Issue.objects.get(), by=desk.hospital.milo, at=desk.clock.at) == 2
    desk.clock.move(minutes=2)
    assert desk.send() == 0
    assert len(post.to) == 1


def test_a_revoked_password_stops_the_account_and_loses_no_letter(desk: Desk, post: Post) -> None:
    desk.subscribers(ANA)
    desk.issue()
    post.password = "new"
    desk.connector(username="news", password="old")
    desk.send()
    desk.account.refresh_from_db()
    assert desk.account.state == Account.STOPPED
    assert desk.states() == {ANA: "due"}
    Account.objects.filter(pk=desk.account.pk).update(state=Account.CONNECTED)
    desk.account.refresh_from_db()
    desk.connector(password="new")
    desk.clock.move(minutes=5)
    assert desk.send() == 1


def test_a_server_that_is_away_loses_no_letter(desk: Desk, post: Post) -> None:
    desk.subscribers(ANA)
    desk.issue()
    port = desk.given["port"]
    desk.connector(port="9")
    assert desk.send() == 0
    assert desk.states() == {ANA: "due"}
    desk.connector(port=port)
    desk.clock.move(minutes=5)
    assert desk.send() == 1


def test_no_mail_leaves_a_rehearsal(desk: Desk, post: Post) -> None:
    desk.subscribers(ANA)
    desk.issue()
    desk.hospital.organization.is_rehearsal = True
    desk.hospital.organization.save()
    desk.connector(host="smtp.example.org")
    assert desk.send() == 0
    desk.account.refresh_from_db()
    assert desk.account.state == Account.STOPPED
    with pytest.raises(NetworkError) as refused:
        desk.connector().connect()
    assert refused.value.trouble is Trouble.REFUSED
    assert desk.states() == {ANA: "due"}


def test_no_address_reaches_a_log(desk: Desk, post: Post, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    desk.subscribers(ANA, GUS)
    post.to_rcpt[ANA] = f"550 5.1.1 <{ANA}> is nobody"
    post.drop[GUS] = False
    desk.issue()
    desk.send()
    ours = [record for record in caplog.records if record.name.startswith("bedside")]
    assert not [record for record in ours if ANA in record.getMessage() or GUS in record.getMessage()]


def test_ten_thousand_letters_are_made_in_time(desk: Desk) -> None:
    Subscriber.objects.bulk_create(
        Subscriber(
            organization=desk.hospital.organization, account=desk.account, digest=f"{number:064d}", address=b"x",
            state=Subscriber.CONFIRMED, source="import", consent="x", asked_at=START,
        )
        for number in range(10_000)
    )  # fmt: skip
    desk.issue()
    assert IssueLetter.objects.count() == 10_000
    assert queries.letters_are_due(desk.account, at=desk.clock.at + timedelta(seconds=1))
