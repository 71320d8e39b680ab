"""Work is bounded by the shape of the patterns: counted in their parse trees, not measured in seconds."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants, _parser  # type: ignore[attr-defined, unused-ignore]  # the cache of mypy decides

import pytest

from bedside.guard import check, checks, redact

HOSTILE = (
    "1",
    "5-",
    "a@",
    "a.",
    "five ",
    "your ",
    "Mr. A",
    "(01)",
    "Maria ",
    "you were ",
    "::",
    "http://",
    "$1 ",
    "he ",
    "12/",
)


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled pattern of every check."""
    for module in pkgutil.iter_modules(checks.__path__):
        for name, value in vars(importlib.import_module(f"{checks.__name__}.{module.name}")).items():
            for pattern in value if isinstance(value, tuple) else (value,):
                if isinstance(pattern, re.Pattern):
                    yield f"{module.name}.{name}", pattern


def endless_depth(node: object) -> int:
    """How deep unbounded repetitions nest; two is where backtracking turns exponential."""
    if isinstance(node, tuple) and len(node) == 2 and node[0] in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
        _low, high, inner = node[1]
        return endless_depth(inner) + (1 if high == _constants.MAXREPEAT else 0)
    if isinstance(node, _parser.SubPattern):
        return max(map(endless_depth, node.data), default=0)
    if isinstance(node, tuple | list):
        return max(map(endless_depth, node), default=0)
    return 0


def test_no_pattern_nests_unbounded_repetition() -> None:
    found = [(name, endless_depth(_parser.parse(pattern.pattern, pattern.flags))) for name, pattern in patterns()]
    assert len(found) > 60
    assert [name for name, depth in found if depth > 1] == []


def test_the_measure_itself_sees_a_bad_pattern() -> None:
    assert endless_depth(_parser.parse(r"(?:a+b?)+c")) == 2


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_repetition_comes_to_an_end(piece: str) -> None:
    text = piece * (4_000 // len(piece))
    for finding in check(text, kind="reply", inbound=text).findings:
        assert text[finding.start : finding.end] == finding.quote
    assert all(span.end <= len(text) for span in redact(text).spans)
