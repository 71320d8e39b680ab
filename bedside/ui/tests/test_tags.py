from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from lucide import IconDoesNotExist

from bedside.ui import instants
from bedside.ui.templatetags.ui import avatar, icon, initials, tone

NOW = datetime(2026, 3, 4, 20, 5, tzinfo=UTC)
CHICAGO = ZoneInfo("America/Chicago")


def draw(source: str, **context: object) -> str:
    with timezone.override(CHICAGO):
        return Template("{% load ui %}" + source).render(Context({"at": NOW, **context}))


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=3), "3 h ago"),
        (timedelta(days=6, hours=23), "6 days ago"),
        (timedelta(days=7), "Feb 25"),
        (timedelta(days=100), "Nov 24, 2025"),
        (-timedelta(seconds=20), "in a moment"),
        (-timedelta(hours=20), "in 20 h"),
        (-timedelta(days=8), "Mar 12"),
    ],
)
def test_an_instant_is_relative_up_to_a_week(length: timedelta, words: str) -> None:
    assert instants.relate(NOW - length, at=NOW, zone=CHICAGO) == words


def test_the_date_is_the_hospitals_own_day() -> None:
    just_past_midnight_in_utc = datetime(2026, 1, 2, 3, 0, tzinfo=UTC)
    assert instants.relate(just_past_midnight_in_utc, at=NOW, zone=CHICAGO) == "Jan 1"
    assert instants.relate(just_past_midnight_in_utc, at=NOW, zone=ZoneInfo("UTC")) == "Jan 2"


def test_the_whole_instant_stands_behind_the_short_one() -> None:
    html = draw("{% when instant %}", instant=NOW - timedelta(minutes=5))
    assert 'datetime="2026-03-04T20:00:00+00:00"' in html
    assert 'title="Wednesday, March 4, 2026, 2:00 PM CST"' in html
    assert ">5 min ago</time>" in html


def test_no_instant_shows_the_words_for_none() -> None:
    assert draw("{% when none words %}", none=None, words="never & not yet") == "never &amp; not yet"


@pytest.mark.parametrize(
    ("started", "due", "met", "state", "words"),
    [
        (60, 60, None, "ok", "1 h left"),
        (60, 8, None, "soon", "8 min left"),
        (60, -5, None, "late", "5 min over"),
        (60, 5, -1, "met", "answered in time"),
        (60, -30, -10, "late", "answered 20 min late"),
    ],
)
def test_a_clock_says_how_the_target_stands(started: int, due: int, met: int | None, state: str, words: str) -> None:
    html = draw(
        "{% clock due started=started met=met %}",
        started=NOW - timedelta(minutes=started),
        due=NOW + timedelta(minutes=due),
        met=None if met is None else NOW + timedelta(minutes=met),
    )
    assert f"clock--{state}" in html
    assert f">{words}</time>" in html


def test_no_target_shows_no_clock() -> None:
    assert draw("{% clock none %}", none=None).strip() == ""


def test_an_icon_is_hidden_or_has_a_name() -> None:
    assert 'aria-hidden="true"' in icon("inbox")
    labelled = icon("inbox", label='The "inbox"')
    assert 'role="img"' in labelled
    assert 'aria-label="The &quot;inbox&quot;"' in labelled
    assert "aria-hidden" not in labelled


def test_an_unknown_icon_is_an_error_not_a_blank() -> None:
    with pytest.raises(IconDoesNotExist):
        icon("no-such-icon")


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ana María Ruiz", "AR"), ("Ben", "B"), ("@cedar_valley", "C"), ("", "?"), ("李 小龍", "李小"), ("!!", "?")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_an_avatar_keeps_its_hue_and_escapes_its_name() -> None:
    assert avatar("Maya Torres") == avatar("Maya Torres")
    assert "<b>" not in avatar("<b> <i>")


def test_a_tone_is_quiet_for_what_it_does_not_know() -> None:
    assert (tone("critical"), tone("block"), tone("sent"), tone("whatever")) == ("danger", "coral", "good", "")


def test_a_chip_escapes_what_it_says() -> None:
    assert "&lt;script&gt;" in draw('{% chip words tone="note" icon="eye-off" %}', words="<script>")


def test_the_theme_comes_from_the_cookie_and_only_known_ones_count() -> None:
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = "dark"
    assert draw("{% theme %}", request=request) == "dark"
    request.COOKIES["theme"] = '"><script>'
    assert draw("{% theme %}", request=request) == ""
    assert draw("{% theme %}") == ""


def test_a_title_is_written_once() -> None:
    html = draw("{% block title %}Inbox{% endblock %}")
    assert html == "Inbox"
    page = Template("{% extends base %}{% block title %}Inbox{% endblock %}")
    base = Template('{% load ui %}<title>{% block title %}{% endblock %}</title><h1>{% again "title" %}</h1>')
    assert page.render(Context({"base": base})) == "<title>Inbox</title><h1>Inbox</h1>"
