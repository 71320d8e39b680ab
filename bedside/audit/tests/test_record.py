"""The record: chained, append-only, verified, shown, exported."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.utils import ConnectionHandler
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from bedside import postgres
from bedside.audit import actions, queries, rules
from bedside.audit.models import Entry
from bedside.audit.rules import Facts, digest, verify
from bedside.organizations import tenancy
from conftest import CACHE
from tests import cast
from tests.cast import START, Hospital


@pytest.fixture
def as_superuser(db: None) -> Iterator[None]:
    """The database as somebody meets it who took the machine over; nothing of it remains."""
    cluster = postgres.running(CACHE / "tests")
    assert cluster is not None
    own = connections["default"]
    rights = {"USER": cluster.superuser.user, "PASSWORD": cluster.superuser.password}
    session = ConnectionHandler({"default": dict(own.settings_dict) | rights})["default"]
    connections["default"] = session
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        connections["default"] = own
        session.close()


def note(hospital: Hospital, kind: str = "inbox.noted", **details: object) -> Entry:
    given = {"organization": hospital.organization, "subject": hospital.rosa, "by": hospital.rosa, "at": START}
    return actions.record(kind, **given, **details)  # type: ignore[arg-type]


def test_entries_are_numbered_and_chained_without_gaps(riverbend: Hospital) -> None:
    note(riverbend, n=1)
    rows = list(queries.entries(riverbend.organization).order_by("number"))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0].before == rules.START
    assert all(row.before == before.digest for before, row in pairwise(rows))
    assert queries.verify(riverbend.organization) == (len(rows), None)
    assert queries.verify(riverbend.organization, step=3) == (len(rows), None)


def test_every_hospital_has_a_chain_of_its_own(riverbend: Hospital, hillcrest: Hospital) -> None:
    before = queries.entries(riverbend.organization).count()
    tenancy.announce(hillcrest.organization.pk)
    note(hillcrest)
    assert queries.verify(hillcrest.organization)[1] is None
    tenancy.announce(riverbend.organization.pk)
    assert note(riverbend).number == before + 1
    assert queries.verify(riverbend.organization)[1] is None


def test_an_entry_vanishes_with_what_it_is_about(riverbend: Hospital) -> None:
    before = queries.entries(riverbend.organization).count()
    with transaction.atomic():
        note(riverbend)
        transaction.set_rollback(True)
    assert note(riverbend).number == before + 1
    assert queries.verify(riverbend.organization)[1] is None


def test_it_says_who_acted_also_where_it_was_no_member(riverbend: Hospital) -> None:
    given = {"organization": riverbend.organization, "subject": None, "at": START}
    assert actions.record("inbox.noted", by=None, **given).by_name == "Bedside"  # type: ignore[arg-type]
    assert actions.record("inbox.noted", by=None, as_name="a visitor", **given).by_name == "a visitor"  # type: ignore[arg-type]
    assert note(riverbend).by_name == "Rosa Reyes"


def test_details_must_be_plain_facts(riverbend: Hospital) -> None:
    with pytest.raises(TypeError):
        note(riverbend, thing=object())
    assert queries.verify(riverbend.organization)[1] is None


CHANGES = ["UPDATE audit_entry SET kind = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]


@pytest.mark.parametrize("statement", CHANGES)
def test_the_application_has_no_right_to_change_it(riverbend: Hospital, statement: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", CHANGES)
@pytest.mark.usefixtures("as_superuser")
def test_whoever_has_the_right_meets_the_trigger(statement: str) -> None:
    cast.build("riverbend", "Riverbend Community Hospital")
    with connection.cursor() as cursor:  # keys are checked now, so that nothing but the trigger stands in the way
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_orm_refuses_too(riverbend: Hospital) -> None:
    entry = note(riverbend)
    entry.kind = "inbox.other"
    for change in (entry.save, entry.delete, lambda: Entry.objects.filter(pk=entry.pk).update(kind="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


FACTS = Facts(1, 1, "inbox.noted", START, "3:Rosa", "inbox.conversation:9", {"n": 1})


def chain(length: int) -> list[tuple[Facts, str, str]]:
    rows, before = [], rules.START
    for number in range(1, length + 1):
        facts = Facts(1, number, "inbox.noted", START + timedelta(seconds=number), "3:Rosa", "x:1", {"n": number})
        rows.append((facts, before, digest(facts, before)))
        before = rows[-1][2]
    return rows


def test_a_whole_chain_is_whole() -> None:
    assert verify(chain(5)) is None
    assert verify([]) is None


@given(some.integers(1, 6), some.sampled_from(["organization", "kind", "at", "by", "subject", "details"]))
def test_any_change_to_any_entry_is_found_where_it_is(number: int, field: str) -> None:
    from dataclasses import replace

    rows = chain(6)
    facts, before, kept = rows[number - 1]
    other: Any = {
        "organization": 2, "kind": "inbox.replied", "at": datetime(2020, 1, 1, tzinfo=UTC), "by": "4:Ada",
        "subject": "x:2", "details": {"n": 99},
    }[field]  # fmt: skip
    rows[number - 1] = (replace(facts, **{field: other}), before, kept)
    fault = verify(rows)
    assert fault is not None
    assert (fault.number, "changed" in fault.said) == (number, True)


@given(some.integers(1, 5))
def test_a_missing_entry_is_named(number: int) -> None:
    rows = chain(6)
    del rows[number - 1]
    fault = verify(rows)
    assert fault is not None
    assert fault.number == number


def test_an_entry_made_anew_does_not_fit_its_neighbors() -> None:
    from dataclasses import replace

    rows = chain(4)
    facts, before, _kept = rows[1]
    forged = replace(facts, by="4:Mallory")
    rows[1] = (forged, before, digest(forged, before))
    fault = verify(rows)
    assert fault is not None
    assert fault.number == 3
    rows[1], rows[2] = rows[2], rows[1]
    assert verify(rows) is not None


def test_the_digest_keeps_its_fields_apart() -> None:
    from dataclasses import replace

    assert digest(replace(FACTS, by="3:", subject="Rosainbox.conversation:9"), "") != digest(FACTS, "")
    assert digest(FACTS, "a") != digest(FACTS, "b")


# ---- the page and the export -----------------------------------------------------------------------------------------


def test_the_page_filters_by_what_who_and_when(riverbend: Hospital, client: Client) -> None:
    client.force_login(riverbend.petra.user)
    note(riverbend)
    url = reverse("audit:record", args=[riverbend.organization.slug])

    def kinds(**query: object) -> set[str]:
        page = client.get(url, query).content.decode()  # type: ignore[arg-type]
        return set(re.findall(r'class="muted small mono">([a-z_.]+)<', page))

    assert {"inbox.noted", "organizations.invited"} <= kinds()
    assert kinds(kind="inbox") == {"inbox.noted"}
    assert kinds(kind="organizations.invited") == {"organizations.invited"}
    assert kinds(by=riverbend.rosa.pk) == {"inbox.noted", "organizations.joined"}
    day = START.astimezone(riverbend.organization.zone).date()
    assert "inbox.noted" in kinds(since=day, until=day)
    assert kinds(until=day - timedelta(days=1)) == set()
    assert kinds(since=day + timedelta(days=1)) == set()
    assert kinds(kind="nonsense", by="x", since="x"), "a filter that makes no sense shows everything"


def test_a_long_record_is_leafed_through(riverbend: Hospital, client: Client) -> None:
    for n in range(70):
        note(riverbend, n=n)
    client.force_login(riverbend.petra.user)
    url = reverse("audit:record", args=[riverbend.organization.slug])
    first = client.get(url).content.decode()
    after = re.search(r"after=(\d+)", first)
    assert after is not None
    second = client.get(url, {"after": after.group(1)}).content.decode()
    number = re.compile(r'<td class="num"[^>]*>(\d+)<')
    shown = [int(n) for n in number.findall(first) + number.findall(second)]
    tenancy.announce(riverbend.organization.pk)
    assert shown == list(range(queries.entries(riverbend.organization).count(), 0, -1))


def test_the_page_verifies_the_chain(riverbend: Hospital, client: Client) -> None:
    client.force_login(riverbend.petra.user)
    url = reverse("audit:record", args=[riverbend.organization.slug])
    assert "unbroken" in client.get(url, {"verify": "1"}).content.decode()


FORMULAS = ["=HYPERLINK(0)", "+1", "-1", "@SUM(1)", "\tx", "\rx"]


def test_the_export_is_whole_recorded_and_safe_for_a_spreadsheet(riverbend: Hospital, client: Client) -> None:
    for formula in FORMULAS:
        actions.record(
            "inbox.noted", organization=riverbend.organization, subject=None, by=None, at=START, as_name=formula
        )
    client.force_login(riverbend.petra.user)
    slug = riverbend.organization.slug
    answer = client.get(reverse("audit:export-csv", args=[slug]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
    tenancy.announce(riverbend.organization.pk)
    assert [int(row["number"]) for row in rows] == list(range(1, queries.entries(riverbend.organization).count() + 1))
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    assert [row["by"] for row in rows if row["by"].startswith("'")] == [f"'{formula}" for formula in FORMULAS]
    assert rows[-1]["kind"] == "audit.exported"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="audit-riverbend.csv"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_export_as_json_carries_what_verifies_it(riverbend: Hospital, client: Client) -> None:
    client.force_login(riverbend.petra.user)
    answer = client.get(reverse("audit:export-json", args=[riverbend.organization.slug]), {"kind": "organizations"})
    rows = [json.loads(line) for line in answer.content.decode().splitlines()]
    assert {row["kind"].partition(".")[0] for row in rows} == {"organizations"}
    assert all(len(row["digest"]) == 64 for row in rows)
    tenancy.announce(riverbend.organization.pk)
    entry = queries.entries(riverbend.organization, kind="audit.exported").get()
    assert entry.details == {"form": "json", "what": "organizations"}


# ---- tampering -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit_entry SET by_name = 'Mallory' WHERE number = 4", "Entry 4 was changed"),
        ("UPDATE audit_entry SET details = '{}' WHERE number = 4", "Entry 4 was changed"),
        ("UPDATE audit_entry SET at = at + interval '1 second' WHERE number = 4", "Entry 4 was changed"),
        ("UPDATE audit_entry SET digest = before WHERE number = 4", "Entry 4 was changed"),
        ("DELETE FROM audit_entry WHERE number = 4", "Entry 4 is missing"),
        ("DELETE FROM audit_entry WHERE number = 1", "Entry 1 is missing"),
        ("DELETE FROM audit_entry WHERE number > 6", "should end at entry"),
        ("DELETE FROM audit_entry", "should end at entry"),
        ("DELETE FROM audit_entry WHERE number > 6; DELETE FROM audit_head", "may have been cut off"),
    ],
)
@pytest.mark.usefixtures("as_superuser")
def test_what_a_superuser_changed_is_found(statement: str, said: str) -> None:
    organization = cast.build("riverbend", "Riverbend Community Hospital").organization
    assert queries.verify(organization)[1] is None
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger is asked
        cursor.execute(statement)
    fault = queries.verify(organization)[1]
    assert fault is not None
    assert said in fault.said
