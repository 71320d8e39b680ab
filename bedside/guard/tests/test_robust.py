"""Whatever comes in: nothing breaks, nothing is lost, and no shape of text costs more than its length."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.guard import check, redact
from bedside.guard.checks.gate import harmless
from bedside.guard.checks.tagger import tagger

PIECES = st.sampled_from(
    [
        "Mary", "Smith", "maria lopez", "Dr. ", "555-0142", "5️⃣", "٥٥٥", "५", "MRN 4488", "@", "[at]",
        "dot", "\ud800", "\x00",
        "\u200b", "\u202e", "Ａ", "𝐌", "مريم", "मेरा नाम", "王", "née", "St. ", "Elm Street", "born 1931",
        "3/4/1961", "\n", " ",
        "🙏", ".", ",", "12345", "a.b", "https://", "::1",
        "ñ", "ß", "İ", "ﬁ", "e\u0301", "May 3", "pt ", "in Ohio",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=120), st.lists(PIECES, max_size=14).map("".join), st.lists(PIECES, max_size=14).map(" ".join)
)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_redaction_hides_spans_and_keeps_the_rest(text: str) -> None:
    redacted = redact(text)
    rebuilt, at = [], 0
    for span in redacted.spans:
        assert at <= span.start < span.end <= len(text)
        rebuilt += [text[at : span.start], f"[{span.rule}]"]
        at = span.end
    assert "".join([*rebuilt, text[at:]]) == redacted.text


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(["reply", "post", "message"]))
def test_findings_quote_the_text_exactly(text: str, kind: str) -> None:
    for finding in check(text, kind=kind, inbound=text, author=text[:20]).findings:  # type: ignore[arg-type]
        assert text[finding.start : finding.end] == finding.quote != ""


SHAPES = ("1", "1 ", "A", "Ab ", "a", " ", "@", "a@", "a.", "Maria ", "Maria Lopez ", "Dr. ", "St. ", "5-", "12/",
          "May 3 ", "[at]", "five ", "in Oak ", "é", "\u200b", "\ud800", "1 Elm St ", "MRN 1 ", "::", "zip 1",
          "fax 555-0142 ")  # fmt: skip


@pytest.mark.parametrize("piece", SHAPES)
def test_cost_grows_with_length_alone(piece: str) -> None:
    def cost(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        best = 1e9
        for _ in range(4):
            begun = time.process_time()
            redact(text)
            best = min(best, time.process_time() - begun)
        return best

    cost(1_000)
    # A floor under the small one, so that a gate which answers at once does not make the ratio meaningless.
    assert cost(100_000) < 150 * max(cost(1_000), 0.002)


@pytest.mark.parametrize(
    "text",
    ["Call 555-0142", "mary was here", "in MARCH we came", "write ann at mail dot com",
     "five five five oh one four two",
     "She turned ninety one", "born in 1931", "Grace was born", "at 14 Elm St", "on 3/4 at noon", "the 5th of May",
     "my fingerprint scan", "５５５", "me llamo Ana", "Меня зовут Анна", "ann[at]mail", "on Oak Lane",
     "Her name is Hope Will", "Mrs Price was rude", "mary, call me"],
)  # fmt: skip
def test_the_gate_lets_through_what_must_be_looked_at(text: str) -> None:
    assert not harmless(text)


@pytest.mark.parametrize(
    "text",
    ["Staff were very kind and helpful.", "Waited too long. Nobody told us anything!", "Great job 🙄",
     "The NHS is amazing",
     "I’ve had excellent care, thank you", ""],
)  # fmt: skip
def test_the_gate_stops_at_once_where_nothing_can_be(text: str) -> None:
    assert harmless(text)


def test_the_tagger_is_there_and_forgets_words_it_need_not_keep() -> None:
    judge = tagger()
    assert judge is not None
    before = judge.scores(["My", "name", "is", "Dana", "Whitfield"])
    judge._forget()
    assert (judge.scores(["My", "name", "is", "Dana", "Whitfield"]) == before).all()
    assert before[3].argmax() == before[4].argmax() == 1
