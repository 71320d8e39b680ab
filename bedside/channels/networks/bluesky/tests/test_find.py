import re

import pytest

from bedside.channels.networks.bluesky import names
from bedside.channels.networks.bluesky.connector import Bluesky
from bedside.channels.networks.bluesky.tests.conftest import Connect, outgoing, sought
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Finds, NetworkError, Trouble


def test_a_post_is_found_by_its_key(bluesky: Bluesky) -> None:
    assert isinstance(bluesky, Finds)
    assert bluesky.find(sought()) is None
    remote = bluesky.publish(outgoing())
    assert bluesky.find(sought()) == remote


@pytest.mark.parametrize("kind", [Kind.DROP_AFTER, Kind.ERROR_AFTER, Kind.HANG_AFTER])
def test_a_post_whose_answer_was_lost_is_found_and_not_made_twice(
    connect: Connect, rehearsal: Rehearsal, kind: Kind
) -> None:
    bluesky = connect(read=0.3)
    rehearsal.faults.add(Fault(kind, call="putRecord", times=1, ms=1500))
    with pytest.raises(NetworkError) as lost:
        bluesky.publish(outgoing())
    assert lost.value.trouble is Trouble.UNKNOWN
    found = bluesky.find(sought())
    assert found is not None
    assert bluesky.publish(outgoing()) == found
    assert len(rehearsal.bluesky.posts()) == 1


@pytest.mark.parametrize("kind", [Kind.DROP_BEFORE, Kind.ERROR_BEFORE])
def test_a_post_that_never_arrived_is_not_found(bluesky: Bluesky, rehearsal: Rehearsal, kind: Kind) -> None:
    rehearsal.faults.add(Fault(kind, call="putRecord", times=1))
    with pytest.raises(NetworkError) as lost:
        bluesky.publish(outgoing())
    assert lost.value.trouble is Trouble.UNKNOWN
    assert bluesky.find(sought()) is None


def test_a_key_always_names_the_same_record_in_tid_form_and_never_a_later_date() -> None:
    made = [names.record_key(f"key-{number}") for number in range(500)]
    assert made == [names.record_key(f"key-{number}") for number in range(500)]
    assert len(set(made)) == 500
    assert all(re.fullmatch(r"[2-7a-j][2-7a-z]{12}", key) for key in made)
    this_year = "3m" + "2" * 11
    assert all("3j" < key < this_year for key in made)
