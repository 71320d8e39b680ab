"""A hospital's WordPress site (core 5.6 and later, its own REST API): what it can do and what one post may hold.

Nothing in core bounds a post's text; a comment takes 65,525 characters (wp_get_comment_fields_max_lengths). How large a
file may be is each site's own setting; the sizes here are what a common host allows.
"""

from datetime import timedelta

from bedside.channels.rules import Ability, Answering, Field, Limits, Metric, Network, Scope

COMMENT = Answering(
    text=65_525,
    note="A comment that waits for approval must be shown first; then it can be answered.",
)

NETWORK = Network(
    name="wordpress",
    label="WordPress",
    limits=Limits(
        text=None,
        title=200,
        images=10,
        image_bytes=8_000_000,
        alt_text=1_000,
        image_types=("image/jpeg", "image/png", "image/webp", "image/gif"),
        videos=1,
        video_bytes=50_000_000,
        video_types=("video/mp4",),
    ),
    abilities=frozenset(
        {
            Ability.CONNECT,
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
            Ability.REPLY,
            Ability.ANSWER_COMMENTS,
            Ability.HIDE,
            Ability.MEASURE,
            Ability.MEASURE_ACCOUNT,
            Ability.BACKFILL,
        }
    ),
    connector="bedside.channels.networks.wordpress.connector.WordPress",
    credentials=(
        Field("username", "User name", "The name you sign in to WordPress with, not the name that is shown."),
        Field(
            "password",
            "Application password",
            "24 letters and numbers that WordPress makes for Bedside alone; not your own password.",
            secret=True,
        ),
        Field(
            "featured",
            "Lead picture",
            'Write "yes" if your theme shows the featured picture above each post. The first picture then stands there '
            "and not in the text.",
            optional=True,
        ),
    ),
    scopes=(
        Scope("publish_posts", "Publish, correct and withdraw posts."),
        Scope("upload_files", "Add pictures and films to the media library."),
        Scope("moderate_comments", "Read comments that wait for approval, hide them and show them again."),
    ),
    guide=(
        "In WordPress, open Users, then Add New User. Make a user for Bedside with the role Editor, so that posts do "
        "not depend on one person's account.",
        "Sign in as that user (or stay signed in as an administrator and open Users, then that user's Edit).",
        'On the Profile page, scroll to Application Passwords. Write "Bedside" as the name and press Add Application '
        "Password.",
        "Copy the 24 letters and numbers now: WordPress shows them once.",
        "Here, enter the site's address exactly as the browser shows it (with https:// and, where it has one, its "
        "folder), the user name, and the application password.",
    ),
    handle_help="The site's name as you call it, for example blog.riverbend.org.",
    asks_server=True,
    edits_in_place=True,
    answers={"reply": COMMENT, "mention": COMMENT},
    metrics=(
        Metric("replies", "Comments", "Approved comments below the post, answers by the hospital included."),
        Metric("posts", "Posts", "Posts that are published on the site, whoever wrote them.", "account"),
        Metric("comments", "Comments", "Approved comments on the whole site.", "account"),
    ),
    #: PHP goes on after the caller has hung up; its usual limit is 30 s.
    settles=timedelta(seconds=60),
    #: Each look is one request to the hospital's own server.
    listens_every=timedelta(seconds=20),
    stage="bedside.channels.networks.wordpress.stage.WordPressStage",
    contract="WordPress 6.5.5's own route index (exchanges/routes.json), and one contract run against the real server",
    sources=(
        "https://developer.wordpress.org/rest-api/reference/posts/",
        "https://developer.wordpress.org/rest-api/reference/comments/",
        "https://developer.wordpress.org/rest-api/reference/media/",
        "https://developer.wordpress.org/rest-api/using-the-rest-api/authentication/",
        "https://make.wordpress.org/core/2020/11/05/application-passwords-integration-guide/",
    ),
    notes=(
        "Application passwords work over https only. Some security plug-ins switch them, or the whole REST API, off.",
        "WordPress cannot call Bedside, so comments are asked for every 20 seconds.",
        "Withdrawn posts go to WordPress's trash; the pictures Bedside uploaded for them are deleted for good.",
    ),
)
