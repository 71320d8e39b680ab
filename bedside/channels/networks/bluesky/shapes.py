"""The parts of the AT Protocol's wire forms that are read or written here, by their lexicon names."""

from typing import Any, NotRequired, TypedDict

#: JSON as it came: read with care, since nobody but the other server vouches for it.
Wire = dict[str, Any]

POST = "app.bsky.feed.post"


class StrongRef(TypedDict):
    """com.atproto.repo.strongRef: a record and the exact version of it."""

    uri: str
    cid: str


class ReplyRef(TypedDict):
    root: StrongRef
    parent: StrongRef


class ByteSlice(TypedDict):
    """app.bsky.richtext.facet#byteSlice: offsets into the UTF-8 text, the end excluded."""

    byteStart: int
    byteEnd: int


class Facet(TypedDict):
    index: ByteSlice
    features: list[Wire]


PostRecord = TypedDict(
    "PostRecord",
    {
        "$type": str,
        "text": str,
        "createdAt": str,
        "langs": NotRequired[list[str]],
        "facets": NotRequired[list[Facet]],
        "embed": NotRequired[Wire],
        "reply": NotRequired[ReplyRef],
    },
)
