"""Every form given what no form expects: an answer in words, nothing lost, nothing of it run, nothing of it logged."""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from bedside.organizations import tenancy
from bedside.organizations.models import Invitation
from tests.databases import run_jobs
from tests.doors import Door, address, every_door, tried
from tests.filled import TIP, Filled
from tests.nonsense import HOSTILE, shown_in

#: Every field of every form; a door takes what it knows and leaves the rest.
FIELDS = (
    "happened", "place", "discovered_at", "occurred_at", "phi", "contain", "total", "residents", "unreachable",
    "person", "contact", "whom", "method", "sent_date", "partial", "notice_note", "root_cause", "changes", "changed",
    "conclusion",
    "exclusion", "level_nature", "reason_nature", "title", "days", "source", "least", "views", "reach_note", "label",
    "text", "accounts", "link", "topic", "purpose", "language", "due_date", "due_time", "next", "alt", "note", "reason",
    "decline-reason", "digest", "use", "answers", "to", "take", "show", "note-text", "email", "roles", "specialty",
    "name", "timezone", "phone", "phones", "urls", "staff_names", "website", "address", "hub_intro", "hours", "scopes",
    "wrong", "plea", "ground", "release", "words", "refusal-words", "note-words", "number", "sha256", "read",
    "terms-TOTAL_FORMS", "terms-INITIAL_FORMS", "terms-0-phrase", "allowed-TOTAL_FORMS", "allowed-0-rule",
    "overrides", "weight_name", "reason_name", "handle", "base_url", "identifier", "password", "app_password", "ticket",
    "theme", "file",
)  # fmt: skip
#: And every word an address may carry behind its question mark.
QUERY = (
    "year", "conclusion", "delivery", "afresh",
    "view", "day", "page", "state", "after", "kind", "by", "since", "until", "verify", "q", "network", "intent",
    "specialty", "selected", "seen", "reveal", "hide", "draft", "asked", "correction", "mark", "said", "card", "next",
    "topic",
)  # fmt: skip

BAD = {
    "nothing": "",
    "NUL": "a%00b",
    "invalid UTF-8": "%FF%FE%80",
    "a lone surrogate": "%ED%A0%80",
    "hostile words": urlencode(
        {"": f"{HOSTILE}{{{{ settings.SECRET_KEY }}}}{{% debug %}}'; DROP TABLE audit_entry; --"}
    )[1:],
    "a number too large": "9" * 400,
    "no number": "NaN",
    "lines": "a%0D%0ABcc:%20x@example.org",
    "long": "x" * 21_000,
}


def walked() -> list[Door]:
    """Every page of ours but the healthz heart beat and the line of events."""
    return [door for door in every_door() if door.package == "bedside" and door.name not in ("live", "healthz")]


RUNS = ("<script>alert(1)", "<img src=x")
SENTENCE = re.compile(r"[A-Za-z’']{3,} [a-z]{2,} [a-z]{2,}")


def check(answer: Any, door: Door, what: str) -> str:
    """What is wrong with an answer, or nothing."""
    said = "" if answer.streaming else answer.content.decode("utf-8", "replace")
    if answer.status_code >= 500:
        return f"{door.name} with {what}: {answer.status_code}"
    if any(markup in said for markup in RUNS):
        return f"{door.name} with {what}: the page runs it"
    if answer.status_code in (400, 409, 413, 422) and not SENTENCE.search(re.sub(r"<[^>]+>", " ", said)):
        return f"{door.name} with {what}: {answer.status_code} without a word"
    return ""


@pytest.mark.parametrize("what", BAD)
def test_a_form_given_nonsense_answers_in_words(filled: Filled, everything: Client, what: str) -> None:
    """All fields at once, as a browser would send them; and each of them twice."""
    body = "&".join(f"{name}={BAD[what]}" for name in FIELDS)
    wrong = []
    for door in walked():
        for sent in (body, f"{body}&{body}") if what == "hostile words" else (body,):
            with tried(filled):
                answer = everything.generic(
                    "POST", address(filled, door), sent, content_type="application/x-www-form-urlencoded"
                )
            wrong.append(check(answer, door, what))
    assert list(filter(None, wrong)) == []


HTMX = {"HX-Request": "true", "HX-Target": "list", "HX-Current-URL": f"http://testserver/?{HOSTILE}"}


@pytest.mark.parametrize("what", BAD)
def test_an_address_given_nonsense_answers_in_words(filled: Filled, everything: Client, what: str) -> None:
    query = "&".join(f"{name}={BAD[what]}" for name in QUERY)
    wrong = []
    for door in walked():
        if READS.search(door.name):
            for headers in ({}, HTMX) if what == "hostile words" else ({},):
                with tried(filled):
                    answer = everything.generic("GET", address(filled, door), QUERY_STRING=query, headers=headers)
                wrong.append(check(answer, door, what))
    assert list(filter(None, wrong)) == []


#: Pages that look at what stands behind the question mark of their address.
READS = re.compile(
    "guard|incidents|list|conversation|calendar|write|post|record|export|home|topic|today|login|edit|picture-add|join"
)


BODIES = {
    "JSON": ("application/json", b'{"text": ["x"]}'),
    "a broken part": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="text"\r\n'),
    "another charset": ("application/x-www-form-urlencoded; charset=utf-16", "text=ä".encode("utf-16")),
    "an unknown charset": ("application/x-www-form-urlencoded; charset=klingon", b"text=x"),
    "a thousand fields": ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(1000))),
    "three megabytes": ("application/x-www-form-urlencoded", b"text=" + b"x" * 3_000_000),
}


@pytest.mark.parametrize("what", BODIES)
def test_a_body_of_another_kind_is_answered_in_words(filled: Filled, everything: Client, what: str) -> None:
    kind, body = BODIES[what]
    wrong = []
    for door in walked():
        with tried(filled):
            answer = everything.generic("POST", address(filled, door), body, content_type=kind)
        wrong.append(check(answer, door, what))
    assert list(filter(None, wrong)) == []


@pytest.mark.parametrize("part", ["%00", "%FF", "%2e%2e%2f", "%0d%0aSet-Cookie:x", "\u202e", "%", "9" * 30])
def test_an_odd_address_is_not_found(filled: Filled, client: Client, part: str) -> None:
    client.force_login(filled.hospital.milo.user)
    client.raise_request_exception = False
    for start in (
        "/w/",
        "/w/riverbend/publish/",
        "/w/riverbend/inbox/",
        "/h/riverbend/posts/",
        "/join/riverbend/",
        "/",
    ):
        answer = client.get(f"{start}{part}/")
        assert answer.status_code in (301, 400, 404), start
        assert "Set-Cookie:x" not in str(answer.headers)


# ---- nothing is lost -------------------------------------------------------------------------------------------------

KEPT = f"{TIP} {HOSTILE} {{{{ settings.SECRET_KEY }}}}"


def test_what_was_typed_stands_in_the_form_again(filled: Filled, everything: Client) -> None:
    """Of every long text that a form refuses."""
    slug, post, conversation = filled.slug, filled.sent.pk, filled.conversation.pk
    cases: list[tuple[str, list[Any], str, dict[str, Any]]] = [
        ("publishing:write", [slug], "text", {"purpose": "news", "language": "en", "accounts": []}),
        ("publishing:edit", [slug, filled.draft.pk], "text", {"purpose": "nonsense"}),
        ("publishing:correct", [slug, post], "text", {"note": ""}),
        ("publishing:picture-add", [slug, filled.draft.pk], "alt", {}),
        ("inbox:reply", [slug, conversation], "text", {"answers": "0"}),
        ("inbox:note", [slug, conversation], "note-text", {}),
        ("hub:comment", [slug, filled.hub_post.slug], "text", {"ticket": "forged"}),
    ]
    for name, parts, field, others in cases:
        long = name == "inbox:note"
        typed = KEPT * 20 if long else KEPT
        with tried(filled):
            answer = everything.post(reverse(name, args=parts), {field: typed, **others})
        page = answer.content.decode()
        assert answer.status_code in (409, 422), name
        assert shown_in(page, field) == typed, name
        assert "<script>alert(1)" not in page, name


def test_what_is_kept_is_shown_and_never_run(filled: Filled, everything: Client) -> None:
    """The same words, once they are rows: on the workspace's pages, on the hub and in its feeds."""
    from tests import filled as made

    sent = made.sent(filled.hospital, run_jobs, f"{TIP}\n{HOSTILE}", topic="<b>Flu</b>")
    assert sent.state == "sent", sent.state
    pages = [
        reverse("publishing:post", args=[filled.slug, sent.pk]),
        reverse("publishing:calendar", args=[filled.slug]) + "?view=list",
        reverse("today", args=[filled.slug]),
        reverse("hub:home", args=[filled.slug]),
        sent.targets.get().delivery.remote.url,  # type: ignore[union-attr]
        reverse("hub:rss", args=[filled.slug]),
        reverse("hub:atom", args=[filled.slug]),
    ]
    for url in pages:
        page = everything.get(url).content.decode()
        assert "<script>alert(1)" not in page, url
        assert "<img src=x" not in page, url
        assert "<b>Flu</b>" not in page, url
        tenancy.announce(filled.hospital.organization.pk)


# ---- headers and mail ------------------------------------------------------------------------------------------------

LINES = "x@example.org\r\nBcc: victim@example.org"


def test_a_line_cannot_be_added_to_a_mail(filled: Filled, everything: Client) -> None:
    url = reverse("organizations:invite", args=[filled.slug])
    answer = everything.post(url, {"email": LINES, "roles": ["author"]})
    assert answer.status_code == 422
    tenancy.announce(filled.hospital.organization.pk)
    assert not Invitation.objects.filter(email__contains="victim").exists()
    assert not [one for one in mail.outbox if "victim" in str(one.message())]


def test_a_hospitals_name_cannot_add_a_header(filled: Filled, everything: Client) -> None:
    """Its name stands in the subjects of mails."""
    facts = {"name": "Riverbend\r\nBcc: victim@example.org", "timezone": "America/Chicago"}
    assert everything.post(reverse("organizations:settings", args=[filled.slug]), facts).status_code == 302
    filled.hospital.organization.refresh_from_db()
    assert "\n" not in filled.hospital.organization.name
    sent = {"email": "fresh@example.org", "roles": ["author"]}
    assert everything.post(reverse("organizations:invite", args=[filled.slug]), sent).status_code == 200
    (one,) = mail.outbox
    assert one.message()["Bcc"] is None
    assert one.recipients() == ["fresh@example.org"]


def test_the_way_back_leads_nowhere_else(filled: Filled, client: Client) -> None:
    from tests.cast import PASSWORD

    user = filled.hospital.rosa.user
    for next_ in ("https://evil.example.com/", "//evil.example.com", "javascript:alert(1)", "/\\evil.example.com"):
        answer = client.post(
            f"/accounts/login/?{urlencode({'next': next_})}",
            {"login": user.email, "password": PASSWORD, "next": next_},
        )
        assert "evil" not in answer.headers.get("Location", ""), next_
        assert not answer.headers.get("Location", "").startswith("javascript"), next_
        client.logout()


# ---- logs ------------------------------------------------------------------------------------------------------------

SAID = "My name is Maria Gonzalez and my MRN is 00482913"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the product's own log handler writes."""
    out = io.StringIO()
    root = logging.getLogger()
    handler = next(one for one in root.handlers if any("iscreet" in type(each).__name__ for each in one.filters))
    assert isinstance(handler, logging.StreamHandler)
    before = handler.setStream(out)
    yield out
    handler.setStream(before)


def test_a_view_that_breaks_logs_where_and_not_what(
    filled: Filled, everything: Client, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside.publishing import actions

    def fail(**given: object) -> None:
        raise ValueError(f"cannot keep {given['text']!r}") from KeyError(SAID)

    monkeypatch.setattr(actions, "write", fail)
    sent = {"text": SAID, "accounts": [filled.hospital.hub.pk], "purpose": "news", "language": "en"}
    answer = everything.post(reverse("publishing:write", args=[filled.slug]), sent)
    assert answer.status_code == 500
    assert "Gonzalez" not in answer.content.decode()
    assert "Gonzalez" not in log.getvalue()
    assert "00482913" not in log.getvalue()
    assert "ValueError" in log.getvalue()
    assert "composing.py" in log.getvalue()


def test_an_operation_that_breaks_logs_where_and_not_what(
    filled: Filled, everything: Client, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside.guard import queries

    def fail(**given: object) -> None:
        raise ValueError(f"cannot read {given['text']!r}")

    monkeypatch.setattr(queries, "examine", fail)
    answer = everything.post(
        "/api/v1/check",
        {"text": SAID},
        content_type="application/json",
        headers={"Authorization": f"Bearer {filled.token}"},
    )
    assert answer.status_code == 500
    assert answer.json()["detail"]
    assert "Gonzalez" not in answer.content.decode() + log.getvalue()
    assert "ValueError" in log.getvalue()


def test_a_log_line_of_somebody_elses_keeps_the_words_out_too(log: io.StringIO) -> None:
    """Whoever logs an exception, and however deep it was caught."""
    try:
        try:
            raise KeyError(SAID)
        except KeyError as error:
            raise RuntimeError(SAID) from error
    except RuntimeError as error:
        logging.getLogger("bedside.channels").exception("A job failed")
        logging.getLogger("procrastinate.worker").error("A job failed", exc_info=error)
        logging.getLogger("bedside").error("It failed: %s", error)
        logging.getLogger("bedside").error("It failed: %r", error)
    assert "Gonzalez" not in log.getvalue()
    assert log.getvalue().count("RuntimeError") == 4


def test_the_pages_of_errors_say_nothing_of_the_request(filled: Filled, everything: Client) -> None:
    words = f"/w/{filled.slug}/publish/?q=Gonzalez"
    answer = everything.get(f"/nowhere/Gonzalez{words}")
    assert answer.status_code == 404
    assert "Gonzalez" not in answer.content.decode()
