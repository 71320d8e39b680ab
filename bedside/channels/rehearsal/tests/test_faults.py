import pytest

from bedside.channels.rehearsal.faults import READING, Fault, Faults, Kind, read_fault


def test_a_fault_strikes_the_next_calls_of_its_name_and_no_more() -> None:
    faults = Faults()
    faults.add(Fault(Kind.LIMITED, call="putRecord", times=2))
    calls = ["com.atproto.repo.getRecord", *["com.atproto.repo.putRecord"] * 3]
    assert [bool(faults.drawn(call)) for call in calls] == [False, True, True, False]


def test_the_same_seed_brings_the_same_faults() -> None:
    def drawn(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.add(Fault(Kind.ERROR_BEFORE, chance=0.5))
        return [bool(faults.drawn("any")) for _ in range(50)]

    assert drawn(3) == drawn(3) != drawn(4)
    assert 10 < sum(drawn(3)) < 40


def test_an_interrupted_upload_is_drawn_apart_from_the_rest() -> None:
    faults = Faults()
    faults.add(Fault(Kind.DROP_UPLOAD, times=1))
    assert faults.drawn("uploadBlob") == {}
    assert set(faults.drawn("uploadBlob", READING)) == {Kind.DROP_UPLOAD}


def test_a_fault_is_read_from_json() -> None:
    told = {"kind": "hang_after", "call": "putRecord", "times": 1, "ms": 250}
    assert read_fault(told) == Fault(Kind.HANG_AFTER, call="putRecord", times=1, ms=250)


@pytest.mark.parametrize(
    "told", [{}, {"kind": "fire"}, {"kind": "limited", "times": "x"}, {"kind": "limited", "ms": -1}]
)
def test_it_refuses_what_is_no_fault(told: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        read_fault(told)
