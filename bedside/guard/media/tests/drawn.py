"""Pictures drawn for the tests: nobody is shown in them."""

import io
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

BAND = "MRN 00412345  DOB 03/04/1961"


def saved(picture: Image.Image, kind: str = "PNG", **given: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **given)
    return out.getvalue()


def poster(*lines: str, ink: str = "black", paper: str = "white", size: tuple[int, int] = (900, 500)) -> Image.Image:
    """Lines of text one below the other."""
    picture = Image.new("RGB", size, paper)
    drawing = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        drawing.text((60, 60 + 90 * number), line, fill=ink, font=ImageFont.load_default(38))
    return picture


def code(content: str) -> Image.Image:
    """A QR code on white."""
    import numpy as np
    import zxingcpp

    made = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode)
    page = Image.new("RGB", (600, 600), "white")
    page.paste(Image.fromarray(np.asarray(zxingcpp.write_barcode_to_image(made, scale=6))), (60, 60))
    return page


def astronaut() -> Image.Image | None:
    """NASA's portrait of Eileen Collins, public domain, where scikit-image is installed; it is not kept here."""
    found = find_spec("skimage")
    place = Path(found.origin).parent / "data" / "astronaut.png" if found and found.origin else None
    return Image.open(place) if place and place.exists() else None
