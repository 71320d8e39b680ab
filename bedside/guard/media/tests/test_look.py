"""What can be seen in a picture, and what the guard says of it. Skipped where the extra "media" is not installed."""

from collections.abc import Sequence

import pytest
from PIL import Image

from bedside.guard import Facts, Finding, check, media
from bedside.guard.media import Box, Code, Look, Written, findings_of, inspect, looking
from bedside.guard.media.tests.drawn import BAND, astronaut, code, poster, saved

OURS = Facts(name="Riverbend Community Hospital", urls=("https://riverbend.example",))
ocr = pytest.mark.skipif(not media.installed("rapidocr"), reason="the extra “media” is not installed: no OCR")
zxing = pytest.mark.skipif(not media.installed("zxingcpp"), reason="the extra “media” is not installed: no codes")
cv = pytest.mark.skipif(not media.installed("cv2"), reason="the extra “media” is not installed: no faces")


def read(text: str) -> Sequence[Finding]:
    return check(text, kind="post", facts=OURS).findings


def line(text: str, left: int = 10, top: int = 10) -> Written:
    return Written(text, Box(left, top, 200, 30), 0.99, 12.0)


# ---- pure: what follows ----------------------------------------------------------------------------------------------


def test_an_identifier_in_a_picture_blocks_and_says_where_it_stands() -> None:
    seen = Look(900, 600, written=(line("Welcome"), line(BAND, 600, 500)), faces=(), codes=())
    found = {one.rule: one for one in findings_of(seen, read=read, facts=OURS, number=2)}
    assert {"mrn", "date"} <= set(found)
    assert found["mrn"].severity == "block"
    assert found["mrn"].quote == "00412345"
    assert found["mrn"].reason.startswith("Written in picture 2, at the bottom right.")


def test_a_face_blocks_until_somebody_says_who_is_shown_and_what_they_signed() -> None:
    seen = Look(900, 600, written=(), faces=(Box(1, 1, 90, 90), Box(300, 1, 90, 90)), codes=())

    def said(shown: str, release: str) -> list[str]:
        return [one.rule for one in findings_of(seen, read=read, facts=OURS, shown=shown, release=release)]

    assert said("", "") == said("staff", "") == said("patient", " ") == said("friends", "R-1") == ["full_face"]
    assert said("staff", "R-1") == said("patient", "R-1") == said("nobody", "") == said("illustration", "") == []
    (found,) = findings_of(seen, read=read, facts=OURS)
    assert (found.severity, found.source) == ("block", "45 CFR 164.514(b)(2)(i)(Q)")
    assert "2 faces" in found.reason


@pytest.mark.parametrize(
    ("content", "rules"),
    [
        ("https://riverbend.example/flu", []),
        ("riverbend.example/flu", []),
        ("https://www.riverbend.example", []),
        ("https://elsewhere.example/x", ["url"]),
        ("elsewhere.example", ["url"]),
        ("https://riverbend.example.elsewhere.example", ["url"]),
        ("Flu shots on Friday", []),
        ("MRN 00412345", ["mrn"]),
    ],
)
def test_a_code_is_read_like_a_text_and_leads_to_the_hospital(content: str, rules: list[str]) -> None:
    seen = Look(900, 600, written=(), faces=(), codes=(Code("QRCode", content, Box(1, 1, 90, 90)),))
    assert [one.rule for one in findings_of(seen, read=read, facts=OURS)] == rules


def test_nothing_is_found_where_nothing_looked_and_that_is_said() -> None:
    seen = Look(900, 600)
    assert findings_of(seen, read=read, facts=OURS) == []
    assert [media.MISSING[name] for name in seen.missing] == list(media.MISSING.values())
    assert Look(9, 9, written=(), faces=(), codes=()).missing == ()


def test_a_look_is_kept_and_read_back() -> None:
    seen = Look(9, 9, (line("ñ “x”"),), (Box(1, 2, 3, 4),), (Code("QRCode", "x", Box(1, 2, 3, 4)),))
    assert Look.from_json(seen.as_json()) == seen
    assert Look.from_json(Look(9, 9).as_json()) == Look(9, 9)


@pytest.mark.parametrize(
    ("box", "place"),
    [((0, 0, 9, 9), "top left"), ((45, 45, 9, 9), "middle"), ((90, 45, 9, 9), "right"), ((45, 90, 9, 9), "bottom")],
)
def test_a_place_is_said_in_plain_words(box: tuple[int, int, int, int], place: str) -> None:
    assert Box(*box).place(100, 100) == place


def test_a_file_named_after_a_patient_warns_without_saying_the_name() -> None:
    found = media.names_in("Maria_Gonzalez-MRN-00412345.jpg", read)
    assert {"mrn"} <= {one.rule for one in found}
    assert all(one.severity == "warn" and not one.quote for one in found)
    assert not any("00412345" in f"{one.reason} {one.suggestion}" for one in found)
    assert media.names_in("IMG_2041.JPG", read) == media.names_in("", read) == []


# ---- looking ---------------------------------------------------------------------------------------------------------


@ocr
def test_a_wristband_is_read() -> None:
    found = inspect(saved(poster("Welcome", BAND), "JPEG"), "", OURS)
    assert {"mrn", "date"} <= {one.rule for one in found.findings}
    assert any("00412345" in one.text for one in found.look.written or ())


@ocr
def test_the_contrast_of_letters_is_that_of_wcag() -> None:
    strong = looking.words_in(poster("Flu shots are free"))
    faint = looking.words_in(poster("Flu shots are free", ink="#bbbbbb"))
    assert strong[0].contrast > 15
    assert 1.5 < faint[0].contrast < 2.6  # the formula gives 1.92 for these two colors


@ocr
def test_a_picture_without_words_has_none() -> None:
    assert looking.words_in(Image.new("RGB", (300, 200), "teal")) == ()


@zxing
def test_a_code_is_decoded() -> None:
    (found,) = looking.codes_in(code("https://riverbend.example/flu"))
    assert found.content == "https://riverbend.example/flu"
    assert found.box.place(600, 600) == "left" or "left" in found.box.place(600, 600)


@cv
def test_a_face_is_found_at_several_sizes_mirrored_and_beside_another() -> None:
    picture = astronaut()
    if picture is None:
        pytest.skip("no picture of a face here: scikit-image, which brings one in the public domain, is not installed")
    flat = picture.convert("RGB")
    for side in (256, 512, 1200):
        # A fold of cloth may be taken for a second one: then a person says so.
        first, *others = looking.faces_in(flat.resize((side, side)))
        assert abs(first.left / side - 0.34) < 0.03
        assert len(others) < 2
    assert len(looking.faces_in(flat.transpose(Image.Transpose.FLIP_LEFT_RIGHT))) >= 1
    page = poster("Flu shots are free", size=(1600, 1000))
    page.paste(flat.resize((420, 420)), (1120, 40))
    assert len(looking.faces_in(page)) >= 1
    both = Image.new("RGB", (1024, 512))
    both.paste(flat, (0, 0))
    both.paste(flat, (512, 0))
    assert len(looking.faces_in(both)) >= 2


@cv
def test_drawn_pictures_show_no_face() -> None:
    assert looking.faces_in(poster("Flu shots are free", BAND)) == ()


def test_tiny_and_clear_pictures_are_looked_at_too() -> None:
    assert media.look(saved(Image.new("RGBA", (3, 2), (0, 0, 0, 0)))) == Look(3, 2, (), (), ())
    media.look(saved(Image.new("RGBA", (90, 60), (0, 0, 0, 0))))
    with pytest.raises(OSError, match="cannot identify"):
        media.look(b"no")


def test_without_its_readers_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "installed", lambda package: False)
    assert media.look(saved(poster("A door"))).missing == ("words", "faces", "codes")


def test_the_readers_write_no_words_to_the_log(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level("DEBUG"):
        media.look(saved(poster(BAND)))
    heard = capfd.readouterr()
    assert "00412345" not in caplog.text + heard.out + heard.err
