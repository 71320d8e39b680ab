"""Answers as a table or as JSON, to take along and to bring in. Pure; what is brought in is nobody's friend.

A cell that a spreadsheet would run as a formula is written with an apostrophe before it, and read without
(OWASP, CSV injection).
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bedside.answers.rules.states import Unfit

MOST_BYTES = 1_000_000
MOST_ROWS = 1_000
LONGEST_TEXT = 2_000
LANGUAGES = ("en", "es")
COLUMNS = (
    "title", "shortcut", "text_en", "text_es", "intents", "specialties", "networks", "tags", "questions", "clinical",
)  # fmt: skip
_LISTS = ("intents", "specialties", "networks", "tags", "questions")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_YES = {"yes", "y", "true", "1", "x", "si", "sí"}


@dataclass(frozen=True)
class Row:
    """One answer as a file has it; `number` is its place in the file, from 1 on."""

    number: int
    title: str
    texts: dict[str, str]
    shortcut: str = ""
    intents: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    is_clinical: bool = False


@dataclass
class Parsed:
    """The rows that can be read, and what is wrong with the others: (place, sentence)."""

    rows: list[Row] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


def write_csv(rows: Iterable[Row]) -> str:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for row in rows:
        cells = [row.title, row.shortcut, row.texts.get("en", ""), row.texts.get("es", "")]
        cells += ["; ".join(getattr(row, name)) for name in ("intents", "specialties", "networks", "tags")]
        cells += ["\n".join(row.questions), "yes" if row.is_clinical else ""]
        table.writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def write_json(rows: Iterable[Row]) -> str:
    said = [
        {
            "title": row.title,
            "shortcut": row.shortcut,
            "texts": row.texts,
            **{name: list(getattr(row, name)) for name in _LISTS},
            "clinical": row.is_clinical,
        }
        for row in rows
    ]
    return json.dumps({"answers": said}, ensure_ascii=False, indent=1) + "\n"


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith((*_FORMULA, "'")) else cell


def _as_meant(cell: str) -> str:
    return cell[1:] if cell.startswith("'") else cell


def read(content: bytes) -> Parsed:
    """The answers of a CSV or JSON file, whichever it is; raises Unfit where the file as a whole cannot be read."""
    if len(content) > MOST_BYTES:
        raise Unfit(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Nothing was brought in; split it.")
    text = _decoded(content)
    if "\x00" in text:
        raise Unfit("The file holds bytes that are no text. Nothing was brought in.")
    if not text.strip():
        raise Unfit("The file is empty. Nothing was brought in.")
    return _read_json(text) if text.lstrip()[0] in "{[" else _read_csv(text)


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeError as error:
        raise Unfit("The file is not in UTF-8. In Excel, save it as “CSV UTF-8”. Nothing was brought in.") from error


def _read_csv(text: str) -> Parsed:
    try:
        delimiter = ";" if text.splitlines()[0].count(";") > text.splitlines()[0].count(",") else ","
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Unfit(
            "The table cannot be read: a quotation mark is missing somewhere. Nothing was brought in."
        ) from error
    head = [cell.strip().casefold() for cell in table[0]]
    if "title" not in head or not {"text_en", "text_es"} & set(head):
        raise Unfit(f"The first line must name the columns, at least title and text_en: {', '.join(COLUMNS)}.")
    parsed, number = Parsed(), 0
    for cells in table[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        number += 1
        named = {name: _as_meant(cell) for name, cell in zip(head, cells, strict=False)}
        texts = {language: named.get(f"text_{language}", "") for language in LANGUAGES}
        told = {name: _parts(named.get(name, ""), lines=name == "questions") for name in _LISTS}
        clinical = named.get("clinical", "").strip().casefold() in _YES
        _take(parsed, number, named.get("title", ""), named.get("shortcut", ""), texts, told, clinical)
    return _bounded(parsed, number)


def _parts(cell: str, *, lines: bool) -> list[str]:
    return cell.splitlines() if lines else cell.replace(",", ";").split(";")


def _read_json(text: str) -> Parsed:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unfit("The file begins like JSON and is none. Nothing was brought in.") from error
    listed = whole.get("answers") if isinstance(whole, dict) else whole
    if not isinstance(listed, list):
        raise Unfit('The file must be {"answers": [ … ]}. Nothing was brought in.')
    parsed = Parsed()
    for number, one in enumerate(listed[: MOST_ROWS + 1], 1):
        if not isinstance(one, Mapping) or not isinstance(one.get("texts"), Mapping):
            parsed.refused.append((number, "It is no answer with a title and texts."))
            continue
        texts = {language: _string(one["texts"].get(language)) for language in LANGUAGES}
        told = {name: [_string(each) for each in one.get(name) or () if each] for name in _LISTS if _listed(one, name)}
        clinical = one.get("clinical") is True
        _take(parsed, number, _string(one.get("title")), _string(one.get("shortcut")), texts, told, clinical)
    return _bounded(parsed, len(listed))


def _listed(one: Mapping[str, Any], name: str) -> bool:
    return isinstance(one.get(name), list)


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _bounded(parsed: Parsed, number: int) -> Parsed:
    if number > MOST_ROWS:
        raise Unfit(f"The file has more than {MOST_ROWS} answers. Nothing was brought in; split it.")
    return parsed


def _take(
    parsed: Parsed,
    number: int,
    title: str,
    shortcut: str,
    texts: Mapping[str, str],
    told: Mapping[str, list[str]],
    clinical: bool,
) -> None:
    kept = {language: text.strip() for language, text in texts.items() if text.strip()}
    name = " ".join(title.split())
    if not name or not kept:
        parsed.refused.append((number, "It has no title, or no text."))
    elif len(name) > 120 or any(len(text) > LONGEST_TEXT for text in kept.values()):
        parsed.refused.append(
            (number, f"Its title is longer than 120 characters, or a text longer than {LONGEST_TEXT}.")
        )
    elif any(
        "\x00" in text for text in (name, shortcut, *kept.values(), *(one for all_ in told.values() for one in all_))
    ):
        parsed.refused.append((number, "It holds bytes that are no text."))
    else:
        lists = {key: tuple(dict.fromkeys(" ".join(one.split()) for one in said if one.strip()))[:20]
                 for key, said in told.items()}  # fmt: skip
        parsed.rows.append(Row(number, name, kept, shortcut.strip(), is_clinical=clinical, **lists))
