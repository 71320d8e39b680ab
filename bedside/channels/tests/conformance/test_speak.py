"""Every network, asked the same: does what it declares to publish arrive as it was meant?"""

import pytest

from bedside.channels.rules import Ability, Answered, NetworkError, Trouble, length
from bedside.channels.tests.conformance.stand import TEXT, Stand, able


@able(Ability.CONNECT)
def test_signing_in_says_whose_account_it_is(stand: Stand) -> None:
    profile = stand.connector().connect()
    if profile.choices:
        profile = profile.choices[0]
    assert profile.account_id == stand.account["id"]
    assert profile.handle


@able(Ability.CONNECT)
def test_credentials_that_are_worth_nothing_are_revoked(stand: Stand) -> None:
    if not stand.account["credentials"]:
        return
    wrong = {name: "wrong" if value else value for name, value in stand.account["credentials"].items()}
    with pytest.raises(NetworkError) as refused:
        stand.connector(credentials=wrong, tokens={}).connect()
    assert refused.value.trouble is Trouble.REVOKED


@able(Ability.PUBLISH)
def test_a_post_arrives_as_it_was_written(stand: Stand) -> None:
    text = f"{TEXT}\n\nBring your card & a friend; it's “quick” — ¡gracias! 🩺"
    remote = stand.publish(text)
    (shown,) = stand.shown()
    assert (shown.kind, shown.ours) == ("post", True)
    for line in text.splitlines():
        assert line in shown.text
    assert remote.network_id == shown.id
    assert remote.url


@able(Ability.LINKS)
def test_a_link_goes_along(stand: Stand) -> None:
    stand.publish(link="https://riverbend.example/flu")
    (shown,) = stand.shown()
    assert "https://riverbend.example/flu" in f"{shown.link} {shown.text}"


@able(Ability.IMAGES)
def test_pictures_go_along_in_their_order(stand: Stand) -> None:
    number = min(2, stand.network.limits.images)
    pictures = tuple(stand.picture(shade, f"Picture {shade}") for shade in (10, 200)[:number])
    stand.publish(pictures=pictures)
    (shown,) = stand.shown()
    assert len(shown.media) == number
    if Ability.ALT_TEXT in stand.network.abilities:
        assert shown.alts == tuple(picture.alt for picture in pictures)


@able(Ability.VIDEO)
def test_a_film_goes_along(stand: Stand) -> None:
    stand.publish(video=stand.video(), pictures=())
    (shown,) = stand.shown()
    assert len(shown.media) == 1


@able(Ability.POLLS)
def test_a_poll_goes_along(stand: Stand) -> None:
    poll = stand.poll()
    stand.publish(poll=poll, pictures=(), video=None)
    (shown,) = stand.shown()
    assert shown.poll == poll.options


@able(Ability.PUBLISH)
def test_a_text_just_as_long_as_allowed_is_taken_and_one_longer_is_not(stand: Stand) -> None:
    limits = stand.network.limits
    if limits.text is None or limits.text > 30_000:
        return
    fits = "x" * limits.text
    assert length(fits, limits) == limits.text
    stand.publish(fits, link="")
    before = len(stand.stage.shown())
    with pytest.raises(NetworkError) as refused:
        stand.publish(fits + "x", link="")
    assert refused.value.trouble is Trouble.REFUSED
    assert "xxx" not in refused.value.said
    assert len(stand.stage.shown()) == before


@able(Ability.THREADS)
def test_a_thread_stands_below_its_first_post(stand: Stand) -> None:
    first = stand.publish()
    own = Answered("own", thread_id=first.network_id)
    second = stand.connector().reply(stand.outgoing("Part two.", parent=first, root=first, answered=own, pictures=()))
    stand.connector().reply(stand.outgoing("Part three.", parent=second, root=first, answered=own, pictures=()))
    (part,) = stand.shown("Part two.")
    assert part.parent == first.network_id
    assert stand.shown("Part three.")[0].parent == second.network_id


@able(Ability.EDIT)
def test_an_edit_shows_the_new_words(stand: Stand) -> None:
    remote = stand.publish()
    edited = stand.connector().edit(remote, stand.outgoing("Flu shots are free on SUNDAY."))
    assert edited.network_id
    assert stand.shown("SUNDAY")
    assert not stand.shown("on Saturday")


@able(Ability.WITHDRAW)
def test_what_is_withdrawn_is_gone_and_may_be_withdrawn_again(stand: Stand) -> None:
    remote = stand.publish()
    stand.connector().withdraw(remote)
    assert not stand.shown()
    stand.connector().withdraw(remote)


@able(Ability.MEASURE)
def test_a_post_is_measured_in_declared_numbers(stand: Stand) -> None:
    remote = stand.publish()
    (counts,) = stand.connector().measure([remote])
    assert counts.network_id == remote.network_id
    names = {metric.name for metric in stand.network.metrics if metric.of == "post"}
    assert counts.numbers
    assert set(counts.numbers) <= names
    assert all(isinstance(number, int) and number >= 0 for number in counts.numbers.values())


@able(Ability.MEASURE_ACCOUNT)
def test_the_account_is_measured_in_declared_numbers(stand: Stand) -> None:
    numbers = stand.connector().measure_account()
    assert numbers
    assert set(numbers) <= {metric.name for metric in stand.network.metrics if metric.of == "account"}
