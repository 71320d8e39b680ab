"""The product's own source, read: every file with its tree, every model with its domain, and the domains' order."""

import ast
import tomllib
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "bedside"
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]

#: Domain -> how high it stands; two of the same height are siblings.
HEIGHT = {
    name.strip(): height
    for height, level in enumerate(reversed(CONFIG["contracts"][0]["layers"]))
    for name in level.split("|")
}


def may_use(user: str, used: str) -> bool:
    """Whether one domain may use another: itself, or what stands lower."""
    return user == used or HEIGHT[used] < HEIGHT[user]


def domain_of(model: type[Model]) -> str:
    """The domain of a model, or nothing for another package's."""
    head, _, rest = model.__module__.partition(".")
    return rest.partition(".")[0] if head == "bedside" else ""


def own_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if domain_of(model)]


def is_test(path: Path) -> bool:
    return "tests" in path.relative_to(PACKAGE).parts


@cache
def parsed() -> list[tuple[Path, ast.Module]]:
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts and not is_test(path)]
    return [(path, ast.parse(path.read_text(), str(path))) for path in paths]


def sources() -> list[tuple[Path, ast.Module]]:
    """Every file of the product but tests and migrations, with its tree."""
    return parsed()


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(PACKAGE)}:{getattr(node, 'lineno', 0)}"


def called(node: ast.Call) -> str:
    """The dotted name of what is called, as far as it is one: "queue.defer"."""
    return ast.unparse(node.func) if isinstance(node.func, ast.Name | ast.Attribute) else ""
