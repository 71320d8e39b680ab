"""What a screen reader makes of a post, and people who see little: in every language."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bedside.guard.lexicon.gazetteer import words as known
from bedside.guard.plain.shapes import Advice, Alt
from bedside.guard.plain.wording import SHOUTING

WCAG = "WCAG 2.2, {}"
SOCIAL = "Federal Social Media Accessibility Toolkit (digital.gov)"
#: Characters of an alternative text, unless it stands for a chart.
ALT = 150
EMOJI = 3
#: Contrast of text, and of large text (WCAG 2.2, 1.4.3).
LEAST, LEAST_LARGE = 4.5, 3.0

HASHTAG = re.compile(r"(?<![\w&/])#(\w{2,100})")
PICTURE = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3|[\U0001f300-\U0001faff\u2600-\u27bf\u2b05-\u2b55\u231a-\u23ff]"
    "[\ufe0f\U0001f3fb-\U0001f3ff]?(?:\u200d[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?[\U0001f3fb-\U0001f3ff]?){0,6})"
)
BULLET = re.compile(rf"^[ \t]*({PICTURE.pattern})[ \t]*\S", re.MULTILINE)
FANCY = re.compile(
    "[\U0001d400-\U0001d7ff\u24b6-\u24e9\U0001f130-\U0001f189\uff21-\uff3a\uff41-\uff5a\u1d00-\u1d2b]{2,200}"
)
ART = re.compile(
    r"¯\\_\(.{1,3}\)_/¯|\([°•◕ʘ╥ಠ><^=TQ;｡][^\w\s()]{1,4}[°•◕ʘ╥ಠ><^=TQ;｡]\)|(?<!\w)[:;8=]['-]?[)(DPp/|](?!\w)"
    r"|[|/\\_=~*+<>^.·•●○■□▪▫◆◇★☆-]{8,}"
)
CUE = re.compile(
    r"\b(?:click|press|tap|select|choose|use|see|push|hit)\s+(?:on\s+)?(?:the\s+)?"
    r"(?:red|green|blue|orange|yellow|purple|left|right|top|bottom|upper|lower|round|big|small)(?:[- ]hand)?\s+"
    r"(?:button|link|box|icon|circle|tab|side|corner|banner|image|picture)\b"
    r"|\b(?:the\s+)?(?:button|link|box|icon|picture|image|chart|form)s?\s+"
    r"(?:on the (?:left|right)|below|above|to the (?:left|right))\b"
    r"|\b(?:botón|enlace|recuadro)\s+"
    r"(?:rojo|verde|azul|amarillo|naranja|de la (?:izquierda|derecha)|de (?:arriba|abajo))\b",
    re.IGNORECASE,
)
HERE = re.compile(
    r"\b(?:click|tap|press|read more|find out more|learn more|more|sign up|register|details)\s+(?:right\s+)?here\b"
    r"|\bclick (?:on )?(?:this|the) link\b"
    r"|\b(?:haga|haz|hacer|dar|da|dé) clic(?:k)? aquí\b|\bpinch[ae] aquí\b|\bmás aquí\b",
    re.IGNORECASE,
)
PREFIX = re.compile(
    r"^\s*(?:an?\s+|the\s+|una?\s+)?(?:image|picture|photo|photograph|graphic|screenshot|imagen|foto|fotografía|gráfico)"
    r"\s+(?:of|showing|shows|de|que muestra)\b",
    re.IGNORECASE,
)
FILE = re.compile(
    r"^\s*[\w() -]{1,80}\.(?:jpe?g|png|gif|webp|heic|tiff?|bmp|svg)\s*$"
    r"|^\s*(?:IMG|DSC|PXL|image|picture|photo)[_ -]?\d+\s*$",
    re.I,
)
LETTERS = re.compile(r"[^\W_]+")


def _at(text: str, hit: re.Match[str], rule: str, said: str, source: str, suggestion: str) -> Advice:
    return Advice(rule, hit.group(), hit.start(), hit.end(), said, source, suggestion)


def hashtags(text: str) -> Iterator[Advice]:
    found = list(HASHTAG.finditer(text))
    for hit in found:
        if parts := parted(hit.group(1)):
            yield _at(
                text, hit, "hashtag_case", "A screen reader says this as one odd word.", SOCIAL,
                f"Begin each word with a capital: #{''.join(part.capitalize() for part in parts)}",
            )  # fmt: skip
    if len(found) > 3:
        yield Advice("many_hashtags", "", 0, 0, f"{len(found)} hashtags are read out one by one.", SOCIAL,
                     "Keep the two or three that people look for, at the end.")  # fmt: skip


def parted(tag: str) -> tuple[str, ...]:
    """The words of a hashtag that shows none of them; empty where it does, or is one word."""
    if tag[1:] != tag[1:].lower() and tag != tag.upper():
        return ()
    low = tag.lower()
    if len(low) > 40 or not low.isalpha() or (len(low) < 7 and tag == tag.upper()):
        return ()
    return _split(low)


@cache
def _ordinary(word: str) -> bool:
    return known().get(word, "0000")[3] >= ("2" if len(word) > 3 else "4")


def _split(low: str) -> tuple[str, ...]:
    """The parting into the fewest ordinary words; empty for one word or none. Cost grows with the square of length."""
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(low) + 1):
        ways = [
            (*before, low[start:end])
            for start in range(max(0, end - 16), end)
            if (before := best[start]) is not None
            and (end - start > 2 or low[start:end] in GLUE)
            and _word(low[start:end])
        ]
        best.append(min(ways, key=len) if ways else None)
    parts = best[-1] or ()
    return parts if 1 < len(parts) <= 5 else ()


GLUE = frozenset(
    {"of", "the", "and", "for", "to", "in", "on", "my", "we", "us", "is", "be", "up", "at", "by", "go", "no", "do"}
)


def _word(word: str) -> bool:
    return word in GLUE or _ordinary(word)


def emoji(text: str) -> Iterator[Advice]:
    found = list(PICTURE.finditer(text))
    if len(found) > EMOJI:
        yield Advice("many_emoji", "", 0, 0, f"A screen reader reads the name of each of the {len(found)} emoji.",
                     SOCIAL, "Keep three at most, at the end of a line.")  # fmt: skip
    bullets = list(BULLET.finditer(text))
    if len(bullets) > 1:
        yield Advice("emoji_bullets", bullets[0].group(1), bullets[0].start(1), bullets[0].end(1),
                     "Emoji as bullets are read out before each line.", SOCIAL,
                     "Use a hyphen or a number.")  # fmt: skip
    if found and not LETTERS.search(PICTURE.sub("", text)):
        yield Advice("emoji_alone", "", 0, 0, "Only emoji say it, which many readers understand differently.",
                     WCAG.format("1.1.1"), "Say it in words as well.")  # fmt: skip


def letters(text: str) -> Iterator[Advice]:
    for hit in list(SHOUTING.finditer(text))[:2]:
        yield _at(text, hit, "capitals", "Capitals are harder to read, and some screen readers spell them.", SOCIAL,
                  "Write it in ordinary letters.")  # fmt: skip
    for hit in list(FANCY.finditer(text))[:1]:
        yield _at(text, hit, "fancy_letters", "These are signs of mathematics, not letters: screen readers skip "
                  "or spell them, and search does not find them.", WCAG.format("1.3.1"),
                  "Type the words in ordinary letters.")  # fmt: skip
    for hit in list(ART.finditer(text))[:1]:
        yield _at(text, hit, "typed_art", "A screen reader reads each sign of this by its name.", WCAG.format("1.1.1"),
                  "Take it out, or say it in words.")  # fmt: skip


def pointers(text: str) -> Iterator[Advice]:
    for hit in list(CUE.finditer(text))[:2]:
        yield _at(text, hit, "place_or_color_only", "Not everybody sees where something is, or its color.",
                  WCAG.format("1.3.3"), "Name it by the words it bears.")  # fmt: skip
    for hit in list(HERE.finditer(text))[:2]:
        yield _at(text, hit, "link_says_nothing", "Out of its sentence this tells nobody where it leads.",
                  WCAG.format("2.4.4"), "Say what is behind the link: “See the clinic's hours: …”.")  # fmt: skip


def pictures(text: str, alts: Sequence[Alt]) -> Iterator[Advice]:
    """The words that stand for pictures and films, each by its number."""
    body = _letters(text)
    for number, alt in enumerate(alts, 1):
        name = f"picture {number}" if not alt.mime.startswith("video/") else f"film {number}"

        def one(rule: str, said: str, source: str, suggestion: str, name: str = name) -> Advice:
            return Advice(rule, name, 0, 0, said, source, suggestion)

        if alt.mime.startswith("video/") and not alt.captions:
            yield one("captions_missing", "People who do not hear it miss what is said.", WCAG.format("1.2.2"),
                      "Add captions that a person has read through.")  # fmt: skip
        said = alt.text.strip()
        if not said:
            yield one("alt_missing", "People who do not see it get nothing.", WCAG.format("1.1.1"),
                      "Say in a sentence what it shows and why it is here.")  # fmt: skip
            continue
        if FILE.match(said) or (alt.filename and _letters(said) == _letters(alt.filename.rpartition(".")[0])):
            yield one(
                "alt_is_file_name", "Its words are the name of a file.", WCAG.format("1.1.1"), "Say what it shows."
            )
        elif PREFIX.match(said):
            yield one("alt_prefix", "A screen reader says “image” by itself.", SOCIAL, "Begin with what it shows.")
        if len(said) > ALT and not alt.chart:
            yield one("alt_long", f"Its words are {len(said)} characters long; nobody can stop and go back in them.",
                      SOCIAL, f"Keep them under {ALT}, and tell the rest in the post.")  # fmt: skip
        if body and len(said) > 20 and _letters(said) == body:
            yield one("alt_repeats", "Its words say the post once more.", WCAG.format("1.1.1"), "Say what it shows.")
        told = f"{body} {_letters(said)}"
        missing = [line for line in alt.written if len(_letters(line)) > 3 and not _told(line, told)]
        if missing:
            count = f"{len(missing)} of its {len(alt.written)} lines of text stand"
            stands = count if len(alt.written) > 1 else "The text in it stands"
            yield one("text_only_in_picture", f"{stands} nowhere else.", WCAG.format("1.4.5"),
                      "Say the same in the post or in the words for the picture.")  # fmt: skip
        least = LEAST_LARGE if alt.large else LEAST
        if alt.contrast is not None and alt.contrast < least:
            yield one("low_contrast", f"Some of its text is too faint: contrast {alt.contrast:.1f}, {least} is needed.",
                      WCAG.format("1.4.3"), "Make the letters darker or what is behind them lighter.")  # fmt: skip


def _letters(text: str) -> str:
    return " ".join(LETTERS.findall(text.lower()))


def _told(line: str, told: str) -> bool:
    """Whether most of a line's words stand in the text; reading pictures errs by a letter here and there."""
    wanted = [word for word in _letters(line).split() if len(word) > 2] or _letters(line).split()
    return sum(word in told for word in wanted) >= 0.75 * len(wanted)
