import io
from typing import Any

import pytest
from PIL import Image

from bedside.channels.networks.bluesky.connector import Bluesky
from bedside.channels.networks.bluesky.tests.conftest import HANDLE, Connect, outgoing, value
from bedside.channels.rehearsal import Rehearsal
from bedside.channels.rules import NetworkError, Picture, Publishes, Trouble


def png(color: str = "navy") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(out, "PNG")
    return out.getvalue()


def picture(alt: str = "A nurse at a desk", content: bytes | None = None, mime: str = "image/png") -> Picture:
    return Picture(content if content is not None else png(), mime, alt, "desk.png", 40, 30)


def test_a_post_arrives_as_it_was_written(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    assert isinstance(bluesky, Publishes)
    remote = bluesky.publish(outgoing(text="Vacunas gratis el sábado.", language="es"))
    record = value(rehearsal, remote)
    assert record["text"] == "Vacunas gratis el sábado."
    assert record["langs"] == ["es"]
    assert record["createdAt"] == "2026-11-21T09:00:00.000Z"
    assert remote.url == f"{rehearsal.url}/profile/{HANDLE}/post/{remote.network_id.rpartition('/')[2]}"


def test_a_second_try_with_the_same_key_changes_nothing(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    first = bluesky.publish(outgoing())
    assert bluesky.publish(outgoing()) == first
    assert len(rehearsal.bluesky.posts()) == 1


def test_a_post_costs_one_round_trip_once_signed_in(connect: Connect, rehearsal: Rehearsal) -> None:
    connect().publish(outgoing("one"))
    rehearsal.bluesky.calls.clear()
    connect().publish(outgoing("two"))
    assert rehearsal.bluesky.calls == {"com.atproto.repo.putRecord": 1}


def test_pictures_keep_their_order_alt_text_and_shape(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    pictures = tuple(picture(f"Picture {number}", png(color)) for number, color in enumerate(("red", "green", "blue")))
    record: Any = value(rehearsal, bluesky.publish(outgoing(pictures=pictures)))
    images = record["embed"]["images"]
    assert [image["alt"] for image in images] == ["Picture 0", "Picture 1", "Picture 2"]
    assert images[0]["aspectRatio"] == {"width": 40, "height": 30}
    links = [image["image"]["ref"]["$link"] for image in images]
    assert [rehearsal.bluesky.picture(link) for link in links] == [(one.content, "image/png") for one in pictures]


def test_a_link_becomes_a_card(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    record: Any = value(rehearsal, bluesky.publish(outgoing(link="https://example.org/flu", title="Flu clinic")))
    assert record["embed"]["external"] == {"uri": "https://example.org/flu", "title": "Flu clinic", "description": ""}


def test_a_link_beside_pictures_is_written_into_the_text(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    sent = outgoing(link="https://example.org/flu", pictures=(picture(),))
    record: Any = value(rehearsal, bluesky.publish(sent))
    assert record["text"] == "Flu shots are here.\nhttps://example.org/flu"
    assert record["facets"][0]["features"][0]["uri"] == "https://example.org/flu"


def test_a_mention_of_nobody_stays_plain_text(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    text = f"Thank you @{HANDLE} and @nobody.rehearsal.test"
    record: Any = value(rehearsal, bluesky.publish(outgoing(text=text)))
    assert [facet["features"][0]["did"] for facet in record["facets"]] == [bluesky.session.tokens().did]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"text": "x" * 301}, "The text is 301 characters long; Bluesky takes 300."),
        ({"text": "👨‍👩‍👧‍👦" * 130}, "The text is 3250 bytes long; Bluesky takes 3000."),
        ({"pictures": (picture(),) * 5}, "There are 5 pictures; Bluesky takes 4."),
        ({"pictures": (picture(content=b"x" * 2_000_001),)}, "Picture 1 has 2000001 bytes; Bluesky takes 2000000."),
        ({"pictures": (picture(mime="image/tiff"),)}, "Picture 1 is of a kind Bluesky does not show."),
        ({"text": " "}, "There is nothing to post."),
    ],
)
def test_it_refuses_what_bluesky_would_without_a_call(
    bluesky: Bluesky, rehearsal: Rehearsal, more: dict[str, object], said: str
) -> None:
    with pytest.raises(NetworkError) as refused:
        bluesky.publish(outgoing(**more))  # type: ignore[arg-type]
    assert (refused.value.trouble, refused.value.said) == (Trouble.REFUSED, said)
    assert rehearsal.bluesky.calls == {}


def test_three_hundred_families_of_emoji_are_counted_as_a_reader_sees_them(
    bluesky: Bluesky, rehearsal: Rehearsal
) -> None:
    text = "👍🏽" * 300  # 600 code points, 2,400 bytes, 300 characters to a reader
    assert value(rehearsal, bluesky.publish(outgoing(text=text)))["text"] == text
