"""Fixtures every test may use: the cast, and the loopback that sockets are kept to."""

import copy
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.plugin import DjangoDbBlocker

    from tests.cast import Hospital
    from tests.filled import Both, Filled


@pytest.fixture(autouse=True)
def only_loopback(socket_enabled: None) -> Iterator[None]:
    """No test reaches beyond this machine."""
    import pytest_socket

    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
    yield
    pytest_socket._remove_restrictions()


@pytest.fixture(autouse=True)
def nobody_inside() -> Iterator[None]:
    """The next test starts with nobody's rows open; the database's side of it goes with the test's transaction."""
    yield
    from bedside.organizations import tenancy

    tenancy._current.set(None)


@pytest.fixture
def riverbend(db: None):  # type: ignore[no-untyped-def]
    from tests import cast

    return cast.build("riverbend", "Riverbend Community Hospital")


@pytest.fixture
def hillcrest(db: None):  # type: ignore[no-untyped-def]
    """Another hospital on the same machine; its rows are closed when the test begins."""
    from bedside.organizations import tenancy
    from tests import cast

    before = tenancy.current()
    made = cast.build("hillcrest", "Hillcrest Medical Center")
    tenancy.announce(before)
    return made


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """A Chromium of this machine; the tests that need one are skipped, with the reason, where there is none."""
    from tests import browser

    path = browser.find()
    if path is None:
        pytest.skip("no Chromium on this machine (bin/test tries to install one)")
    return {"executable_path": path, "args": browser.ARGUMENTS}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """The demo hospital, running as its own processes."""
    from tests.stack import Stack

    stack = Stack(tmp_path_factory.mktemp("demo") / "home", ("--demo",)).start()
    yield stack
    stack.stop()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> "Iterator[Both]":
    """Both hospitals with a row in every table, made once for a module; no test there may ask for `db` itself."""
    from django.db import transaction

    from tests import cast, filled
    from tests.databases import run_jobs

    with django_db_blocker.unblock(), transaction.atomic():
        theirs = cast.build("hillcrest", "Hillcrest Medical Center")
        ours = cast.build("riverbend", "Riverbend Community Hospital")
        yield filled.fill_both(ours, theirs, run_jobs)
        transaction.set_rollback(True)


@pytest.fixture
def both(world: "Both", django_db_blocker: "DjangoDbBlocker") -> "Iterator[Both]":
    """The world as it was made, with Riverbend entered; whatever the test does to it is taken back."""
    from django.db import transaction

    from bedside.organizations import tenancy

    with django_db_blocker.unblock(), transaction.atomic():
        tenancy.announce(world.ours.hospital.organization.pk)
        yield copy.deepcopy(world)
        transaction.set_rollback(True)


@pytest.fixture
def filled(both: "Both") -> "Filled":
    """Riverbend in that world."""
    return both.ours


@pytest.fixture
def everything(filled: "Filled", client: "Client") -> "Client":
    """Somebody signed in who may do everything."""
    from bedside.organizations import rules

    milo = filled.hospital.milo
    milo.roles = sorted(str(role) for role in rules.Role)
    milo.save()
    client.force_login(milo.user)
    client.raise_request_exception = False
    return client


@pytest.fixture
def token(riverbend: "Hospital") -> str:
    """An API key of somebody who may do everything."""
    from bedside.organizations import rules
    from tests.filled import make_key

    milo = riverbend.milo
    milo.roles = sorted(str(role) for role in rules.Role)
    milo.save()
    return make_key(riverbend, milo)[1]
