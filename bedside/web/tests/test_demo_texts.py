"""What the demo hospital says passes the guard, and answers what was asked."""

import pytest

from bedside.guard import Facts, check
from bedside.web.demo import texts


@pytest.mark.parametrize(("kind", "comment"), texts.COMMENTS)
def test_every_answer_to_a_comment_may_leave(kind: str, comment: str) -> None:
    assert kind in texts.ANSWERS or kind == "spam"
    for answer in texts.ANSWERS.get(kind, ()):
        said = check(answer, kind="reply", inbound=comment, facts=Facts(phones=("(555) 555-0142",)))
        assert said.verdict == "allow", said.findings
