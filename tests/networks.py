"""The page of networks in the docs: `python -m tests.networks` writes it, a test compares.

What a network offers is its declaration. That it works is what tests show: every declared ability is asked of the
network in rehearsal by `bedside/channels/tests/conformance`, and of a real server where `REAL` names one.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedside.channels.rules import Ability, Network

PATH = Path(__file__).parent.parent / "docs" / "reference" / "networks.md"
REAL_WORKS, PLAYED_WORKS, NOT_OFFERED = "real", "rehearsed", "—"
#: Networks whose tests talk to the real thing, which thing, and what of it they ask.
REAL: dict[str, tuple[str, str]] = {
    "hub": ("our own hub", "bedside/channels/networks/hub"),
    "bluesky": ("Bluesky's own server and AppView", "tests/servers/test_bluesky_real.py"),
    "wordpress": ("WordPress", "tests/servers/test_wordpress_real.py"),
    "newsletter": ("SMTP and IMAP servers", "bedside/channels/networks/newsletter/tests"),
    "feeds": ("an HTTP server and a WebSub hub", "bedside/channels/networks/feeds/tests"),
}
#: What no real server was asked, though others of the network's abilities were.
PLAYED_ONLY: dict[str, frozenset[str]] = {
    "bluesky": frozenset({"messages", "answer messages"}),
}
HEAD = """# What each network can do

Generated from the networks' declarations by `python -m tests.networks`; a test keeps it true.

Three values, no other: **real** works, shown against a real server; **rehearsed** works, shown against the rehearsal,
which holds every call against the vendor's contract; **—** the network does not offer it. Closed networks cannot be
had for tests: there the rehearsal speaks their wire protocol, and what it is held against stands in the last table.

"""


def value(network: "Network", ability: "Ability") -> str:
    if ability not in network.abilities:
        return NOT_OFFERED
    played = network.name not in REAL or ability.value in PLAYED_ONLY.get(network.name, ())
    return PLAYED_WORKS if played else REAL_WORKS


def table() -> str:
    """The page as the declarations have it."""
    from bedside.channels.queries import networks
    from bedside.channels.rules import Ability

    found = list(networks().values())
    parts = [HEAD, "## Abilities\n\n"]
    for start in range(0, len(found), 6):
        chosen = found[start : start + 6]
        parts.append("| | " + " | ".join(network.label for network in chosen) + " |\n")
        parts.append("|---|" + "---|" * len(chosen) + "\n")
        for ability in Ability:
            row = " | ".join(value(network, ability) for network in chosen)
            parts.append(f"| {ability.value} | {row} |\n")
        parts.append("\n")
    parts.append("## Limits\n\n| network | text | title | pictures | films | polls | corrected | hears every |\n")
    parts.append("|---|---|---|---|---|---|---|---|\n")
    parts += [_limits(network) for network in found]
    parts.append("\n## Answers\n\n| network | to | at most | within | once |\n|---|---|---|---|---|\n")
    parts += [line for network in found for line in _answers(network)]
    parts.append("\n## Numbers\n\n| network | of | number | what it counts |\n|---|---|---|---|\n")
    parts += [
        f"| {network.label} | {metric.of} | {metric.label} | {metric.meaning} |\n"
        for network in found
        for metric in network.metrics
    ]
    parts.append("\n## What it costs\n\n| network | call | price | seen |\n|---|---|---|---|\n")
    parts += [f"| {n.label} | {cost.what} | {cost.price} | {cost.seen} |\n" for n in found for cost in n.costs]
    parts.append("\n## What the tests hold it against\n\n")
    parts.append("| network | real | contract of the rehearsal |\n|---|---|---|\n")
    for network in found:
        real = REAL.get(network.name, ("—", ""))[0]
        parts.append(f"| {network.label} | {real} | {network.contract or '—'} |\n")
    return "".join(parts)


def _limits(network: "Network") -> str:
    limits = network.limits
    text = f"{limits.text:,} {limits.counts}" if limits.text else "no limit"
    if limits.url_length:
        text += f", a link counts {limits.url_length}"
    pictures = f"{limits.images}, {limits.image_bytes / 1_000_000:g} MB each" if limits.images else "—"
    films = f"{limits.videos}, {limits.video_bytes / 1_000_000:g} MB" if limits.videos else "—"
    polls = f"{limits.poll_options[0]}–{limits.poll_options[1]} answers" if limits.poll_options else "—"
    corrected = "in place" if network.edits_in_place else "by a word below"
    if network.edit_within is not None:
        corrected += f", for {network.edit_within.total_seconds() / 60:g} min, then by a word below"
    every = network.listens_every.total_seconds()
    title = str(limits.title or "—")
    return f"| {network.label} | {text} | {title} | {pictures} | {films} | {polls} | {corrected} | {every:g} s |\n"


def _answers(network: "Network") -> list[str]:
    lines = []
    for kind, answering in sorted(network.answers.items()):
        most = f"{answering.text:,} {answering.counts}" if answering.text else ""
        if answering.text_bytes:
            most = f"{most}, {answering.text_bytes:,} bytes".strip(", ")
        within = f"{answering.within.total_seconds() / 3600:g} h" if answering.within else "—"
        lines.append(
            f"| {network.label} | {kind} | {most or 'no limit'} | {within} | {'yes' if answering.once else 'no'} |\n"
        )
    return lines


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.settings")
    import django

    django.setup()
    PATH.write_text(table())
    sys.stdout.write(f"{PATH}\n")
