"""Calling a member: a mail, or a notice in a browser. One try each, and what became of it; called from jobs alone."""

from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from django.conf import settings
from django.core.mail import EmailMessage

from bedside.kit import http, push
from bedside.organizations.models import Device

#: A notice that was not shown for so long is let go.
LASTS = 6 * 3600


@dataclass(frozen=True)
class Outcome:
    """How one try went: taken, worth another try, or a browser that is gone; `said` in our words, for the page."""

    ok: bool
    again: bool = False
    gone: bool = False
    said: str = ""


def read_status(status: int, *, who: str) -> Outcome:
    """What an HTTP status means for a call that may be made again."""
    if 200 <= status < 300:
        return Outcome(True)
    if status == 429 or status >= 500:
        return Outcome(False, again=True, said=f"{who} was busy or broken ({status}).")
    return Outcome(False, said=f"{who} refused it ({status}).")


def read_failure(error: http.NetworkFailure, *, who: str) -> Outcome:
    if isinstance(error, http.Forbidden):
        return Outcome(False, said=f"{who} has an address that Bedside does not call.")
    return Outcome(False, again=True, said=f"{who} could not be reached.")


def mail(address: str, subject: str, text: str, *, key: str = "") -> Outcome:
    """One mail; the same `key` is the same mail to whoever gets it twice."""
    headers = {"Message-ID": f"<{key}@bedside>"} if key else {}
    try:
        EmailMessage(" ".join(subject.split()), text, None, [address], headers=headers).send()
    except (SMTPException, OSError):  # whose texts may name people, and are not kept
        return Outcome(False, again=True, said="The mail server could not be reached, or refused it.")
    return Outcome(True)


def notify(device: Device, *, title: str, text: str, url: str, topic: str, at: datetime) -> Outcome:
    """One notice in a browser. Title and text are ours alone: nothing of the public leaves this way."""
    try:
        to = push.Subscription.of(device.endpoint, device.p256dh, device.auth)
        answer = push.send(
            http.client(),
            to,
            {"title": title, "body": text, "url": url, "tag": topic},
            key=push_key(),
            contact=f"mailto:{settings.DEFAULT_FROM_EMAIL}",
            at=int(at.timestamp()),
            lasts=LASTS,
            topic=topic,
        )
    except push.Unusable:
        return Outcome(False, gone=True, said="The browser's subscription cannot be used.")
    except http.NetworkFailure as error:
        return read_failure(error, who="The browser's push service")
    if answer.status in (404, 410):
        return Outcome(False, gone=True, said="The browser no longer takes notices.")
    return read_status(answer.status, who="The browser's push service")


def push_key() -> EllipticCurvePrivateKey:
    """The installation's key, which follows from its secret."""
    return push.key_from(settings.SECRET_KEY)
