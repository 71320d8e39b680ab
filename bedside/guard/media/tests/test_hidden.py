"""What a picture's file tells beside its pixels: found by kind, never by value, and gone from what is kept."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bedside.guard.media import hidden_in, removed_sentence
from bedside.guard.media.tests.drawn import poster, saved
from bedside.kit import pictures

SECRET = "Maria Gonzalez room 12"


def exif(**more: Any) -> Image.Exif:
    told = Image.Exif()
    told[0x0110], told[0x0132], told[0x013B], told[0x010E] = "Phone 9", "2026:03:04 10:00:00", SECRET, SECRET
    told[0x8825] = {1: "N", 2: (41.0, 30.0, 1.0), 3: "W", 4: (71.0, 2.0, 3.0)}
    return told


XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>{SECRET}</dc:creator><exif:GPSLatitude/></x:xmpmeta>'.encode()


def iptc() -> bytes:
    """A Photoshop block as an APP13 segment: caption and city."""
    sets = b"".join(
        b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(SECRET)) + SECRET.encode() for number in (120, 90)
    )
    block = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(sets)) + sets + b"\0" * (len(sets) % 2)
    return b"\xff\xed" + struct.pack(">H", len(block) + 2) + block


def with_text() -> PngInfo:
    told = PngInfo()
    told.add_text("Comment", SECRET)
    told.add_itxt("Author", SECRET, zip=True)
    told.add_text("Creation Time", "2026")
    return told


JPEG = saved(poster("A door"), "JPEG", exif=exif(), xmp=XMP, comment=SECRET.encode())
TELLING = {
    "JPEG": JPEG,
    "JPEG with IPTC": JPEG[:2] + iptc() + JPEG[2:],
    "PNG": saved(poster("A door"), "PNG", pnginfo=with_text(), exif=exif()),
    "WebP": saved(poster("A door"), "WEBP", exif=exif(), xmp=XMP),
    "GIF": saved(poster("A door"), "GIF", comment=SECRET.encode()),
}


@pytest.mark.parametrize("name", TELLING)
def test_nothing_hidden_is_kept(name: str) -> None:
    taken = TELLING[name]
    assert hidden_in(taken) != ()
    content, _mime, _width, _height = pictures.clean(taken)
    assert hidden_in(content) == ()
    assert b"Maria" not in content
    with Image.open(io.BytesIO(content)) as opened:
        assert not opened.getexif()
        assert not {"icc_profile", "comment", "xmp", "exif", "photoshop"} & set(opened.info)


def test_the_kinds_are_told_and_never_the_values() -> None:
    assert hidden_in(TELLING["JPEG"]) == ("place", "time", "device", "person", "words")
    assert {"place", "words"} <= set(hidden_in(TELLING["JPEG with IPTC"]))
    said = removed_sentence(hidden_in(TELLING["JPEG"]))
    assert said.startswith("The file also told where it was taken, when it was taken")
    assert "Maria" not in said
    assert removed_sentence(()) == ""


def test_a_drawn_picture_tells_nothing() -> None:
    assert [hidden_in(saved(poster("A door"), kind)) for kind in ("JPEG", "PNG", "WEBP", "GIF")] == [()] * 4


def test_a_copy_behind_the_picture_is_told_and_goes() -> None:
    taken = saved(poster("A door"), "JPEG") + b"ftypmp42 a short film"
    assert hidden_in(taken) == ("behind",)
    assert b"film" not in pictures.clean(taken)[0]


def test_a_phones_file_of_two_pictures_is_taken_as_its_first() -> None:
    two = saved(poster("A door"), "MPO", save_all=True, append_images=[poster("Another")])
    content, mime, width, _height = pictures.clean(two)
    assert (mime, width) == ("image/jpeg", 900)
    assert hidden_in(content) == ()


def test_a_picture_is_turned_upright_and_its_colors_kept() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    _content, _mime, width, height = pictures.clean(saved(poster("A door"), "JPEG", exif=turned))
    assert (width, height) == (500, 900)
    clear = Image.new("RGBA", (60, 60), (200, 10, 10, 0))
    with Image.open(io.BytesIO(pictures.clean(saved(clear))[0])) as opened:
        assert opened.getpixel((5, 5))[3] == 0  # type: ignore[index]
    deep = Image.new("I;16", (60, 60), 65535 // 2)
    with Image.open(io.BytesIO(pictures.clean(saved(deep))[0])) as opened:
        assert opened.getpixel((5, 5)) in range(120, 136)


def test_colors_of_another_profile_become_those_of_the_web() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for given in (profile, b"no profile at all"):
        taken = saved(Image.new("RGB", (60, 60), (200, 30, 30)), "PNG", icc_profile=given)
        with Image.open(io.BytesIO(pictures.clean(taken)[0])) as opened:
            assert "icc_profile" not in opened.info
            assert abs(opened.getpixel((5, 5))[0] - 200) < 3  # type: ignore[index]


def bomb() -> bytes:
    """A PNG that says it is 60,000 pixels wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


MOVING = [Image.new("RGB", (50, 50), color) for color in ("red", "blue")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "could not be read"),
        (b"\xff\xd8\xff", "could not be read"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "SVG"),
        (b'\xef\xbb\xbf  <?xml version="1.0"?><svg/>', "SVG"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04 word", "archive"),
        (b"\0\0\0\x18ftypheic....", "HEIC"),
        (b"\0\0\0\x18ftypmp42....", "video"),
        (saved(poster("A door"), "TIFF"), "JPEG, PNG, WebP"),
        (saved(poster("A door"), "JPEG")[:-2000], "cut off"),
        (saved(poster("A door"), "PNG")[:800], "cut off"),
        (saved(poster("A door"), "JPEG") + b"PK\x03\x04 archive PK\x05\x06", "Another file"),
        (saved(poster("A door"), "PNG") + b"<html><script>", "Another file"),
        (saved(MOVING[0], "GIF", save_all=True, append_images=MOVING[1:]), "moves"),
        (saved(MOVING[0], "WEBP", save_all=True, append_images=MOVING[1:]), "moves"),
        (saved(MOVING[0], "PNG", save_all=True, append_images=MOVING[1:]), "moves"),
        (bomb(), "50 megapixels|could not be read"),
        (b"\xff" * (pictures.MOST_BYTES + 1), "30 MB"),
    ],
    ids=range(18),
)
def test_what_is_no_safe_picture_is_refused_with_its_reason(content: bytes, said: str) -> None:
    with pytest.raises(pictures.NotAPicture, match=said):
        pictures.clean(content)
    hidden_in(content)  # and says nothing of it, but does not fail


@pytest.mark.parametrize("name", TELLING)
def test_a_file_cut_anywhere_never_fails_otherwise(name: str) -> None:
    taken = TELLING[name]
    for end in range(0, len(taken), max(1, len(taken) // 40)):
        hidden_in(taken[:end])
        try:
            pictures.clean(taken[:end])
        except pictures.NotAPicture:
            continue
