"""No review-gating: nobody is asked for a public review, and what one said of the hospital decides nothing about it.

Procuring reviews so that they distort what people think is deceptive (16 CFR 255.2(d)); asking those who are satisfied
and not the others does that. Bedside asks nobody; so no path can choose whom.
"""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from bedside.recovery import actions as recovery
from bedside.recovery.tests.test_cases import opened
from tests.cast import START, Hospital
from tests.source import PACKAGE, ROOT

#: How one asks for a review, or leads to where it is written.
ASKING = re.compile(
    r"(?:leave|write|post|give|add|share) (?:us )?(?:a |an |your |another )?(?:\w+ )?review\b|review us\b|rate us\b"
    r"|your reviews? on (?:google|yelp|facebook|foursquare|healthgrades)|(?:deje|escriba|comparta) (?:una |su )?rese"
    r"|search\.google\.com/local/writereview|g\.page/|yelp\.com/writeareview|/writereview|reviews/new",
    re.I,
)
#: Files that name such words to say what a network calls something, or to find them; each with its reason.
SAID = {
    "triage": "reads what people write",
    "guard": "finds what must not be asked",
    "channels/networks": "what a network's own documents and answers say",
    "channels/rehearsal": "what people of the rehearsal write",
    "web/demo": "what people of the demo write",
}


def texts() -> list[Path]:
    found = [path for kind in ("*.py", "*.html", "*.js", "*.json", "*.md") for path in PACKAGE.rglob(kind)]
    return [
        path
        for path in found
        if "tests" not in path.parts and not any(str(path.relative_to(PACKAGE)).startswith(name) for name in SAID)
    ]


def test_no_page_no_letter_and_no_answer_asks_for_a_review() -> None:
    paths = texts()
    assert len(paths) > 400
    wrong = [
        f"{path.relative_to(PACKAGE)}: {hit[0]}" for path in paths for hit in ASKING.finditer(path.read_text("utf-8"))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "asked",
    [
        "Please leave us a review",
        "leave a Google review",
        "Rate us!",
        "Review us on Yelp",
        "deje una reseña",
        "g.page/x",
    ],
)
def test_the_search_sees_how_one_asks(asked: str) -> None:
    assert ASKING.search(asked)


def test_what_follows_the_question_afterwards_is_the_same_whatever_one_gave(
    riverbend: Hospital, client: Client
) -> None:
    """The one question of service recovery: the page after a one and after a five is the same, and leads nowhere."""
    pages = set()
    for score in range(1, 6):
        case = opened(riverbend)
        _survey, token = recovery.ask(case=case, language="en", by=riverbend.rosa, at=START)
        path = reverse("hub:survey", args=[riverbend.organization.slug, token])
        main = client.post(path, {"score": str(score)}).content.decode().split("<main", 1)[1].split("</main>", 1)[0]
        pages.add(re.sub(r"\s+", " ", main))
        assert "http" not in main.replace("http://www.w3.org", "")
    assert len(pages) == 1


def test_the_docs_say_so() -> None:
    said = (ROOT / "docs" / "how-to" / "reviews.md").read_text()
    assert "asks nobody for a review" in said
