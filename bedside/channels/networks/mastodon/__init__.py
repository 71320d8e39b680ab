"""Mastodon and every server that speaks its API: what it can do and what one post may hold.

Limits are the server software's defaults; each server may set others, which the connector reads and heeds before it
posts. Version 4.3 and later are meant; what only newer ones have (quotes, 4.5) is simply not there on older ones.
"""

from datetime import timedelta

from bedside.channels.rules import Ability, Answering, Limits, Metric, Network, Scope

#: Answers begin with the handle of whom they answer, of which the local part counts.
ANSWER = 460

NETWORK = Network(
    name="mastodon",
    label="Mastodon",
    limits=Limits(
        text=500,
        counts="graphemes",
        url_length=23,
        link_in_text=True,
        images=4,
        image_bytes=16_777_216,
        alt_text=1500,
        image_types=("image/jpeg", "image/png", "image/webp", "image/gif"),
        videos=1,
        video_bytes=103_809_024,
        video_types=("video/mp4",),
        poll_options=(2, 4),
        poll_option=50,
        poll_minutes=(5, 43_829),
    ),
    abilities=frozenset(
        {
            Ability.CONNECT,
            Ability.OAUTH,
            Ability.PUBLISH,
            Ability.LINKS,
            Ability.IMAGES,
            Ability.VIDEO,
            Ability.ALT_TEXT,
            Ability.THREADS,
            Ability.POLLS,
            Ability.EDIT,
            Ability.WITHDRAW,
            Ability.FIND,
            Ability.HEAR,
            Ability.COMMENTS,
            Ability.MENTIONS,
            Ability.MESSAGES,
            Ability.REPLY,
            Ability.ANSWER_COMMENTS,
            Ability.ANSWER_MESSAGES,
            Ability.MEASURE,
            Ability.MEASURE_ACCOUNT,
            Ability.BACKFILL,
        }
    ),
    connector="bedside.channels.networks.mastodon.connector.Mastodon",
    scopes=(
        Scope("read", "to see replies, mentions, private mentions and counts"),
        Scope("write:statuses", "to post, correct, answer and withdraw"),
        Scope("write:media", "to add pictures and films"),
    ),
    guide=(
        "Sign in to your hospital's account on its Mastodon server in this browser.",
        "In Bedside, type the server's address, for example https://mastodon.example, and press Connect.",
        "The server shows “Bedside would like permission to access your account”. Press Authorize.",
        "You come back to Bedside, and the account is connected. No keys are needed: Bedside makes its own with the"
        " server.",
    ),
    handle_help="The name after the first @, for example stmary for @stmary@mastodon.example.",
    asks_server=True,
    edits_in_place=True,
    answers={
        "reply": Answering(text=ANSWER, counts="graphemes", url_length=23),
        "mention": Answering(text=ANSWER, counts="graphemes", url_length=23),
        "quote": Answering(text=ANSWER, counts="graphemes", url_length=23),
        "message": Answering(
            text=ANSWER,
            counts="graphemes",
            url_length=23,
            note="Goes only to this person, but Mastodon does not encrypt it: both servers' operators can read it.",
        ),
    },
    metrics=(
        Metric("likes", "Favorites", "How many accounts marked the post as a favorite, as this server knows it."),
        Metric("reposts", "Boosts", "How many accounts passed the post on, as this server knows it."),
        Metric("replies", "Replies", "How many posts answer it directly, as this server knows it."),
        Metric("quotes", "Quotes", "How many posts quote it (servers from 4.5 on)."),
        Metric("followers", "Followers", "How many accounts follow this one.", "account"),
        Metric("following", "Following", "How many accounts this one follows.", "account"),
        Metric("posts", "Posts", "How many posts and replies of this account there are.", "account"),
    ),
    settles=timedelta(seconds=15),
    listens_every=timedelta(seconds=15),
    stage="bedside.channels.networks.mastodon.stage.MastodonStage",
    contract="the typed entities of Mastodon.py 2.3.3, which also drives the rehearsal as a client",
    sources=(
        "https://docs.joinmastodon.org/methods/statuses/",
        "https://docs.joinmastodon.org/methods/media/",
        "https://docs.joinmastodon.org/methods/notifications/",
        "https://docs.joinmastodon.org/methods/oauth/",
        "https://docs.joinmastodon.org/entities/Instance/",
        "https://docs.joinmastodon.org/api/rate-limits/",
    ),
    notes=(
        "A sign-in to Mastodon does not end by itself; it ends when somebody takes it back there.",
        "Private mentions on Mastodon are not encrypted and may be copied to other servers. Answer them by asking the"
        " person to call.",
        "A post that was withdrawn may stay visible on other servers for a while.",
        "Mastodon has no way to hide one reply; a person can be muted or reported in Mastodon itself.",
    ),
)
