"""Finding a Chromium, and starting it the same way for every test."""

import os
import shutil
import sys
from pathlib import Path

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def find() -> str | None:
    """The path of a Chromium, or None."""
    for name in (os.environ.get("BEDSIDE_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"):
        if name and (path := shutil.which(name)):
            return path
    own = sorted(Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome"))
    return str(own[-1]) if own else None


if __name__ == "__main__":
    found = find()
    if found is None:
        sys.exit("No Chromium was found.")
    sys.stdout.write(f"{found}\n")
