"""What is known of a word: how common it is as a given name, a surname, a place and an ordinary word. Loaded on first
use from `words.txt.gz`, which `python -m training.lexicon` builds; where it comes from stands in NOTICE."""

import gzip
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "words.txt.gz"


@cache
def words() -> dict[str, str]:
    """Lower-case word to four digits: given name, surname, place, ordinary word; 0 is never, 3 (4 for words) common."""
    text = gzip.decompress(FILE.read_bytes()).decode()
    flat = text.replace("\n", " ").split(" ")
    return dict(zip(flat[::2], flat[1::2], strict=True))


@cache
def ordinary() -> frozenset[str]:
    """Words so ordinary that a capital letter on them means nothing."""
    return frozenset(word for word, levels in words().items() if levels[3] >= "2" and levels[:3] <= "119")


@cache
def given() -> frozenset[str]:
    """Given names that are hardly ever anything else."""
    return frozenset(word for word, levels in words().items() if levels[0] >= "2" and levels[3] == "0")
