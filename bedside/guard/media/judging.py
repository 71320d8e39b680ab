"""What follows from what was seen: findings of the guard, of the words in a picture, its faces, its codes, its name."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bedside.guard.media.hidden import hidden_in
from bedside.guard.media.looking import look
from bedside.guard.media.shapes import SHOWN, Box, Inspection, Look
from bedside.guard.rules import check
from bedside.guard.scene import belongings
from bedside.guard.shapes import Facts, Finding
from bedside.kit import pictures

#: What says what is wrong with a text.
Reader = Callable[[str], Sequence[Finding]]

FACE_SOURCE = "45 CFR 164.514(b)(2)(i)(Q)"
CODE_SOURCE = "FTC consumer alert on QR codes, December 2023"
LINK = re.compile(r"^(?:https?://)?((?:[\w-]{1,63}\.){1,8}[a-z]{2,24})(?::\d{1,5})?(?:[/?#]\S*)?$", re.IGNORECASE)


def inspect(content: bytes, filename: str, facts: Facts, *, shown: str = "", release: str = "") -> Inspection:
    """Everything about a file before it is kept: what its data and its name tell, what can be seen in it, and what the
    guard says of that. Raises kit.pictures.NotAPicture."""
    cleaned, _mime, _width, _height = pictures.clean(content)

    def read(text: str) -> Sequence[Finding]:
        return check(text, kind="post", facts=facts).findings

    seen = look(cleaned)
    findings = [*findings_of(seen, read=read, facts=facts, shown=shown, release=release), *names_in(filename, read)]
    return Inspection(hidden_in(content), seen, tuple(findings))


def findings_of(
    seen: Look, *, read: Reader, facts: Facts, number: int = 1, shown: str = "", release: str = ""
) -> list[Finding]:
    """What the guard says of one picture. `number` is its place in the post, as people count; `shown` and `release`
    are what a person said of who is shown: with them, faces are no finding."""
    name = f"picture {number}"
    return [
        *_of_words(seen, read, name),
        *_of_faces(seen, name, shown, release),
        *_of_codes(seen, read, facts, name),
    ]


def _of_words(seen: Look, read: Reader, name: str) -> Iterator[Finding]:
    """The lines are read together, so that a name on one and a number on the next are seen as one."""
    lines, starts, at = seen.written or (), [], 0
    for line in lines:
        starts.append(at)
        at += len(line.text) + 1
    for finding in read(seen.text) if lines else ():
        index = max((n for n, start in enumerate(starts) if start <= finding.start), default=0)
        yield _told(finding, f"Written in {name}, {_place(lines[index].box, seen)}.")


def _place(box: Box, seen: Look) -> str:
    place = box.place(seen.width, seen.height)
    return "in the middle" if place == "middle" else f"at the {place}"


def _told(finding: Finding, where: str) -> Finding:
    """The finding with its place; what helps a text helps no picture."""
    return replace(
        finding,
        start=0,
        end=0,
        reason=f"{where} {finding.reason}",
        suggestion="Cover or cut it out of the picture, then add the picture again.",
    )


def _of_faces(seen: Look, name: str, shown: str, release: str) -> Iterator[Finding]:
    if not seen.faces or (shown in SHOWN and (release.strip() or not SHOWN[shown])):
        return
    count = "a face" if len(seen.faces) == 1 else f"{len(seen.faces)} faces"
    yield Finding(
        rule="full_face",
        severity="block",
        quote=name,
        start=0,
        end=0,
        reason=f"It shows {count}. A face identifies a person, and in a hospital it can tell that they are a patient.",
        source=FACE_SOURCE,
        suggestion="Say who is shown and what they signed, below the picture; or use a picture without faces.",
        confidence=0.8,
    )


def _of_codes(seen: Look, read: Reader, facts: Facts, name: str) -> Iterator[Finding]:
    for code in seen.codes or ():
        where = f"In the code in {name}, {_place(code.box, seen)}."
        found = [_told(one, where) for one in read(code.content)]
        yield from found
        link = LINK.match(code.content.strip())
        if link and not belongings(facts).host(link.group(1)) and not any(one.rule == "url" for one in found):
            yield Finding(
                rule="url",
                severity="warn",
                quote=code.content[:120],
                start=0,
                end=0,
                reason=f"{where} It leads away from the hospital's own pages, and readers cannot see where before "
                "they scan it.",
                source=CODE_SOURCE,
                suggestion="Use a code that leads to a page of the hospital.",
            )


def names_in(filename: str, read: Reader) -> list[Finding]:
    """What a file's name tells. The name itself never leaves, so nothing of it blocks: it says that the file was
    named after a person, and so that the picture may show one. The quote is left out."""
    stem = re.sub(r"[_\-.]+", " ", filename.rsplit("/", 1)[-1].rsplit(".", 1)[0])[:200]
    rules = {one.rule: one for one in [*read(stem), *read(filename[-200:])] if one.rule != "url"}
    return [
        replace(
            one,
            severity="warn",
            quote="",
            start=0,
            end=0,
            reason=f"In the name of the file, which never leaves. {one.reason}",
            suggestion="Make sure that the picture does not show the person the file is named after.",
        )
        for one in rules.values()
    ]
