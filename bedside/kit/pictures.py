"""Pictures made safe to publish: decoded, turned upright, stripped of everything but their pixels."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 50_000_000
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


class NotAPicture(Exception):
    """The message says what was wrong with the file, in a sentence."""


def clean(content: bytes, *, longest: int = 2400) -> tuple[bytes, str, int, int]:
    """(bytes, MIME type, width, height) of the picture without EXIF, GPS, comments or profiles; raises NotAPicture."""
    try:
        with Image.open(io.BytesIO(content)) as opened:
            kind = opened.format or ""
            if kind not in FORMATS:
                raise NotAPicture("Bedside takes JPEG, PNG and WebP pictures.")
            if opened.width * opened.height > MOST_PIXELS:
                raise NotAPicture("The picture is larger than 50 megapixels. Make it smaller and add it again.")
            upright = ImageOps.exif_transpose(opened) or opened
            upright.thumbnail((longest, longest))
            fresh = Image.new(upright.mode if upright.mode in ("RGB", "RGBA", "L") else "RGB", upright.size)
            fresh.paste(upright.convert(fresh.mode))
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, SyntaxError, ValueError) as error:
        raise NotAPicture("The file could not be read as a picture. Nothing was kept of it.") from error
    out = io.BytesIO()
    if kind == "JPEG":
        fresh.convert("RGB").save(out, "JPEG", quality=86, optimize=True)
    else:
        fresh.save(out, kind)
    return out.getvalue(), FORMATS[kind], fresh.width, fresh.height


def size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    with Image.open(io.BytesIO(content)) as opened:
        return opened.width, opened.height
