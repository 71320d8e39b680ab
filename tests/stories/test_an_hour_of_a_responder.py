"""An hour of a responder: thirty conversations by keyboard alone. A key that does nothing fails it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("stack")]

NUMBER = 30


@pytest.fixture
def responder(browser: Browser, demo: Stack) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=demo.url)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Email").fill(demo.people["responder"])
    page.get_by_label("Password", exact=True).fill(demo.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    yield page
    context.close()


def open_a_year_again(page: Page) -> None:
    """The demo's closed conversations, open again: something to work with."""
    page.goto("/w/larkspur/inbox/?view=closed")
    page.locator(".row > input").first.check()
    page.get_by_label("All that match, up to 500").check()
    page.get_by_role("button", name="Open again").click()
    expect(page.locator(".undo")).to_contain_text("again", timeout=60_000)


def press(page: Page, key: str) -> None:
    page.keyboard.press(key)


def settled(page: Page) -> None:
    page.wait_for_load_state("load")
    page.wait_for_function("document.querySelector('[data-key-rows]') !== null")


def test_thirty_conversations_by_keyboard_alone(responder: Page) -> None:
    page = responder
    open_a_year_again(page)
    for number in range(NUMBER):
        page.goto("/w/larkspur/inbox/?view=answered&network=hub")
        settled(page)
        press(page, "j")
        for _step in range(number % 3):
            press(page, "j")
        press(page, "k") if number % 3 else None
        focused = page.locator(".row__link:focus")
        expect(focused).to_have_count(1)
        press(page, "Enter")
        expect(page.locator("#who")).to_be_visible(timeout=20_000)
        settled(page)
        act(page, number)
    press(page, "?")
    keys = page.locator("[data-keys-list] kbd").all_text_contents()
    assert {"j", "k", "Enter", "x", "/", "?"} <= set(keys)


def act(page: Page, number: int) -> None:
    """One of six things to do with the conversation that is open, and its proof."""
    kind = number % 6
    if kind == 0:  # answer
        press(page, "r")
        expect(page.locator("[data-check-text]")).to_be_focused()
        page.keyboard.type("Thank you for asking. The garage is open every day from 6 in the morning.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#thread")).to_contain_text("6 in the morning", timeout=20_000)
    elif kind == 1:  # take it
        press(page, "a")
        expect(page.locator("button[name=take]")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#case")).to_contain_text("has it", timeout=20_000)
    elif kind == 2:  # label it
        press(page, "l")
        expect(page.locator("#label_label")).to_be_focused()
        page.keyboard.type("Parking")
        page.keyboard.press("Enter")
        expect(page.locator("#case .chip--hue-1, #case [class*=chip--hue]").first).to_contain_text(
            "Parking", timeout=20_000
        )
    elif kind == 3:  # snooze it, and bring it back
        press(page, "s")
        expect(page.locator("#snooze_until")).to_be_focused()
        page.keyboard.press("Tab")
        for _part in range(8):
            if page.evaluate("document.activeElement.tagName") == "BUTTON":
                break
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#case")).to_contain_text("Snoozed until", timeout=20_000)
        undo(page)
        expect(page.locator("#case")).not_to_contain_text("Snoozed until")
    elif kind == 4:  # close it
        press(page, "e")
        expect(page.locator("#case")).to_contain_text("Closed by", timeout=20_000)
    else:  # close it with another, by choosing, and take that back
        press(page, "x")
        expect(page.locator(".row > input:checked")).to_have_count(1)
        expect(page.locator(".bulk__bar")).to_be_visible()
        press(page, "e")
        expect(page.locator(".undo")).to_contain_text("Closed 1 conversation", timeout=20_000)
        undo(page)


def undo(page: Page) -> None:
    settled(page)
    press(page, "u")
    expect(page.locator("main")).to_contain_text("Undone: 1 conversation is as it was.", timeout=20_000)
