"""Public addresses of what is being published: for a day, for exactly this file, and for nobody who guesses."""

from datetime import timedelta
from typing import Any

import pytest

from bedside.channels import public_media
from bedside.kit import blobs
from bedside.kit.times import now
from tests.cast import Hospital


@pytest.fixture
def address(riverbend: Hospital) -> str:
    sha256 = blobs.put(riverbend.organization.pk, b"a picture")
    return public_media.address(riverbend.organization.pk, sha256, "image/jpeg", at=now()).partition("/media/")[2]


def test_the_network_fetches_it_without_a_session_or_a_cookie(client: Any, address: str) -> None:
    answer = client.get(f"/media/{address}")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"a picture", "image/jpeg")
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies


def test_a_day_later_it_is_gone(riverbend: Hospital, address: str) -> None:
    token = address.partition("/")[0]
    assert public_media.read(token, at=now()) is not None
    assert public_media.read(token, at=now() + timedelta(days=1, seconds=1)) is None


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "%00", "W10:abc", "../../etc/passwd"])
def test_nothing_can_be_guessed(client: Any, token: str, riverbend: Hospital) -> None:
    assert public_media.read(token, at=now()) is None
    assert client.get(f"/media/{token}/file.jpg").status_code in (404, 301)


def test_another_file_or_another_hospital_is_another_signature(riverbend: Hospital, address: str) -> None:
    token = address.partition("/")[0]
    payload, _colon, signature = token.partition(":")
    for changed in (payload[:-2] + "AA", payload[::-1]):
        assert public_media.read(f"{changed}:{signature}", at=now()) is None


def test_a_file_that_is_not_there_is_not_found(client: Any, riverbend: Hospital) -> None:
    gone = public_media.address(riverbend.organization.pk, "0" * 64, "image/jpeg", at=now()).partition("/media/")[2]
    assert client.get(f"/media/{gone}").status_code == 404
