"""Sealing: what was written is readable again for its own column and hospital, and for nothing else."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bedside.kit import crypto
from bedside.kit.crypto import Keyring, Unopenable, load_keys

OLD, NEW = bytes(32), bytes(range(32))
CONTEXT = "channels_arrival.sealed:1"


@given(some.binary(max_size=2000), some.text(max_size=60))
def test_what_was_sealed_opens_again(value: bytes, context: str) -> None:
    ring = Keyring([NEW])
    sealed = ring.seal(value, context=context)
    assert ring.open(sealed, context=context) == value
    assert len(value) < 8 or value not in sealed


def test_it_does_not_open_for_another_hospital() -> None:
    sealed = Keyring([NEW]).seal(b"words", context=CONTEXT)
    with pytest.raises(Unopenable):
        Keyring([NEW]).open(sealed, context="channels_arrival.sealed:2")


def test_any_changed_byte_is_noticed() -> None:
    ring = Keyring([NEW])
    sealed = ring.seal(b"words", context=CONTEXT)
    for place in range(len(sealed)):
        spoiled = bytearray(sealed)
        spoiled[place] ^= 1
        with pytest.raises(Unopenable):
            ring.open(bytes(spoiled), context=CONTEXT)
    for short in (b"", sealed[:1], sealed[:17], sealed[:-1]):
        with pytest.raises(Unopenable):
            ring.open(short, context=CONTEXT)


def test_the_newest_key_seals_and_older_ones_open() -> None:
    before = Keyring([OLD]).seal(b"words", context=CONTEXT)
    ring = Keyring([NEW, OLD])
    assert ring.open(before, context=CONTEXT) == b"words"
    assert not ring.is_current(before)
    assert ring.is_current(ring.seal(b"words", context=CONTEXT))
    with pytest.raises(Unopenable):
        Keyring([NEW]).open(before, context=CONTEXT)


def test_the_same_words_are_never_sealed_alike() -> None:
    ring = Keyring([NEW])
    assert len({ring.seal(b"words", context=CONTEXT) for _ in range(50)}) == 50


@pytest.mark.parametrize("keys", [[], [b"short"], [NEW, b""]])
def test_it_refuses_a_ring_without_whole_keys(keys: list[bytes]) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Keyring(keys)


def test_the_key_file_is_made_once_and_for_this_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "home" / "keys.json"
    made = crypto.load_keys(path)
    assert crypto.load_keys(path) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    crypto.write_keys(path, [NEW, OLD])
    assert crypto.load_keys(path) == [NEW, OLD]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_keys_of_the_environment_come_before_the_file(tmp_path: Path) -> None:
    import base64

    given = ",".join(base64.b64encode(key).decode() for key in (NEW, OLD))
    assert crypto.load_keys(tmp_path / "keys.json", given) == [NEW, OLD]
    assert not (tmp_path / "keys.json").exists()


def test_processes_that_need_the_first_key_at_once_get_the_same(tmp_path: Path) -> None:
    path = tmp_path / "home" / "keys.json"
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _one: load_keys(path)[0], range(40)))
    assert len(set(found)) == 1
    assert [one.name for one in path.parent.iterdir()] == ["keys.json"]
