import re

from bedside.channels.rehearsal.people import COMMENTS, PEOPLE
from bedside.kit.text import graphemes


def test_nobody_here_can_be_taken_for_a_real_person() -> None:
    assert all(person.handle.endswith(".rehearsal.test") for person in PEOPLE)
    for comment in COMMENTS:
        assert all(number.startswith("555-01") for number in re.findall(r"\b\d{3}-\d{4}\b", comment.text))
        assert all("@example." in address for address in re.findall(r"\S+@\S+", comment.text))


def test_there_are_many_voices_and_each_comment_fits_a_post() -> None:
    kinds = {comment.kind for comment in COMMENTS}
    assert {"question", "praise", "complaint", "personal", "sarcasm", "spanish", "crisis", "urgent"} <= kinds
    assert len({comment.text for comment in COMMENTS}) == len(COMMENTS) == 60
    assert all(0 < graphemes(comment.text) <= 300 for comment in COMMENTS)
    assert sum(comment.kind == "crisis" for comment in COMMENTS) == 1
