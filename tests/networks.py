"""The table of networks in the docs: `python -m tests.networks` writes it, a test compares."""

import os
import sys
from pathlib import Path

PATH = Path(__file__).parent.parent / "docs" / "reference" / "networks.md"
HEAD = """# What each network can do

Generated from the networks' declarations by `python -m tests.networks`; a test keeps it true.

"""


def table() -> str:
    """The page as the declarations have it."""
    from bedside.channels.queries import networks
    from bedside.channels.rules import Ability

    lines = ["| network | text | pictures | " + " | ".join(ability.value for ability in Ability) + " | edits |"]
    lines.append("|" + "---|" * (len(Ability) + 4))
    for network in networks().values():
        limits = network.limits
        text = f"{limits.text or 'no limit'} {limits.counts}"
        offered = ["yes" if ability in network.abilities else "not offered" for ability in Ability]
        edits = "in place" if network.edits_in_place else "a correction below"
        lines.append(f"| {network.label} | {text} | {limits.images} | " + " | ".join(offered) + f" | {edits} |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.settings")
    import django

    django.setup()
    PATH.write_text(table())
    sys.stdout.write(f"{PATH}\n")
