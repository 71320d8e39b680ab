"""A post and its comments as a reader meets them."""

from dataclasses import dataclass

from bedside.channels.models import HubComment, HubPost


@dataclass(frozen=True)
class Thread:
    """A comment and what was answered below it."""

    comment: HubComment
    answers: list[HubComment]


def threads(comments: list[HubComment]) -> list[Thread]:
    """Comments with the answers below each, oldest first."""
    top = [one for one in comments if one.parent_id is None]
    below: dict[int, list[HubComment]] = {}
    for one in comments:
        if one.parent_id is not None:
            below.setdefault(one.parent_id, []).append(one)
    return [Thread(one, below.get(one.pk, [])) for one in top]


def title_of(found: HubPost) -> str:
    lines = found.text.strip().splitlines()
    first = lines[0] if lines else ""
    return first if len(first) <= 110 else f"{first[:107].rsplit(' ', 1)[0]} …"


def body_of(found: HubPost) -> str:
    """The text without its first line, where that stands above it as the title."""
    lines = found.text.strip().splitlines()
    return found.text if not lines or len(lines[0]) > 110 or len(lines) == 1 else "\n".join(lines[1:]).strip()
