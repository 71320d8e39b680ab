"""Rules every template of every domain keeps, because the Content-Security-Policy would break a page that does not."""

import re
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest
from django.template.loader import get_template

PACKAGE = Path(__file__).resolve().parents[2]
PAGES = sorted(PACKAGE.glob("*/templates/**/*.html"))
OURS = sorted((PACKAGE / "ui" / "templates").glob("**/*.html"))

TAGS = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
FORBIDDEN = {
    "an inline style": re.compile(r"""(?<![\w-])style\s*=\s*["']"""),
    "a <style> element": re.compile(r"<style\b"),
    "an event handler in an attribute": re.compile(r"""(?<![\w-])on[a-z]+\s*=\s*["']"""),
    "code htmx would evaluate": re.compile(r"""hx-on|hx-(?:vals|headers|vars)\s*=\s*["'](?:js|javascript):|hx-vars"""),
    "a javascript: address": re.compile(r"""=\s*["']javascript:"""),
    "something from another host": re.compile(
        r"""<(?:script|link|img|iframe)\b[^>]*(?:src|href)\s*=\s*["'](?:https?:)?//"""
    ),
}
SCRIPT = re.compile(r"<script\b([^>]*)>")
DATA = re.compile(r"""type\s*=\s*["']application/(?:ld\+)?json["']""")


def breaches(source: str) -> list[str]:
    """What in a template's markup a strict policy forbids."""
    bare = TAGS.sub("", source)
    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(bare)]
    # An attribute made by a tag: style="{{ … }}" leaves style="" above; src="{% static %}" leaves src="" here.
    if any("src" not in attributes and not DATA.search(attributes) for attributes in SCRIPT.findall(bare)):
        found.append("a script written into the page")
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PACKAGE)))
def test_a_template_holds_nothing_the_policy_forbids(page: Path) -> None:
    assert breaches(page.read_text()) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="color: red">x</p>',
        "<style>p {}</style>",
        '<button onclick="go()">x</button>',
        '<a href="javascript:go()">x</a>',
        "<script>go()</script>",
        '<script type="module">go()</script>',
        '<div hx-on:click="go()"></div>',
        "<div hx-vals='js:{a: 1}'></div>",
        '<img src="https://tracker.example.com/1.gif">',
        '<p {% if wide %}style="width: {{ width }}"{% endif %}>x</p>',
    ],
)
def test_the_lint_sees_what_it_forbids(markup: str) -> None:
    assert breaches(markup)


def test_the_lint_leaves_plain_markup_alone() -> None:
    assert (
        breaches(
            '{% include "ui/_card.html" with one="1" style="wide" %}<p data-style="x">on = "a"</p>'.replace(
                'on = "a"', ""
            )
        )
        == []
    )
    assert breaches('<script type="application/json">{}</script><script src="{% static "a.js" %}"></script>') == []


def test_every_icon_named_in_a_template_exists() -> None:
    with zipfile.ZipFile(str(files("lucide") / "lucide.zip")) as archive:
        known = {name.removesuffix(".svg") for name in archive.namelist()}
    named = re.compile(r"""{%\s*icon\s+"([^"]+)"|\bicon="([^"]+)\"""")
    missing = {
        (str(page.relative_to(PACKAGE)), name)
        for page in PAGES
        for pair in named.findall(page.read_text())
        if (name := pair[0] or pair[1]) not in known
    }
    assert missing == set()


@pytest.mark.parametrize("page", OURS, ids=lambda page: page.name)
def test_every_template_of_the_design_compiles(page: Path) -> None:
    get_template(str(page.relative_to(PACKAGE / "ui" / "templates")))


def test_the_bundle_knows_every_class_the_cheat_sheet_names() -> None:
    styles = "".join(path.read_text() for path in (PACKAGE / "ui" / "static" / "ui" / "css").glob("*.css"))
    sheet = (PACKAGE / "ui" / "README.md").read_text()
    examples = [name for value in re.findall(r'class="([^"{]+)"', sheet) for name in value.split()]
    assert examples
    assert [name for name in examples if f".{name}" not in styles] == []
