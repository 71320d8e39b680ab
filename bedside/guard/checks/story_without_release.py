"""A post that tells an identifiable patient's story when no signed release covers it (45 CFR 164.508)."""

from collections.abc import Iterator

from bedside.guard.checks.story import tells_story
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match


def find(scene: Scene) -> Iterator[Match]:
    """The sentence that presents the person, in posts without a release."""
    if scene.publishes and not scene.released:
        told = tells_story(scene)
        if told:
            yield told


CHECK = Check(
    rule="story_without_release",
    severity="block",
    reason="This tells a story about a person who can be recognized, and no signed release is on file for it.",
    source="45 CFR 164.508(c); OCR resolution agreements on success stories, 2016 and 2025",
    suggestion=None,
    find=find,
)
