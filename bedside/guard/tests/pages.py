"""What the tests of the privacy area's pages share."""

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from bedside.guard.models import Appeal
from bedside.organizations import tenancy
from bedside.publishing import actions as publishing
from bedside.publishing.models import Post
from tests.cast import START, Hospital
from tests.filled import NAMES_A_PATIENT, draft

PLEA = "She wrote this herself and signed our release."
WHY = "It is the name of our new wing."


class Visitor(Client):
    """After a request the test sees its hospital's rows again, as before it."""

    def request(self, **request: Any) -> Any:
        before = tenancy.current()
        try:
            return super().request(**request)
        finally:
            tenancy.announce(before)


def to(name: str, hospital: Hospital, *parts: object) -> str:
    return reverse(name if ":" in name else f"guard:{name}", args=[hospital.organization.slug, *parts])


def signed_in(client: Client, hospital: Hospital, who: str) -> Client:
    client.force_login(hospital.people[who].user)
    return client


def words(answer: Any) -> str:
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def asked(hospital: Hospital, text: str = NAMES_A_PATIENT) -> tuple[Post, Appeal]:
    post = draft(hospital, text)
    return post, publishing.ask_release(post=post, note=PLEA, where="/x", by=hospital.ada, at=START)
