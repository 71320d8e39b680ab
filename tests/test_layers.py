"""The order of the domains: import-linter's five contracts, each broken once on purpose, and what it cannot see."""

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.db.models import Field, Model

from bedside.kit import queue
from tests.source import CONFIG, HEIGHT, PACKAGE, ROOT, called, domain_of, may_use, own_models, sources, where

CONTRACTS: dict[str, str] = {contract["type"]: contract["name"] for contract in CONFIG["contracts"][2:]}
ORDER, INSIDE = CONFIG["contracts"][0]["name"], CONFIG["contracts"][1]["name"]


# ---- import-linter ---------------------------------------------------------------------------------------------------


def lint(folder: Path) -> tuple[int, str]:
    """import-linter's exit code and words on the package in a folder."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    linter = ROOT / ".venv" / "bin" / "lint-imports"
    command = [shutil.which("lint-imports") or str(linter), "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product's Python files, to be spoiled."""
    folder = tmp_path_factory.mktemp("layers")
    ignored = shutil.ignore_patterns("tests", "static", "templates", "locale", "__pycache__", "*.json")
    shutil.copytree(PACKAGE, folder / "bedside", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_five_contracts_are_kept() -> None:
    assert len(CONFIG["contracts"]) == 5
    code, said = lint(ROOT)
    assert code == 0, said


BREACHES = [
    (ORDER, "audit/actions.py", "from bedside.inbox import rules"),
    (ORDER, "publishing/rules.py", "from bedside.inbox import rules"),
    (ORDER, "kit/times.py", "import bedside.organizations.rules"),
    (INSIDE, "publishing/queries.py", "from bedside.publishing import actions"),
    (INSIDE, "inbox/api.py", "from bedside.inbox import tasks"),
    (INSIDE, "audit/rules.py", "from bedside.audit import models"),
    (CONTRACTS["forbidden"], "guard/checks/ssn.py", "import django.db"),
    (CONTRACTS["forbidden"], "inbox/rules.py", "from bedside.kit import queue"),
    (CONTRACTS["protected"], "inbox/queries/conversations.py", "from bedside.channels.networks.hub import connector"),
    (CONTRACTS["protected"], "publishing/actions/mending.py", "from bedside.channels import registry"),
    (
        CONTRACTS["independence"],
        "channels/networks/hub/connector.py",
        "import bedside.channels.networks.bluesky.facets",
    ),
]


@pytest.mark.parametrize(("contract", "file", "line"), BREACHES, ids=lambda value: str(value).partition(":")[0][:34])
def test_a_contract_that_is_broken_is_seen(copy: Path, contract: str, file: str, line: str) -> None:
    spoiled = copy / "bedside" / file
    before = spoiled.read_text()
    spoiled.write_text(f"{before}\n\ndef spoiled() -> None:\n    {line}\n")
    try:
        code, said = lint(copy)
    finally:
        spoiled.write_text(before)
    assert code == 1, said
    assert f"{contract} BROKEN" in said


def test_every_contract_is_broken_once() -> None:
    assert {contract for contract, _file, _line in BREACHES} == {one["name"] for one in CONFIG["contracts"]}


# ---- the order, for what import-linter cannot see --------------------------------------------------------------------


def keys() -> Iterator[tuple[type[Model], "Field[object, object]", type[Model]]]:
    """Every foreign key of the product, those given as strings too: Django has resolved them."""
    for model in own_models():
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            if isinstance(field.related_model, type):
                yield model, field, field.related_model


def test_every_domain_has_its_place_in_the_order() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert folders == set(HEIGHT) - {"wiring"}


def test_every_key_points_down() -> None:
    wrong = [
        f"{model._meta.label}.{field.name} -> {target._meta.label}"
        for model, field, target in keys()
        if domain_of(target) and not may_use(domain_of(model), domain_of(target))
    ]
    assert wrong == []


def test_a_key_to_another_domain_leaves_no_name_there() -> None:
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model, field, target in keys()
        if domain_of(model) != domain_of(target)
        and not str(getattr(field.remote_field, "related_name", "") or "").endswith("+")
    ]
    assert wrong == []


TEMPLATE = re.compile(r"""{%-?\s*(?:extends|include)\s+["']([^"'#]+)""")
LOADED = re.compile(r"{%\s*load\s+([^%]+)%}")
FOREIGN = ("account/", "mfa/", "usersessions/", "allauth/", "socialaccount/")


@cache
def owners() -> dict[str, str]:
    """Template name -> the domain whose folder holds it."""
    found = {}
    for path in PACKAGE.glob("*/templates/**/*"):
        if path.is_file():
            domain = path.relative_to(PACKAGE).parts[0]
            found[str(path.relative_to(PACKAGE / domain / "templates"))] = domain
    return found


@cache
def tag_owners() -> dict[str, str]:
    return {path.stem: path.relative_to(PACKAGE).parts[0] for path in PACKAGE.glob("*/templatetags/*.py")}


def test_no_template_is_taken_from_a_sibling_or_from_above() -> None:
    wrong = []
    for path in sorted(PACKAGE.glob("*/templates/**/*.html")):
        domain, source = path.relative_to(PACKAGE).parts[0], path.read_text()
        for name in TEMPLATE.findall(source):
            owner = owners().get(name, "" if name.startswith(FOREIGN) else "nobody")
            if owner and (owner == "nobody" or not may_use(domain, owner)):
                wrong.append(f"{path.relative_to(PACKAGE)} takes {name} from {owner}")
        for library in " ".join(LOADED.findall(source)).split():
            owner = tag_owners().get(library, "")
            if owner and not may_use(domain, owner):
                wrong.append(f"{path.relative_to(PACKAGE)} loads {library} from {owner}")
    assert wrong == []


def test_no_view_renders_a_template_of_a_sibling_or_of_above() -> None:
    wrong = []
    for path, tree in sources():
        domain = path.relative_to(PACKAGE).parts[0]
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and ".html" in node.value:
                owner = owners().get(node.value.partition("#")[0])
                if owner and domain in HEIGHT and not may_use(domain, owner):
                    wrong.append(f"{path.relative_to(PACKAGE)}:{node.lineno} renders {node.value}")
    assert wrong == []


# ---- the source, read as a tree --------------------------------------------------------------------------------------


def deferred() -> dict[str, list[str]]:
    """Job -> where its name is deferred."""
    found: dict[str, list[str]] = {}
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) == "queue.defer":
                first = node.args[0]
                name = str(first.value) if isinstance(first, ast.Constant) else f"<{ast.unparse(first)}>"
                found.setdefault(name, []).append(where(path, node))
    return found


def listened() -> dict[str, list[str]]:
    from bedside.audit.actions import listeners

    return dict(listeners)


def test_every_deferred_job_is_registered() -> None:
    names = deferred()
    # The one place that defers a name it does not spell out is the record, which defers what wiring.py listed.
    assert [place.split(":")[0] for place in names.pop("<task>")] == ["audit/actions.py"]
    assert {name: places for name, places in names.items() if name not in queue.jobs} == {}


def test_every_listener_is_registered_and_every_kind_it_hears_is_recorded() -> None:
    assert {kind: jobs for kind, jobs in listened().items() if not set(jobs) <= set(queue.jobs)} == {}
    from bedside.audit.sentences import SENTENCES

    assert set(listened()) - set(SENTENCES) == set()


def test_every_job_is_deferred_heard_or_periodic() -> None:
    from procrastinate.contrib.django import app

    periodic = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    heard = {job for jobs in listened().values() for job in jobs}
    assert set(queue.jobs) - set(deferred()) - heard - periodic == set()


def test_every_job_bears_the_name_of_its_domain() -> None:
    wrong = [
        f"{name} in {job.__module__}"
        for name, job in queue.jobs.items()
        if job.__module__ not in (f"bedside.{name.partition('.')[0]}.tasks", "bedside.kit.queue")
    ]
    assert wrong == []


def test_a_listener_stands_above_or_beside_what_it_hears() -> None:
    """Downward is a call; only upward and sideways is an entry, or a domain's word to itself at once done."""
    wrong = [
        f"{job} hears {kind}"
        for kind, jobs in listened().items()
        for job in jobs
        if HEIGHT[job.partition(".")[0]] < HEIGHT[kind.partition(".")[0]]
    ]
    assert wrong == []


# ---- the house -------------------------------------------------------------------------------------------------------

LONGEST = 400
#: Tables of words or characters, which are data.
TABLES = ("guard/lexicon/",)


def test_no_file_is_longer_than_a_person_reads() -> None:
    long = {
        str(path.relative_to(PACKAGE)): lines
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts
        and not str(path.relative_to(PACKAGE)).startswith(TABLES)
        and (lines := len(path.read_text().splitlines())) > LONGEST
    }
    assert long == {}


CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now", "time.time", "now"}
#: Where the clock may be read, beside views, api, tasks and commands of every domain.
DOORS = (
    "kit/times.py",
    "kit/queue.py",  # runs jobs
    "kit/http.py",  # time limits of calls
    "organizations/doorkeeper.py",  # the API's door
    "channels/networks/",
    "channels/calls/",  # what connectors share
    "inbox/measures_api.py",  # the second file of the inbox's API
    "channels/registry.py",  # notes when a network said how many calls are left
    "channels/rehearsal/",  # plays networks, which have clocks of their own
    "web/",
    "ui/",
)


def is_door(path: Path) -> bool:
    parts, name = path.relative_to(PACKAGE).parts, str(path.relative_to(PACKAGE))
    return name.startswith(DOORS) or (len(parts) > 1 and parts[1].removesuffix(".py") in (
        "views", "api", "tasks", "commands",
    ))  # fmt: skip


def test_the_clock_is_read_by_the_doors_alone() -> None:
    wrong = [
        f"{where(path, node)} {called(node)}()"
        for path, tree in sources()
        if not is_door(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (called(node) in CLOCKS or called(node).endswith(("datetime.now", "time.time")))
    ]
    assert wrong == []


#: Files that speak to a terminal.
SPEAKERS = (
    "cli.py", "supervisor.py", "web/start.py", "web/doctor.py", "web/rotation.py", "web/tour.py", "web/demo/",
)  # fmt: skip


def test_nothing_prints_but_commands() -> None:
    wrong = [
        where(path, node)
        for path, tree in sources()
        if path.name != "commands.py" and not str(path.relative_to(PACKAGE)).startswith(SPEAKERS)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) == "print"
    ]
    assert wrong == []


@pytest.mark.parametrize("domain", sorted(set(HEIGHT) - {"wiring"}))
def test_every_domain_says_what_it_is(domain: str) -> None:
    """Its nouns, its verbs, what it hears, in a page one reads at a glance."""
    page = PACKAGE / domain / "README.md"
    said = page.read_text() if page.exists() else ""
    assert said, f"bedside/{domain}/README.md is missing"
    assert len(said.splitlines()) <= 70
    if domain != "ui":  # which is no domain of the hospital's, and says how to draw
        missing = [word for word in ("nouns", "verbs", "hears") if word not in said.casefold()]
        assert missing == []
