"""The order of the domains: import-linter's five contracts, each broken once on purpose, and what it cannot see."""

import ast
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Field, Model
from django.db.models.signals import post_delete, pre_save

from bedside.kit import queue
from bedside.organizations import fences

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "bedside"
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
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
    (CONTRACTS["protected"], "inbox/queries.py", "from bedside.channels.networks.hub import connector"),
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


# ---- rows ------------------------------------------------------------------------------------------------------------

CREATES = {"create", "bulk_create", "get_or_create", "update_or_create"}
CHANGES = {"update", "delete", "bulk_update"}


def chain(node: ast.expr) -> tuple[ast.expr, list[str]]:
    """The root of a chain of attributes and calls, and their names: Post.objects.filter(…).update(…)."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            names.insert(0, node.attr)
            node = node.value
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            return node, names


def models_named() -> dict[str, type[Model]]:
    named = {model.__name__: model for model in own_models()}
    assert len(named) == len(own_models()), "two models of one name: name them by their domain here"
    return named


def rooted(tree: ast.Module) -> Iterator[tuple[ast.Call, type[Model], list[str]]]:
    """Every outermost call chain that starts at a model's manager."""
    named = models_named()
    inner: set[ast.expr] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node not in inner:
            root, names = chain(node)
            step: ast.expr = node
            while isinstance(step, ast.Call | ast.Attribute | ast.Subscript):
                step = step.func if isinstance(step, ast.Call) else step.value
                inner.add(step)
            if isinstance(root, ast.Name) and root.id in named and "objects" in names:
                yield node, named[root.id], names


#: Files outside a domain's actions that write rows, each with its reason.
WRITERS = {
    "channels/registry.py": "a rotated token is kept at once, whatever happens to the job that got it",
    "channels/networks/hub/connector.py": "the hub's tables are its network",
    "channels/networks/feeds/connector.py": "a feed's entries are its network",
    "channels/networks/newsletter/ledger.py": "issues, letters and subscribers are the newsletter's network",
    "organizations/models.py": "Django's own manager of users",
    "organizations/commands.py": "the first account of a new machine, before there is anybody to ask",
    "web/rotation.py": "seals every sealed column anew; the same words under another key",
    "web/demo/fill.py": "a year that has passed is written as it was, not asked for again",
}


def in_actions(path: Path) -> bool:
    parts = path.relative_to(PACKAGE).parts
    return len(parts) > 1 and parts[1] in ("actions.py", "actions")


def test_rows_are_created_and_changed_only_by_their_own_domain() -> None:
    wrong = []
    for path, tree in sources():
        domain = path.relative_to(PACKAGE).parts[0]
        if str(path.relative_to(PACKAGE)) in WRITERS:
            continue
        for node, model, names in rooted(tree):
            if set(names) & (CREATES | CHANGES) and not (in_actions(path) and domain == domain_of(model)):
                wrong.append(f"{where(path, node)} writes {model._meta.label}")
    assert wrong == []


def test_nobody_saves_or_deletes_outside_actions() -> None:
    """Also where the row is in a variable, which the test above cannot follow."""
    wrong = []
    for path, tree in sources():
        name = str(path.relative_to(PACKAGE))
        if in_actions(path) or name in WRITERS or name.startswith("channels/rehearsal/"):  # which has no rows
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                written = node.func.attr in (CREATES | {"bulk_update"}) or (
                    node.func.attr in ("save", "delete") and not _is_of_a_file(node)
                )
                if written:
                    wrong.append(f"{where(path, node)} {ast.unparse(node)[:60]}")
    assert wrong == []


def _is_of_a_file(node: ast.Call) -> bool:
    """A picture, or a token, or the rehearsal's own state: none of them rows."""
    assert isinstance(node.func, ast.Attribute)
    owner = ast.unparse(node.func.value)
    return owner in ("fresh", "fresh.convert('RGB')", "self", "self.connection", "self._connection", "connection")


def test_the_list_of_writers_holds_nothing_that_is_gone() -> None:
    writing = set()
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                writes = node.func.attr in CREATES | CHANGES | {"save", "create_user"}
                writing |= {str(path.relative_to(PACKAGE))} if writes else set()
    assert set(WRITERS) - writing == set()


@pytest.mark.django_db
def test_rows_in_variables_are_saved_by_their_own_domain_too(jobs: Callable[..., int]) -> None:
    """The whole story, with every save looked at: the nearest line of the product is of the row's own domain."""
    import inspect

    from tests import cast, filled

    wrong = set()

    def look(sender: type[Model], **_signal: object) -> None:
        if not domain_of(sender):
            return
        frame = inspect.currentframe()
        while frame is not None:
            path = Path(frame.f_code.co_filename)
            if path.is_relative_to(PACKAGE) and path.name not in ("models.py", "fields.py"):
                place = str(path.relative_to(PACKAGE))
                own = in_actions(path) and path.relative_to(PACKAGE).parts[0] == domain_of(sender)
                if not own and place not in WRITERS:
                    wrong.add(f"{place}:{frame.f_lineno} saves {sender._meta.label}")
                return
            frame = frame.f_back

    for signal in (pre_save, post_delete):
        signal.connect(look, dispatch_uid="layers")
    try:
        filled.fill(cast.build("riverbend", "Riverbend Community Hospital"), jobs)
    finally:
        for signal in (pre_save, post_delete):
            signal.disconnect(dispatch_uid="layers")
    assert wrong == set()


# ---- querysets -------------------------------------------------------------------------------------------------------

#: Reads of a tenant table that name no organization. Each carries a comment "# fence:" with its reason.
FENCES = {("organizations/queries.py", "Member")}


def scoped(node: ast.Call) -> bool:
    """Whether a chain names the organization anywhere in it: organization=…, organization_id=…, also inside Q(…) or
    a new row. A row reached from another (`post.targets`) was reached through one that did; a row already made
    (`bulk_create([row])`) cannot be without."""
    return (isinstance(node.func, ast.Attribute) and node.func.attr == "bulk_create") or any(
        isinstance(part, ast.keyword) and part.arg in ("organization", "organization_id") for part in ast.walk(node)
    )


def unscoped(path: Path, tree: ast.Module) -> Iterator[tuple[str, str, int, bool]]:
    tenants, lines = set(fences.tenant_tables().values()), path.read_text().splitlines()
    for node, model, names in rooted(tree):
        if model in tenants and not scoped(node) and names[-1] != "none":
            said = lines[node.lineno - 1 : (node.end_lineno or node.lineno)]
            yield (
                str(path.relative_to(PACKAGE)), model.__name__, node.lineno, any("# fence: " in line for line in said)
            )  # fmt: skip


def test_every_read_of_a_hospitals_table_names_the_hospital() -> None:
    found = [one for path, tree in sources() for one in unscoped(path, tree)]
    assert [one for one in found if not one[3]] == []
    assert {(file, model) for file, model, _line, _said in found} == FENCES


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("Post.objects.filter(pk=1)", True),
        ("Post.objects.get(pk=1, organization=o)", False),
        ("Post.objects.select_for_update().filter(organization_id=1).first()", False),
        ("Post.objects.filter(Q(organization=o) | Q(pk=1))", False),
        ("list(Post.objects.all())", True),
        ("Post.objects.create(text='x')", True),
        ("Post.objects.bulk_create([Post(organization=o)])", False),
        ("Organization.objects.filter(slug='x')", False),
        ("Post.objects.filter(state='x').exclude(organization=o)", False),
    ],
)
def test_the_lint_of_querysets_sees_what_it_should(source: str, seen: bool, tmp_path: Path) -> None:
    tenants = set(fences.tenant_tables().values())
    caught = [model for node, model, _names in rooted(ast.parse(source)) if model in tenants and not scoped(node)]
    assert bool(caught) == seen


def test_no_table_is_reached_around_its_manager() -> None:
    """No raw rows, no extra clauses, no SQL that names a hospital's table."""
    tables = re.compile(rf"\b(?:{'|'.join(sorted(fences.tenant_tables()))})\b")
    wrong = []
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr in ("raw", "extra", "_raw_delete") or "_base_manager" in ast.unparse(node.func):
                    wrong.append(where(path, node))
                if node.func.attr in ("execute", "executemany") and tables.search(ast.unparse(node)):
                    wrong.append(where(path, node))
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


def test_the_lint_sees_a_row_written_by_another_domain() -> None:
    """The tests' own test: a domain that writes another's row, and a job nobody registered."""
    tree = ast.parse("Post.objects.filter(organization=o).update(state='sent')\nqueue.defer('inbox.nothing')")
    ((_node, model, names),) = rooted(tree)
    assert (domain_of(model), set(names) & CHANGES) == ("publishing", {"update"})
    assert "inbox.nothing" not in queue.jobs
