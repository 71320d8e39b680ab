"""The hospital's own hub as a channel: posts can be edited in place, comments hidden, and nothing needs a password."""

from bedside.channels.rules import Ability, Limits, Network

NETWORK = Network(
    name="hub",
    label="Hub",
    limits=Limits(
        text=20_000,
        counts="characters",
        images=8,
        image_bytes=5_000_000,
        alt_text=1_000,
        image_types=("image/jpeg", "image/png", "image/webp"),
    ),
    abilities=frozenset(
        {Ability.PUBLISH, Ability.REPLY, Ability.EDIT, Ability.WITHDRAW, Ability.FIND, Ability.MEASURE, Ability.HIDE}
    ),
    connector="bedside.channels.networks.hub.connector.Hub",
    edits_in_place=True,
)
