"""Google Business Profile: how a hospital's place stands on Google Maps and Search: its reviews, its posts.

The 1,500 characters of a post and the sizes of its picture are what Google's help and those who publish there agree
on; the API's pages name neither. A reply's 4,096 bytes: the reference of accounts.locations.reviews.
"""

from datetime import timedelta

from bedside.channels.rules import Ability, Answering, Cost, Field, Limits, Metric, Network, Scope

NETWORK = Network(
    name="google",
    label="Google Business Profile",
    limits=Limits(
        text=1500,
        images=1,
        image_bytes=5_000_000,
        image_types=("image/jpeg", "image/png"),
        media_by_address=True,
    ),
    abilities=frozenset(
        {
            Ability.CONNECT,
            Ability.OAUTH,
            Ability.RENEW,
            Ability.PUBLISH,
            Ability.LINKS,
            Ability.IMAGES,
            Ability.EDIT,
            Ability.WITHDRAW,
            Ability.FIND,
            Ability.HEAR,
            Ability.REVIEWS,
            Ability.REPLY,
            Ability.ANSWER_REVIEWS,
            Ability.MEASURE_ACCOUNT,
            Ability.BACKFILL,
            Ability.WEBHOOKS,
        }
    ),
    connector="bedside.channels.networks.google.connector.GoogleBusiness",
    app=(
        Field("client_id", "Client ID", "Ends in .apps.googleusercontent.com."),
        Field("client_secret", "Client secret", "Beside the client ID.", secret=True),
        Field(
            "topic",
            "Pub/Sub topic",
            "Only if Google should call Bedside at once: projects/YOUR-PROJECT/topics/NAME. Without it Bedside asks"
            " every five minutes.",
            optional=True,
        ),
    ),
    scopes=(
        Scope(
            "https://www.googleapis.com/auth/business.manage",
            "to read and answer reviews, to post, to count; Google has no smaller permission",
        ),
        Scope(
            "https://www.googleapis.com/auth/pubsub",
            "to have Google call Bedside about new reviews; asked for only where a topic was given",
        ),
    ),
    guide=(
        "You need a Business Profile that is verified for 60 days or more, with the hospital's website on it, and a"
        " Google account that is its owner or manager.",
        "Open console.cloud.google.com with that account. In the list of projects at the top press New project, name"
        " it, press Create. Note the project number on the project's welcome page.",
        "Ask Google for access: support.google.com/business/contact/api_default, choose Application for Basic API"
        " Access, give the project number. Google answers by mail, often after a week or two; before, every call is"
        " refused.",
        "APIs & Services, Library: enable Google My Business API, My Business Account Management API, My Business"
        " Business Information API, Business Profile Performance API and My Business Notifications API.",
        "Google Auth Platform, Branding: the hospital's name, a support address. Audience: External, then Publish app."
        " While it says Testing, Google ends every sign-in after 7 days.",
        "Google Auth Platform, Clients: Create client, type Web application. Paste the callback address that Bedside"
        " shows under Authorized redirect URIs. Copy the client ID and client secret into Bedside.",
        "If Google should call Bedside: Pub/Sub, Create topic. On its Permissions page add the principal"
        " mybusiness-api-pubsub@system.gserviceaccount.com with the role Pub/Sub Publisher. Copy the topic's full name"
        " into Bedside.",
        "Press Connect, choose the account, tick every box, press Continue. With several places, choose one in Bedside;"
        " connect once for each place.",
    ),
    handle_help="The place's name and street.",
    edits_in_place=True,
    answers={
        "review": Answering(
            text=4096,
            text_bytes=4096,
            once=True,
            note="One answer for each review, under the hospital's name. Google checks it first, which takes up to"
            " a few days.",
        )
    },
    metrics=(
        Metric("reviews", "Reviews", "How many reviews the place has in all, those without words too.", "account"),
        Metric("rating_tenths", "Stars, times ten", "The average of all stars, times ten: 43 is 4.3 stars.", "account"),
        Metric(
            "views", "Views in 28 days", "Devices that showed the place on Search or Maps, each once a day.", "account"
        ),
        Metric("clicks", "Website clicks in 28 days", "Presses on the place's website button.", "account"),
        Metric("calls", "Calls in 28 days", "Presses on the place's call button.", "account"),
        Metric("directions", "Directions in 28 days", "People who asked for the way to the place.", "account"),
    ),
    settles=timedelta(seconds=60),
    listens_every=timedelta(minutes=5),
    costs=(
        Cost("everything", "free after approval; 300 calls a minute, 10 changes a minute for each place", "2026-11-21"),
        Cost("Pub/Sub", "the first 10 GB a month are free; reviews are a tiny part of that", "2026-11-21"),
    ),
    stage="bedside.channels.networks.google.stage.GoogleBusinessStage",
    contract="Google's discovery documents for all calls of version 1; reviews and posts (version 4) have none there,"
    " so Google's reference pages, as a table of routes",
    sources=(
        "https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews",
        "https://developers.google.com/my-business/reference/rest/v4/accounts.locations.localPosts",
        "https://developers.google.com/my-business/reference/notifications/rest/v1/NotificationSetting",
        "https://developers.google.com/my-business/reference/performance/rest",
        "https://developers.google.com/my-business/content/latest-updates",
        "https://cloud.google.com/pubsub/docs/push",
        "https://developers.google.com/identity/protocols/oauth2/web-server",
    ),
    notes=(
        "Google must approve your project before anything works, and may refuse.",
        "Google fetches pictures itself: they must be at least 400 by 300 pixels and between 10 KB and 5 MB.",
        "Google takes no alternative text, and nobody can comment on a post.",
        "Google tells no numbers of single posts any more, and gives its daily numbers two or three days late.",
        "Questions and answers, and chat, were closed by Google; neither can be read any more.",
        "Google does not say who a reviewer is beyond the name shown.",
    ),
)
