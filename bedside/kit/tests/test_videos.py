"""Films: read box by box, without what a telephone wrote beside them, whatever the file holds."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bedside.kit import videos
from tests.films import PLACE, box, film


def test_its_facts_are_read() -> None:
    assert videos.facts(film(seconds=8.5, width=1280, height=720)) == (1280, 720, 8.5)


def test_place_time_and_maker_are_gone_and_nothing_moved() -> None:
    raw = film()
    assert PLACE in raw
    cleaned, facts = videos.clean(raw)
    assert PLACE not in cleaned
    assert struct.pack(">I", 3_800_000_000) not in cleaned
    assert (len(cleaned), facts) == (len(raw), videos.facts(raw))
    assert cleaned[cleaned.index(b"mdat") :] == raw[raw.index(b"mdat") :]
    assert videos.clean(cleaned)[0] == cleaned


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no film",
        b"\x00\x00\x00\x08ftyp",
        box(b"ftyp", b"isom"),
        film()[:60],
        film(seconds=0),
        film(width=0),
        box(b"ftyp", b"isom") + b"\xff\xff\xff\xffmoov",
        box(b"ftyp", b"isom") + struct.pack(">I4sQ", 1, b"moov", 2**63),
        box(b"ftyp", b"isom") + box(b"moov", box(b"mvhd", b"\0" * 3)),
        box(b"ftyp", b"isom") + b"\x00\x00\x00\x04moov",
    ],
)
def test_what_is_no_film_or_damaged_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(videos.NotAFilm) as refused:
        videos.clean(content)
    assert str(refused.value).endswith(".")


def test_a_still_picture_in_the_same_container_is_no_film() -> None:
    assert not videos.looks_like(box(b"ftyp", b"heic\0\0\0\0"))
    assert videos.looks_like(film())


def test_boxes_without_end_and_very_deep_ones_are_no_trouble() -> None:
    deep = b""
    for _ in range(3000):
        deep = box(b"moov", deep)
    with pytest.raises(videos.NotAFilm):
        videos.facts(box(b"ftyp", b"isom") + deep)


@settings(max_examples=300)
@given(some.binary(max_size=400), some.integers(0, 400))
def test_whatever_stands_in_the_file_nothing_breaks(noise: bytes, at: int) -> None:
    raw = film(size=50)
    mixed = raw[:at] + noise + raw[at + len(noise) :]
    try:
        cleaned, _facts = videos.clean(mixed)
    except videos.NotAFilm:
        return
    assert len(cleaned) == len(mixed)
