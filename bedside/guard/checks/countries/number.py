"""What a country's number is: its shape, the words that announce it, and its check digit."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bedside.guard.scene import Scene
from bedside.guard.shapes import Match

REACH = 40  # characters before a number in which its cue may stand


@dataclass(frozen=True)
class Number:
    """One country's number. `digits`: how many it has. `sure`: the shape and the check digit alone are
    enough, no cue is needed."""

    name: str
    shape: re.Pattern[str]  # of the text as it is written
    cue: re.Pattern[str]
    words: frozenset[str]  # one of them must stand in the text, unless `sure`
    valid: Callable[[str], bool]  # of the plain letters and digits
    source: str
    digits: int = 10
    sure: bool = False

    def find(self, scene: Scene) -> Iterator[Match]:
        """Numbers of this country in a text."""
        named = not self.words.isdisjoint(scene.words)
        if not (named or self.sure):
            return
        for hit in (hit for span in scene.stretches(self.digits) for hit in self.shape.finditer(scene.text, *span)):
            plain = "".join(filter(str.isalnum, hit.group()))
            if not self.valid(plain):
                continue
            if self.sure or self.cue.search(scene.low, max(0, hit.start() - REACH), hit.start()):
                yield Match(hit.start(), hit.end())
