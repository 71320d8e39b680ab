"""Bluesky and every other server of the AT Protocol: what it can do and what one post may hold.

Limits: lexicons app.bsky.feed.post (300 graphemes and 3,000 bytes) and app.bsky.embed.images (4 images of 2,000,000
bytes each). Alt text has no limit of its own; 2,000 is what Bluesky's own application offers.
"""

from datetime import timedelta

from bedside.channels.rules import Ability, Answering, Field, Limits, Metric, Network

_ANSWER = Answering(text=300, counts="graphemes", text_bytes=3000)

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
        {
            Ability.CONNECT,
            Ability.PUBLISH,
            Ability.LINKS,
            Ability.IMAGES,
            Ability.ALT_TEXT,
            Ability.THREADS,
            Ability.REPLY,
            Ability.WITHDRAW,
            Ability.FIND,
            Ability.HEAR,
            Ability.COMMENTS,
            Ability.MENTIONS,
            Ability.ANSWER_COMMENTS,
            Ability.MEASURE,
        }
    ),
    connector="bedside.channels.networks.bluesky.connector.Bluesky",
    stage="bedside.channels.rehearsal.bluesky.stage.BlueskyStage",
    contract="AT Protocol lexicons, by Bluesky's own server and client",
    credentials=(
        Field("identifier", "Handle or e-mail address", "For example hospital.bsky.social."),
        Field("password", "App password", "Made for Bedside alone; never the account's own password.", secret=True),
    ),
    guide=(
        "Sign in at bsky.app with the hospital's account.",
        "Open Settings, then Privacy and security, then App passwords.",
        "Add one named Bedside and copy it here. Bedside never needs the account's own password.",
    ),
    handle_help="As people see it, for example hospital.bsky.social.",
    asks_server=True,
    answers={"reply": _ANSWER, "mention": _ANSWER, "quote": _ANSWER},
    metrics=(
        Metric("likes", "Likes", "Accounts that like the post now."),
        Metric("replies", "Replies", "Replies below the post that stand now."),
        Metric("reposts", "Reposts", "Accounts that have passed the post on to their followers."),
        Metric("quotes", "Quotes", "Posts that show this one inside them."),
    ),
    settles=timedelta(0),  # a record is asked for by its own key on the server that would hold it
    sources=("https://docs.bsky.app", "https://atproto.com/specs"),
)
