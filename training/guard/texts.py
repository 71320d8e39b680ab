"""Reads the training texts: `texts/*.txt`, one entry a paragraph, in a short form of the labels.

    reply: We're so glad {patient_relationship,health_detail|your new hip} has you hiking again!
    < Three months after my hip replacement and I climbed the butte!

An entry begins with its kind (`post`, `reply`, `message`; `post+story` when a signed release covers it) and holds the
text with each finding marked in place: `{rule|words}` or `{rule,rule|words}`. A line that begins with `<` is the public
comment answered; several make several examples with the same text. A line that begins with `#` is a remark. The
organization's own facts are written as `$hospital $phone $email $url $address $staff $city` and filled in while
training, so that no example leans on one hospital's name. `python -m training.guard.texts` checks every file, and
counts.
"""

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"
KINDS = {"post", "reply", "message", "post+story"}
SHORT = {
    "pr": "patient_relationship", "hd": "health_detail", "bd": "billing_detail", "sp": "solicits_phi",
    "ma": "medical_advice", "st": "story_without_release", "uc": "unproven_claim", "tc": "trial_claim",
    "ho": "hostile", "md": "missing_disclosure", "n": "name", "nw": "salutation", "geo": "geography", "d": "date",
    "age": "age_over_89", "hp": "health_plan_number", "acct": "account_number", "lic": "license_number",
    "veh": "vehicle_id", "dev": "device_id", "ip": "ip_address", "bio": "biometric", "oid": "other_id",
}  # fmt: skip
SAME = {"phone", "fax", "email", "ssn", "mrn", "url"}
WARNING = {"unproven_claim", "trial_claim", "hostile", "missing_disclosure", "salutation"}
RULES = frozenset(SHORT.values()) | SAME
SLOTS = {"hospital", "phone", "email", "url", "address", "staff", "city"}
HELD_OUT = 10  # per cent
STRETCH = 40  # lines
MARK = re.compile(r"\{([a-z_0-9, ]+)\|([^{}|]+)\}")
SLOT = re.compile(r"\$([a-z]+)")
HEAD = re.compile(r"(post\+story|post|reply|message): (.+)")


class Malformed(ValueError):
    """A paragraph is not an entry; the message says where and why."""


@dataclass(frozen=True)
class Entry:
    """One text with its findings as (rule, start, end), slots not yet filled."""

    kind: str
    text: str
    inbounds: tuple[str, ...]
    findings: tuple[tuple[str, int, int], ...]
    released: bool
    where: str

    @property
    def verdict(self) -> str:
        """Block, warn or allow, as the guide derives it."""
        rules = {rule for rule, _, _ in self.findings}
        return "block" if rules - WARNING else "warn" if rules else "allow"


def parse(paragraph: str, where: str) -> Entry:
    """One entry; raises Malformed."""
    lines = [line for line in paragraph.splitlines() if not line.startswith("#")]
    head = HEAD.fullmatch(lines[0]) if lines else None
    if head is None:
        raise Malformed(f"{where}: an entry begins with one of {', '.join(sorted(KINDS))} and a colon")
    marked, inbounds = [head[2]], []
    for line in lines[1:]:
        if line.startswith("<"):
            inbounds.append(line[1:].strip())
        elif inbounds:
            raise Malformed(f"{where}: text after the comment it answers: {line[:40]}")
        else:
            marked.append(line)
    text, findings = unmark("\n".join(marked), where)
    for piece in (text, *inbounds):
        for slot in SLOT.findall(piece):
            if slot not in SLOTS:
                raise Malformed(f"{where}: there is no ${slot}")
    kind = head[1]
    return Entry(kind.removesuffix("+story"), text, tuple(inbounds), findings, kind.endswith("+story"), where)


def unmark(marked: str, where: str = "") -> tuple[str, tuple[tuple[str, int, int], ...]]:
    """The text without its marks, and the findings that they showed."""
    parts, findings, at, length = [], [], 0, 0
    for mark in MARK.finditer(marked):
        before = marked[at : mark.start()]
        parts += [before, mark[2]]
        length += len(before)
        for code in re.split(r",\s*", mark[1]):
            rule = SHORT.get(code, code)
            if rule not in RULES:
                raise Malformed(f"{where}: there is no rule {code}")
            findings.append((rule, length, length + len(mark[2])))
        length += len(mark[2])
        at = mark.end()
    text = "".join([*parts, marked[at:]])
    if "{" in text or "}" in text or "|" in text:
        raise Malformed(f"{where}: a mark is not closed, or marks are nested")
    return text, tuple(findings)


def read(path: Path) -> Iterator[Entry]:
    """The entries of one file, in order; raises Malformed."""
    line = 1
    for paragraph in re.split(r"\n[ \t]*\n", path.read_text(encoding="utf-8")):
        stripped = paragraph.strip("\n")
        if stripped and not all(part.startswith("#") for part in stripped.splitlines()):
            yield parse(stripped, f"{path.name}:{line}")
        line += paragraph.count("\n") + 2


def entries() -> list[Entry]:
    """Every entry of every file, by file name and then in order."""
    return [entry for path in sorted(FOLDER.glob("*.txt")) for entry in read(path)]


def held_out(entry: Entry) -> bool:
    """Whether an entry is kept away from training: one stretch of forty lines in ten, so that twins stay together."""
    name, line = entry.where.rsplit(":", 1)
    return int(hashlib.sha256(f"{name} {int(line) // STRETCH}".encode()).hexdigest(), 16) % 100 < HELD_OUT


def main() -> int:
    """Checks the files named, or all; prints what is wrong and what is there."""
    paths = [Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.txt"))
    wrong, seen, counts = 0, Counter[str](), Counter[str]()
    for path in paths:
        line = 1
        for paragraph in re.split(r"\n[ \t]*\n", path.read_text(encoding="utf-8")):
            stripped = paragraph.strip("\n")
            if stripped and not all(part.startswith("#") for part in stripped.splitlines()):
                try:
                    entry = parse(stripped, f"{path.name}:{line}")
                except Malformed as error:
                    wrong += 1
                    print(error)
                else:
                    seen[f"{entry.kind} {entry.verdict}"] += 1
                    counts.update({rule for rule, _, _ in entry.findings})
            line += paragraph.count("\n") + 2
    print(f"{sum(seen.values())} entries in {len(paths)} files, {wrong} malformed")
    print("  ".join(f"{name} {number}" for name, number in sorted(seen.items())))
    print("  ".join(f"{name} {number}" for name, number in counts.most_common()))
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
