"""The little scripts, in a real browser: pages come from this process, no socket is opened."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from playwright.sync_api import Browser, ConsoleMessage, Page, Route

from bedside.ui.bundle import bundle

POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'"

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("stack")]

SAFE = "Please call us at 555-0142."
DESK = """{% load ui %}<!doctype html>
<html lang="en"><head><title>Desk</title><link rel="stylesheet" href="/ui.css"></head>
<body>
<ul class="rows" data-key-rows>
  <li class="row"><a class="row__link" href="#a">a</a></li>
  <li class="row"><a class="row__link" href="#b">b</a></li>
</ul>
<button type="button" data-key="e" data-key-label="Close" data-open-dialog="sure">Close</button>
<dialog class="dialog" id="sure" aria-label="Sure"><form method="dialog"><button>Yes</button></form></dialog>
<details class="menu"><summary>Menu</summary><div class="menu__body"><a href="#x">Item</a></div></details>
<form class="composer" data-check="/check">
  <div class="composer__sheet">
    <textarea id="words" name="words" aria-label="Reply" data-check-text data-key="r" data-counter="40"></textarea>
  </div>
  <output data-counter-for="words"></output>
  <div data-findings></div>
</form>
{% include "ui/_keys.html" %}
<div id="toasts" data-words-close="Close" data-words-failed="Kept."></div>
<script type="module" src="/ui.js"></script>
</body></html>"""


def judge(form: str) -> str:
    """The fragment of a guard that knows one forbidden word; `form` is the multipart body as sent."""
    words = form.split('name="words"', 1)[1].split("\r\n\r\n", 1)[1].split("\r\n", 1)[0]
    at = words.find("Maria")
    if at < 0:
        return render_to_string(
            "ui/_findings.html", {"verdict": SimpleNamespace(verdict="allow", findings=[], safe=None)}
        )
    name = SimpleNamespace(severity="block", quote="Maria", start=at, end=at + 5, reason="A name.", source="")
    return render_to_string(
        "ui/_findings.html", {"verdict": SimpleNamespace(verdict="block", findings=[name], safe=SAFE)}
    )


def answer(route: Route) -> None:
    """The whole site: a page, its two files and the guard; anything else is cut off."""
    where = route.request.url.removeprefix("http://bedside.example/")
    if where == "desk":
        page = Template(DESK).render(Context())
        route.fulfill(content_type="text/html", body=page, headers={"Content-Security-Policy": POLICY})
    elif where in ("ui.css", "ui.js"):
        kind = where.removeprefix("ui.")
        route.fulfill(content_type={"css": "text/css", "js": "text/javascript"}[kind], body=bundle(kind).body)
    elif where == "check":
        route.fulfill(content_type="text/html", body=judge(route.request.post_data or ""))
    else:
        route.abort()


@pytest.fixture(scope="module")
def browsed(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(10_000)
    page.route("**/*", answer)
    yield page
    page.close()


@pytest.fixture
def desk(browsed: Page) -> Iterator[Page]:
    broken: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            broken.append(message.text)

    browsed.on("console", listen)
    browsed.goto("http://bedside.example/desk")
    browsed.wait_for_load_state("load")
    yield browsed
    browsed.remove_listener("console", listen)
    assert [text for text in broken if "favicon" not in text and "ERR_FAILED" not in text] == []


def test_j_and_k_walk_the_list(desk: Page) -> None:
    for key, where in (("j", "#a"), ("j", "#b"), ("j", "#b"), ("k", "#a")):
        desk.keyboard.press(key)
        assert desk.evaluate("document.activeElement.getAttribute('href')") == where


def test_a_key_does_nothing_while_one_types(desk: Page) -> None:
    desk.keyboard.press("r")
    desk.keyboard.type("je?")
    assert desk.input_value("#words") == "je?"
    assert not desk.locator("dialog[open]").count()


def test_a_key_presses_its_button_and_escape_closes(desk: Page) -> None:
    desk.keyboard.press("e")
    assert desk.locator("#sure").is_visible()
    desk.keyboard.press("Escape")
    assert not desk.locator("#sure").is_visible()


def test_the_list_of_keys_names_what_this_page_has_and_can_switch_them_off(desk: Page) -> None:
    desk.keyboard.press("?")
    assert desk.locator("#keys dt").all_inner_texts() == ["j", "k", "Enter", "e", "r", "?"]
    assert "Close" in desk.locator("#keys dd").all_inner_texts()
    desk.uncheck("[data-keys-switch]")
    desk.keyboard.press("Escape")
    desk.keyboard.press("e")
    assert not desk.locator("#sure").is_visible()
    desk.evaluate("localStorage.clear()")


def test_findings_underline_their_words_past_an_emoji_and_alt_enter_takes_the_safe_wording(desk: Page) -> None:
    desk.fill("#words", "Hi 👋 Maria, sorry about the wait at the clinic")
    desk.wait_for_selector("mark.finding", state="attached")
    assert desk.locator("mark.finding").all_text_contents() == ["Maria"]
    assert "cannot be sent" in desk.inner_text("[data-findings]")
    assert desk.locator("output").get_attribute("class") == "counter--over"
    desk.focus("#words")
    desk.keyboard.press("Alt+Enter")
    assert desk.input_value("#words") == SAFE
    desk.wait_for_selector("[data-verdict=allow]")
    assert desk.locator("mark.finding").count() == 0


def test_a_menu_closes_by_escape_and_gives_the_focus_back(desk: Page) -> None:
    desk.click("summary")
    assert desk.locator("details.menu").get_attribute("open") is not None
    desk.keyboard.press("Escape")
    assert desk.locator("details.menu").get_attribute("open") is None
    assert desk.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_failed_request_says_that_the_text_is_kept(desk: Page) -> None:
    desk.evaluate("document.body.dispatchEvent(new CustomEvent('htmx:responseError', {bubbles: true}))")
    assert desk.inner_text(".toast span") == "Kept."
    desk.click(".toast button")
    assert desk.locator(".toast").count() == 0
