"""WCAG 2.2, 1.4.3 (text, 4.5:1) and 1.4.11 (edges and focus, 3:1), computed from the tokens themselves."""

import re

import pytest

from bedside.ui.bundle import HERE

SOURCE = (HERE / "css" / "tokens.css").read_text()
COLOR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})\s*;")

SURFACES = ("canvas", "surface", "sunken", "hover")
TEXT = [
    *((ink, surface) for ink in ("ink", "ink-soft", "ink-faint", "link") for surface in SURFACES),
    *((f"{tone}-ink", f"{tone}-soft") for tone in ("accent", "coral", "danger", "note", "good")),
    *((f"{tone}-ink", surface) for tone in ("accent", "coral", "danger", "note", "good") for surface in SURFACES),
    *((f"hue-{number}", f"hue-{number}-soft") for number in range(1, 7)),
    *((f"hue-{number}", "surface") for number in range(1, 7)),
    *((tone, "surface") for tone in ("coral", "danger", "good")),
    *((fill, "accent-text") for fill in ("accent", "accent-strong")),
    *((fill, "danger-text") for fill in ("danger-fill", "danger-strong")),
    ("coral", "coral-text"),
    ("ink", "marker"),
    ("ink", "accent-soft"),
    ("ink", "danger-soft"),
    ("ink-soft", "accent-soft"),
    ("ink-soft", "danger-soft"),
    ("surface", "ink-soft"),
    ("canvas", "ink"),
]
EDGES = [
    *(
        (edge, surface)
        for edge in ("edge", "focus", "accent", "coral", "danger", "note", "good")
        for surface in SURFACES
    ),
    ("focus", "accent-soft"),
    ("focus", "danger-soft"),
    ("danger-fill", "surface"),
    ("danger-fill", "canvas"),
    ("danger", "danger-soft"),
    ("coral", "coral-soft"),
    ("note", "note-soft"),
]


def _block(head: str) -> dict[str, str]:
    start = SOURCE.index("{", SOURCE.index(head))
    return dict(COLOR.findall(SOURCE[start : SOURCE.index("}", start)]))


THEMES = {
    "light": _block('  :root,\n  :root[data-theme="light"]'),
    "dark": _block('  :root[data-theme="dark"] {\n    --'),
}


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_can_be_read(theme: str) -> None:
    colors = THEMES[theme]
    faint = {pair: round(contrast(colors[pair[0]], colors[pair[1]]), 2) for pair in TEXT}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_every_edge_can_be_seen(theme: str) -> None:
    colors = THEMES[theme]
    faint = {pair: round(contrast(colors[pair[0]], colors[pair[1]]), 2) for pair in EDGES}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 3} == {}


def test_dark_by_the_system_is_dark_by_choice() -> None:
    assert _block(':root:not([data-theme="light"])') == THEMES["dark"]


def test_light_and_dark_name_the_same_tokens() -> None:
    assert THEMES["light"].keys() == THEMES["dark"].keys()


def test_no_component_brings_a_color_of_its_own() -> None:
    own = {
        path.name: found
        for path in (HERE / "css").glob("*.css")
        if path.name not in ("tokens.css", "print.css")
        and (found := [color for color in re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text()) if color != "#fff"])
    }
    assert own == {}


def test_every_token_used_is_defined() -> None:
    defined = set(re.findall(r"--([\w-]+):", "".join(path.read_text() for path in (HERE / "css").glob("*.css"))))
    used = {name for path in (HERE / "css").glob("*.css") for name in re.findall(r"var\(--([\w-]+)", path.read_text())}
    assert used - defined == set()
