"""The main story as people live it: two browsers, live pages, keys; its pictures are those of the tutorial."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("stack")]

PICTURES = Path(__file__).parent.parent.parent / "docs" / "pictures"
NAMED = "We are so happy that our patient Maria Gonzalez went home on March 3 after her knee surgery!"
POST = "Flu shots for the whole valley\n\nOur walk-in clinic gives flu shots this Saturday from 9 to noon."
FIXED = POST.replace("noon", "3 p.m.")
CONFIRMS = "We are sorry your MRI results are late. We looked at your chart and will call you after your visit."
COMPLAINT = "My name is Dana Whitfield, DOB 3/4/1961, and nobody has called me back about my MRI results."
CRISIS = "I can't do this anymore. I want to die and I have the pills right here."


@pytest.fixture
def people(browser: Browser, demo: Stack) -> Iterator[dict[str, Page]]:
    """Each role's own browser, signed in."""
    contexts: list[BrowserContext] = []
    pages: dict[str, Page] = {}
    for role in ("author", "approver", "responder", "privacy officer"):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=demo.url)
        contexts.append(context)
        page = pages[role] = context.new_page()
        page.goto("/")
        page.get_by_label("Email").fill(demo.people[role])
        page.get_by_label("Password", exact=True).fill(demo.password)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", name="Today")).to_be_visible()
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=demo.url)
    contexts.append(context)
    pages["visitor"] = context.new_page()
    yield pages
    for context in contexts:
        context.close()


def picture(page: Page, name: str) -> None:
    """The tutorial's picture, when it is to be made anew."""
    if os.environ.get("BEDSIDE_PICTURES"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png")


def test_the_main_story(people: dict[str, Page], demo: Stack) -> None:
    author, approver, responder = people["author"], people["approver"], people["responder"]
    visitor, officer = people["visitor"], people["privacy officer"]
    picture(responder, "today")

    # A line that names a patient is stopped, while it is written and when it is sent.
    author.get_by_role("link", name="Write a post").first.click()
    author.get_by_label("Text", exact=True).fill(NAMED)
    expect(author.locator("[data-findings]")).to_contain_text("cannot be sent", timeout=10_000)
    picture(author, "held")
    author.get_by_role("button", name="Ask for approval").click()
    expect(author.get_by_role("alert")).to_contain_text("Held")
    expect(author.locator("mark.finding").first).to_be_visible()

    # Mended, it waits for a second person.
    author.get_by_role("link", name="Change the text").click()
    author.get_by_label("Text", exact=True).fill(POST)
    author.get_by_role("button", name="Ask for approval").click()
    expect(author.locator("#state-title")).to_contain_text("waiting")
    path = re.sub(r"^https?://[^/]+", "", author.url)

    # The approver sees it without a reload, reads it, approves it; it goes out.
    expect(approver.get_by_role("link", name="Flu shots for the whole valley")).to_be_visible(timeout=10_000)
    approver.get_by_role("link", name="Flu shots for the whole valley").click()
    approver.get_by_role("button", name=re.compile("Approve for")).click()
    expect(author.locator("#state-title")).to_contain_text("sent", timeout=20_000)
    expect(author.locator("#state")).to_contain_text("Bluesky")
    picture(author, "post")

    # A visitor comments: the details never reach the public page.
    visitor.goto("/h/larkspur/")
    visitor.get_by_role("link", name="Flu shots for the whole valley").click()
    hub = visitor.url
    responder.get_by_role("link", name="Inbox").first.click()
    comment(visitor, "Dana W", COMPLAINT)
    expect(visitor.get_by_role("status").first).to_contain_text("reads your comment before it is shown")
    expect(visitor.locator("body")).not_to_contain_text("Whitfield")
    comment(visitor, "A neighbor", CRISIS)
    expect(visitor.get_by_role("alert")).to_contain_text("988")

    # Both arrive on the open page; the critical one is first and says why.
    first = responder.locator("#list .row").first
    expect(first).to_contain_text("critical", timeout=15_000)
    expect(responder.locator("#list")).to_contain_text("hidden")
    expect(responder.locator("#list")).not_to_contain_text("Whitfield")
    first.get_by_role("link").first.click()
    expect(responder.locator("main")).to_contain_text("988")
    picture(responder, "inbox")
    responder.get_by_role("button", name="I am acting on it").first.click()

    # An answer that confirms a patient is held; the safe wording is taken with one key and goes out.
    responder.get_by_role("link", name="Dana W").first.click()
    box = responder.locator("textarea[data-check-text]")
    box.fill(CONFIRMS)
    expect(responder.locator("[data-findings]")).to_contain_text("cannot be sent", timeout=10_000)
    picture(responder, "answer")
    box.press("Alt+Enter")
    expect(box).not_to_have_value(CONFIRMS)
    responder.get_by_role("button", name=re.compile("^Send")).first.click()
    visitor.goto(hub)
    expect(responder.locator("main")).to_contain_text(re.compile("sent", re.I), timeout=15_000)

    # One action corrects it.
    approver.goto(path)
    approver.get_by_text("Correct it everywhere").click()
    approver.get_by_label("The corrected text").fill(FIXED)
    approver.get_by_label("What was wrong, in one sentence").fill("Flu shots are given until 3 p.m., not noon.")
    approver.get_by_role("button", name="Send the correction").click()
    expect(approver.get_by_text("The correction is on its way")).to_be_visible()
    visitor.goto(hub)
    for _attempt in range(40):
        if "3 p.m." in (visitor.locator("article").text_content() or ""):
            break
        visitor.wait_for_timeout(250)
        visitor.reload()
    expect(visitor.locator("article")).to_contain_text("3 p.m.")
    expect(visitor.locator("article")).to_contain_text("Corrected")

    # And the record proves it.
    officer.get_by_role("link", name="Audit record").first.click()
    officer.get_by_role("link", name="Verify the chain").click()
    expect(officer.locator("main .banner")).to_contain_text("unbroken")
    expect(officer.locator("table")).to_contain_text("Ben Brandt")
    picture(officer, "audit")


def comment(visitor: Page, name: str, text: str) -> None:
    visitor.get_by_label("Your name").fill(name)
    visitor.get_by_label("Your comment or question").fill(text)
    visitor.wait_for_timeout(2_200)  # nobody types this faster
    visitor.get_by_role("button", name="Send comment").click()
