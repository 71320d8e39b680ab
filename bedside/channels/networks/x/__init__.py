"""X: what it can do and what one post may hold, by its API v2 (contract 2.167) and its price list of 2026."""

from datetime import timedelta

from bedside.channels.rules import Ability, Answering, Cost, Field, Limits, Metric, Network, Scope

SUMMONED = "On X's self-serve plans an answer is only taken where its author mentioned or quoted your account."
SEEN = "2026-11-21"

NETWORK = Network(
    name="x",
    label="X",
    limits=Limits(
        text=280,
        counts="weighted",
        url_length=23,
        link_in_text=True,
        images=4,
        image_bytes=5_242_880,
        alt_text=1000,
        image_types=("image/jpeg", "image/png", "image/webp"),
        videos=1,
        video_bytes=536_870_912,
        video_seconds=140,
        video_types=("video/mp4",),
        poll_options=(2, 4),
        poll_option=25,
        poll_minutes=(5, 10_080),
    ),
    abilities=frozenset(Ability) - {Ability.REVIEWS, Ability.ANSWER_REVIEWS},
    connector="bedside.channels.networks.x.connector.X",
    app=(
        Field("client_id", "Client ID", "Keys and tokens, OAuth 2.0 Client ID and Client Secret."),
        Field("client_secret", "Client Secret", "Shown once, below the Client ID.", secret=True),
        Field("api_key", "API Key", "Keys and tokens, Consumer Keys. Only for webhooks.", optional=True),
        Field(
            "api_secret",
            "API Key Secret",
            "Shown once, with the API Key. X signs its webhooks with it.",
            secret=True,
            optional=True,
        ),
    ),
    scopes=(
        Scope("tweet.read", "to read replies, mentions, quotes and counts"),
        Scope("tweet.write", "to post, correct, answer and withdraw"),
        Scope("tweet.moderate.write", "to hide a reply below a post of yours"),
        Scope("users.read", "to know which account was connected, and who wrote"),
        Scope("media.write", "to add pictures and films"),
        Scope("dm.read", "to read direct messages"),
        Scope("dm.write", "to answer direct messages"),
        Scope("offline.access", "to renew the sign-in, which otherwise ends after two hours"),
    ),
    guide=(
        "Open developer.x.com, sign in as the hospital's account, and accept the developer agreement.",
        "In the Developer Console choose Apps, Create App, and name it after your hospital.",
        "Open Billing, Credits, and buy credits. Set a spending limit there.",
        "In the app open User authentication settings, Set up: permission Read and write and Direct message; type Web"
        " App, Automated App or Bot.",
        "Paste the callback address that Bedside shows as Callback URI, and your website's address below it. Save.",
        "Open Keys and tokens. Copy the OAuth 2.0 Client ID and Client Secret into Bedside.",
        "For webhooks copy the API Key and API Key Secret (Consumer Keys) too.",
        "Press Connect. On X's page press Authorize app while signed in as the hospital's account.",
    ),
    handle_help="The name after the @.",
    edits_in_place=True,
    edit_within=timedelta(minutes=30),
    answers={
        "reply": Answering(text=280, counts="weighted", url_length=23, note=SUMMONED),
        "mention": Answering(text=280, counts="weighted", url_length=23),
        "quote": Answering(text=280, counts="weighted", url_length=23),
        "message": Answering(
            text=10_000, note="Only messages that are not end-to-end encrypted reach Bedside and can be answered."
        ),
    },
    metrics=(
        Metric("likes", "Likes", "How many accounts liked the post."),
        Metric("replies", "Replies", "How many posts answer it."),
        Metric("reposts", "Reposts", "How many accounts passed it on unchanged."),
        Metric("quotes", "Quotes", "How many posts quote it."),
        Metric("bookmarks", "Bookmarks", "How many accounts saved it for themselves."),
        Metric("impressions", "Impressions", "How often it was shown, also to the same person again."),
        Metric("link_clicks", "Link clicks", "How often its link was opened; X tells this for 30 days."),
        Metric("profile_clicks", "Profile clicks", "How often your profile was opened from it; for 30 days."),
        Metric("followers", "Followers", "How many accounts follow this one.", "account"),
        Metric("following", "Following", "How many accounts this one follows.", "account"),
        Metric("posts", "Posts", "How many posts and replies of this account there are.", "account"),
        Metric("listed", "Lists", "How many lists other people put this account on.", "account"),
    ),
    settles=timedelta(seconds=60),
    listens_every=timedelta(minutes=5),
    costs=(
        Cost("a post", "$0.015", SEEN),
        Cost("a post with a link", "$0.200", SEEN),
        Cost("an answer to somebody who mentioned or quoted you", "$0.010", SEEN),
        Cost("withdrawing a post", "$0.010", SEEN),
        Cost("reading somebody's post (once in a UTC day)", "$0.005", SEEN),
        Cost("reading a post of your own", "$0.001", SEEN),
        Cost("reading who wrote it", "$0.010", SEEN),
        Cost("reading a direct message", "$0.010", SEEN),
        Cost("a picture's alternative text", "$0.005", SEEN),
    ),
    stage="bedside.channels.networks.x.stage.XStage",
    contract="X's own Python SDK (xdk 0.10.6, made from the API's OpenAPI document) as a client of the rehearsal",
    sources=(
        "https://api.x.com/2/openapi.json",
        "https://docs.x.com/x-api/posts/manage-tweets/introduction",
        "https://docs.x.com/x-api/fundamentals/edit-posts",
        "https://docs.x.com/x-api/activity/introduction",
        "https://docs.x.com/x-api/activity/event-payloads",
        "https://docs.x.com/x-api/webhooks/introduction",
        "https://docs.x.com/x-api/getting-started/pricing",
    ),
    notes=(
        "X charges for every call and stops answering when the credits are used up. Set a spending limit.",
        SUMMONED,
        "Only Premium accounts may correct a post, within 30 minutes and five times; X refuses others, and Bedside says"
        " so. Then withdraw the post and write it anew, or answer below it.",
        "X refuses a post with the same words as a recent one.",
        "Posts of protected accounts and encrypted messages do not reach Bedside.",
        "Films get no alternative text: X has none for them.",
    ),
)
