"""The newsletter: makes issues (a job sends their letters), reads its mailbox, answers mails, counts."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property

from bedside.channels.models import Mail
from bedside.channels.networks.newsletter import inbound, letters, mailbox, post, tokens
from bedside.channels.networks.newsletter.ledger import Ledger, mail_id
from bedside.channels.rules import (
    Batch,
    Connection,
    Counts,
    Heard,
    NetworkError,
    Outgoing,
    Profile,
    RemoteRef,
    Sought,
    Trouble,
)
from bedside.kit import http, times
from bedside.organizations.models import Organization

ISSUE = "issue/"
MOST_PER_MINUTE = 6_000


class Newsletter:
    """One sender's newsletter (rules.Publishes, Finds, Hears, Replies, Measures, MeasuresAccount)."""

    def __init__(self, connection: Connection, client: http.Client | None = None) -> None:
        self.connection = connection
        self.reach = post.reach_of(client)
        self.ledger = Ledger(connection.organization_id, connection.account_id)

    @cached_property
    def organization(self) -> Organization:
        return Organization.objects.get(pk=self.connection.organization_id)

    @property
    def sender(self) -> letters.Sender:
        return sender_of(self.organization, self.connection.credentials)

    def connect(self) -> Profile:
        given = self.connection.credentials
        address = given.get("from_address", "").strip()
        for told in (address, given.get("bounces", "").strip() or address):
            if not letters.is_mailbox(told):
                raise NetworkError(
                    Trouble.REFUSED, "Newsletter addresses must be whole mail addresses, such as news@example.org.",
                    todo="Look at the addresses that were entered, and connect again.",
                )  # fmt: skip
        if not given.get("per_minute", "").strip().isdigit() and given.get("per_minute", "").strip():
            raise NetworkError(Trouble.REFUSED, "Newsletter letters a minute must be a whole number.")
        self._line().close()
        if given.get("imap_host", "").strip():
            with mailbox.opened(given, self.reach):
                pass
        return Profile(address.lower(), address, self.organization.name)

    def publish(self, outgoing: Outgoing) -> RemoteRef:
        """The issue with a letter for everybody who confirmed; the same key gives the one that is there."""
        if found := self.ledger.issue(outgoing.key):
            return RemoteRef(f"{ISSUE}{found.key}", "1", self._page(found.pk))
        if not outgoing.text.strip():
            raise NetworkError(Trouble.REFUSED, "Newsletter issues need words; this one has none.")
        if not self.ledger.subscribers().exists():
            raise NetworkError(
                Trouble.REFUSED, "Newsletter issues need somebody to write to; nobody has confirmed yet.",
                todo="Bring in subscribers, or link the sign-up page from your site. Then send this again.",
            )  # fmt: skip
        made = self.ledger.make_issue(outgoing, subject_of(outgoing))
        return RemoteRef(f"{ISSUE}{made.key}", "1", self._page(made.pk))

    def find(self, sought: Sought) -> RemoteRef | None:
        if found := self.ledger.issue(sought.key):
            return RemoteRef(f"{ISSUE}{found.key}", "1", self._page(found.pk))
        answer = self.ledger.answer(sought.key)
        # One whose text had left when the line broke counts as sent: twice would be worse than perhaps not.
        if answer is not None and answer.state in (Mail.SENT, Mail.UNKNOWN, Mail.SENDING):
            return RemoteRef(answer.network_id, "1")
        return None

    def reply(self, outgoing: Outgoing) -> RemoteRef:
        """An answer as a mail in the same thread. Its row says how far it went, so that it never leaves twice."""
        known = self.find(Sought(outgoing.key, outgoing, outgoing.created_at))
        if known is not None:
            return known
        told = self.ledger.mail(outgoing.parent.network_id) if outgoing.parent is not None else None
        if told is None:
            raise NetworkError(Trouble.REFUSED, "Newsletter no longer has the mail this answers.")
        if not outgoing.text.strip():
            raise NetworkError(Trouble.REFUSED, "Newsletter answers need words; this one has none.")
        line = self._line()
        try:
            row = self.ledger.begin_answer(outgoing.key, at=outgoing.created_at)
            text = letters.answer(
                self.sender, to=told["address"], subject=told["subject"], text=outgoing.text, parent=told["id"],
                name=f"answer-{outgoing.key}", references=told["references"], at=outgoing.created_at,
            )  # fmt: skip
            outcome = line.send(
                self.sender.address, told["address"], text, lambda: self.ledger.set_answer(row, Mail.SENDING)
            )
        finally:
            line.close()
        if outcome.state == post.SENT:
            self.ledger.set_answer(row, Mail.SENT)
            return RemoteRef(row.network_id, "1")
        if outcome.state == post.UNKNOWN:
            self.ledger.set_answer(row, Mail.UNKNOWN)
            raise NetworkError(
                Trouble.UNKNOWN, "Newsletter mail server broke off. It is not known whether it was done."
            )
        self.ledger.set_answer(row, Mail.DUE)  # nothing of it was taken
        if outcome.state == post.REFUSED:
            raise NetworkError(Trouble.REFUSED, "Newsletter mail server does not take mail for this person.")
        raise NetworkError(Trouble.UNREACHABLE, "Newsletter mail server asks us to try again later.")

    def hear(self, cursor: str, watch: Sequence[RemoteRef] = ()) -> Batch:
        """People's mails. Returned mail, complaints and wishes to leave are taken in at once, and machines' mail is let
        be. Without a mailbox there is nothing to hear."""
        given = self.connection.credentials
        if not given.get("imap_host", "").strip():
            return Batch((), cursor)
        with mailbox.opened(given, self.reach) as line:
            mails, reached = mailbox.fresh(line, mailbox.read_cursor(cursor))
        heard = [one for raw in mails if (one := self._take(raw))]
        return Batch(tuple(heard), mailbox.write_cursor(reached))

    def _take(self, raw: bytes) -> Heard | None:
        at, came = times.now(), inbound.understand(raw)
        if came.kind == inbound.RETURNED:
            self.ledger.returned(came.letters, hard=came.hard, at=at)
        elif came.kind == inbound.COMPLAINT:
            self.ledger.complained(came.letters, at=at)
        elif came.kind == inbound.LEAVE:
            self.ledger.left(came.leaving, at=at)
        elif came.kind == inbound.PERSON and came.address.lower() != self.sender.address.lower():
            return self._heard(came, at)
        return None

    def _heard(self, came: inbound.Came, at: datetime) -> Heard:
        network_id = self.ledger.keep_mail(came, at=at)
        return Heard(
            network_id=network_id,
            kind="message",
            text=f"{came.subject}\n\n{came.text}".strip(),
            author_id=f"person/{tokens.digest(came.address, self.connection.organization_id)}",
            author_handle=masked(came.address),
            author_name=came.name or masked(came.address),
            posted_at=min(came.at or at, at),
            parent_id=mail_id(came.parent_id) if came.parent_id else "",
            root_id=mail_id(came.thread_id),
            version="1",
            raw=json.dumps({"id": came.message_id}).encode("utf-8", "replace"),
        )

    def measure(self, remotes: Sequence[RemoteRef]) -> tuple[Counts, ...]:
        keys = [one.network_id.removeprefix(ISSUE) for one in remotes if one.network_id.startswith(ISSUE)]
        return tuple(Counts(f"{ISSUE}{key}", numbers) for key, numbers in self.ledger.counts(keys).items())

    def measure_account(self) -> Mapping[str, int]:
        return self.ledger.people()

    def _line(self) -> post.Line:
        to = post.server(self.connection.credentials)
        post.ensure_allowed(to, rehearsal=self.organization.is_rehearsal)
        return post.Line(to, self.reach)

    def _page(self, number: int) -> str:
        return f"/w/{self.organization.slug}/accounts/issues/{number}/"


def subject_of(outgoing: Outgoing) -> str:
    """The title given, else the first line, in at most 150 characters."""
    told = (outgoing.title.strip() or outgoing.text.strip().splitlines()[0]).replace("\0", "")
    first = " ".join(told.split())
    return first if len(first) <= 150 else f"{first[:148].rsplit(' ', 1)[0]} …"


def sender_of(organization: Organization, credentials: Mapping[str, str]) -> letters.Sender:
    return letters.Sender(
        name=organization.name,
        address=credentials.get("from_address", "").strip(),
        postal=credentials.get("postal", "").strip() or organization.address,
        phone=organization.phone,
        list_id=f"news.{organization.slug}",
    )


def masked(address: str) -> str:
    """An address as it may stand on a page: its first letter and its domain."""
    user, _at, domain = address.rpartition("@")
    return f"{user[:1]}…@{domain}"


def pace(credentials: Mapping[str, str]) -> int:
    """Letters a minute."""
    told = credentials.get("per_minute", "").strip()
    return min(max(int(told), 1), MOST_PER_MINUTE) if told.isascii() and told.isdigit() else 60


def return_path(credentials: Mapping[str, str], mark: str) -> str:
    """Where a letter comes back to: with its mark, where the mailbox takes plus addresses."""
    address = credentials.get("bounces", "").strip()
    if not address:
        return credentials.get("from_address", "").strip()
    user, _at, domain = address.rpartition("@")
    return f"{user}+{mark}@{domain}"
