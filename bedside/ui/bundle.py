"""The one stylesheet and the one script a page loads, joined from the small files in `static/ui`."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent / "static" / "ui"

# The layers' order, then every component by name: a new component is a file and nothing else.
_LAYERS = "@layer reset, tokens, base, layout, components, print;\n"
_FIRST = ("tokens", "base", "layout")
_LAST = ("print",)


@dataclass(frozen=True)
class Bundle:
    kind: str  # "css" or "js"
    body: bytes
    packed: bytes  # gzip
    digest: str


def _styles() -> str:
    folder = HERE / "css"
    names = [path.stem for path in sorted(folder.glob("*.css"))]
    middle = [name for name in names if name not in _FIRST + _LAST]
    return _LAYERS + "\n".join((folder / f"{name}.css").read_text() for name in (*_FIRST, *middle, *_LAST))


def _scripts() -> str:
    # A block a file: declarations in a module's block stay in it, so files cannot trip over each other's names.
    return "\n".join(f"{{\n{path.read_text()}\n}}" for path in sorted((HERE / "js").glob("*.js")))


@cache
def bundle(kind: str) -> Bundle:
    """The joined file of this kind ("css" or "js"), read once a process; raises KeyError for another kind."""
    body = {"css": _styles, "js": _scripts}[kind]().encode()
    return Bundle(kind, body, gzip.compress(body, mtime=0), hashlib.sha256(body).hexdigest()[:12])
