"""Files that are no pictures, or more than pictures: refused in words, or stripped to what they show."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from bedside.kit import blobs, pictures
from bedside.organizations import tenancy
from bedside.publishing.models import Picture
from tests.filled import Filled, photo


def upload(client: Client, filled: Filled, content: bytes, name: str = "door.jpg", alt: str = "The door") -> Any:
    url = reverse("publishing:picture-add", args=[filled.slug, filled.draft.pk])
    answer = client.post(url, {"file": SimpleUploadedFile(name, content), "alt": alt})
    tenancy.announce(filled.hospital.organization.pk)
    return answer


def bomb() -> bytes:
    """A picture of 60 megapixels in a few kilobytes."""
    out = io.BytesIO()
    Image.new("1", (10_000, 6_000)).save(out, "PNG")
    return out.getvalue()


def moving() -> bytes:
    """A GIF of two pictures: nobody can stop it where it is shown."""
    out = io.BytesIO()
    first, second = (Image.new("RGB", (20, 20), color) for color in ("red", "blue"))
    first.save(out, "GIF", save_all=True, append_images=[second], duration=200)
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NO_PICTURES = {
    "nothing": b"",
    "text": b"This is not a picture.",
    "SVG": SVG,
    "a page": b"<!doctype html><script>alert(1)</script>",
    "half a JPEG": photo(size=(200, 200))[:300],
    "only its head": photo()[:24],
    "a moving GIF": moving(),
    "TIFF": photo("TIFF"),
    "a bomb": bomb(),
    "a program": b"\x7fELF" + bytes(200),
    "PDF": b"%PDF-1.4\n%%EOF",
}


@pytest.mark.parametrize("what", NO_PICTURES)
def test_a_file_that_is_no_picture_is_refused(filled: Filled, everything: Client, what: str) -> None:
    before = Picture.objects.count()
    answer = upload(everything, filled, NO_PICTURES[what])
    assert answer.status_code == 422
    assert "The door" in answer.content.decode(), "the words for the picture are lost"
    assert Picture.objects.count() == before


def test_a_picture_says_nothing_of_where_it_was_taken(filled: Filled, everything: Client) -> None:
    """No place, no camera, no date, no comment, no profile: only pixels are kept, upright."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0132], exif[0x9286], exif[0x0112] = "Camera of Dana", "2026:01:02 03:04:05", "a secret", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 52.0, 12.0), 3: "W", 4: (87.0, 37.0, 47.0)})
    taken = photo(size=(40, 20), exif=exif.tobytes(), comment=b"patient room 12", icc_profile=b"profile of Dana")
    assert b"Camera of Dana" in taken
    upload(everything, filled, taken, name="Maria Gonzalez room 12.jpg")
    kept = Picture.objects.latest("pk")
    content = blobs.get(filled.hospital.organization.pk, kept.sha256)
    for trace in (b"Camera", b"Dana", b"2026:01", b"secret", b"patient", b"Exif", b"ICC_PROFILE", b"GPS"):
        assert trace not in content, trace
    with Image.open(io.BytesIO(content)) as opened:
        assert not opened.getexif()
        assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert (kept.width, kept.height) == (20, 40), "it was not turned upright"
    rows = str(Picture.objects.filter(pk=kept.pk).values())
    assert "Gonzalez" not in rows


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_pictures_are_stripped_too(kind: str) -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", "patient room 12")
    exif = Image.Exif()
    exif[0x010E] = "patient room 12"
    given = {"pnginfo": info} if kind == "PNG" else {"exif": exif.tobytes()}
    taken = photo(kind, **given)
    assert b"patient room 12" in taken
    content, mime, _width, _height = pictures.clean(taken)
    assert b"patient" not in content
    assert mime == f"image/{kind.lower()}"


def test_a_picture_is_sent_as_what_it_is(filled: Filled, everything: Client) -> None:
    answer = everything.get(reverse("publishing:picture", args=[filled.slug, filled.draft.pk, filled.picture.pk]))
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_picture_changed_on_disk_is_never_sent(filled: Filled, everything: Client) -> None:
    place = blobs._place(filled.hospital.organization.pk, filled.picture.sha256)
    before = place.read_bytes()
    place.write_bytes(SVG)
    try:
        url = reverse("publishing:picture", args=[filled.slug, filled.draft.pk, filled.picture.pk])
        assert everything.get(url).status_code == 404
    finally:
        place.write_bytes(before)
