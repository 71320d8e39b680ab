"""Pictures made safe to publish: decoded, turned upright, in the colors of the web, and nothing left but their pixels.

What is written is a fresh file: no EXIF, place, time, thumbnail, XMP, IPTC, comment, text chunk or color profile of the
old one can be in it, known or not. Colors of another profile are turned into sRGB first, so the profile is not missed.
"""

import io

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

MOST_PIXELS = 50_000_000
MOST_BYTES = 30_000_000
#: What a file is -> what it becomes, and how that is called. Phones write MPO: a JPEG with further ones behind it.
FORMATS = {
    "JPEG": ("JPEG", "image/jpeg"),
    "MPO": ("JPEG", "image/jpeg"),
    "PNG": ("PNG", "image/png"),
    "WEBP": ("WEBP", "image/webp"),
    "GIF": ("PNG", "image/png"),
}
#: How a file begins -> what to say of it.
STRANGERS = (
    (b"<svg", "An SVG drawing can carry programs and links, so it is not taken. Save it as PNG and add that."),
    (b"<?xml", "An SVG drawing can carry programs and links, so it is not taken. Save it as PNG and add that."),
    (b"%PDF", "This is a PDF, not a picture. Save the page as PNG or JPEG and add that."),
    (b"PK\x03\x04", "This is an archive or a document, not a picture. Take the picture out of it and add that."),
)
HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")
#: What no picture has behind its end: archives, documents, pages, programs.
BEHIND = (b"PK\x03\x04", b"PK\x05\x06", b"%PDF-", b"Rar!\x1a", b"7z\xbc\xaf\x27", b"<html", b"<script", b"<?php")
TO_SRGB = ("RGB", "L", "CMYK")


class NotAPicture(Exception):
    """The message says what was wrong with the file, and what to do, in a sentence or two."""


def clean(content: bytes, *, longest: int = 2400) -> tuple[bytes, str, int, int]:
    """(bytes, MIME type, width, height) of the picture with nothing but its pixels, `longest` pixels at most on a side;
    raises NotAPicture. A still GIF becomes a PNG."""
    _refuse_strangers(content)
    try:
        with Image.open(io.BytesIO(content)) as opened:
            kind = opened.format or ""
            if kind not in FORMATS:
                raise NotAPicture("Bedside takes JPEG, PNG, WebP and still GIF pictures. Save it as one of these.")
            if opened.width * opened.height > MOST_PIXELS:
                raise NotAPicture("The picture is larger than 50 megapixels. Make it smaller and add it again.")
            if kind != "MPO" and getattr(opened, "n_frames", 1) > 1:
                raise NotAPicture(
                    "The picture moves, and most networks give readers no way to stop it (WCAG 2.2, 2.2.2). "
                    "Add a still picture of it."
                )
            after = behind(kind, content)
            if any(mark in after for mark in BEHIND) or after.startswith((b"MZ", b"\x7fELF")):
                raise NotAPicture(
                    "Another file hides behind the picture: a document, an archive or a program. "
                    "Nothing was kept. Save the picture anew from a program for pictures and add that."
                )
            opened.draft("RGB", (longest, longest))  # a JPEG is decoded no larger than needed
            upright = ImageOps.exif_transpose(opened) or opened
            fresh = _plain(upright, opened.info.get("icc_profile"), longest)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, SyntaxError, ValueError) as error:
        if "truncated" in str(error):
            raise NotAPicture(
                "The picture is cut off: its file ends too early. Save it anew and add it again."
            ) from error
        raise NotAPicture("The file could not be read as a picture. Nothing was kept of it.") from error
    out = io.BytesIO()
    written, mime = FORMATS[kind]
    if written == "JPEG":
        fresh.convert("RGB").save(out, "JPEG", quality=86, optimize=True)
    else:
        fresh.save(out, written)
    return out.getvalue(), mime, fresh.width, fresh.height


def _refuse_strangers(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise NotAPicture("The file is larger than 30 MB. Make the picture smaller and add it again.")
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, said in STRANGERS:
        if head.startswith(mark):
            raise NotAPicture(said)
    if content[4:8] == b"ftyp":
        if content[8:12] in HEIC:
            raise NotAPicture("Phones call this kind of picture HEIC. Share or export it as JPEG and add that.")
        raise NotAPicture(
            "This is a video or another kind of file. Bedside takes JPEG, PNG, WebP and still GIF pictures."
        )


def _plain(picture: Image.Image, profile: bytes | None, longest: int) -> Image.Image:
    """The pixels alone, in a fresh image of mode RGB, RGBA or L."""
    if picture.mode.startswith(("I", "F")):  # 16 bits a pixel: brought to 8, not cut off
        low, high = (0, 65535) if picture.mode.startswith("I") else picture.getextrema()
        span = (float(high) - float(low)) or 1.0  # type: ignore[arg-type]
        picture = picture.convert("F").point(lambda value: (value - float(low)) * 255.0 / span).convert("L")  # type: ignore[arg-type]
    elif picture.mode in ("LA", "PA", "La", "RGBa") or (picture.mode == "P" and "transparency" in picture.info):
        picture = picture.convert("RGBA")
    picture.thumbnail((longest, longest))
    if profile:
        picture = _in_srgb(picture, profile)
    mode = picture.mode if picture.mode in ("RGB", "RGBA", "L") else "RGB"
    fresh = Image.new(mode, picture.size)
    fresh.paste(picture.convert(mode))
    return fresh


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """The picture in the colors of the web; as it is where the profile is broken or for other pixels."""
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    flat = picture.convert("RGB") if alpha is not None or picture.mode == "P" else picture
    if flat.mode not in TO_SRGB:
        return picture
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(flat, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    if turned is None:
        return picture
    if alpha is not None:
        turned.putalpha(alpha)
    return turned


def behind(kind: str, content: bytes) -> bytes:
    """What follows the picture's own end in the file: nothing in most, a film or a second copy in some of phones."""
    if kind in ("JPEG", "MPO"):
        end = content.rfind(b"\xff\xd9")
        return b"" if end < 0 else content[end + 2 :].lstrip(b"\0")
    if kind == "PNG":
        end = content.find(b"IEND")
        return b"" if end < 0 else content[end + 8 :]
    if kind == "WEBP":
        return content[int.from_bytes(content[4:8], "little") + 8 :].lstrip(b"\0")
    if kind == "GIF":
        return content[content.rfind(b"\0;") + 2 :] if b"\0;" in content else b""
    return b""


def size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    with Image.open(io.BytesIO(content)) as opened:
        return opened.width, opened.height
