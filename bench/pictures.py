"""Pictures: the time one takes on one core to be stripped, read, searched for faces and for codes; beside the floor, a
plain decoding and encoding by Pillow, and beside Tesseract where it is installed."""

import io
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from PIL import Image

from bench import Row, Skipped


def run() -> list[Row]:
    """Rows of milliseconds a picture: a poster of 1600 x 1000 with four lines and a code."""
    from bedside.guard import media
    from bedside.guard.media import looking
    from bedside.guard.media.hidden import hidden_in
    from bedside.guard.media.tests.drawn import BAND, astronaut, code, poster
    from bedside.kit import pictures

    if not all(media.installed(name) for name in media.READERS):
        raise Skipped("the extra “media” is not installed")
    page = poster("Flu shots are free", "Friday, 9 to 5", "Bring a friend", BAND, size=(1600, 1000))
    page.paste(code("https://riverbend.example/flu").resize((400, 400)), (1100, 500))
    if (face := astronaut()) is not None:
        page.paste(face.convert("RGB").resize((420, 420)), (1120, 40))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=90)
    content = out.getvalue()
    cleaned = pictures.clean(content)[0]

    def floor() -> None:
        with Image.open(io.BytesIO(content)) as opened:
            opened.save(io.BytesIO(), "JPEG", quality=86, optimize=True)

    plain = timed(floor, 9)
    rows = [
        Row("picture stripped", timed(lambda: pictures.clean(content), 9), "ms", 250, "Pillow decodes, encodes", plain),
        Row("hidden data told", timed(lambda: hidden_in(content), 9), "ms", 20, "Pillow decodes, encodes", plain),
        Row("words read", timed(lambda: looking.words_in(page), 3), "ms", 4000, *tesseract(page)),
        Row("faces counted", timed(lambda: looking.faces_in(page), 3), "ms", 2500, "Pillow decodes, encodes", plain),
        Row("codes decoded", timed(lambda: looking.codes_in(page), 9), "ms", 100, "Pillow decodes, encodes", plain),
    ]
    seen = media.look(cleaned)
    rows.append(Row("lines read of four", len(seen.written or ()), "lines", 4, "lines drawn", 4, more=True))
    rows.append(Row("codes found of one", len(seen.codes or ()), "codes", 1, "codes drawn", 1, more=True))
    if face is not None:
        rows.append(Row("faces found of one", len(seen.faces or ()), "faces", 1, "faces shown", 1, more=True))
    return rows


def timed(act: Callable[[], object], times: int) -> float:
    """The median of some runs in milliseconds, after one that loads what is loaded once."""
    act()
    took = []
    for _ in range(times):
        began = time.process_time()
        act()
        took.append((time.process_time() - began) * 1000)
    return round(median(took), 1)


def tesseract(page: Image.Image) -> tuple[str, float | None]:
    """The peer's name and its milliseconds; None where it is not installed."""
    found = shutil.which("tesseract")
    if found is None:
        return "Tesseract (not installed here)", None
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "page.png"
        page.save(place)
        began = time.perf_counter()
        subprocess.run([found, str(place), "-"], capture_output=True, check=False, env={"OMP_THREAD_LIMIT": "1"})
        return "Tesseract", round((time.perf_counter() - began) * 1000, 1)
