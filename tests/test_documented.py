"""What the product has, its documents name: settings, commands, networks, kinds of entries, permissions."""

import ast
import dataclasses
import re
from pathlib import Path

from bedside.audit.sentences import SENTENCES
from bedside.channels.networks import NETWORKS
from bedside.cli import COMMANDS
from bedside.environment import Environment
from bedside.kit import queue
from tests import guard_page, networks
from tests.source import called, sources

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"
SETTINGS = {f"BEDSIDE_{field.name.upper()}" for field in dataclasses.fields(Environment)}


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    page = (REFERENCE / "settings.md").read_text()
    named = {name.removesuffix("_FILE") for name in re.findall(r"BEDSIDE_[A-Z_]*[A-Z]", page)}
    outside = {"BEDSIDE_CACHE", "BEDSIDE_CHROMIUM", "BEDSIDE_REQUIRE_PDS", "BEDSIDE_TEST_WORKERS"}  # of the tests
    assert SETTINGS - named == set()
    assert named - SETTINGS - outside == set()


def test_no_setting_is_read_around_the_environment() -> None:
    """One class reads them, so that one page can name them."""
    wrong = []
    for path, tree in sources():
        if path.name in ("environment.py", "supervisor.py"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) in ("os.environ.get", "os.getenv"):
                wrong += [f"{path.name}:{node.lineno}"] if "'BEDSIDE_" in ast.unparse(node) else []
    assert wrong == []


def test_every_command_is_documented() -> None:
    page = (REFERENCE / "commands.md").read_text()
    assert [name for name in COMMANDS if not re.search(rf"`{name}\b", page)] == []


def test_the_table_of_networks_is_what_they_declare() -> None:
    assert networks.PATH.read_text() == networks.table(), "Run: python -m tests.networks"


def test_the_page_of_the_guard_is_what_its_checks_say_and_the_bench_measured() -> None:
    assert guard_page.PATH.read_text() == guard_page.page(), "Run: python -m tests.guard_page"


def test_every_network_says_how_it_works() -> None:
    missing = []
    for name in NETWORKS:
        page = ROOT / name.replace(".", "/") / "README.md"
        if not page.exists() or len(page.read_text()) < 200:
            missing.append(str(page.relative_to(ROOT)))
    assert missing == []


def recorded() -> dict[str, str]:
    """Kind -> where it is recorded or told."""
    found = {}
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) in ("audit.record", "actions.record", "record", "tell"):
                for kind in _kinds(node.args[0], tree):
                    found[kind] = f"{path.name}:{node.lineno}"
    return found


def _kinds(node: ast.expr, tree: ast.Module) -> list[str]:
    """The kinds a first argument may be: a text, either of two, or a name set to one of them just above."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return [*_kinds(node.body, tree), *_kinds(node.orelse, tree)]
    if isinstance(node, ast.Name):
        return [
            kind
            for each in ast.walk(tree)
            if isinstance(each, ast.Assign)
            and any(isinstance(to, ast.Name) and to.id == node.id for to in each.targets)
            for kind in _kinds(each.value, tree)
        ]
    return []


def test_every_kind_of_entry_has_its_sentence_and_every_sentence_its_entry() -> None:
    kinds = {kind for kind in recorded() if "." in kind}
    assert len(kinds) > 40
    assert kinds - set(SENTENCES) == set()
    assert set(SENTENCES) - kinds == set()


def test_every_job_says_what_it_does_by_its_name() -> None:
    assert all(re.fullmatch(r"[a-z]+\.[a-z_]+", name) for name in queue.jobs)


def test_every_picture_and_page_that_a_document_names_is_there() -> None:
    missing = []
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "bedside").glob("*/README.md")]:
        targets = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text())
        missing += [f"{page.relative_to(ROOT)} -> {name}" for name in targets if not (page.parent / name).exists()]
    assert missing == []
