"""What visitors write below posts of the hub: how often, what the page shows, what the inbox gets."""

import pytest

from bedside.channels import actions, queries
from bedside.channels.actions import comments
from bedside.channels.models import HubComment, HubPost
from bedside.channels.tests.conftest import Desk


@pytest.fixture
def post(desk: Desk) -> HubPost:
    desk.publish(account=desk.hospital.hub)
    desk.send(desk.hospital.hub)
    return queries.hub_posts(desk.hospital.organization).get()


def write(desk: Desk, post: HubPost, visitor: str = "visitor", **more: object) -> HubComment:
    given: dict[str, object] = {
        "author_name": "Dana Visitor",
        "text": "Call me at 555-0134, is parking free?",
        "shown_name": "Dana",
        "shown_text": "Call me at [phone], is parking free?",
        "show": True,
    }
    return actions.comment(post=post, visitor=visitor, at=desk.clock.at, **(given | more))  # type: ignore[arg-type]


def test_the_page_shows_the_hidden_form_and_the_inbox_gets_the_words(desk: Desk, post: HubPost) -> None:
    made = write(desk, post)
    assert [(one.author_name, one.text) for one in queries.hub_comments(post)] == [
        ("Dana", "Call me at [phone], is parking free?")
    ]
    arrival = desk.arrivals.get()
    assert queries.words_of(arrival) == "Call me at 555-0134, is parking free?"
    assert (arrival.network_id, arrival.root_id) == (f"hub/comment/{made.key}", f"hub/post/{post.key}")
    states = queries.hub_comment_states(desk.hospital.organization, [arrival.network_id, "hub/comment/none"])
    assert states == {arrival.network_id: HubComment.SHOWN}


def test_one_that_waits_is_not_shown_until_a_person_shows_it(desk: Desk, post: HubPost) -> None:
    write(desk, post, show=False)
    assert queries.hub_comments(post) == []
    arrival, people = desk.arrivals.get(), desk.hospital
    actions.moderate(arrival=arrival, show=True, reason="On topic", by=people.rosa, at=desk.clock.at)
    assert len(queries.hub_comments(post)) == 1
    actions.moderate(arrival=arrival, show=False, reason="Names a third person", by=people.rosa, at=desk.clock.at)
    assert queries.hub_comments(post) == []
    assert (desk.recorded("channels.shown"), desk.recorded("channels.hidden")) == (1, 1)


def test_elsewhere_what_others_write_cannot_be_hidden(desk: Desk) -> None:
    arrival = desk.arrived()
    arrival.account.network = "yelp"
    with pytest.raises(actions.NotOffered, match="Yelp does not let a page hide"):
        actions.moderate(arrival=arrival, show=False, reason="Rude", by=desk.hospital.rosa, at=desk.clock.at)


def test_a_visitor_may_write_so_often_and_then_again_later(desk: Desk, post: HubPost) -> None:
    for _ in range(comments.MOST_EACH):
        write(desk, post)
    with pytest.raises(actions.TooMany):
        write(desk, post)
    with pytest.raises(actions.TooMany):
        write(desk, post, author_name="Somebody Else at the same machine")
    write(desk, post, visitor="another")
    assert desk.arrivals.count() == comments.MOST_EACH + 1 == HubComment.objects.filter(post=post).count()
    desk.clock.move(minutes=10)
    write(desk, post)


def test_a_visitor_whose_name_begins_like_another_s_is_another(desk: Desk, post: HubPost) -> None:
    for _ in range(comments.MOST_EACH):
        write(desk, post, visitor="visitor-10")
    write(desk, post, visitor="visitor-1")


def test_a_post_takes_so_many_in_a_minute_from_everybody(desk: Desk, post: HubPost) -> None:
    for number in range(comments.MOST_TOGETHER):
        write(desk, post, visitor=f"visitor-{number}")
    with pytest.raises(actions.TooMany):
        write(desk, post, visitor="one more")
    desk.clock.move(minutes=1)
    write(desk, post, visitor="one more")


def test_two_people_at_one_machine_have_two_threads(desk: Desk, post: HubPost) -> None:
    write(desk, post)
    write(desk, post, author_name="Dana's Brother")
    assert len(set(desk.arrivals.values_list("author_id", flat=True))) == 2


def test_an_answer_to_a_comment_knows_its_place(desk: Desk, post: HubPost) -> None:
    first = write(desk, post)
    second = write(desk, post, visitor="another", parent=first)
    arrival = desk.arrivals.get(network_id=f"hub/comment/{second.key}")
    assert (arrival.parent_id, arrival.root_id) == (f"hub/comment/{first.key}", f"hub/post/{post.key}")
