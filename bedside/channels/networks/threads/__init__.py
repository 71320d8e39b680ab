"""Threads: what a profile can do and what one post may hold.

Limits: https://developers.facebook.com/docs/threads/overview and .../create-posts; an emoji counts as its UTF-8 bytes.
"""

from datetime import timedelta

from bedside.channels.rules import Ability, Answering, Cost, Field, Limits, Metric, Network, Scope

_ANSWER = Answering(text=500, counts="emoji bytes")

NETWORK = Network(
    name="threads",
    label="Threads",
    limits=Limits(
        text=500,
        counts="emoji bytes",
        link_in_text=True,
        images=20,
        image_bytes=8_000_000,
        alt_text=1000,
        image_types=("image/jpeg", "image/png"),
        videos=1,
        video_bytes=1_000_000_000,
        video_seconds=5 * 60,
        video_types=("video/mp4",),
        media_by_address=True,
        poll_options=(2, 4),
        poll_option=25,
        poll_minutes=(24 * 60, 24 * 60),
    ),
    # No EDIT and no MESSAGES: the Threads API offers neither.
    abilities=frozenset(
        {
            Ability.CONNECT,
            Ability.OAUTH,
            Ability.RENEW,
            Ability.PUBLISH,
            Ability.LINKS,
            Ability.IMAGES,
            Ability.VIDEO,
            Ability.ALT_TEXT,
            Ability.THREADS,
            Ability.POLLS,
            Ability.WITHDRAW,
            Ability.FIND,
            Ability.HEAR,
            Ability.COMMENTS,
            Ability.MENTIONS,
            Ability.REPLY,
            Ability.ANSWER_COMMENTS,
            Ability.HIDE,
            Ability.MEASURE,
            Ability.MEASURE_ACCOUNT,
            Ability.BACKFILL,
            Ability.WEBHOOKS,
        }
    ),
    connector="bedside.channels.networks.threads.connector.Threads",
    app=(
        Field("client_id", "Threads app ID", "App settings, Basic: the Threads app ID, not the App ID above it."),
        Field("client_secret", "Threads app secret", "The same page, behind Show.", secret=True),
        Field(
            "verify_token",
            "Verify token",
            "For news at once: a word of your own; type the same where you set up the webhooks at Meta.",
            secret=True,
            optional=True,
        ),
        Field(
            "meta_app_id",
            "Meta app ID",
            "App settings, Basic. With it Bedside tries to set the webhook's address itself.",
            optional=True,
        ),
        Field("meta_app_secret", "Meta app secret", "The same page, behind Show.", secret=True, optional=True),
    ),
    scopes=(
        Scope("threads_basic", "To see whose profile it is and what it posted."),
        Scope("threads_content_publish", "To publish posts."),
        Scope("threads_delete", "To withdraw posts."),
        Scope("threads_read_replies", "To read what people answer."),
        Scope("threads_manage_replies", "To answer, and to hide answers."),
        Scope("threads_manage_mentions", "To see posts that mention the profile."),
        Scope("threads_manage_insights", "To read how often posts were seen."),
    ),
    guide=(
        "Sign in at developers.facebook.com. My Apps, Create App. Use case: Access the Threads API.",
        "Use cases, Access the Threads API, Customize, Permissions: add the permissions listed below.",
        "On the same page under Settings: put the address shown here under Redirect Callback URLs, and the same under "
        "Uninstall Callback URL and Delete Callback URL. Save.",
        "App roles, Roles, Add people, Threads Tester: add the hospital's profile. Accept in the Threads app under "
        "Settings, Account, Website permissions, Invites.",
        "App settings, Basic: copy Threads app ID and Threads app secret into this page.",
        "For news at once: Use cases, Customize, Settings, Get real-time notifications: for the topics Moderate "
        "(replies, delete) and Interaction (mentions), enter this server's address, then /webhooks/, the hospital's "
        "short name and /threads/; the word is the verify token you chose.",
        "Press Connect, sign in to Threads as the hospital and allow everything.",
    ),
    handle_help="The user name without @, for example yourhospital.",
    answers={"reply": _ANSWER, "mention": _ANSWER, "quote": _ANSWER},
    metrics=(
        Metric("views", "Views", "Times the post was shown, since it was made."),
        Metric("likes", "Likes", "Likes that stand on the post now."),
        Metric("replies", "Replies", "Replies directly below the post that stand now."),
        Metric("reposts", "Reposts", "Times the post was passed on as it is."),
        Metric("quotes", "Quotes", "Posts that show this one inside them."),
        Metric("shares", "Shares", "Times the post was sent on or shared elsewhere."),
        Metric("followers", "Followers", "Profiles that follow this one now.", "account"),
        Metric("profile_views", "Profile views in a day", "Times the profile was seen in the last day that Threads "
               "tells of.", "account"),
        Metric("clicks", "Link clicks", "Clicks on links in the profile's posts in that time.", "account"),
    ),
    settles=timedelta(minutes=1),
    listens_every=timedelta(minutes=1),
    costs=(Cost("Every call", "Free; 4,800 calls a day for each view of a post, at least 48,000", "2026-11-21"),),
    stage="bedside.channels.networks.threads.stage.ThreadsStage",
    contract="Meta's reference of the Threads API, call by call (there is no machine-readable contract)",
    sources=(
        "https://developers.facebook.com/docs/threads",
        "https://developers.facebook.com/docs/threads/reference/publishing",
        "https://developers.facebook.com/docs/threads/reference/reply-management",
        "https://developers.facebook.com/docs/threads/webhooks",
        "https://developers.facebook.com/docs/threads/insights",
    ),
    notes=(
        "Pictures and films are fetched by Threads from this server: it must be reachable from the internet.",
        "Posts cannot be corrected in place; a correction is a reply below the post.",
        "Only replies directly below a post can be hidden; what stands below them goes with them.",
        "Polls stand alone, without pictures, and are open for a day.",
        "Threads takes 250 posts, 1,000 replies and 100 withdrawals a day, and five links in a post.",
        "Threads offers programs no direct messages.",
    ),
)  # fmt: skip
