"""The networks Bedside speaks to: a folder and one line each."""

NETWORKS = (
    "bedside.channels.networks.hub",
    "bedside.channels.networks.bluesky",
    "bedside.channels.networks.mastodon",
    "bedside.channels.networks.x",
    "bedside.channels.networks.linkedin",
    "bedside.channels.networks.reddit",
    "bedside.channels.networks.wordpress",
    "bedside.channels.networks.facebook",
    "bedside.channels.networks.instagram",
    "bedside.channels.networks.threads",
    "bedside.channels.networks.youtube",
    "bedside.channels.networks.google",
    "bedside.channels.networks.yelp",
    "bedside.channels.networks.foursquare",
    "bedside.channels.networks.feeds",
    "bedside.channels.networks.newsletter",
)
