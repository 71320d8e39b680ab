"""Foursquare: the tips people leave about a hospital's place, and how it is rated. Read only."""

from datetime import timedelta

from bedside.channels.rules import Ability, Cost, Field, Limits, Metric, Network

NETWORK = Network(
    name="foursquare",
    label="Foursquare",
    limits=Limits(text=None),
    abilities=frozenset({Ability.CONNECT, Ability.HEAR, Ability.REVIEWS, Ability.MEASURE_ACCOUNT, Ability.BACKFILL}),
    connector="bedside.channels.networks.foursquare.connector.Foursquare",
    credentials=(
        Field("service_key", "Service key", "In the Foursquare developer console, under your project.", secret=True),
        Field("place", "Place", "The last part of your place's address: foursquare.com/v/NAME/THIS."),
    ),
    guide=(
        "Open foursquare.com/developers and sign in with an account of the hospital, or make one.",
        "Press Create a new project and name it. On the project's settings press Generate Service API Key.",
        "Add a way to pay in the console: tips are premium data, and Foursquare answers none without.",
        "Copy the service key into Bedside. Open the hospital's place on foursquare.com and copy the last part of its"
        " address as Place. Press Connect.",
    ),
    handle_help="The place's name.",
    metrics=(
        Metric(
            "rating_tenths", "Rating, times ten", "Foursquare's rating of 0 to 10, times ten: 84 is 8.4.", "account"
        ),
        Metric("ratings", "Ratings", "How many people rated the place.", "account"),
        Metric("tips", "Tips", "How many tips people left in all.", "account"),
        Metric("photos", "Photos", "How many photos people left in all.", "account"),
    ),
    listens_every=timedelta(hours=6),
    costs=(
        Cost(
            "every call", "by the thousand, tips and ratings as premium data; see the developer console", "2026-11-21"
        ),
        Cost("listen", "one call every six hours, 120 a month", "2026-11-21"),
    ),
    stage="bedside.channels.networks.foursquare.stage.FoursquareStage",
    contract="none is published by Foursquare: the table of routes, each with its page",
    sources=(
        "https://docs.foursquare.com/fsq-developers-places/reference/place-tips",
        "https://docs.foursquare.com/fsq-developers-places/reference/place-details",
        "https://docs.foursquare.com/fsq-developers-places/reference/response-fields",
    ),
    notes=(
        "Foursquare takes no answers from businesses by program, and nothing can be posted.",
        "Tips have no stars and no author's name. They come to the inbox as reviews without stars.",
        "Foursquare shows the 50 newest tips.",
    ),
)
