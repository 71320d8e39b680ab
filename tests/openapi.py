"""The committed API document: `python -m tests.openapi` writes it, `--check` compares."""

import os
import sys
from pathlib import Path

PATH = Path(__file__).parent.parent / "docs" / "reference" / "openapi.json"


def current() -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.settings")
    import django

    django.setup()
    from bedside.web.api import schema

    return schema()


if __name__ == "__main__":
    fresh = current()
    if "--check" in sys.argv:
        if not PATH.exists() or PATH.read_text() != fresh:
            sys.exit("docs/reference/openapi.json is not what the code says. Run: python -m tests.openapi")
    else:
        PATH.parent.mkdir(parents=True, exist_ok=True)
        PATH.write_text(fresh)
