from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bedside.channels.rehearsal import Rehearsal


@pytest.fixture
def rehearsal() -> Iterator[Rehearsal]:
    with Rehearsal() as running:
        running.bluesky.direct("accounts", {"handle": "stmary.rehearsal.test", "name": "St. <Mary>"})
        yield running


def say(rehearsal: Rehearsal, text: str, **more: object) -> str:
    made: Any = rehearsal.bluesky.direct("say", {"as": "stmary.rehearsal.test", "text": text} | more)
    return str(made["uri"])


def shown(rehearsal: Rehearsal, path: str = "/") -> httpx.Response:
    return httpx.get(rehearsal.url + path, trust_env=False)


def test_the_timeline_shows_threads_and_their_posts_pages(rehearsal: Rehearsal) -> None:
    top = say(rehearsal, "Flu shots are here.")
    say(rehearsal, "When?", to=top, **{"as": "gus.rehearsal.test"})
    page = shown(rehearsal).text
    assert page.index("Flu shots are here.") < page.index("When?")
    key = top.rpartition("/")[2]
    assert "When?" in shown(rehearsal, f"/profile/stmary.rehearsal.test/post/{key}").text
    assert "Flu shots" not in shown(rehearsal, "/profile/gus.rehearsal.test").text


def test_what_people_write_stays_text(rehearsal: Rehearsal) -> None:
    say(rehearsal, "<script>alert(1)</script> https://example.org/?a=1&b='\"")
    page = shown(rehearsal).text
    assert "<script" not in page
    assert "St. &lt;Mary&gt;" in page
    assert 'href="https://example.org/?a=1&amp;b="' in page


def test_a_page_may_load_nothing_from_elsewhere_and_run_nothing(rehearsal: Rehearsal) -> None:
    for path in ("/", "/style.css"):
        policy = shown(rehearsal, path).headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "script" not in policy


def test_pictures_are_shown_only_as_pictures(rehearsal: Rehearsal) -> None:
    png = rehearsal.bluesky.repos.add_blob(b"\x89PNG", "image/png")
    page = rehearsal.bluesky.repos.add_blob(b"<script>", "text/html")
    answer = shown(rehearsal, f"/picture/bluesky/{png}")
    assert (answer.content, answer.headers["content-type"]) == (b"\x89PNG", "image/png")
    assert shown(rehearsal, f"/picture/bluesky/{page}").status_code == 404


@pytest.mark.parametrize("path", ["/picture/", "/picture/x", "/nothing", "/rehearsal", "/picture/elsewhere/x"])
def test_there_is_nothing_elsewhere(rehearsal: Rehearsal, path: str) -> None:
    assert shown(rehearsal, path).status_code == 404
