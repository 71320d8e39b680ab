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
EACH = [pytest.param(import_module(path).NETWORK, id=path.rpartition(".")[2]) for path in NETWORKS]


def test_every_folder_is_a_network_and_every_network_a_folder() -> None:
    folders = {path.parent.name for path in FOLDERS.glob("*/__init__.py")}
    assert folders == {path.rpartition(".")[2] for path in NETWORKS} == set(queries.networks())


@pytest.mark.parametrize("network", EACH)
def test_its_readme_names_every_credential(network: Network) -> None:
    readme = (FOLDERS / network.name / "README.md").read_text().casefold()
    for field in (*network.credentials, *network.app):
        assert field.name.casefold() in readme or field.label.casefold() in readme, f"{field.name} is not explained"


#: Abilities that say what a method carries: each needs one of those before it.
NEEDS = {
    Ability.LINKS: {Ability.PUBLISH},
    Ability.IMAGES: {Ability.PUBLISH},
    Ability.VIDEO: {Ability.PUBLISH},
    Ability.ALT_TEXT: {Ability.IMAGES, Ability.VIDEO},
    Ability.THREADS: {Ability.REPLY},
    Ability.POLLS: {Ability.PUBLISH},
    Ability.MENTIONS: {Ability.HEAR},
    Ability.REVIEWS: {Ability.HEAR},
    Ability.MESSAGES: {Ability.HEAR},
    Ability.ANSWER_COMMENTS: {Ability.REPLY},
    Ability.ANSWER_REVIEWS: {Ability.REPLY},
    Ability.ANSWER_MESSAGES: {Ability.REPLY},
    Ability.HIDE: {Ability.COMMENTS},
}


@pytest.mark.parametrize("network", EACH)
def test_the_connector_does_what_is_declared_and_declares_what_it_does(network: Network) -> None:
    made = registry.connector_class(network.name)
    does = {ability for ability, protocol in rules.PROTOCOLS.items() if issubclass(made, protocol)}
    assert does == network.abilities & set(rules.PROTOCOLS)
    assert Ability.CONNECT in does


@pytest.mark.parametrize("network", EACH)
def test_what_it_declares_makes_sense(network: Network) -> None:
    limits, abilities = network.limits, network.abilities
    assert limits.counts in ("graphemes", "characters", "weighted", "emoji bytes")
    assert limits.text is None or limits.text > 0
    assert bool(limits.images) == bool(limits.image_types) == bool(limits.image_bytes) == (Ability.IMAGES in abilities)
    assert bool(limits.videos) == bool(limits.video_types) == bool(limits.video_bytes) == (Ability.VIDEO in abilities)
    assert bool(limits.poll_options) == bool(limits.poll_minutes) == (Ability.POLLS in abilities)
    assert not network.edits_in_place or Ability.EDIT in abilities
    if Ability.PUBLISH in abilities and network.name != "newsletter":
        assert Ability.REPLY in abilities or network.edits_in_place, "a mistake must be correctable"
    for ability, needs in NEEDS.items():
        assert ability not in abilities or needs & abilities, f"{ability} needs one of {needs}"


@pytest.mark.parametrize("network", EACH)
def test_what_can_be_answered_is_what_is_heard(network: Network) -> None:
    answered = {
        Ability.ANSWER_COMMENTS: {"reply", "mention", "quote"},
        Ability.ANSWER_REVIEWS: {"review"},
        Ability.ANSWER_MESSAGES: {"message"},
    }
    for ability, kinds in answered.items():
        assert (ability in network.abilities) == bool(kinds & set(network.answers)), ability
    assert set(network.answers) <= set().union(*answered.values())


@pytest.mark.parametrize("network", EACH)
def test_a_person_is_told_how_to_connect_it(network: Network) -> None:
    asks = [*network.credentials, *network.app]
    assert len({field.name for field in asks}) == len(asks)
    assert all(field.name.isidentifier() and field.label for field in asks)
    assert bool(network.guide) == bool(asks or Ability.OAUTH in network.abilities)
    assert all(scope.name and scope.why for scope in network.scopes)
    if Ability.OAUTH in network.abilities:
        assert network.scopes, "what is asked for has a reason"
        assert Ability.RENEW in network.abilities or network.signs_in_every or "not end" in " ".join(network.notes)


@pytest.mark.parametrize("network", EACH)
def test_every_number_says_what_it_counts(network: Network) -> None:
    assert bool(network.metrics) == bool({Ability.MEASURE, Ability.MEASURE_ACCOUNT} & network.abilities)
    for metric in network.metrics:
        assert metric.of in ("post", "account")
        assert len(metric.meaning) > 10
        assert metric.name.replace("_", "").isalnum()
    names = [(metric.of, metric.name) for metric in network.metrics]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("network", EACH)
def test_it_can_be_rehearsed_and_says_where_its_facts_are_from(network: Network) -> None:
    if network.name in ("hub", "feeds", "newsletter"):
        return  # our own: tests talk to the real thing
    assert network.stage, "every network of others can be rehearsed"
    assert network.contract
    assert network.sources
    assert all(source.startswith("https://") for source in network.sources)


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
