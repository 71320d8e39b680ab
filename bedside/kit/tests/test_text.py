import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.kit.text import clip, clusters, graphemes

# Counts checked against ICU (Intl.Segmenter of Node 22, Unicode 16).
COUNTED = [
    ("", 0),
    ("Flu shots", 9),
    ("a\r\nb", 3),
    ("\n\n", 2),
    ("é", 1),
    ("e\u0301", 1),
    ("e\u0301\u0327\u0308", 1),
    ("👍", 1),
    ("👍🏽", 1),
    ("👩‍⚕️", 1),
    ("👨‍👩‍👧‍👦", 1),
    ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 2),
    ("🏳️‍🌈", 1),
    ("🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f", 1),  # Wales
    ("🇺🇸", 1),
    ("🇺🇸🇲🇽", 2),
    ("🇺🇸🇲", 2),
    ("a🇺🇸", 2),
    ("1️⃣", 1),
    ("❤️", 1),
    ("❤\u200d\u200d🔥", 2),  # two joiners join nothing
    ("a\u200db", 2),
    ("한국어", 3),
    ("\u1112\u1161\u11ab\u1100\u116e\u11a8", 2),  # the same in single jamo
    ("각\u11a8", 1),
    ("नमस्ते", 3),
    ("क्षि", 1),
    ("ক্ষ", 1),
    ("ก็", 1),
    ("กำ", 1),
    ("தமிழ்", 3),
    ("\u0600\u0661", 1),
    ("日本語", 3),
    ("½ ™ ©", 5),
    ("\u200b", 1),
    ("a\u200cb", 2),
]


@pytest.mark.parametrize(("text", "count"), COUNTED, ids=[ascii(text) for text, _ in COUNTED])
def test_a_text_is_as_long_as_a_reader_sees_it(text: str, count: int) -> None:
    assert graphemes(text) == count


@given(st.text())
def test_clusters_joined_are_the_text_again(text: str) -> None:
    parts = list(clusters(text))
    assert "".join(parts) == text
    assert all(parts)
    assert graphemes(text) == len(parts)


@given(st.text(alphabet="a 👩\u200d⚕️é\u0301🇺🇸", max_size=40), st.integers(min_value=0, max_value=45))
def test_a_clipped_text_fits_and_is_a_beginning(text: str, limit: int) -> None:
    cut = clip(text, limit)
    assert graphemes(cut) <= limit
    assert cut == text or text.startswith(cut.removesuffix("…"))


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("Flu shots", 9, "Flu shots"),
        ("Flu shots are here", 16, "Flu shots are…"),
        ("Flu shots are here", 14, "Flu shots are…"),
        ("Supercalifragilistic", 8, "Superca…"),
        ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 2, "👨‍👩‍👧‍👦…"),
        ("abc", 1, "a"),
        ("abc", 0, ""),
    ],
)
def test_a_text_is_cut_between_words_and_never_inside_a_character(text: str, limit: int, cut: str) -> None:
    assert clip(text, limit) == cut
