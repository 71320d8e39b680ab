import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.channels.networks.bluesky.facets import facets, handles, spans


def found(text: str) -> list[tuple[str, str]]:
    """(what the byte offsets cut out, what it means) for each facet."""
    known = {"ana.example.org": "did:plc:ana"}
    cut = []
    for facet in facets(text, known):
        raw = text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]]
        feature = facet["features"][0]
        cut.append((raw.decode(), str(feature.get("uri") or feature.get("tag") or feature.get("did"))))
    return cut


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See https://example.org/flu.", [("https://example.org/flu", "https://example.org/flu")]),
        ("(https://example.org/a_(b))", [("https://example.org/a_(b)", "https://example.org/a_(b)")]),
        ("Café 🏥 https://example.org/é", [("https://example.org/é", "https://example.org/é")]),
        ("Visit www.example.org/visit today", [("www.example.org/visit", "https://www.example.org/visit")]),
        ("example.org.", [("example.org", "https://example.org")]),
        ("Open 24/7, e.g.today. Ask Dr.Who", []),
        ("mail info@example.org", []),
        ("Hi @ana.example.org!", [("@ana.example.org", "did:plc:ana")]),
        ("Hi @nobody.example.org and @ana", []),
        ("#FluSeason is here, #2026 too. #vacúnate!", [("#FluSeason", "FluSeason"), ("#vacúnate", "vacúnate")]),
        ("＃健康 あ #a#b", [("＃健康", "健康"), ("#a#b", "a#b")]),
        ("https://example.org/#top", [("https://example.org/#top", "https://example.org/#top")]),
        ("#" + "x" * 65, []),
        ("https://", []),
    ],
)
def test_each_facet_cuts_out_exactly_its_words(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_handles_are_listed_once() -> None:
    assert handles("@Ana.example.org @ana.example.org @gus.example.org") == ["ana.example.org", "gus.example.org"]


@given(st.text(alphabet="a #@.:/éあ👩‍⚕️\u0301()x", max_size=60) | st.text(max_size=60))
def test_whatever_the_text_facets_stay_inside_it_and_apart(text: str) -> None:
    end = 0
    for span in spans(text):
        assert end <= span.start < span.end <= len(text)
        end = span.end
    for facet in facets(text, {}):
        text.encode(errors="surrogatepass")[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
