"""Yelp: excerpts, plans, a partner's one answer, tokens, calls of a day, and answers that are hostile or malformed."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bedside.channels.networks.yelp import translate
from bedside.channels.networks.yelp.connector import Yelp
from bedside.channels.networks.yelp.stage import YelpStage
from bedside.channels.networks.yelp.tests.conftest import Connect, say
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Answered, Connection, NetworkError, Outgoing, RemoteRef, Trouble
from bedside.kit import http, times


def answer(review: str, text: str = "Thank you.", **more: Any) -> Outgoing:
    given: dict[str, Any] = {"parent": RemoteRef(review), "answered": Answered("review")} | more
    return Outgoing("answer-1", text, datetime.now(UTC), **given)


@pytest.mark.parametrize(
    "typed", ["stmary.test", "https://www.yelp.com/biz/stmary.test", "yelp.com/biz/stmary.test/?osq=x", " stmary.test "]
)
def test_a_business_is_taken_in_every_spelling(connect: Connect, opened: dict[str, Any], typed: str) -> None:
    made = connect(network_account_id="", credentials=opened["credentials"] | {"business": typed}).connect()
    assert (made.account_id, made.handle, made.name) == (opened["id"], "stmary.test", "St. Mary")


def test_a_business_nobody_knows_and_none_at_all(connect: Connect, opened: dict[str, Any]) -> None:
    for typed in ("nobody", "", "/", "x" * 300):
        with pytest.raises(NetworkError) as refused:
            connect(network_account_id="", credentials=opened["credentials"] | {"business": typed}).connect()
        assert refused.value.trouble is Trouble.REFUSED


def test_only_as_much_is_heard_as_the_plan_shows(yelp: Yelp, stage: YelpStage) -> None:
    names = [say(stage, f"review {number}", **{"as": f"person{number}.rehearsal.test"}) for number in range(6)]
    stage.plan = 3
    first = yelp.hear("")
    assert [one.network_id for one in first.heard] == names[3:]
    say(stage, "x" * 500, stars=1)
    second = yelp.hear(first.cursor)
    ((text, stars),) = [(one.text, one.stars) for one in second.heard]
    assert (len(text), text[-3:], stars) == (160, "...", 1)
    assert second.gone == ()
    assert yelp.hear(second.cursor).heard == ()
    stage.plan = 0
    with pytest.raises(NetworkError) as refused:
        yelp.hear("")
    assert refused.value.trouble is Trouble.REFUSED
    assert "plan" in refused.value.todo


def test_a_changed_review_is_heard_anew(yelp: Yelp, stage: YelpStage) -> None:
    name = say(stage)
    first = yelp.hear("")
    stage.direct("change", {"id": name, "text": "Kind nurses, long wait."})
    assert [one.text for one in yelp.hear(first.cursor).heard] == ["Kind nurses, long wait."]


def test_one_answer_stands_and_a_second_is_refused(yelp: Yelp, stage: YelpStage) -> None:
    name = say(stage)
    made = yelp.reply(answer(name, link="https://stmary.example/care"))
    assert made.network_id == f"{name}/response"
    assert [one.text for one in stage.shown() if one.ours] == ["Thank you.\n\nhttps://stmary.example/care"]
    with pytest.raises(NetworkError) as refused:
        yelp.reply(answer(name))
    assert refused.value.trouble is Trouble.REFUSED
    assert len([one for one in stage.shown() if one.ours]) == 1


@pytest.mark.parametrize("kind", [Kind.DROP_AFTER, Kind.ERROR_AFTER, Kind.DROP_BEFORE])
def test_an_answer_that_broke_off_is_unknown(yelp: Yelp, stage: YelpStage, rehearsal: Rehearsal, kind: Kind) -> None:
    name = say(stage)
    rehearsal.faults.add(Fault(kind, call="yelp.answer", times=1))
    with pytest.raises(NetworkError) as lost:
        yelp.reply(answer(name))
    assert lost.value.trouble is Trouble.UNKNOWN


@pytest.mark.parametrize("text", ["", "Thank you 🙂", "Thanks ❤️", "x" * 5001])
def test_what_yelp_would_refuse_is_refused_before_anything_is_sent(yelp: Yelp, stage: YelpStage, text: str) -> None:
    with pytest.raises(NetworkError) as refused:
        yelp.reply(answer("r1", text))
    assert (refused.value.trouble, stage.calls) == (Trouble.REFUSED, {})
    assert refused.value.said.startswith("Yelp")


def test_signs_that_are_no_emoji_are_sent(yelp: Yelp, stage: YelpStage) -> None:
    yelp.reply(answer(say(stage), "Gracias — “señora” 24/7 ©"))
    assert stage.shown()[0].ours


def test_without_a_partners_token_answers_are_refused_and_the_rest_works(
    connect: Connect, opened: dict[str, Any], stage: YelpStage
) -> None:
    bare = {name: value for name, value in opened["credentials"].items() if not name.startswith("partner")}
    yelp = connect(credentials=bare)
    assert yelp.connect().account_id == opened["id"]
    name = say(stage)
    assert [one.network_id for one in yelp.hear("").heard] == [name]
    yelp.renew()
    with pytest.raises(NetworkError) as refused:
        yelp.reply(answer(name))
    assert refused.value.trouble is Trouble.REFUSED
    assert "biz.yelp.com" in refused.value.todo
    assert stage.calls == {"business": 1, "reviews": 1}


def test_a_partners_token_is_renewed_once_and_before_its_end(
    connect: Connect, stage: YelpStage, opened: dict[str, Any], saved: dict[str, str]
) -> None:
    name = say(stage)
    stage.grants[opened["credentials"]["partner_token"]].expires_at = "2020-01-01T00:00:00+00:00"
    connect().reply(answer(name))
    assert stage.calls["token"] == 1
    assert saved["refresh_token"] == opened["credentials"]["partner_refresh"]
    assert len([one for one in stage.shown() if one.ours]) == 1
    before = saved["access_token"]
    connect().renew()
    assert saved["access_token"] == before
    saved["expires_at"] = (times.now() + timedelta(hours=20)).isoformat()
    connect().renew()
    assert saved["access_token"] != before
    assert saved["refresh_token"] == opened["credentials"]["partner_refresh"]


def test_a_partners_sign_in_that_is_over_is_told(connect: Connect, stage: YelpStage, opened: dict[str, Any]) -> None:
    del stage.grants[opened["credentials"]["partner_token"]]
    with pytest.raises(NetworkError) as revoked:
        connect().reply(answer(say(stage)))
    assert revoked.value.trouble is Trouble.REVOKED
    connect().hear("")


def test_calls_of_a_day_are_heeded(connect: Connect, rehearsal: Rehearsal, stage: YelpStage) -> None:
    heeded: list[Any] = []
    connect(heed=lambda *said: heeded.append(said)).hear("")
    assert heeded[-1][:3] == ("day", 5000, 4999)
    assert heeded[-1][3] > times.now()
    rehearsal.faults.add(Fault(Kind.LIMITED, seconds=7200, times=1))
    with pytest.raises(NetworkError) as limited:
        connect(heed=lambda *said: heeded.append(said)).hear("")
    assert limited.value.trouble is Trouble.LIMITED
    assert limited.value.retry_at is not None
    assert timedelta(hours=1, minutes=50) < limited.value.retry_at - times.now() <= timedelta(hours=2)
    assert heeded[-1][2] == 0
    calls = dict(stage.calls)
    until = times.now() + timedelta(hours=1)
    with pytest.raises(NetworkError):
        connect(spent=lambda bucket: until if bucket == "day" else None).hear("")
    assert stage.calls == calls


def test_twenty_answers_a_day(yelp: Yelp, stage: YelpStage) -> None:
    stage.answers_today = 20
    with pytest.raises(NetworkError) as limited:
        yelp.reply(answer(say(stage)))
    assert limited.value.trouble is Trouble.LIMITED
    assert "20" in limited.value.said


def test_numbers_of_the_business(yelp: Yelp, stage: YelpStage) -> None:
    for number, stars in enumerate((5, 4, 4)):
        say(stage, stars=stars, **{"as": f"person{number}.rehearsal.test"})
    assert yelp.measure_account() == {"reviews": 3, "rating_tenths": 45}


@pytest.mark.parametrize(
    ("code", "status", "trouble", "part"),
    [
        ("TOKEN_INVALID", 401, Trouble.REVOKED, "key"),
        ("TOO_MANY_REQUESTS_PER_SECOND", 429, Trouble.LIMITED, "wait"),
        ("ACCESS_LIMIT_REACHED", 429, Trouble.LIMITED, "today"),
        ("R2R_PROBLEM_WITH_USER_PHOTO", 400, Trouble.REFUSED, "photo"),
        ("R2R_UNACCEPTABLE_BIZ_USER_NAME", 400, Trouble.REFUSED, "name"),
        ("R2R_REVIEW_DOES_NOT_EXIST", 400, Trouble.REFUSED, "no longer"),
        ("R2R_COMMENTS_NOT_ALLOWED", 400, Trouble.REFUSED, "switched on"),
        ("R2R_COMMENT_QUOTA_EXCEEDED", 400, Trouble.LIMITED, "20"),
        ("INSUFFICIENT_SCOPE", 400, Trouble.REFUSED, "allow"),
        ("SOMETHING_NEW", 400, Trouble.REFUSED, "refused"),
        ("INTERNAL_ERROR", 500, Trouble.UNKNOWN, "not known"),
    ],
)
@pytest.mark.parametrize("field", ["id", "code"])
def test_yelps_own_words_are_recognized_and_never_passed_on(
    field: str, code: str, status: int, trouble: Trouble, part: str
) -> None:
    content = json.dumps({"error": {field: code, "description": "my chart number is 00-TEST-1"}}).encode()
    with pytest.raises(NetworkError) as failed:
        canned(content, status).reply(answer("r1"))
    assert failed.value.trouble is trouble
    assert part in failed.value.said
    assert "00-TEST-1" not in repr(failed.value.args)


HOSTILE = [
    b"", b"null", b"[]", b"[[[]]]", b"\xff\xfe", b"<html>", b'{"error": "secret"}', b'{"error": ["secret"]}',
    b'{"reviews": 5}', b'{"reviews": [3, {"id": [], "time_created": "secret"}]}', b"[" * 100_000,
    b'{"reviews": [{"id": "../x", "time_created": "2026-08-29 00:41:13"}]}',
    b'{"reviews": [{"id": "r", "time_created": "2026-08-29 00:41:13", "user": "secret", "rating": 1e300}]}',
    b'{"id": "b", "review_count": -1, "rating": "secret", "alias": 5}',
]  # fmt: skip
ACTS: tuple[Callable[[Yelp], object], ...] = (
    lambda one: one.connect(), lambda one: one.hear(""), lambda one: one.measure_account(),
    lambda one: one.reply(answer("r1")), lambda one: one.renew(),
)  # fmt: skip


class Canned:
    """A server that answers everything with the same bytes."""

    def __init__(self, content: bytes, status: int) -> None:
        self.answer = http.Answer(status, httpx.Headers(), content, "https://network.example")

    def send(self, method: str, url: str, **sent: Any) -> http.Answer:
        return self.answer


def canned(content: bytes, status: int = 200) -> Yelp:
    given = {"api_key": "k", "business": "b", "partner_token": "t"}
    return Yelp(Connection(1, 1, "", given, {}), Canned(content, status))  # type: ignore[arg-type]


@pytest.mark.parametrize("content", HOSTILE)
@pytest.mark.parametrize("status", [200, 418, 500])
def test_hostile_answers_end_in_a_network_error_or_nothing(content: bytes, status: int) -> None:
    said = []
    for act in ACTS:
        try:
            act(canned(content, status))
        except NetworkError as error:
            said.append(error.said)
    assert all(one.startswith("Yelp") and "secret" not in one for one in said)


def test_published_examples_are_understood() -> None:
    kept = json.loads((Path(__file__).parents[1] / "exchanges/published.json").read_text(encoding="utf-8"))
    heard = translate.heard(kept["reviews"]["answer"]["reviews"][0])
    assert heard is not None
    assert (heard.stars, heard.author_handle, heard.network_id) == (4, "Ella A.", "xAG4O7l-t1ubbwVAlPnDKg")
    assert heard.posted_at == datetime(2026, 8, 29, 7, 41, 13, tzinfo=UTC)
