"""A database with a million messages of one hospital and a hundred other hospitals beside it, kept between runs."""

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.place import ROOT

if TYPE_CHECKING:
    from bedside.postgres import Address, Cluster
    from tests.cast import Hospital

MESSAGES, OTHERS, OF_EACH = 1_000_000, 100, 2_000
#: Raised when what is built here changes: a database of before is built anew.
FORM = 1
#: Conversations a message: a thread has three messages and a third on average.
SHARE = 0.3
MONTHS = 36
#: A word in a fifth of the messages, one in a handful, and one in none.
COMMON, RARE, NONE = "parking", "tricorder", "zyzzogeton"
SPANISH = "cardiología"


@dataclass
class Million:
    """Where it stands, and who works there."""

    cluster: "Cluster"
    address: "Address"
    home: Path
    hospital: "Hospital"
    rosa_email: str = "rosa@bench.example.org"

    @property
    def variables(self) -> dict[str, str]:
        return dict(os.environ) | {"BEDSIDE_DATABASE_URL": self.address.uri, "BEDSIDE_HOME": str(self.home)}


def _stamp(messages: int) -> str:
    seen = hashlib.sha256(f"{FORM} {messages} {OTHERS} {OF_EACH}".encode())
    for path in sorted(ROOT.glob("bedside/*/migrations/*.py")):
        seen.update(path.read_bytes())
    return seen.hexdigest()[:12]


@contextmanager
def million(messages: int = MESSAGES) -> Iterator[Million]:
    """The database, built when it is not there yet (some minutes), with Django pointed at it."""
    cache = Path(os.environ.get("BEDSIDE_CACHE", ROOT / ".cache")).resolve()
    home = cache / "bench-inbox"
    home.mkdir(parents=True, exist_ok=True)
    os.environ |= {"BEDSIDE_HOME": str(home), "BEDSIDE_ALLOW_LOOPBACK": "yes"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "bedside.settings"
    from bedside import postgres
    from bedside.environment import environment

    environment.cache_clear()
    cluster = postgres.start(home)
    name = f"million_{messages}_{_stamp(messages)}"
    with cluster.superuser.connect() as db:
        have = {str(row[0]) for row in db.execute("select datname from pg_database").fetchall()}
        for old in have:
            if old.startswith(f"million_{messages}_") and old != name:
                db.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
    import django

    django.setup()
    from tests import databases

    if name not in have:
        build(cluster, name, messages)
    databases.point_django_at(cluster.app.named(name))
    try:
        yield Million(cluster, cluster.app.named(name), home, _hospital())
    finally:
        from django.db import connection

        from bedside.organizations import tenancy

        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        tenancy._current.set(None)
        postgres.stop(home)


def _hospital() -> "Hospital":
    from bedside.channels.models import Account
    from bedside.organizations import tenancy
    from bedside.organizations.models import Member
    from bedside.organizations.queries import enter_named
    from tests.cast import Hospital

    organization = enter_named("bench")
    tenancy.announce(organization.pk)
    members = Member.objects.filter(organization=organization).select_related("user", "organization")
    people = {member.user.email.partition("@")[0]: member for member in members}
    return Hospital(organization, people, Account.objects.get(organization=organization, network="hub"))


def build(cluster: "Cluster", name: str, messages: int) -> None:
    """Fills a fresh database: the two layers above SQL that matter here, words and counts, by their own functions."""
    from django.db import connection

    from bedside.kit.times import now
    from bedside.postgres import make_database
    from tests import cast, databases

    began = time.monotonic()
    raw = f"{name}_raw"
    with cluster.superuser.connect() as db:
        db.execute(f'DROP DATABASE IF EXISTS "{raw}" WITH (FORCE)')
        make_database(db, raw)
    databases.migrate(cluster.owner.named(raw))
    databases.point_django_at(cluster.app.named(raw))
    hospital = cast.build("bench", "Bench Hospital", at=now())
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    with cluster.superuser.named(raw).connect() as db:
        db.execute("SET session_replication_role = replica")  # rows that fit each other: nothing to check or trigger
        db.execute("SET synchronous_commit = off")
        db.execute("DROP INDEX inbox_words.piece_words")
        _sentences(db)
        given = {"hub": hospital.hub.pk, "rosa": hospital.rosa.pk, "chen": hospital.chen.pk}
        _fill(db, hospital.organization.pk, messages, given)
        for number in range(OTHERS):
            _other(db, number)
        db.execute(WORDS)
        db.execute(
            "CREATE INDEX piece_words ON inbox_words.piece USING gin (words) WITH (gin_pending_list_limit = 512)"
        )
        db.execute(SPANS)
        db.execute(COUNTS)
    with cluster.superuser.connect() as db:
        db.execute(f'ALTER DATABASE "{raw}" RENAME TO "{name}"')
    with cluster.superuser.named(name).connect() as db:
        db.execute("VACUUM ANALYZE")
    print(f"inbox: built {messages:,} messages in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)


def _sentences(db: Any) -> None:
    begin = [
        "I waited", "My mother waited", "We had to wait", "Thank you for", "Nobody told us about", "Is there",
        "Where can I find", "The nurse was kind about", "I was billed for", "Please tell me about", "They lost",
        "How do I change", "It took an hour to find", "We loved", "I am worried about", "Can somebody call me about",
    ]  # fmt: skip
    middle = [
        "the parking garage", "my appointment in cardiology", "the new entrance", "an old bill", "the cafeteria",
        "visiting hours in the pediatric ward", "a referral for physical therapy", "the flu clinic on Saturday",
        "the waiting room", "my test results", "the front desk", "the pharmacy line", "an interpreter",
        "the parking meters", "the patient portal", "a wheelchair at the door",
    ]  # fmt: skip
    end = [
        "and it was fine.", "for three hours on Monday.", "which nobody had explained.", "but the staff was lovely.",
        "and I would come again.", "again this week.", "without any answer.", "after the surgery of my father.",
    ]  # fmt: skip
    db.execute("CREATE TEMP TABLE said (part text, number int, words text)")
    for part, lines in (("b", begin), ("m", middle), ("e", end)):
        for number, words in enumerate(lines):
            db.execute("INSERT INTO said VALUES (%s, %s, %s)", [part, number, words])
    db.execute(
        """CREATE FUNCTION pg_temp.tell(n bigint) RETURNS text LANGUAGE sql AS $$
        SELECT CASE WHEN n %% 40 = 7 THEN 'Gracias por la atención en ' || 'cardiología y el estacionamiento ' || n
          ELSE (SELECT words FROM said WHERE part = 'b' AND number = (n * 7 + n / 16) %% 16) || ' '
            || (SELECT words FROM said WHERE part = 'm' AND number = (n * 11 + n / 256) %% 16) || ' '
            || (SELECT words FROM said WHERE part = 'e' AND number = (n * 5) %% 8)
            || ' Case ' || chr(97 + (n %% 26)::int) || (n * 7919 %% 30011)
            || CASE WHEN n %% 100003 = 17 THEN ' tricorder' ELSE '' END
        END $$""".replace("%%", "%")
    )


TALKS = """
INSERT INTO inbox_correspondent (organization_id, network, author_id, name, handle, first_seen_at, last_seen_at,
  conversations, messages, note)
SELECT {org}, 'hub', 'v' || n, 'Visitor ' || n, 'visitor' || n, now(), now(), 3, 10, ''
FROM generate_series(1, {people}) n;
INSERT INTO inbox_conversation (organization_id, account_id, root_id, author_id, author_name, author_handle, url, state,
  rank, level, intent, sentiment, specialty, language, card, reasons, preview, hidden, stars, started_at, last_at,
  target_at, waiting_since_at, answered_at, assigned_to_id, acknowledged_at, acknowledged_by_id, closed_at,
  closed_by_id, correspondent_id, label_ids)
SELECT {org}, {hub}, 'post-' || n, 'v' || (n % {people} + 1), 'Visitor ' || (n % {people} + 1),
  'visitor' || (n % {people} + 1), '', CASE WHEN back < {open} THEN 'open' ELSE 'closed' END,
  CASE WHEN n % 977 = 0 THEN 0 ELSE 1 + n % 3 END, 'P' || (n % 7),
  (ARRAY['complaint','praise','billing','appointment','service_question','clinical_question'])[1 + n % 6],
  (ARRAY['negative','neutral','positive'])[1 + n % 3],
  (ARRAY['','cardiology','pediatrics','','surgery','primary_care'])[1 + n % 6],
  CASE WHEN n % 40 = 7 THEN 'es' ELSE 'en' END, '',
  '[{{"field": "urgency", "value": "normal", "why": "Nothing in it is urgent.", "quote": ""}}]',
  left(pg_temp.tell(n * 4), 160), n % 4 / 3, CASE WHEN n % 9 = 0 THEN 1 + n % 5 END, at, at,
  at + interval '1 day', CASE WHEN back < {open} AND n % 4 = 0 THEN at END, CASE WHEN n % 4 <> 0 THEN at END,
  CASE WHEN n % 5 = 0 THEN {rosa} WHEN n % 5 = 1 THEN {chen} END, NULL, NULL,
  CASE WHEN back >= {open} THEN at END, CASE WHEN back >= {open} THEN {rosa} END,
  {first} + n % {people}, '{{}}'
FROM (SELECT n, {talks} - n AS back, now() - (({talks} - n)::float / {talks}) * interval '{months} months' AS at
  FROM generate_series(1, {talks}) n) t;
"""
MESSAGES_SQL = """
INSERT INTO channels_arrival (organization_id, account_id, network_id, kind, parent_id, root_id, version, url,
  author_id, author_handle, author_name, sealed, posted_at, received_at, past)
SELECT {org}, {hub}, 'm' || n, 'reply', '', 'post-' || talk, '1', '', 'v' || (talk % {people} + 1), '', 'Visitor',
  '', started_at, started_at, false
FROM (SELECT n, 1 + (n * {talks} / {messages}) AS talk FROM generate_series(0::bigint, {messages} - 1) n) t
JOIN inbox_conversation c ON c.account_id = {hub} AND c.root_id = 'post-' || talk
  AND c.author_id = 'v' || (talk % {people} + 1) WHERE n % 10 < 7;
INSERT INTO inbox_message (organization_id, conversation_id, arrival_id, text, hidden, urgency, at, by_id, language)
SELECT {org}, c.id, a.id, pg_temp.tell(n), 0, '', c.started_at + (n % 4) * interval '1 minute',
  CASE WHEN a.id IS NULL THEN {rosa} END, CASE WHEN n % 40 = 7 THEN 'es' ELSE 'en' END
FROM (SELECT n, 1 + (n * {talks} / {messages}) AS talk FROM generate_series(0::bigint, {messages} - 1) n) t
JOIN inbox_conversation c ON c.account_id = {hub} AND c.root_id = 'post-' || talk
  AND c.author_id = 'v' || (talk % {people} + 1)
LEFT JOIN channels_arrival a ON a.account_id = {hub} AND a.network_id = 'm' || n;
"""
WORDS = """
INSERT INTO inbox_words.piece (kind, id, organization_id, conversation_id, at, words)
SELECT 'message', m.id, m.organization_id, m.conversation_id, m.at,
  inbox_words.of(m.text, m.language, c.author_name || ' ' || c.author_handle, m.organization_id, m.at)
FROM inbox_message m JOIN inbox_conversation c ON c.id = m.conversation_id
"""
SPANS = """
INSERT INTO inbox_words.span SELECT organization_id, min(inbox_words.month(at)) FROM inbox_words.piece GROUP BY 1
"""
COUNTS = """
INSERT INTO inbox_tally (organization_id, place, whose, number)
SELECT c.organization_id, p.place, p.whose, count(*) FROM inbox_conversation c,
  LATERAL inbox_places(c.state, c.waiting_since_at, c.rank, c.assigned_to_id) p GROUP BY 1, 2, 3
"""


def _fill(db: Any, organization: int, messages: int, given: dict[str, int]) -> None:
    talks = int(messages * SHARE)
    people = max(1, talks // 3)
    first = db.execute("select coalesce(max(id), 0) + 1 from inbox_correspondent").fetchone()[0]
    values = given | {
        "org": organization, "talks": talks, "messages": messages, "people": people, "first": first,
        "open": min(12_500, talks // 4), "months": MONTHS,
    }  # fmt: skip
    db.execute(TALKS.format(**values))
    if messages > 100_000:
        db.execute("ANALYZE inbox_conversation")
    first_half, second_half = MESSAGES_SQL.format(**values).split(";\n", 1)
    db.execute(first_half)
    if messages > 100_000:
        db.execute("ANALYZE channels_arrival")
    db.execute(second_half)


def _other(db: Any, number: int) -> None:
    """Another hospital with messages of the same words, and nobody who signs in."""
    pk = db.execute(
        "INSERT INTO organizations_organization (slug, name, timezone, phone, email, website, address, phones, urls,"
        " staff_names, hub_intro, hours, is_rehearsal, created_at) VALUES (%s, %s, 'America/Chicago', '', '', '', '',"
        " '{}', '{}', '{}', '', '', false, now()) RETURNING id",
        [f"other-{number}", f"Other Hospital {number}"],
    ).fetchone()[0]
    hub = db.execute(
        "INSERT INTO channels_account (SELECT (jsonb_populate_record(a, jsonb_build_object('id',"
        " nextval(pg_get_serial_sequence('channels_account', 'id')), 'organization_id', %s::bigint, 'handle', %s::text)"
        ")).* FROM channels_account a WHERE network = 'hub' LIMIT 1) RETURNING id",
        [pk, f"other-{number}"],
    ).fetchone()[0]
    rosa = db.execute("SELECT min(id) FROM organizations_member").fetchone()[0]
    _fill(db, pk, OF_EACH, {"hub": hub, "rosa": rosa, "chen": rosa})
