"""The pages of the library and the answer box, without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bedside.answers import actions, queries
from bedside.answers.models import Answer, AnswerUse
from bedside.answers.starters import LIBRARY
from bedside.inbox.tests.pages import read, words
from bedside.inbox.tests.people import comment
from tests.cast import START, Hospital

Jobs = Callable[..., int]
FORM = {
    "title": "Parking",
    "text_en": "Deck B. Please call {phone}.",
    "shortcut": "/park",
    "intents": ["service_question"],
}


def at(name: str, *more: object) -> str:
    return reverse(f"answers:{name}", args=["riverbend", *more])


def box(response: Any) -> str:
    return words(next(read(response).iter("textarea")))


@pytest.fixture
def rosa(client: Client, riverbend: Hospital) -> Client:
    client.force_login(riverbend.rosa.user)
    return client


def parking(hospital: Hospital) -> Answer:
    given: dict[str, Any] = {"organization": hospital.organization, "at": START}
    actions.keep_variables(values={"parking": "deck B, free"}, by=hospital.milo, **given)
    return actions.adopt(keys=["parking"], approving=True, by=hospital.ben, **given).made[0]


def test_from_writing_to_the_list_through_two_people(riverbend: Hospital, rosa: Client) -> None:
    made = rosa.post(at("write"), FORM)
    found = Answer.objects.get(organization=riverbend.organization)
    assert made["Location"] == at("answer", found.pk)
    assert "(555) 555-0142" in words(read(rosa.get(at("answer", found.pk))))
    rosa.post(at("propose", found.pk))
    assert rosa.post(at("approve", found.pk)).status_code == 403
    rosa.force_login(riverbend.ben.user)
    seen = queries.newest(found).digest
    assert "Approve it" in words(read(rosa.get(at("answer", found.pk))))
    assert "Approved." in words(read(rosa.post(at("approve", found.pk), {"seen": seen}, follow=True)))
    assert "/park" in words(read(rosa.get(at("list"), {"q": "park"})))
    for view in ("in_use", "proposed", "draft", "due", "retired", "all", "nonsense"):
        assert rosa.get(at("list"), {"view": view, "intent": "billing", "page": "9"}).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"text_en": " "}, {"shortcut": "two words"}, {"review_date": "2001-01-01"}, {"intents": "x"}],
)
def test_what_does_not_fit_is_said_and_kept_in_the_form(rosa: Client, wrong: dict[str, str]) -> None:
    answer = rosa.post(at("write"), FORM | {"text_es": ""} | wrong)
    assert answer.status_code == 422
    assert not Answer.objects.exists()


def test_a_page_says_which_value_is_missing_and_which_nobody_knows(riverbend: Hospital, rosa: Client) -> None:
    rosa.post(at("write"), FORM | {"text_en": "See {portal} or {moon}."})
    page = words(read(rosa.get(at("answer", Answer.objects.get(organization=riverbend.organization).pk))))
    assert "Nobody knows: {moon}" in page
    assert "{portal}" in page
    assert "Settings, Answers" in page


def test_the_starter_set_shows_every_word_and_is_adopted_by_approving(riverbend: Hospital, rosa: Client) -> None:
    page = words(read(rosa.get(at("starters"))))
    assert all(starter.title in page for starter in LIBRARY)
    assert "I read them" not in page
    rosa.post(at("starters"), {"key": ["parking", "nonsense"], "do": "approve"})
    assert Answer.objects.get(organization=riverbend.organization).state == "proposed"
    rosa.force_login(riverbend.petra.user)
    assert rosa.get(at("starters")).status_code == 403


def test_files_come_in_go_out_and_are_refused_in_words(riverbend: Hospital, rosa: Client) -> None:
    table = SimpleUploadedFile("a.csv", b"title,text_en\nA,Hello\nB,\n", "text/csv")
    said = words(read(rosa.post(at("import"), {"file": table})))
    assert "1 answer came in" in said
    assert "no title, or no text" in said
    for bad in (b"", b"\xff\x00\xff", b"x" * 1_000_010):
        assert rosa.post(at("import"), {"file": SimpleUploadedFile("b.csv", bad)}).status_code == 422
    assert rosa.post(at("import"), {}).status_code == 422
    for format in ("csv", "json"):
        taken = rosa.get(at("export", format))
        assert b"Hello" in taken.content
        assert f"answers-riverbend.{format}" in taken["Content-Disposition"]
    assert rosa.get(at("export", "exe")).status_code == 404


def test_settings_take_variables_and_refuse_a_persons(riverbend: Hospital, client: Client) -> None:
    client.force_login(riverbend.milo.user)
    assert (
        client.post(
            at("variables"), {"v_portal": "portal.example.org", "new_name": "lab", "new_value": "ground floor"}
        ).status_code
        == 302
    )
    assert queries.values_of(riverbend.organization)["lab"] == "ground floor"
    refused = client.post(at("variables"), {"new_name": "patient_name", "new_value": "Dana"})
    assert refused.status_code == 422
    assert "never repeats a patient" in words(read(refused))
    assert client.get(at("drafting")).status_code == 200
    wrong = client.post(
        at("drafting"),
        {"base_url": "http://10.0.0.1", "model": "m", "most_tokens": 100, "most_a_month": 5, "patience": 9},
    )
    assert wrong.status_code == 422
    assert "inside your network" in words(read(wrong)) or "Only https" in words(read(wrong))


# ---- the answer box --------------------------------------------------------------------------------------------------


def test_the_box_suggests_with_why_and_one_press_puts_it_in(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    answer = parking(riverbend)
    asked = comment(riverbend, jobs, "Where do I park when I come on Saturday?")
    page = rosa.get(reverse("inbox:conversation", args=["riverbend", asked.pk]))
    assert "Approved answers that may fit" in words(read(page))
    assert "close in meaning" in words(read(page))
    put = rosa.post(reverse("inbox:reply", args=["riverbend", asked.pk]), {"text": "Hi!", "use": f"answer-{answer.pk}"})
    text = box(put)
    assert text.startswith("Hi! Thank you for asking. Parking: deck B, free.")
    assert AnswerUse.objects.get(organization=riverbend.organization).outcome == "inserted"
    sent = text.removeprefix("Hi! ")
    assert rosa.post(reverse("inbox:reply", args=["riverbend", asked.pk]), {"text": sent}).status_code == 302
    assert AnswerUse.objects.get(organization=riverbend.organization).outcome == "unchanged"


def test_without_scripts_answers_are_found_by_words(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    parking(riverbend)
    asked = comment(riverbend, jobs, "Lovely flowers.")
    page = rosa.post(
        reverse("inbox:reply", args=["riverbend", asked.pk]), {"text": "Mine.", "find": "park", "look": "find"}
    )
    assert box(page) == "Mine."
    assert "Parking: deck B, free." in words(read(page))
    none = rosa.post(reverse("inbox:reply", args=["riverbend", asked.pk]), {"find": "zzz", "look": "find"})
    assert "No approved answer has these words." in words(read(none))


def test_the_slash_list_and_its_words(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    answer = parking(riverbend)
    asked = comment(riverbend, jobs, "¿Dónde me estaciono el sábado por la mañana?")
    listed = rosa.get(reverse("inbox:approved", args=["riverbend", asked.pk]), {"q": "par"}).content.decode()
    assert 'role="option"' in listed
    given = rosa.post(reverse("inbox:insert", args=["riverbend", asked.pk, answer.pk])).json()
    assert given["language"] == "es"
    assert given["text"].startswith("Gracias por preguntar.")
    actions.keep_variables(organization=riverbend.organization, values={}, by=riverbend.milo, at=START)
    missing = rosa.post(reverse("inbox:insert", args=["riverbend", asked.pk, answer.pk]))
    assert missing.status_code == 409
    assert "Settings, Answers" in missing.json()["detail"]
    actions.retire(answer=answer, by=riverbend.rosa, at=START)
    assert rosa.post(reverse("inbox:insert", args=["riverbend", asked.pk, answer.pk])).status_code == 404
