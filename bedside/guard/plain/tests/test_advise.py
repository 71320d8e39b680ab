"""Advice on plain words: what it says, what it leaves alone, and that nothing makes it slow."""

import time

import pytest

from bedside.guard.plain import Alt, advise, reading
from bedside.guard.plain.access import parted
from bedside.guard.plain.glossary import SWAPS

GOOD = (
    "Wash your hands for 20 seconds before you eat. It keeps germs away from you and the people you love. "
    "Sing a song twice while you wash; that is long enough. Soap and warm water work best for everyone."
)
HARD = (
    "We are excited to announce that individuals with hypertension are being evaluated by our multidisciplinary "
    "cardiovascular organization utilizing innovative interventional modalities, which demonstrated considerable "
    "improvements across participating institutions during the preceding decade of collaborative investigation."
)


def rules(text: str, **given: object) -> list[str]:
    return [one.rule for one in advise(text, **({"kind": "post"} | given))]  # type: ignore[arg-type]


def test_a_plain_post_gets_no_advice() -> None:
    assert rules(GOOD) == []


def test_advice_never_blocks_and_quotes_what_it_means() -> None:
    for one in advise(HARD, kind="post"):
        assert one.level == "advice"
        assert HARD[one.start : one.end] == one.quote
        assert one.said.endswith(".")
        assert one.source
        assert one.suggestion


def test_a_hard_post_is_told_apart_from_an_easy_one_and_a_short_one() -> None:
    assert [reading(text).band for text in (GOOD, HARD, "Flu shots are free.")] == ["easy", "hard", "short"]
    assert "reading_level" in rules(HARD)


def test_links_tags_and_emoji_do_not_make_a_text_hard() -> None:
    more = GOOD + " https://riverbend.example/administrative-information #CommunityImmunizationInitiative 🎉"
    assert reading(more).grade == reading(GOOD).grade


def test_spanish_has_its_own_formula() -> None:
    easy = "Lave sus manos con agua y jabón. Es bueno para usted y para su casa. " * 4
    hard = (
        "La institución hospitalaria implementará procedimientos administrativos extraordinarios para la "
        "identificación epidemiológica de enfermedades cardiovasculares, considerando particularmente las "
        "recomendaciones internacionales correspondientes y las características sociodemográficas individuales de "
        "cada comunidad metropolitana. "
    )
    assert [reading(text, "es").band for text in (easy, hard * 2)] == ["easy", "hard"]
    assert "hard_word" not in rules("Hable de la hypertension con su médico.", language="es")
    assert rules("Haga clic aquí para su cita.", language="es") == ["link_says_nothing"]


def test_the_glossary_is_long_and_its_swaps_are_shorter_to_say() -> None:
    assert len(SWAPS) > 150
    assert SWAPS["hypertension"] == "high blood pressure"
    assert SWAPS["myocardial infarction"] == "heart attack"
    assert all(hard != plain for hard, plain in SWAPS.items())


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("A myocardial  infarction can come without pain.", "hard_word"),
        ("Ask us about COPD.", "abbreviation"),
        ("Your bill was paid by us.", "passive_voice"),
        ("Smokers have 30% higher risk. Quit with us.", "number_to_work_out"),
        ("About 12.7% of women get it. Ask your doctor.", "number_too_exact"),
        ("We are thrilled to open our new clinic to you.", "main_message_late"),
        ("The hospital has opened its new wing after eleven months of construction work.", "nothing_to_do"),
        ("The hospital has opened its new wing after eleven months of construction work.", "nobody_named"),
        ("Click here for your results.", "link_says_nothing"),
        ("Press the green button to book.", "place_or_color_only"),
        ("See the form below.", "place_or_color_only"),
        ("COME AND SEE US today.", "capitals"),
        ("𝐅𝐫𝐞𝐞 flu shots", "fancy_letters"),
        ("Thank you ¯\\_(ツ)_/¯", "typed_art"),
        ("Flu shots 🎉🎉🎉🎉", "many_emoji"),
        ("🎉 One\n🎉 Two", "emoji_bullets"),
        ("🎉", "emoji_alone"),
        ("Stay well #hearthealth", "hashtag_case"),
        ("Stay well #One #Two #Six #Ten", "many_hashtags"),
    ],
)
def test_it_sees(text: str, rule: str) -> None:
    assert rule in rules(text)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Hypertension, or high blood pressure, can be treated.", "hard_word"),
        ("Visit the Cardiology Department.", "hard_word"),
        ("Chronic obstructive pulmonary disease (COPD) makes it hard to breathe.", "abbreviation"),
        ("Free HIV tests at the ER in the USA", "abbreviation"),
        ("We are closed on Monday.", "passive_voice"),
        ("Stay well #HeartHealth #vaccination #stroke", "hashtag_case"),
        ("Bring a friend :smile", "typed_art"),
        ("Book at riverbend.example/flu", "link_says_nothing"),
        ("Dr. Lee and Mr. Ray see you at 9 a.m. on St. Mary Ave. by the park.", "long_sentence"),
    ],
)
def test_it_leaves_alone(text: str, rule: str) -> None:
    assert rule not in rules(text)


def test_a_reply_is_not_asked_for_a_message() -> None:
    said = "The hospital has opened its new wing after eleven months of construction work."
    assert rules(said, kind="reply") == []


@pytest.mark.parametrize(
    ("alt", "rule"),
    [
        (Alt(""), "alt_missing"),
        (Alt("Image of a nurse at a desk"), "alt_prefix"),
        (Alt("IMG_2041.jpg"), "alt_is_file_name"),
        (Alt("flu poster", filename="Flu-Poster.png"), "alt_is_file_name"),
        (Alt("word " * 40), "alt_long"),
        (Alt("A talk", mime="video/mp4"), "captions_missing"),
        (Alt("A poster", written=("Flu shots are free on Friday",)), "text_only_in_picture"),
        (Alt("A poster", written=(), contrast=2.0), "low_contrast"),
    ],
)
def test_it_sees_in_the_words_for_a_picture(alt: Alt, rule: str) -> None:
    assert rule in [one.rule for one in advise(GOOD, kind="post", alts=[alt])]


def test_what_a_picture_says_may_stand_in_its_words_or_in_the_post() -> None:
    written = ("Flu shots are free",)
    told = Alt("A poster: flu shots are free", written=written, contrast=4.6)
    chart = Alt("Cases fell each month. " * 12, chart=True)
    assert [one.rule for one in advise(GOOD, kind="post", alts=[told, chart])] == []
    assert rules("Flu shots are free for you.", alts=[Alt("A poster", written=written)]) == []


def test_a_hashtag_is_parted_into_its_words() -> None:
    assert parted("mentalhealthmatters") == ("mental", "health", "matters")
    assert parted("MentalHealth") == parted("stroke") == parted("xqzt" * 10) == ()


@pytest.mark.parametrize(
    "text",
    ["", " \n", "\x00\ud800", "a" * 20_000, "A " * 10_000, "#" * 20_000, "(" * 20_000, "is " * 7_000, "1." * 10_000,
     "🎉" * 20_000, "-" * 20_000, "\n" * 20_000, "AB " * 6_600, "#" + "the" * 6_000, ":-" * 10_000, "x" * 200_000],
    ids=lambda text: repr(text[:4]),
)  # fmt: skip
def test_nothing_makes_it_fail_or_slow(text: str) -> None:
    began = time.perf_counter()
    advise(text, kind="post", alts=[Alt(text)])
    assert time.perf_counter() - began < 3
