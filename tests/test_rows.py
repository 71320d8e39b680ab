"""Whose rows: written by their own domain alone, read with the hospital named, as far as the source shows it."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db.models import Model
from django.db.models.signals import post_delete, pre_save

from bedside.kit import queue
from bedside.organizations import fences
from tests.source import PACKAGE, domain_of, own_models, sources, where

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
    "organizations/models/people.py": "Django's own manager of users",
    "organizations/commands.py": "the first account of a new machine, before there is anybody to ask",
    "web/rotation.py": "seals every sealed column anew; the same words under another key",
    "web/demo/fill.py": "a year that has passed is written as it was, not asked for again",
    "web/demo/reviews.py": "answers of the past are written as they were, not sent again",
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
FENCES = {("organizations/queries/people.py", "Member")}


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


def test_the_lint_sees_a_row_written_by_another_domain() -> None:
    """The tests' own test: a domain that writes another's row, and a job nobody registered."""
    tree = ast.parse("Post.objects.filter(organization=o).update(state='sent')\nqueue.defer('inbox.nothing')")
    ((_node, model, names),) = rooted(tree)
    assert (domain_of(model), set(names) & CHANGES) == ("publishing", {"update"})
    assert "inbox.nothing" not in queue.jobs
