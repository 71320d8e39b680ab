"""Yelp: what people say of a hospital in reviews, as far as Yelp shows it to programs, and partners' answers."""

from datetime import timedelta

from bedside.channels.rules import Ability, Answering, Cost, Field, Limits, Metric, Network

NETWORK = Network(
    name="yelp",
    label="Yelp",
    limits=Limits(text=None),
    abilities=frozenset(
        {
            Ability.CONNECT,
            Ability.RENEW,
            Ability.HEAR,
            Ability.REVIEWS,
            Ability.REPLY,
            Ability.ANSWER_REVIEWS,
            Ability.MEASURE_ACCOUNT,
        }
    ),
    connector="bedside.channels.networks.yelp.connector.Yelp",
    credentials=(
        Field("api_key", "API key", "On yelp.com/developers, Manage App.", secret=True),
        Field("business", "Business", "The last part of your page's address: yelp.com/biz/THIS."),
        Field(
            "partner_token",
            "Partner access token",
            "Only to answer reviews, and only if Yelp made you a partner. Leave empty otherwise.",
            secret=True,
            optional=True,
        ),
        Field(
            "partner_refresh",
            "Partner refresh token",
            "Came with the access token. With it Bedside renews the access token, which ends after 7 days.",
            secret=True,
            optional=True,
        ),
    ),
    app=(
        Field("client_id", "Partner client ID", "From Yelp's partner team; only to answer reviews.", optional=True),
        Field("client_secret", "Partner client secret", "With the client ID.", secret=True, optional=True),
    ),
    guide=(
        "Claim the hospital's page on biz.yelp.com if nobody has, and give it the photo and name of the person who"
        " answers: without both Yelp takes no answers.",
        "Open yelp.com/developers, choose a plan for the Places API. Only the Enhanced and Premium plans show reviews.",
        "Press Manage App, fill in the form, accept the terms, press Submit. Copy the API key into Bedside.",
        "Open the hospital's page on Yelp and copy the last part of its address into Bedside as Business.",
        "To answer reviews from Bedside, ask Yelp to make you a partner for Respond to Reviews:"
        " docs.developer.yelp.com/docs/yelp-partner-apis. Once they have, sign in as the page's owner by their"
        " instructions and copy the access token, refresh token, client ID and client secret into Bedside.",
        "Press Connect.",
    ),
    handle_help="The last part of your page's address.",
    answers={
        "review": Answering(
            text=5000,
            once=True,
            emoji=False,
            note="Public, under the hospital's name. Yelp takes one answer for each review, no emoji, 20 a day for each"
            " place; it cannot be changed or taken back from here.",
        )
    },
    metrics=(
        Metric("reviews", "Reviews", "How many reviews Yelp recommends; those it hides are not counted.", "account"),
        Metric("rating_tenths", "Stars, times ten", "Yelp's average in half stars, times ten: 45 is 4.5.", "account"),
    ),
    listens_every=timedelta(hours=1),
    costs=(
        Cost("reading", "by plan and calls a day; the trial is 300 calls a day", "2026-11-21"),
        Cost("listen", "one call an hour, 24 a day", "2026-11-21"),
    ),
    stage="bedside.channels.networks.yelp.stage.YelpStage",
    contract="none is published by Yelp: the table of routes, each with its page",
    sources=(
        "https://docs.developer.yelp.com/reference/v3_business_reviews",
        "https://docs.developer.yelp.com/reference/v3_business_info",
        "https://docs.developer.yelp.com/docs/places-rate-limiting",
        "https://docs.developer.yelp.com/docs/respond-to-reviews-api-v2",
        "https://docs.developer.yelp.com/reference/create-review-response",
        "https://docs.developer.yelp.com/docs/refresh-tokens",
    ),
    notes=(
        "Yelp shows programs the beginnings of a few reviews only (none, three or seven, by plan). What is older or"
        " longer stands on Yelp; Bedside links there.",
        "Yelp lets nobody post to a business page by program.",
        "Whether an answer arrived cannot be looked up at Yelp by program: after a break, a person looks.",
        "Yelp does not say when a review was taken away or hidden.",
    ),
)
