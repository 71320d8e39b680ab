"""YouTube: what a hospital's own channel can do: films with their captions, and the comments below them.

Lengths: title and description https://developers.google.com/youtube/v3/docs/videos; a comment's 10,000 characters are
what the site itself takes (the API's pages name no number).
"""

from datetime import timedelta

from bedside.channels.rules import Ability, Answering, Cost, Field, Limits, Metric, Network, Scope

NETWORK = Network(
    name="youtube",
    label="YouTube",
    limits=Limits(
        text=5000,
        text_bytes=5000,
        link_in_text=True,
        title=100,
        videos=1,
        video_bytes=2_000_000_000,  # ours: YouTube takes 256 GB; a film waits in memory while it is sent
        video_seconds=12 * 3600,
        video_types=("video/mp4",),
        needs=frozenset({"video", "title"}),
    ),
    abilities=frozenset(
        {
            Ability.CONNECT,
            Ability.OAUTH,
            Ability.RENEW,
            Ability.PUBLISH,
            Ability.LINKS,
            Ability.VIDEO,
            Ability.EDIT,
            Ability.WITHDRAW,
            Ability.FIND,
            Ability.HEAR,
            Ability.COMMENTS,
            Ability.REPLY,
            Ability.ANSWER_COMMENTS,
            Ability.HIDE,
            Ability.MEASURE,
            Ability.MEASURE_ACCOUNT,
            Ability.BACKFILL,
        }
    ),
    connector="bedside.channels.networks.youtube.connector.YouTube",
    app=(
        Field("client_id", "Client ID", "Ends in .apps.googleusercontent.com."),
        Field("client_secret", "Client secret", "Beside the client ID.", secret=True),
    ),
    scopes=(
        Scope("https://www.googleapis.com/auth/youtube.upload", "to publish films"),
        Scope(
            "https://www.googleapis.com/auth/youtube.force-ssl",
            "to read and answer comments, to hide them, to correct and withdraw films, to add captions, to count views",
        ),
    ),
    guide=(
        "Open console.cloud.google.com with a Google account of the hospital. In the list of projects at the top press"
        " New project, name it, press Create.",
        "APIs & Services, Library: search for YouTube Data API v3 and press Enable.",
        "Google Auth Platform, Branding: the hospital's name, a support address, save. Audience: choose External, then"
        " press Publish app. While it says Testing, Google ends every sign-in after 7 days.",
        "Google Auth Platform, Data access: press Add or remove scopes and add the two scopes that Bedside lists.",
        "Google Auth Platform, Clients: Create client, type Web application. Paste the callback address that Bedside"
        " shows under Authorized redirect URIs. Press Create and copy the client ID and client secret into Bedside.",
        "Ask Google for the API audit: support.google.com/youtube/contact/yt_api_form. Until it is passed, YouTube"
        " keeps every film that a new project uploads private.",
        "Press Connect, choose the hospital's channel (not a person's), tick every box, press Continue.",
    ),
    handle_help="The channel's handle, with @.",
    edits_in_place=True,
    answers={"reply": Answering(text=10_000, note="Stands in the thread of the comment; YouTube knows one level.")},
    metrics=(
        Metric("views", "Views", "How often the film was played, as YouTube counts plays; short repeats are left out."),
        Metric("likes", "Likes", "How many people marked the film with the thumb up."),
        Metric("replies", "Comments", "How many comments and answers stand below the film, those held back left out."),
        Metric(
            "followers", "Subscribers", "Subscribers of the channel, rounded to three digits by YouTube.", "account"
        ),
        Metric(
            "views", "Views of the channel", "All plays of all films of the channel since its beginning.", "account"
        ),
        Metric("posts", "Films", "How many public films the channel has.", "account"),
    ),
    settles=timedelta(seconds=90),
    listens_every=timedelta(minutes=2),
    costs=(
        Cost("everything", "free, within 10,000 units a day and 100 uploads a day for each project", "2026-11-04"),
        Cost("publish, correct, withdraw, answer, hide", "50 units each; captions 400 more", "2026-11-04"),
        Cost("listen", "about 3 units every two minutes, 2,200 a day", "2026-11-04"),
    ),
    stage="bedside.channels.networks.youtube.stage.YouTubeStage",
    contract="Google's discovery document youtube.v3, revision 20261104: every request and every answer",
    sources=(
        "https://developers.google.com/youtube/v3/docs",
        "https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol",
        "https://developers.google.com/youtube/v3/determine_quota_cost",
        "https://developers.google.com/youtube/v3/docs/errors",
        "https://developers.google.com/identity/protocols/oauth2/web-server",
    ),
    notes=(
        "YouTube takes films alone: a text or a picture by itself cannot be posted by a program.",
        "Films of a project that Google has not audited stay private. Bedside cannot change that.",
        "Films go into the category Education and are marked as not made for children; on films made for children"
        " YouTube allows no comments.",
        "YouTube calls nobody about comments (its WebSub feed tells of films only), so Bedside asks every two minutes.",
        "YouTube takes no < or > in titles and descriptions.",
        "Hiding a comment puts it back among those held for review; others do not see it there.",
    ),
)
