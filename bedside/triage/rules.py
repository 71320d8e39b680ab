"""What has come in and how urgent it is."""

from bedside.triage.shapes import Reading, Reason


def read(text: str, *, channel: str = "", stars: int | None = None) -> Reading:
    """The reading of one inbound text; `stars` is the rating that came with it, if any."""
    return Reading("other", "low", "P5", "neutral", None, "en", (Reason("intent", "other", "", "no cue was found"),), None)
