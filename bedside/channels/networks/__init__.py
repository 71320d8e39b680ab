"""The networks Bedside speaks to: a folder and one line each."""

NETWORKS = (
    "bedside.channels.networks.hub",
    "bedside.channels.networks.bluesky",
)
