"""The hospital's own hub as a channel: posts can be edited in place, comments hidden, and nothing needs a password."""

from datetime import timedelta

from bedside.channels.rules import Ability, Answering, Limits, Metric, Network

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
        {
            Ability.CONNECT,
            Ability.PUBLISH,
            Ability.LINKS,
            Ability.IMAGES,
            Ability.ALT_TEXT,
            Ability.COMMENTS,
            Ability.REPLY,
            Ability.ANSWER_COMMENTS,
            Ability.EDIT,
            Ability.WITHDRAW,
            Ability.FIND,
            Ability.MEASURE,
            Ability.HIDE,
        }
    ),
    connector="bedside.channels.networks.hub.connector.Hub",
    edits_in_place=True,
    answers={"reply": Answering(text=20_000)},
    metrics=(Metric("replies", "Comments", "Comments of visitors that the page shows now."),),
    settles=timedelta(0),
)
