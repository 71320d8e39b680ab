"""Search: what is found, what stays hidden, whose words are read, and that the fenced role uses an index."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from bedside.inbox import actions, asking, queries
from bedside.inbox.asking import Filters
from bedside.inbox.models import Conversation, Message
from bedside.inbox.queries import BEGIN, END
from bedside.inbox.tests.pages import all_of, read, words
from bedside.inbox.tests.people import Jobs, hub_post, say
from bedside.inbox.tests.people import comment as write
from bedside.organizations import tenancy
from tests.cast import START, Hospital

LATER = START + timedelta(minutes=1)


def found(hospital: Hospital, said: str, **given: str) -> list[str]:
    filters = Filters(**({"view": "all"} | given), words=said)
    page = queries.search(hospital.organization, filters, member=hospital.rosa, at=LATER).page
    return [row.author_name for row in page.rows]


@pytest.fixture
def said(riverbend: Hospital, jobs: Jobs) -> list[Conversation]:
    return [
        write(riverbend, jobs, "The parking garage is closed. My name is Anna Kowalski.", name="Quentin", at=START),
        write(riverbend, jobs, "I wait for my cardiology results since a month.", name="Dana Whitfield"),
        write(riverbend, jobs, "Gracias por la atención, los médicos de cardiología son excelentes", name="Lucía"),
        say(riverbend, jobs, "Where is the garage? I found the parking full!", author_name="Pat O'Neil"),
    ]


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("parking", {"Quentin", "Pat O'Neil"}),
        ("garages", {"Quentin", "Pat O'Neil"}),
        ('"parking garage"', {"Quentin"}),
        ("parking -closed", {"Pat O'Neil"}),
        ("closed or results", {"Quentin", "Dana Whitfield"}),
        ("médico", {"Lucía"}),
        ("cardiología", {"Lucía"}),
        ("dan", {"Dana Whitfield"}),
        ("whitf", {"Dana Whitfield"}),
        ("from:dana", {"Dana Whitfield"}),
        ("from:dana parking", set()),
        ("from:pat parking", {"Pat O'Neil"}),
        ('from:"pat o\'neil"', {"Pat O'Neil"}),
        ("parking network:bluesky", {"Pat O'Neil"}),
        ("garage is:critical", set()),
        ("parking before:2001-01-01", set()),
        ("parking after:2001-01-01", {"Quentin", "Pat O'Neil"}),
        ("zebra", set()),
        ("Kowalski", set()),
        ("-parking", set()),
        ("the", set()),
    ],
)
def test_words_and_operators(riverbend: Hospital, said: list[Conversation], typed: str, who: set[str]) -> None:
    assert set(found(riverbend, typed)) == who


@pytest.mark.parametrize(
    "typed",
    [
        "' ; drop table inbox_message; --", "\\", "'", "''", "a:b:c", "!!!", "&|!()<->", "((((", '"', '"" ""', "-",
        "- -", "from:", "label:", "stars:9", "is:everything", "\x00", "a\x00b", "%s %(x)s", "'17.24310e:parking'",
        "x" * 5000,
        "word " * 900, "or or or", "\u202e\ue000\ue001", "🙂🙂", "<->", "parking:*", "$$", "\\'", "'\\", "NULL",
    ],
)  # fmt: skip
def test_whatever_is_typed_is_looked_for_and_nothing_else(
    riverbend: Hospital, said: list[Conversation], client: Client, typed: str
) -> None:
    client.force_login(riverbend.rosa.user)
    assert client.get(reverse("inbox:list", args=["riverbend"]), {"q": typed}).status_code == 200
    assert Message.objects.filter(organization=riverbend.organization).count() == 4


def test_a_word_too_long_to_be_one_breaks_nothing(riverbend: Hospital, jobs: Jobs) -> None:
    for text in ("a" * 3000, "https://x.example/" + "b" * 3000, "é" * 2040, "q'" * 1500, "\\" * 2100, "word " * 9000):
        write(riverbend, jobs, f"{text} lighthouse")
    assert len(found(riverbend, "lighthouse")) == 6


def test_the_words_stand_in_their_context_and_stay_words(riverbend: Hospital, jobs: Jobs, client: Client) -> None:
    write(riverbend, jobs, "<b>Bold</b> lighthouse & more of it, and my phone is 555-0177.", name="Q")
    filters = Filters(view="all", words="lighthouse")
    hits = queries.search(riverbend.organization, filters, member=riverbend.rosa, at=LATER)
    (context,) = hits.contexts.values()
    assert f"{BEGIN}lighthouse{END}" in context
    client.force_login(riverbend.rosa.user)
    page = client.get(reverse("inbox:list", args=["riverbend"]), {"q": "lighthouse", "view": "all"}).content.decode()
    assert "<mark>lighthouse</mark>" in page
    assert "<b>Bold" not in page
    assert "555-0177" not in page


def test_what_was_hidden_is_not_found_by_what_it_is(riverbend: Hospital, jobs: Jobs) -> None:
    write(riverbend, jobs, "Call me at 555-0177 about the garden")
    assert found(riverbend, "phone") == []
    assert len(found(riverbend, "garden")) == 1


def test_a_note_is_found_and_a_changed_message_by_its_new_words(
    riverbend: Hospital, said: list[Conversation], jobs: Jobs
) -> None:
    actions.note(conversation=said[1], text="Ask the lighthouse keeper", by=riverbend.rosa, at=START)
    assert found(riverbend, "lighthouse") == ["Dana Whitfield"]
    message = queries.messages_of(said[0])[0]
    Message.objects.filter(organization=riverbend.organization, pk=message.pk).update(text="An elevator is stuck")
    assert found(riverbend, "elevator") == ["Quentin"]
    assert found(riverbend, "closed") == []
    Message.objects.filter(organization=riverbend.organization, pk=message.pk).update(conversation=said[1])
    assert found(riverbend, "elevator") == ["Dana Whitfield"]


def test_pages_of_hits_follow_each_other_also_over_months(riverbend: Hospital, jobs: Jobs) -> None:
    post = hub_post(riverbend)
    for number in range(7):
        one = write(riverbend, jobs, "lighthouse", name=f"N{number}", visitor=f"w{number}", post=post)
        Message.objects.filter(organization=riverbend.organization, conversation=one).update(
            at=START - timedelta(days=100 * number)
        )
    filters, names = Filters(view="all", words="lighthouse"), []
    for _page in range(4):
        page = queries.search(riverbend.organization, filters, member=riverbend.rosa, at=LATER, size=2).page
        names += [row.author_name for row in page.rows]
        if not page.older:
            break
        filters = Filters(view="all", words="lighthouse", after=page.older)
    assert names == [f"N{number}" for number in range(7)]


# ---- whose words -----------------------------------------------------------------------------------------------------


def test_words_of_another_hospital_are_never_found(riverbend: Hospital, hillcrest: Hospital, jobs: Jobs) -> None:
    with tenancy.entered(hillcrest.organization.pk):
        write(hillcrest, jobs, "A lighthouse keeper", name="Theirs")
        assert found(hillcrest, "lighthouse") == ["Theirs"]
    assert found(riverbend, "lighthouse") == []
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from inbox_found('lighthouse', '', now() + interval '1 day', 50)")
        assert cursor.fetchone() == (0,)
        with tenancy.entered(None):
            cursor.execute("select count(*) from inbox_found('lighthouse', '', now() + interval '1 day', 50)")
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "statement",
    [
        "select count(*) from inbox_words.piece",
        "select count(*) from inbox_words.span",
        "select inbox_words.month(now())",
        "delete from inbox_words.piece",
        "alter table inbox_words.piece disable row level security",
        "drop schema inbox_words cascade",
        "create or replace function inbox_found(text, text, timestamptz, integer) returns table(conversation_id bigint,"
        " kind text, id bigint, at timestamptz) language sql as 'select 1::bigint, null::text, 1::bigint, now()'",
    ],
)
def test_the_application_cannot_reach_the_words_themselves(riverbend: Hospital, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_index_is_used_and_no_table_is_read_through(riverbend: Hospital, said: list[Conversation]) -> None:
    """The statistics of this very transaction: scans of the index and of the table behind it, by this very role."""

    def scans() -> tuple[Any, Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                "select pg_stat_get_xact_numscans(t.oid), pg_stat_get_xact_numscans(i.oid) from pg_class t, pg_class i"
                " where t.relname = 'piece' and t.relnamespace = (select oid from pg_namespace where nspname ="
                " 'inbox_words') and i.relname = 'piece_words'"
            )
            row: tuple[Any, Any] = cursor.fetchone()
            return row

    before = scans()
    assert found(riverbend, "parking")
    assert found(riverbend, "zebra") == []
    after = scans()
    assert after[0] == before[0], "the words' table was read through"
    assert after[1] > before[1], "the index was not used"


def test_a_page_of_the_list_is_read_from_its_index(riverbend: Hospital, said: list[Conversation]) -> None:
    """Planned as with a table that is large: no sort and no scan of the whole table, first page and later ones."""
    for view in ("open", "closed", "all"):
        for after in ("", "2.1795318861418392.123.50" if view == "open" else "1795318861418392.123.50"):
            filters = Filters(view=view, after=after)
            rows = queries.matching(riverbend.organization, filters, member=riverbend.rosa)
            with connection.cursor() as cursor, transaction.atomic():
                cursor.execute("set local enable_seqscan = off")
                cursor.execute("set local enable_sort = off")
                cursor.execute("set local enable_bitmapscan = off")
                order = ("rank", "target_at", "pk") if queries.by_clock(filters) else ("-last_at", "-pk")
                plan = rows.order_by(*order)[:51].explain()
            assert "Index Scan" in plan, plan
            assert "Seq Scan" not in plan, plan
            assert "Sort" not in plan, plan


def test_an_operator_with_an_impossible_value_stays_a_word() -> None:
    assert asking.read("stars:9 parking").words == "stars:9 parking"
    asked = asking.read('from:"Dana W" label:bill IS:open has:phi "stays together" -not')
    assert asked.who == "Dana W"
    assert asked.filters == {"label": "bill", "view": "open", "hidden": "yes"}
    assert asked.words == '"stays together" -not'


def test_the_page_finds_in_the_view_one_looks_at(riverbend: Hospital, said: list[Conversation], client: Client) -> None:
    client.force_login(riverbend.rosa.user)
    here = reverse("inbox:list", args=["riverbend"])
    actions.close(conversation=said[0], by=riverbend.rosa, at=START)
    rows = all_of(read(client.get(here, {"q": "parking"})), "li", "row")
    assert [("Pat" in words(row)) for row in rows] == [True]
    assert len(all_of(read(client.get(here, {"q": "parking is:all"})), "li", "row")) == 2
