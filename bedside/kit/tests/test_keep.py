"""Files under the hash of their content, pages by position, and pictures that hold only pixels."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bedside.kit import blobs, pictures
from bedside.kit.pages import numbered, page
from bedside.kit.times import spell


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_FOLDER = tmp_path / "media"
    return tmp_path / "media"


def test_a_file_is_kept_once_under_its_hash(store: Path) -> None:
    name = blobs.put(1, b"pixels")
    assert name == hashlib.sha256(b"pixels").hexdigest()
    assert blobs.put(1, b"pixels") == name
    assert blobs.get(1, name) == b"pixels"
    assert [path.name for path in store.rglob("*") if path.is_file()] == [name]


def test_a_file_of_another_hospital_is_not_there(store: Path) -> None:
    name = blobs.put(1, b"pixels")
    with pytest.raises(FileNotFoundError):
        blobs.get(2, name)


def test_a_changed_file_is_not_given_out(store: Path) -> None:
    name = blobs.put(1, b"pixels")
    next(path for path in store.rglob(name)).write_bytes(b"others")
    with pytest.raises(FileNotFoundError, match="not the one"):
        blobs.get(1, name)


@pytest.mark.parametrize("name", ["", "../../keys.json", "a" * 63, "A" * 64, "g" * 64, "a" * 64 + "\n", "/etc/passwd"])
def test_a_name_that_is_no_hash_leads_nowhere(store: Path, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        blobs.get(1, name)


@pytest.mark.django_db
def test_pages_by_position_show_every_row_once() -> None:
    from bedside.organizations.models import User

    for number in range(7):
        User.objects.create_user(f"u{number}@example.org")
    seen, after, rounds = [], "", 0
    while True:
        shown = page(User.objects.all(), after=after, size=3)
        seen += [user.email for user in shown.rows]
        after, rounds = shown.next, rounds + 1
        if not after:
            break
        User.objects.create_user(f"late{rounds}@example.org")  # what arrives meanwhile moves nothing
    assert seen == [f"u{number}@example.org" for number in range(6, -1, -1)]


@pytest.mark.django_db
@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "1; drop table", "²"])
def test_a_position_that_is_none_begins_anew(after: str) -> None:
    from bedside.organizations.models import User

    User.objects.create_user("u@example.org")
    assert len(page(User.objects.all(), after=after, size=3).rows) == 1
    assert len(numbered(User.objects.order_by("pk"), number=after, size=3).rows) == 1


@pytest.mark.django_db
def test_numbered_pages_know_their_neighbors() -> None:
    from bedside.organizations.models import User

    for number in range(5):
        User.objects.create_user(f"u{number}@example.org")
    rows = User.objects.order_by("pk")
    first, last = numbered(rows, number="1", size=3), numbered(rows, number="2", size=3)
    assert (len(first.rows), first.has_next, first.previous) == (3, True, 0)
    assert (len(last.rows), last.has_next, last.previous) == (2, False, 1)
    assert numbered(rows, number="0", size=3).number == 1


def test_a_picture_too_large_for_pages_is_made_smaller() -> None:
    out = io.BytesIO()
    Image.new("RGB", (3000, 1500), "white").save(out, "JPEG")
    _content, mime, width, height = pictures.clean(out.getvalue())
    assert (mime, width, height) == ("image/jpeg", 2400, 1200)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1", "LA"])
def test_every_kind_of_pixels_is_taken(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (10, 8)).save(out, "PNG")
    content, mime, width, height = pictures.clean(out.getvalue())
    assert (mime, width, height) == ("image/png", 10, 8)
    assert pictures.size(content) == (10, 8)


def test_lengths_are_said_as_people_say_them() -> None:
    from datetime import timedelta

    said = [spell(timedelta(seconds=n)) for n in (5, 60, 3599, 3600, 5400, 7 * 3600, 3 * 86400)]
    assert said == ["under a minute", "1 min", "59 min", "1 h", "1 h 30 min", "7 h", "3 days"]
