"""Bluesky and every other server of the AT Protocol: what it can do and what one post may hold.

Limits: lexicons app.bsky.feed.post (300 graphemes and 3,000 bytes), app.bsky.embed.images (4 images of 2,000,000
bytes each), app.bsky.embed.video (50,000,000 bytes; alt text of 1,000 graphemes) and chat.bsky.convo.defs (1,000
graphemes). Pictures' alt text has no limit of its own; 2,000 is what Bluesky's own application offers, as are films of
three minutes.
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
        videos=1,
        video_bytes=50_000_000,
        video_seconds=180,
        video_types=("video/mp4",),
    ),
    # No EDIT: the protocol lets a record be replaced, but whether Bluesky's own application then shows the new
    # wording is unconfirmed, so a correction is a reply below the post.
    abilities=frozenset(
        {
            Ability.CONNECT,
            Ability.PUBLISH,
            Ability.LINKS,
            Ability.IMAGES,
            Ability.VIDEO,
            Ability.ALT_TEXT,
            Ability.THREADS,
            Ability.REPLY,
            Ability.WITHDRAW,
            Ability.FIND,
            Ability.HEAR,
            Ability.COMMENTS,
            Ability.MENTIONS,
            Ability.MESSAGES,
            Ability.ANSWER_COMMENTS,
            Ability.ANSWER_MESSAGES,
            Ability.HIDE,
            Ability.MEASURE,
            Ability.MEASURE_ACCOUNT,
            Ability.BACKFILL,
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
        "Add one named Bedside, tick Allow access to your direct messages if Bedside should read and answer them, and"
        " copy it here. Bedside never needs the account's own password.",
    ),
    handle_help="As people see it, for example hospital.bsky.social.",
    asks_server=True,
    answers={
        "reply": _ANSWER,
        "mention": _ANSWER,
        "quote": _ANSWER,
        "message": Answering(
            text=1000,
            counts="graphemes",
            text_bytes=10_000,
            note="Only this person sees it; Bluesky can read it too. It cannot be taken back.",
        ),
    },
    metrics=(
        Metric("likes", "Likes", "Accounts that like the post now."),
        Metric("replies", "Replies", "Replies below the post that stand now."),
        Metric("reposts", "Reposts", "Accounts that have passed the post on to their followers."),
        Metric("quotes", "Quotes", "Posts that show this one inside them."),
        Metric("followers", "Followers", "Accounts that follow this one now.", "account"),
        Metric("following", "Following", "Accounts that this one follows now.", "account"),
        Metric("posts", "Posts", "Posts and answers of this account that stand now.", "account"),
    ),
    settles=timedelta(0),  # a record is asked for by its own key on the server that would hold it
    sources=("https://docs.bsky.app", "https://atproto.com/specs"),
    notes=(
        "Direct messages are read only with an app password that allows it; that cannot be changed later, only with a"
        " new app password. Conversations of groups are left out.",
        "Hiding puts an answer below one of your posts behind a note that you hid it; whoever asks for it still sees"
        " it. A post holds 300 hidden answers.",
        "Films: three minutes, 50 MB; a server of your own may allow less. Bluesky prepares a film after it is posted.",
    ),
)
