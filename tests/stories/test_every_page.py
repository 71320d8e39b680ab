"""Every page, as everybody meets it: accessible, valid, quiet in the console, asking nobody else for anything."""

import re
import warnings
from collections.abc import Iterator
from typing import Any

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("stack")]

WORKSPACE = (
    "",
    "inbox/",
    "inbox/?view=closed",
    "inbox/{conversation}/",
    "inbox/reviews/",
    "inbox/measures/",
    "publish/",
    "publish/?view=week",
    "publish/?view=list",
    "publish/new/",
    "publish/{post}/",
    "publish/{post}/edit/",
    "publish/{post}/pictures/",
    "incidents/",
    "incidents/new/",
    "incidents/{incident}/",
    "incidents/{incident}/assessment/",
    "accounts/",
    "accounts/{account}/",
    "accounts/{account}/reconnect/",
    "accounts/connect/bluesky/",
    "accounts/connect/facebook/",
    "accounts/connect/google/",
    "accounts/connect/linkedin/",
    "accounts/connect/mastodon/",
    "accounts/connect/newsletter/",
    "accounts/connect/wordpress/",
    "accounts/connect/x/",
    "people/",
    "people/{member}/",
    "settings/",
    "settings/keys/",
    "audit/",
    "guard/etiquette/",
    "guard/requests/",
    "guard/policy/",
    "guard/policy/{version}/",
    "guard/readers/",
)
PERSONAL = ("/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/sessions/", "/accounts/password/change/")
PUBLIC = (
    "/accounts/login/",
    "/accounts/password/reset/",
    "{hub}",
    "{hub}posts/{page}/",
    "{hub}topics/{topic}/",
    "{hub}privacy/",
)
SIZES = ((1440, 900, "light"), (390, 844, "dark"))


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: f"{size[0]}-{size[2]}")
def window(request: pytest.FixtureRequest, browser: Browser, demo: Stack) -> Iterator[Page]:
    """A signed-in page that has every role between the two of them; first wide and light, then a phone and dark."""
    width, height, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, base_url=demo.url, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(demo.people["communications"])
    page.get_by_label("Password", exact=True).fill(demo.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/w/**")
    yield page
    context.close()


def first(page: Page, path: str, pattern: str) -> str:
    page.goto(path)
    found = re.search(pattern, page.content())
    assert found, f"{path} shows nothing that fits {pattern}"
    return found.group(1)


def test_every_page_is_accessible_valid_and_keeps_to_itself(window: Page, demo: Stack) -> None:
    base = "/w/larkspur/"
    facts = {
        "hub": "/h/larkspur/",
        "account": first(window, f"{base}accounts/", r"/accounts/(\d+)/\">Mastodon"),
        "conversation": first(window, f"{base}inbox/?view=all", r"/inbox/(\d+)/"),
        "incident": first(window, f"{base}incidents/", r"/incidents/(\d+)/"),
        "post": first(window, f"{base}publish/?view=list&state=draft", r"/publish/(\d+)/"),
        "member": first(window, f"{base}people/", r"/people/(\d+)/"),
        "version": first(window, f"{base}guard/policy/", r"/guard/policy/(\d+)/"),
        "page": first(window, "/h/larkspur/", r"/h/larkspur/posts/([a-z0-9-]+)/"),
        "topic": first(window, "/h/larkspur/", r"/h/larkspur/topics/([a-z0-9-]+)/"),
    }
    paths = [base + path for path in WORKSPACE] + list(PERSONAL) + list(PUBLIC)
    troubles: list[str] = []
    heard: list[str] = []
    window.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    window.on("pageerror", lambda error: heard.append(str(error)))
    window.on("request", lambda asked: heard.append(asked.url) if not _own(asked.url, demo) else None)
    for path in (path.format(**facts) for path in paths):
        heard.clear()
        answer = window.goto(path)
        window.wait_for_load_state("load")
        if answer is None or answer.status >= 400:
            troubles.append(f"{path}: {answer.status if answer else 'no answer'}")
            continue
        troubles += [f"{path}: {said}" for said in heard]
        troubles += [f"{path}: {violation}" for violation in violations(window)]
        troubles += [f"{path}: {fault}" for fault in faults(answer.text())]
        if overflow := window.evaluate("document.documentElement.scrollWidth - innerWidth"):
            troubles.append(f"{path}: {overflow} pixels wider than the window")
        nameless = window.evaluate("document.title.trim() === '' || !document.querySelector('h1')")
        if nameless:
            troubles.append(f"{path}: no title or no h1")
    assert not troubles, "\n".join(troubles)


def _own(url: str, demo: Stack) -> bool:
    return url.startswith((demo.url, "data:", "blob:", "about:"))


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA."""
    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    }
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {one['help']} ({'; '.join(node['html'][:120] for node in one['nodes'][:3])})" for one in found
    ]


def faults(html: str) -> list[str]:
    """What an HTML parser stumbles over, and ids used twice."""
    parser = html5lib.HTMLParser()  # type: ignore[no-untyped-call]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = parser.parse(html)  # type: ignore[no-untyped-call]
    stumbled = [f"line {place[0]}: {code} {data}" for place, code, data in parser.errors]
    ids = [element.get("id") for element in tree.iter() if isinstance(element.tag, str) and element.get("id")]
    return stumbled + [f"id {one!r} is used twice" for one in sorted({one for one in ids if ids.count(one) > 1})]
