"""What every network's folder holds, and that a new one touches nothing else."""

from importlib import import_module
from pathlib import Path

import pytest

from bedside.channels import actions, queries, registry, rules
from bedside.channels.models import Account
from bedside.channels.networks import NETWORKS
from bedside.channels.rules import Ability, Network
from bedside.channels.states import State
from bedside.channels.tests.conftest import TIP, Desk
from bedside.channels.tests.pigeon import Pigeons
from bedside.guard.shapes import Parcel
from tests.cast import Hospital

FOLDERS = Path(__file__).parent.parent / "networks"
PROTOCOLS = {
    Ability.PUBLISH: rules.Publishes,
    Ability.REPLY: rules.Replies,
    Ability.EDIT: rules.Edits,
    Ability.WITHDRAW: rules.Withdraws,
    Ability.FIND: rules.Finds,
    Ability.HEAR: rules.Hears,
    Ability.MEASURE: rules.Measures,
    Ability.HIDE: rules.Hides,
}
EACH = [pytest.param(import_module(path).NETWORK, id=path.rpartition(".")[2]) for path in NETWORKS]


def connector_class(network: Network) -> type:
    path, _, name = network.connector.rpartition(".")
    found: type = getattr(import_module(path), name)
    return found


def test_every_folder_is_a_network_and_every_network_a_folder() -> None:
    folders = {path.parent.name for path in FOLDERS.glob("*/__init__.py")}
    assert folders == {path.rpartition(".")[2] for path in NETWORKS} == set(queries.networks())


@pytest.mark.parametrize("network", EACH)
def test_its_readme_names_every_credential(network: Network) -> None:
    readme = (FOLDERS / network.name / "README.md").read_text().casefold()
    for name, label in network.credentials:
        assert name.casefold() in readme or label.casefold() in readme, f"{name} is not explained"


@pytest.mark.parametrize("network", EACH)
def test_the_connector_does_what_is_declared_and_declares_what_it_does(network: Network) -> None:
    made = connector_class(network)
    does = {ability for ability, protocol in PROTOCOLS.items() if issubclass(made, protocol)}
    assert does == network.abilities
    assert issubclass(made, rules.Connects)


@pytest.mark.parametrize("network", EACH)
def test_what_it_declares_makes_sense(network: Network) -> None:
    limits = network.limits
    assert limits.counts in ("graphemes", "characters")
    assert limits.text is None or limits.text > 0
    assert bool(limits.images) == bool(limits.image_types) == bool(limits.image_bytes)
    assert not network.edits_in_place or Ability.EDIT in network.abilities
    assert Ability.REPLY in network.abilities or network.edits_in_place, "a mistake must be correctable"
    assert all(name.isidentifier() and label for name, label in network.credentials)


def test_a_new_network_is_a_folder_and_one_line(desk: Desk, pigeons: Pigeons) -> None:
    assert queries.networks()["pigeon"].label == "Pigeon post"
    account = pigeons.connect(desk.hospital)
    assert (account.state, account.name) == (Account.CONNECTED, "A pigeon")
    delivery = desk.publish(account=account)
    desk.send(account)
    assert desk.fresh(delivery).state == State.SENT
    assert pigeons.sent == [TIP]
    health = {one.account.network: one for one in queries.health(desk.hospital.organization, at=desk.clock.at)}
    assert (health["pigeon"].network.label, health["pigeon"].problem) == ("Pigeon post", "")


def test_its_form_asks_for_what_it_declares(pigeons: Pigeons) -> None:
    from bedside.channels.forms import ConnectForm

    form = ConnectForm(network=queries.networks()["pigeon"])
    assert {"Loft", "Ring number"} <= {str(field.label) for field in form.fields.values()}


def test_nobody_is_asked_for_what_was_not_declared(desk: Desk, pigeons: Pigeons) -> None:
    account = pigeons.connect(desk.hospital)
    assert actions.hear(account=account, clock=desk.clock) == 0
    actions.measure(account=account, at=desk.clock.at)
    delivery = desk.publish(account=account)
    desk.send(account)
    remote = desk.fresh(delivery).remote
    assert remote is not None
    with pytest.raises(actions.NotOffered, match="Pigeon post does not offer this: withdraw"):
        actions.withdraw(remote=remote, subject=desk.hospital.organization, by=desk.hospital.ada, at=desk.clock.at)
    note = Parcel(kind="post", text="Correction: it is on Sunday.")
    with pytest.raises(actions.NotOffered, match="reply"):
        actions.correct(
            remote=remote,
            parcel=note,
            note=note,
            clear_edit=desk.clear(note),
            clear_note=desk.clear(note),
            subject=desk.hospital.organization,
            by=desk.hospital.ada,
            at=desk.clock.at,
        )


def test_an_account_without_a_server_of_its_own_goes_to_the_network_s_usual_one(desk: Desk) -> None:
    desk.account.base_url = ""
    assert registry.connector(desk.account).connection.base_url == "https://bsky.social"


def test_a_network_nobody_declared_is_unknown(riverbend: Hospital) -> None:
    with pytest.raises(registry.UnknownNetwork):
        registry.network("pigeon")
