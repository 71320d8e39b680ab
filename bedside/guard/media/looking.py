"""Looking into a picture: words (RapidOCR), codes (ZXing) and faces (OpenCV), each where it is installed.

All three come with the extra "media" and bring their models in their wheels, so nothing is fetched when they run.
"""

import io
import logging
import re
import threading
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

from PIL import Image

from bedside.guard.media.shapes import Box, Code, Look, Written

#: The kind of look; raised whenever a reader sees differently, so that kept looks are taken anew.
LOOKS = 1
#: The packages that look, for words, faces and codes.
READERS = ("rapidocr", "cv2", "zxingcpp")
#: What is said where a reader is not installed.
MISSING = {
    "words": "Text in pictures is not read here: install bedside with the extra “media”. Read it yourself.",
    "faces": "Faces in pictures are not counted here: install bedside with the extra “media”. Look yourself.",
    "codes": "Codes in pictures are not read here: install bedside with the extra “media”. Scan them yourself.",
}
#: Where the reader lost the gap between a number and the word after it, as in "00412345DOB".
GLUED = re.compile(r"(?<=\d{5})(?=[A-Z]{2,}\b)")
LEAST_SIDE = 40  # pixels; what is smaller can show neither words nor faces
SURE = 0.6  # a line read with less is a pattern in the picture as often as text
FACE_SIDES = (1000, 700)  # pixels; a picture is brought to these: the cascades miss at one what they see at another
LEAST_FACE = 24  # pixels of that: about a fortieth of the side
SURE_FRONT = 2.0  # weights of the last stage, where OpenCV's cascades part faces from patterns
SURE_SIDE = 0.5
#: One picture at a time: a reader uses a core and some hundred megabytes.
ONE = threading.Lock()


def look(content: bytes) -> Look:
    """What can be seen; of a picture that `kit.pictures.clean` wrote. Raises OSError for what is no picture."""
    with Image.open(io.BytesIO(content)) as opened:
        picture = _flat(opened)
    if min(picture.size) < LEAST_SIDE:
        return Look(picture.width, picture.height, written=(), faces=(), codes=())
    with ONE:
        return Look(
            picture.width,
            picture.height,
            written=words_in(picture) if installed("rapidocr") else None,
            faces=faces_in(picture) if installed("cv2") and _cascades() else None,
            codes=codes_in(picture) if installed("zxingcpp") else None,
        )


@cache
def installed(package: str) -> bool:
    """Whether a package of the extra can be imported."""
    return find_spec(package) is not None


def _flat(opened: Image.Image) -> Image.Image:
    """On white, as pages show it."""
    if opened.mode == "RGBA":
        flat = Image.new("RGB", opened.size, "white")
        flat.paste(opened, mask=opened.getchannel("A"))
        return flat
    return opened.convert("RGB")


# ---- words -----------------------------------------------------------------------------------------------------------


@cache
def _reader() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)  # it would write what it reads
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def words_in(picture: Image.Image) -> tuple[Written, ...]:
    """The lines of text, from top to bottom; each with the contrast of its letters."""
    import numpy as np

    pixels = np.asarray(picture)
    read = _reader()(np.ascontiguousarray(pixels[:, :, ::-1]))
    if read.txts is None or read.boxes is None:
        return ()
    found = []
    for text, sure, corners in zip(read.txts, read.scores, read.boxes, strict=True):
        if sure < SURE or sum(map(str.isalnum, text)) < 2:
            continue
        box = _around(corners, picture)
        found.append(Written(GLUED.sub(" ", text.strip()), box, round(float(sure), 3), contrast(pixels, box)))
    return tuple(sorted(found, key=lambda line: (line.box.top // max(line.box.height, 1), line.box.left)))


def _around(corners: Any, picture: Image.Image) -> Box:
    across, down = [float(one[0]) for one in corners], [float(one[1]) for one in corners]
    left, top = max(0, int(min(across))), max(0, int(min(down)))
    right, bottom = min(picture.width, round(max(across))), min(picture.height, round(max(down)))
    return Box(left, top, max(1, right - left), max(1, bottom - top))


def contrast(pixels: Any, box: Box) -> float:
    """The contrast ratio of WCAG 2.2 between the letters and what is behind them, from 1 to 21: the pixels of the box
    are parted in two at the threshold of Otsu (1979), and the medians of the two compared."""
    import numpy as np

    part = pixels[box.top : box.top + box.height, box.left : box.left + box.width].reshape(-1, 3).astype(float) / 255
    if not len(part):
        return 1.0
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    light = linear @ np.array([0.2126, 0.7152, 0.0722])
    counts, edges = np.histogram(light**0.5, bins=64, range=(0, 1))
    middles = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)
    mass = np.cumsum(counts * middles)
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (mass / below - (mass[-1] - mass) / above) ** 2
    cut = edges[int(np.nanargmax(np.nan_to_num(between))) + 1] ** 2
    dark, bright = light[light <= cut], light[light > cut]
    if not len(dark) or not len(bright):
        return 1.0
    return round(float((np.median(bright) + 0.05) / (np.median(dark) + 0.05)), 2)


# ---- codes -----------------------------------------------------------------------------------------------------------


def codes_in(picture: Image.Image) -> tuple[Code, ...]:
    """QR codes and barcodes, with what they hold."""
    import numpy as np
    import zxingcpp

    found = []
    for one in zxingcpp.read_barcodes(np.asarray(picture)):
        if not one.text.strip():
            continue
        spot = one.position
        corners = [(p.x, p.y) for p in (spot.top_left, spot.top_right, spot.bottom_right, spot.bottom_left)]
        found.append(Code(str(one.format).rpartition(".")[2], one.text[:2000], _around(corners, picture)))
    return tuple(found)


# ---- faces -----------------------------------------------------------------------------------------------------------


@cache
def _cascades() -> tuple[Any, ...]:
    """OpenCV's bundled cascades for faces from the front and from the side; none in an OpenCV that lost them."""
    import cv2

    data: str = getattr(getattr(cv2, "data", None), "haarcascades", "")
    if not data or not hasattr(cv2, "CascadeClassifier"):
        return ()
    cv2.setNumThreads(1)
    made = [cv2.CascadeClassifier(f"{data}haarcascade_{name}.xml") for name in ("frontalface_alt2", "profileface")]
    return () if any(one.empty() for one in made) else tuple(made)


def faces_in(picture: Image.Image) -> tuple[Box, ...]:
    """Where faces are, as far as OpenCV's cascades see them: whole faces from the front and from either side, upright.
    Covered, turned and very small faces are missed."""
    found: list[tuple[float, Box]] = []
    for longest in FACE_SIDES:
        found += _faces_at(picture, longest)
    return _apart([box for _weight, box in sorted(found, key=lambda one: -one[0])])


def _faces_at(picture: Image.Image, longest: int) -> Iterator[tuple[float, Box]]:
    """Faces in the picture brought to this size, with the weight of each."""
    import numpy as np

    front, side = _cascades()
    scale = min(1.0, longest / max(picture.size))
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    # As it is: evening out the light loses faces on pages of white, and finds some in textures.
    gray = np.asarray(picture.convert("L").resize(size, Image.Resampling.LANCZOS))
    for cascade, pixels, turned, least in (
        (front, gray, False, SURE_FRONT), (side, gray, False, SURE_SIDE), (side, gray[:, ::-1], True, SURE_SIDE)
    ):  # fmt: skip
        seen, _stages, weights = cascade.detectMultiScale3(
            np.ascontiguousarray(pixels), 1.1, 3, 0, (LEAST_FACE, LEAST_FACE), outputRejectLevels=True
        )
        for (left, top, width, height), weight in zip(seen, np.ravel(weights), strict=True):
            if weight >= least:
                across = gray.shape[1] - left - width if turned else left
                yield float(weight), Box(*(round(int(n) / scale) for n in (across, top, width, height)))


def _apart(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """One box a face, where two cascades saw the same."""
    kept: list[Box] = []
    for box in boxes:
        if all(_shared(box, other) < 0.3 for other in kept):
            kept.append(box)
    return tuple(kept)


def _shared(one: Box, other: Box) -> float:
    """The part of the smaller box that lies in the other."""
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return max(0, across) * max(0, down) / max(1, min(one.width * one.height, other.width * other.height))
