"""What the guard reads with is there before somebody waits for it."""

import pytest

from bedside.guard.model import meaning as place
from bedside.web.warming import warm


def test_the_guard_is_loaded_before_it_is_asked() -> None:
    place.meaning.cache_clear()
    warm()
    assert place.meaning.cache_info().currsize == 1


def test_a_guard_that_cannot_be_loaded_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(place, "WEIGHTS", tmp_path)
    place.meaning.cache_clear()
    warm()
    place.meaning.cache_clear()
    assert "bedside doctor" in caplog.text
