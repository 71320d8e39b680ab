"""Looking at pages as a browser and a screen reader would."""

from typing import Any
from xml.etree.ElementTree import Element

import html5lib


def read(response: Any) -> Element:
    tree: Element = html5lib.parse(  # type: ignore[no-untyped-call]
        response.content.decode(), namespaceHTMLElements=False
    )
    return tree


def words(element: Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def all_of(page: Element, tag: str, name: str) -> list[Element]:
    """Elements of a tag that carry a class."""
    return [one for one in page.iter(tag) if name in one.get("class", "").split()]


def by_id(page: Element, name: str) -> Element | None:
    return next((one for one in page.iter() if one.get("id") == name), None)
