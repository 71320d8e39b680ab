"""LinkedIn organization pages: what they can do and what one post may hold, by the Community Management API.

LinkedIn publishes no machine-readable contract. Poll lengths and the end of a sign-in without renewal are as LinkedIn's
pages of 2026 tell them; where a page and practice differ, the stricter reading is taken.
"""

from datetime import timedelta

from bedside.channels.rules import Ability, Answering, Cost, Field, Limits, Metric, Network, Scope

NETWORK = Network(
    name="linkedin",
    label="LinkedIn",
    limits=Limits(
        text=3000,
        images=20,
        image_bytes=10_000_000,
        alt_text=4086,
        image_types=("image/jpeg", "image/png", "image/gif"),
        videos=1,
        video_bytes=500_000_000,
        video_seconds=1800,
        video_types=("video/mp4",),
        poll_options=(2, 4),
        poll_option=30,
        poll_minutes=(1440, 20_160),
    ),
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
            Ability.POLLS,
            Ability.EDIT,
            Ability.WITHDRAW,
            Ability.FIND,
            Ability.HEAR,
            Ability.COMMENTS,
            Ability.MENTIONS,
            Ability.REPLY,
            Ability.ANSWER_COMMENTS,
            Ability.MEASURE,
            Ability.MEASURE_ACCOUNT,
            Ability.BACKFILL,
            Ability.WEBHOOKS,
        }
    ),
    connector="bedside.channels.networks.linkedin.connector.LinkedIn",
    app=(
        Field("client_id", "Client ID", "Your app, Auth."),
        Field(
            "client_secret",
            "Primary Client Secret",
            "Your app, Auth. LinkedIn signs its webhooks with it.",
            secret=True,
        ),
        Field(
            "application_id",
            "Application ID",
            "The number in the address of your app's page: linkedin.com/developers/apps/NUMBER. Only for webhooks.",
            optional=True,
        ),
    ),
    scopes=(
        Scope("w_organization_social", "to post, correct, answer and withdraw as your page"),
        Scope("r_organization_social", "to read your page's posts, their comments and their counts"),
        Scope(
            "rw_organization_admin", "to know which pages you manage, be told of comments, and read the page's counts"
        ),
    ),
    guide=(
        "You need to be Super admin of your hospital's LinkedIn page.",
        "Open linkedin.com/developers/apps, press Create app, choose your hospital's page, and use the app for"
        " nothing else.",
        "On the app's Settings press Verify, and open the address it shows as the page's admin.",
        "On Products request Community Management API. LinkedIn asks for your use and takes days to answer. The first"
        " level (Development) is enough to begin; ask for the Standard level before its twelve months end.",
        "On Auth copy Client ID and Primary Client Secret into Bedside, and paste the callback address that Bedside"
        " shows under Authorized redirect URLs.",
        "For webhooks copy the application's number from the page's address. After connecting, paste the webhook"
        " address that Bedside shows on Webhooks, Create webhook.",
        "Press Connect, sign in to LinkedIn as an admin of the page, press Allow, and choose the page.",
    ),
    handle_help="The page's short name in its address: linkedin.com/company/NAME.",
    edits_in_place=True,
    answers={
        "reply": Answering(text=1250),
        "mention": Answering(text=1250, note="Your answer is a comment below their post."),
    },
    metrics=(
        Metric("likes", "Reactions", "How many members reacted to the post, with whichever sign."),
        Metric("replies", "Comments", "How many comments stand below it, answers to comments included."),
        Metric("reposts", "Reposts", "How many times it was passed on."),
        Metric("impressions", "Impressions", "How often it was shown, also to the same member again."),
        Metric("reach", "Members reached", "To how many different members it was shown, as LinkedIn estimates it."),
        Metric("link_clicks", "Clicks", "How often the post, its link or your page's name in it was pressed."),
        Metric("followers", "Followers", "How many members follow the page.", "account"),
        Metric(
            "impressions_all", "Impressions", "How often all posts of the last twelve months were shown.", "account"
        ),
        Metric("link_clicks_all", "Clicks", "How often they were pressed, in the same twelve months.", "account"),
    ),
    settles=timedelta(seconds=60),
    signs_in_every=timedelta(days=60),
    listens_every=timedelta(minutes=5),
    costs=(Cost("everything", "free within a daily quota that the app's Analytics page shows", "2026-11-21"),),
    stage="bedside.channels.networks.linkedin.stage.LinkedInStage",
    contract="the calls and fields of LinkedIn's own pages, held as a table (there is no machine-readable contract)",
    sources=(
        "https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/posts-api",
        "https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/comments-api",
        "https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/images-api",
        "https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/videos-api",
        "https://learn.microsoft.com/en-us/linkedin/marketing/community-management/organizations/organization-social-action-notifications",
        "https://learn.microsoft.com/en-us/linkedin/marketing/community-management/organizations/share-statistics",
        "https://learn.microsoft.com/en-us/linkedin/shared/api-guide/webhook-validation",
    ),
    notes=(
        "The sign-in ends after 60 days and somebody has to press Connect again; only some approved apps may renew it.",
        "LinkedIn does not say who wrote a comment beyond a number; open the comment on LinkedIn to see the name.",
        "LinkedIn has no way to hide a comment and no messages to pages for other programs.",
        "A poll runs for 1, 3, 7 or 14 days. Its question is the last paragraph of the text, 140 characters at most.",
    ),
)
