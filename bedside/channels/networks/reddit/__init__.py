"""Reddit: what a hospital's own account can do in its own community or profile.

Reddit keeps little documentation; calls and fields follow its API page and the maintained library PRAW. Lengths of
comments and texts, and the 24 hours of a token, are the figures that both agree on.
"""

from datetime import timedelta

from bedside.channels.rules import Ability, Answering, Cost, Field, Limits, Metric, Network, Scope

NETWORK = Network(
    name="reddit",
    label="Reddit",
    limits=Limits(
        text=40_000,
        link_in_text=True,
        title=300,
        images=20,
        image_bytes=20_000_000,
        image_types=("image/jpeg", "image/png", "image/gif"),
        videos=1,
        video_bytes=1_000_000_000,
        video_seconds=900,
        video_types=("video/mp4",),
        poll_options=(2, 6),
        poll_option=120,
        poll_minutes=(1440, 10_080),
        needs=frozenset({"title"}),
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
            Ability.HIDE,
            Ability.MEASURE,
            Ability.MEASURE_ACCOUNT,
            Ability.BACKFILL,
        }
    ),
    connector="bedside.channels.networks.reddit.connector.Reddit",
    credentials=(
        Field(
            "subreddit", "Community or profile", "Where to post: your community's name, or u_NAME for your own profile."
        ),
    ),
    app=(
        Field("client_id", "Client ID", "Below the app's name on reddit.com/prefs/apps."),
        Field("client_secret", "Secret", "On the same page.", secret=True),
    ),
    scopes=(
        Scope("identity", "to know which account was connected"),
        Scope("submit", "to post and to answer"),
        Scope("edit", "to correct and withdraw what you wrote"),
        Scope("read", "to read what stands below your posts"),
        Scope("history", "to find your own posts again"),
        Scope("privatemessages", "to read and answer messages, mentions and replies"),
        Scope("modposts", "to hide a comment in a community that you moderate"),
    ),
    guide=(
        "Ask Reddit for leave first: reddithelp.com, Developer Platform & Accessing Reddit Data, Submit a request. Say"
        " that a hospital posts to its own community and answers there. Without approval Reddit makes no app.",
        "Signed in as the hospital's account, open reddit.com/prefs/apps and press Create another app.",
        "Choose web app, and paste the callback address that Bedside shows as redirect uri. Press Create app.",
        "Copy the Client ID (below the name) and the secret into Bedside.",
        "In Bedside type the name of your community, or u_ and your account's name for your profile. Press Connect.",
        "On Reddit's page press Allow.",
    ),
    handle_help="The account's name after u/.",
    edits_in_place=True,
    answers={
        "reply": Answering(text=10_000),
        "mention": Answering(text=10_000),
        "message": Answering(text=10_000, note="Only this person sees it. Reddit can read it too."),
    },
    metrics=(
        Metric("likes", "Score", "Votes up minus votes down; Reddit blurs the number a little on purpose."),
        Metric("replies", "Comments", "How many comments stand below the post, removed ones included."),
        Metric("reposts", "Crossposts", "How often it was posted again in another community."),
        Metric("followers", "Subscribers", "How many accounts follow the community or profile.", "account"),
        Metric("karma", "Karma", "Points that Reddit gives the account for votes on what it wrote.", "account"),
    ),
    settles=timedelta(seconds=60),
    listens_every=timedelta(seconds=60),
    costs=(Cost("everything", "free after approval for use that is not commercial; else by contract", "2026-11-21"),),
    stage="bedside.channels.networks.reddit.stage.RedditStage",
    contract="PRAW 8.0.3, the maintained library, as a client of the rehearsal",
    sources=(
        "https://www.reddit.com/dev/api/",
        "https://github.com/reddit-archive/reddit/wiki/OAuth2",
        "https://praw.readthedocs.io/en/stable/",
        "https://support.reddithelp.com/hc/en-us/articles/42728983564564-Responsible-Builder-Policy",
    ),
    notes=(
        "Reddit approves every use of its API beforehand (Responsible Builder Policy) and may refuse.",
        "Reddit counts the same post in many communities as spam. Bedside posts to one community or profile only.",
        "A title cannot be corrected, only the text below it. Pictures get no alternative text: Reddit has none.",
        "Hiding a comment works where your account is a moderator.",
        "Newer private chats do not reach other programs; messages and mentions do.",
    ),
)
