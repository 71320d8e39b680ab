"""Instagram professional accounts, by Instagram's own sign-in: what an account can do and what one post may hold.

Limits: https://developers.facebook.com/docs/instagram-platform/content-publishing and the reference of IG User Media.
Alt text has no limit in the reference; 1,000 is what Meta's other networks take.
"""

from datetime import timedelta

from bedside.channels.rules import Ability, Answering, Cost, Field, Limits, Metric, Network, Scope

_COMMENT = Answering(text=2200)
_MESSAGE = Answering(
    text_bytes=1000,
    within=timedelta(hours=24),
    note="Instagram takes answers for 24 hours after a message, of 1,000 bytes: an é counts two, an emoji four.",
)

NETWORK = Network(
    name="instagram",
    label="Instagram",
    limits=Limits(
        text=2200,
        link_in_text=True,
        images=10,
        image_bytes=8_000_000,
        alt_text=1000,
        image_types=("image/jpeg",),
        videos=1,
        video_bytes=300_000_000,
        video_seconds=15 * 60,
        video_types=("video/mp4",),
        media_by_address=True,
        needs=frozenset({"media"}),
    ),
    # No WITHDRAW and no EDIT: Instagram's own sign-in offers neither for posts.
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
            Ability.FIND,
            Ability.HEAR,
            Ability.COMMENTS,
            Ability.MENTIONS,
            Ability.MESSAGES,
            Ability.REPLY,
            Ability.ANSWER_COMMENTS,
            Ability.ANSWER_MESSAGES,
            Ability.HIDE,
            Ability.MEASURE,
            Ability.MEASURE_ACCOUNT,
            Ability.BACKFILL,
            Ability.WEBHOOKS,
        }
    ),
    connector="bedside.channels.networks.instagram.connector.Instagram",
    app=(
        Field("client_id", "Instagram app ID", "In the app, Instagram, API setup with Instagram login."),
        Field("client_secret", "Instagram app secret", "The same page, behind Show.", secret=True),
        Field(
            "verify_token",
            "Verify token",
            "Only where you fill in Configure webhooks by hand: a word of your own; type the same there.",
            secret=True,
            optional=True,
        ),
        Field(
            "meta_app_id",
            "Meta app ID",
            "App settings, Basic. With it Bedside sets the webhook's address itself.",
            optional=True,
        ),
        Field("meta_app_secret", "Meta app secret", "The same page, behind Show.", secret=True, optional=True),
    ),
    scopes=(
        Scope("instagram_business_basic", "To see whose account it is and what it posted."),
        Scope("instagram_business_content_publish", "To publish pictures and films."),
        Scope("instagram_business_manage_comments", "To read, answer and hide comments, and to see mentions."),
        Scope("instagram_business_manage_messages", "To read and answer messages."),
        Scope("instagram_business_manage_insights", "To read how often posts were seen."),
    ),
    guide=(
        "In the Instagram app of the hospital's account: Settings, Account type and tools, Switch to professional "
        "account (Business), if it is none yet.",
        "Sign in at developers.facebook.com. My Apps, Create App. Use case: Manage messaging and content on Instagram.",
        "In the app, Instagram, API setup with Instagram login: copy Instagram app ID and Instagram app secret here.",
        "On the same page under Add account, add the hospital's account as an Instagram tester; accept the invitation "
        "in the Instagram app under Settings, Website permissions, Apps and websites, Tester invites.",
        "Under Set up Instagram business login, Business login settings: put the address shown here under OAuth "
        "redirect URIs. Save.",
        "App settings, Basic: copy App ID and App secret as Meta app ID and Meta app secret, so that Bedside sets up "
        "the webhooks. Else fill in Configure webhooks: the address is this server's, then /webhooks/, the hospital's "
        "short name and /instagram/; the word is the verify token you chose.",
        "Publish the app (switch it to Live): otherwise Instagram sends no comments.",
        "Press Connect, sign in to Instagram as the hospital and allow everything.",
    ),
    handle_help="The user name without @, for example yourhospital.",
    answers={"reply": _COMMENT, "mention": _COMMENT, "message": _MESSAGE},
    metrics=(
        Metric("views", "Views", "Times the post was played or shown, since it was made."),
        Metric("reach", "Reach", "Accounts that saw it at least once, estimated."),
        Metric("likes", "Likes", "Likes that stand on the post now."),
        Metric("replies", "Comments", "Comments on the post that stand now, answers included."),
        Metric("saved", "Saves", "Times somebody saved the post for later."),
        Metric("reposts", "Shares", "Times the post was shared or sent on."),
        Metric("interactions", "Interactions", "Likes, saves, comments and shares, less those taken back."),
        Metric("followers", "Followers", "Accounts that follow this one now.", "account"),
        Metric("account_views", "Views in a day", "Times anything of the account was shown in the last day; Instagram "
               "is up to two days late.", "account"),
        Metric("account_reach", "Reach in a day", "Accounts that saw anything of it in that day, estimated.",
               "account"),
        Metric("engaged", "Accounts engaged in a day", "Accounts that liked, commented, saved, shared or answered in "
               "that day, estimated.", "account"),
    ),
    settles=timedelta(minutes=2),
    listens_every=timedelta(minutes=1),
    costs=(Cost("Every call", "Free; 4,800 calls a day for each time a post was shown, at least some", "2026-11-21"),),
    stage="bedside.channels.networks.instagram.stage.InstagramStage",
    contract="field and parameter lists of Meta's own Python SDK (facebook-business 26.0.3); Meta's reference",
    sources=(
        "https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login",
        "https://developers.facebook.com/docs/instagram-platform/content-publishing",
        "https://developers.facebook.com/docs/instagram-platform/webhooks/examples",
        "https://developers.facebook.com/docs/instagram-platform/reference/instagram-media/insights",
    ),
    notes=(
        "Every post needs a picture (JPEG) or a film, which Instagram fetches from this server: it must be reachable "
        "from the internet.",
        "Instagram lets no program withdraw or correct a post of an account signed in this way: do it in the app.",
        "Links in captions cannot be pressed.",
        "Films have no description for people who cannot see them; say it in the caption.",
        "Instagram takes 50 to 100 posts a day by program.",
    ),
)  # fmt: skip
