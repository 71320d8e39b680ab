"""How hard a text is to read: the grade of Flesch and Kincaid (1975), counted by rules of thumb. Pure."""

import re

WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
SENTENCE = re.compile(r"[.!?:;]+(?:\s|$)|\n{2,}|\n\s*[-•]")
#: Letters should not be harder than this.
HARDEST = 8.0


def syllables(word: str) -> int:
    """Groups of vowels, less a silent e; at least one."""
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith(("le", "ee", "ye")) and groups > 1:
        groups -= 1
    if word.endswith("ed") and not word.endswith(("ted", "ded")) and groups > 1:
        groups -= 1
    return max(groups, 1)


def grade(text: str) -> float:
    """The US school grade, rounded to one place; 0 for a text without words."""
    words = WORD.findall(text)
    if not words:
        return 0.0
    sentences = sum(1 for part in SENTENCE.split(text) if WORD.search(part)) or 1
    hard = sum(syllables(word) for word in words)
    return round(max(0.39 * len(words) / sentences + 11.8 * hard / len(words) - 15.59, 0.0), 1)
