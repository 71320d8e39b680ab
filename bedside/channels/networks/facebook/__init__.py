"""Facebook Pages through Meta's Graph API: what a Page can do and what one post may hold.

Text lengths are what Facebook's own help names; the reference of the API names none.
"""

from datetime import timedelta

from bedside.channels.rules import Ability, Answering, Cost, Field, Limits, Metric, Network, Scope

_COMMENT = Answering(text=8000)
_REVIEW = Answering(text=8000, note="The answer stands as a comment below the recommendation, where Facebook shows it.")
_MESSAGE = Answering(
    text=2000,
    within=timedelta(hours=24),
    note="Facebook takes answers for 24 hours after a message. Later, answer in Meta Business Suite.",
)

NETWORK = Network(
    name="facebook",
    label="Facebook",
    limits=Limits(
        text=63_206,
        images=10,
        image_bytes=4_000_000,
        alt_text=1000,
        image_types=("image/jpeg", "image/png", "image/gif"),
        videos=1,
        video_bytes=1_000_000_000,
        video_seconds=20 * 60,
        video_types=("video/mp4",),
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
            Ability.EDIT,
            Ability.WITHDRAW,
            Ability.FIND,
            Ability.HEAR,
            Ability.COMMENTS,
            Ability.MENTIONS,
            Ability.REVIEWS,
            Ability.MESSAGES,
            Ability.REPLY,
            Ability.ANSWER_COMMENTS,
            Ability.ANSWER_REVIEWS,
            Ability.ANSWER_MESSAGES,
            Ability.HIDE,
            Ability.MEASURE,
            Ability.MEASURE_ACCOUNT,
            Ability.BACKFILL,
            Ability.WEBHOOKS,
        }
    ),
    connector="bedside.channels.networks.facebook.connector.Facebook",
    app=(
        Field("client_id", "App ID", "App settings, Basic, at developers.facebook.com."),
        Field("client_secret", "App secret", "The same page, behind Show.", secret=True),
        Field(
            "verify_token",
            "Verify token",
            "A word of your own by which Facebook and Bedside know each other. Left empty, Bedside makes one.",
            secret=True,
            optional=True,
        ),
    ),
    scopes=(
        Scope("pages_show_list", "To find the Pages this person manages."),
        Scope("pages_read_engagement", "To read the Page's own posts and who may do what."),
        Scope("pages_manage_posts", "To publish, correct and withdraw posts."),
        Scope("pages_read_user_content", "To read comments, mentions and recommendations."),
        Scope("pages_manage_engagement", "To answer and to hide comments."),
        Scope("pages_manage_metadata", "To be told of news at once."),
        Scope("pages_messaging", "To read and answer messages to the Page."),
        Scope("read_insights", "To read how often posts were seen."),
    ),
    guide=(
        "Sign in at developers.facebook.com with the Facebook account that has full control of the hospital's Page.",
        "My Apps, Create App. Name it after the hospital. Use case: Manage everything on your Page. Choose the "
        "hospital's business portfolio.",
        "In the app, Use cases, Customize: add the permissions listed below, and the use case Engage with customers on "
        "Messenger if you want to answer messages.",
        "Facebook Login for Business, Settings: put the address shown here under Valid OAuth Redirect URIs. Save.",
        "App settings, Basic: fill in privacy policy and category, then copy App ID and App secret into this page.",
        "Publish the app (switch it to Live). For the hospital's own Page, people with a role in the app need no App "
        "Review; comments by the public are only shown to an app that is Live.",
        "Press Connect. Facebook asks who you are and which Pages Bedside may use: choose the Page and allow "
        "everything. With several Pages, Bedside asks which one this account is.",
    ),
    handle_help="The Page's name as in its address, for example facebook.com/yourhospital.",
    edits_in_place=True,
    answers={"reply": _COMMENT, "mention": _COMMENT, "review": _REVIEW, "message": _MESSAGE},
    metrics=(
        Metric("likes", "Reactions", "Reactions of every kind that stand on the post now."),
        Metric("replies", "Comments", "Comments below the post that stand now, answers to comments included."),
        Metric("reposts", "Shares", "Times the post was shared, as far as Facebook counts it publicly."),
        Metric("views", "Views", "Times the post was played or shown, since it was made (post_media_view)."),
        Metric("viewers", "Viewers", "Accounts that saw it at least once, estimated (post_total_media_view_unique)."),
        Metric("clicks", "Clicks", "Clicks anywhere on the post (post_clicks)."),
        Metric("followers", "Followers", "Accounts that follow the Page now.", "account"),
        Metric("page_views", "Views in a day", "Times anything of the Page was played or shown in the last whole day "
               "(page_media_view).", "account"),
        Metric("page_viewers", "Viewers in a day", "Accounts that saw anything of the Page in that day, estimated "
               "(page_total_media_view_unique).", "account"),
        Metric("engagements", "Engagements in a day", "Reactions, comments, shares and clicks on the Page's posts in "
               "that day (page_post_engagements).", "account"),
    ),
    settles=timedelta(minutes=1),
    # The data access of the person who signed in ends after 90 days unless renewed by signing in.
    signs_in_every=timedelta(days=90),
    # A look takes about ten calls; a Page with a single engaged person has 4,800 a day. Webhooks bring news at once.
    listens_every=timedelta(minutes=3),
    costs=(Cost("Every call", "Free; 4,800 calls a day for each person who engaged with the Page", "2026-11-21"),),
    stage="bedside.channels.networks.facebook.stage.FacebookStage",
    contract="Meta's own Python SDK (facebook-business 26.0.3): its client and its lists of fields and parameters",
    sources=(
        "https://developers.facebook.com/docs/pages-api",
        "https://developers.facebook.com/docs/graph-api/reference/page/feed",
        "https://developers.facebook.com/docs/messenger-platform",
        "https://developers.facebook.com/docs/graph-api/webhooks/getting-started/webhooks-for-pages",
        "https://developers.facebook.com/docs/platforminsights/page",
    ),
    notes=(
        "Only posts made through Bedside can be corrected in place; Facebook lets an app edit its own posts alone.",
        "A recommendation has no stars. It can be answered only where Facebook shows its story to the Page.",
        "Facebook often withholds the names of people who comment, recommend or write.",
        "Films have no description for people who cannot see them; say it in the text. Captions are sent along.",
    ),
)  # fmt: skip
