"""Bluesky and every other server of the AT Protocol: what it can do and what one post may hold.

Limits: lexicons app.bsky.feed.post (300 graphemes and 3,000 bytes) and app.bsky.embed.images (4 images of 2,000,000
bytes each). Alt text has no limit of its own; 2,000 is what Bluesky's own application offers.
"""

from bedside.channels.rules import Ability, Limits, Network

NETWORK = Network(
    name="bluesky",
    label="Bluesky",
    limits=Limits(
        text=300,
        counts="graphemes",
        text_bytes=3000,
        images=4,
        image_bytes=2_000_000,
        alt_text=2000,
        image_types=("image/jpeg", "image/png", "image/webp", "image/gif"),
    ),
    # No EDIT: the protocol lets a record be replaced, but whether Bluesky's own application then shows the new
    # wording is unconfirmed, so a correction is a reply below the post.
    abilities=frozenset(
        {Ability.PUBLISH, Ability.REPLY, Ability.WITHDRAW, Ability.FIND, Ability.HEAR, Ability.MEASURE}
    ),
    connector="bedside.channels.networks.bluesky.connector.Bluesky",
    credentials=(("identifier", "Handle or e-mail address"), ("password", "App password")),
    edits_in_place=False,
)
