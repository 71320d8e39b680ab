"""The newsletter's own tables, which are its network: issues and letters, people who are no longer written to, mails in
and out."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q, QuerySet

from bedside.channels.models import Issue, IssueLetter, Mail, Subscriber
from bedside.channels.networks.newsletter import tokens
from bedside.channels.networks.newsletter.inbound import Came
from bedside.channels.rules import Outgoing
from bedside.kit import blobs, crypto
from bedside.kit.fields import seal_context

#: Letters of one address that may come back for a passing reason before it is no longer written to.
SOFT = 5


class Ledger:
    """The rows of one account."""

    def __init__(self, organization_id: int, account_id: int) -> None:
        self.organization_id, self.account_id = organization_id, account_id

    # Issues

    def issue(self, key: str) -> Issue | None:
        return Issue.objects.filter(organization_id=self.organization_id, account_id=self.account_id, key=key).first()

    def subscribers(self) -> "QuerySet[Subscriber]":
        """Those who may be written to."""
        return Subscriber.objects.filter(
            organization_id=self.organization_id, account_id=self.account_id, state=Subscriber.CONFIRMED
        )

    def make_issue(self, outgoing: Outgoing, subject: str) -> Issue:
        """The issue and one letter for everybody who may be written to, in one transaction; the same key gives the one
        that is there."""
        try:
            with transaction.atomic():
                made = Issue.objects.create(
                    organization_id=self.organization_id,
                    account_id=self.account_id,
                    key=outgoing.key,
                    subject=subject,
                    text=outgoing.text.replace("\0", ""),
                    link=outgoing.link,
                    language=outgoing.language,
                    pictures=self._keep(outgoing),
                    made_at=outgoing.created_at,
                )
                numbers = self.subscribers().order_by("pk").values_list("pk", flat=True)
                IssueLetter.objects.bulk_create(
                    (
                        IssueLetter(
                            organization_id=self.organization_id, issue=made, subscriber_id=number,
                            not_before=outgoing.created_at,
                        )
                        for number in numbers
                    ),
                    batch_size=2_000,
                )  # fmt: skip
                return made
        except IntegrityError:
            found = self.issue(outgoing.key)
            if found is None:
                raise
            return found

    def _keep(self, outgoing: Outgoing) -> list[dict[str, Any]]:
        return [
            {"sha256": blobs.put(self.organization_id, one.content), "alt": one.alt, "mime": one.mime,
             "width": one.width, "height": one.height}
            for one in outgoing.pictures
        ]  # fmt: skip

    def counts(self, keys: Sequence[str]) -> dict[str, dict[str, int]]:
        """What became of each issue's letters, by the names of the declared metrics."""
        rows = Issue.objects.filter(organization_id=self.organization_id, account_id=self.account_id, key__in=keys)
        found = {}
        for issue in rows:
            letters = IssueLetter.objects.filter(organization_id=self.organization_id, issue=issue)
            found[issue.key] = letters.aggregate(
                letters=Count("pk"),
                sent=Count("pk", filter=Q(state__in=[IssueLetter.SENT, IssueLetter.UNKNOWN])),
                refused=Count("pk", filter=Q(state=IssueLetter.REFUSED)),
                bounced=Count("pk", filter=~Q(bounced="")),
            )
        return found

    def people(self) -> dict[str, int]:
        counted = (
            Subscriber.objects.filter(organization_id=self.organization_id, account_id=self.account_id)
            .values_list("state")
            .annotate(number=Count("pk"))
            .order_by()
        )
        by_state = dict(counted)
        return {
            "subscribers": by_state.get(Subscriber.CONFIRMED, 0),
            "left": by_state.get(Subscriber.LEFT, 0),
            "suppressed": by_state.get(Subscriber.SUPPRESSED, 0),
        }

    # What came back

    def returned(self, marks: Sequence[str], *, hard: bool, at: datetime) -> None:
        """A letter came back; each counts once, however often that is told."""
        for letter in self._letters(marks):
            told = "hard" if hard else "soft"
            fresh = IssueLetter.objects.filter(organization_id=self.organization_id, pk=letter.pk).exclude(
                bounced="hard"
            )
            if not fresh.exclude(bounced=told).update(bounced=told) or letter.subscriber_id is None:
                continue
            person = Subscriber.objects.filter(
                organization_id=self.organization_id, account_id=self.account_id, pk=letter.subscriber_id
            )
            if hard:
                self._suppress(person, "bounce", at)
            else:
                person.update(soft_bounces=F("soft_bounces") + 1)
                self._suppress(person.filter(soft_bounces__gte=SOFT), "bounce", at)

    def complained(self, marks: Sequence[str], *, at: datetime) -> None:
        for letter in self._letters(marks):
            if letter.subscriber_id is not None:
                self._suppress(
                    Subscriber.objects.filter(
                        organization_id=self.organization_id, account_id=self.account_id, pk=letter.subscriber_id
                    ),
                    "complaint",
                    at,
                )

    def left(self, mark: str, *, at: datetime) -> None:
        """Somebody ended the subscription by mail."""
        number = tokens.read("leave", self.organization_id, mark)
        if number is not None:
            rows = Subscriber.objects.filter(
                organization_id=self.organization_id,
                account_id=self.account_id,
                pk=number,
                state__in=[Subscriber.CONFIRMED, Subscriber.PENDING],
            )
            rows.update(state=Subscriber.LEFT, reason="mail", left_at=at)

    def _letters(self, marks: Sequence[str]) -> list[IssueLetter]:
        numbers = [tokens.read("letter", self.organization_id, mark, size=tokens.SHORT) for mark in marks]
        rows = IssueLetter.objects.filter(organization_id=self.organization_id, issue__account_id=self.account_id)
        return list(rows.filter(pk__in=[number for number in numbers if number is not None]))

    def _suppress(self, rows: "QuerySet[Subscriber]", reason: str, at: datetime) -> None:
        rows.exclude(state__in=[Subscriber.LEFT, Subscriber.SUPPRESSED]).update(
            state=Subscriber.SUPPRESSED, reason=reason, left_at=at
        )

    # Mails in and out

    def keep_mail(self, came: Came, *, at: datetime) -> str:
        """Keeps what is needed to answer somebody; the mail's own id."""
        network_id = mail_id(came.message_id)
        told = {"address": came.address, "subject": came.subject, "references": came.references, "id": came.message_id}
        Mail.objects.bulk_create(
            [
                Mail(
                    organization_id=self.organization_id,
                    account_id=self.account_id,
                    network_id=network_id,
                    sealed=self._seal(told),
                    state=Mail.IN,
                    at=came.at or at,
                )
            ],
            ignore_conflicts=True,
        )
        return network_id

    def mail(self, network_id: str) -> dict[str, str] | None:
        """What was kept of a mail that came in."""
        kept = Mail.objects.filter(
            organization_id=self.organization_id, account_id=self.account_id, network_id=network_id, state=Mail.IN
        ).first()
        return self._unseal(kept) if kept is not None else None

    def answer(self, key: str) -> Mail | None:
        return Mail.objects.filter(organization_id=self.organization_id, account_id=self.account_id, key=key).first()

    def begin_answer(self, key: str, *, at: datetime) -> Mail:
        """The row of an answer, which says from here on how far it went."""
        made, _new = Mail.objects.get_or_create(
            organization_id=self.organization_id,
            account_id=self.account_id,
            key=key,
            defaults={"network_id": f"mail/{key}", "sealed": b"", "state": Mail.DUE, "at": at},
        )
        return made

    def set_answer(self, mail: Mail, state: str) -> None:
        Mail.objects.filter(organization_id=self.organization_id, account_id=self.account_id, pk=mail.pk).update(
            state=state
        )
        mail.state = state

    def _seal(self, told: dict[str, str]) -> bytes:
        return crypto.seal(json.dumps(told), context=seal_context(Mail, "sealed", self.organization_id))

    def _unseal(self, mail: Mail) -> dict[str, str]:
        found: dict[str, str] = json.loads(
            crypto.unseal(bytes(mail.sealed), context=seal_context(Mail, "sealed", self.organization_id))
        )
        return found


def mail_id(message_id: str) -> str:
    return f"mail/{hashlib.sha256(message_id.encode('utf-8', 'surrogatepass')).hexdigest()}"
