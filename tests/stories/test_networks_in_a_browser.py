"""Networks as an administrator lives them: signing in on a network's own page, trying it, bringing in the last year."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("stack")]


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["wide", "phone"])
def admin(request: pytest.FixtureRequest, browser: Browser, demo: Stack) -> Iterator[Page]:
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, base_url=demo.url)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Email").fill(demo.people["administrator"])
    page.get_by_label("Password", exact=True).fill(demo.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    yield page
    context.close()


def account(page: Page, label: str) -> None:
    page.goto("/w/larkspur/accounts/")
    page.get_by_role("link", name=re.compile(f"^{label} ·")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(label)


@pytest.mark.parametrize("label", ["X", "Mastodon", "Facebook"])
def test_signing_in_again_on_the_network_s_own_page(admin: Page, label: str) -> None:
    account(admin, label)
    admin.get_by_role("link", name="Reconnect").click()
    admin.get_by_role("button", name=f"Go to {label}").click()
    admin.get_by_role("link", name=f"Sign in at {label}").click(timeout=15_000)
    expect(admin.get_by_text("Rehearsal").first).to_be_visible()
    admin.get_by_role("link", name="Allow").click()
    expect(admin).to_have_url(re.compile("/w/larkspur/accounts/"))
    row = admin.locator("#health li", has=admin.get_by_role("link", name=re.compile(f"^{label} ·")))
    expect(row.first).to_contain_text("well", timeout=20_000)


def test_an_account_is_tried_and_its_past_brought_in(admin: Page) -> None:
    account(admin, "Mastodon")
    admin.get_by_role("button", name="Try it now").click()
    expect(admin.locator("#state")).to_contain_text("The sign-in is accepted", timeout=20_000)
    admin.get_by_role("button", name=re.compile("Bring in")).click()
    expect(admin.locator("#state")).to_contain_text("Brought in", timeout=30_000)
