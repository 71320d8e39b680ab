import gzip

import pytest
from django.http import Http404
from django.test import RequestFactory

from bedside.ui import views
from bedside.ui.bundle import bundle

ask = RequestFactory()


@pytest.mark.parametrize("kind", ["css", "js"])
def test_a_bundle_is_kept_for_a_year_under_its_digest(kind: str) -> None:
    found = bundle(kind)
    answer = views.asset(ask.get("/", headers={"Accept-Encoding": "gzip"}), found.digest, kind)
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert gzip.decompress(answer.content) == found.body
    assert views.asset(ask.get("/"), found.digest, kind).content == found.body


def test_an_old_digest_gets_todays_file_and_is_not_kept() -> None:
    assert views.asset(ask.get("/"), "000000000000", "css")["Cache-Control"] == "no-cache"


def test_another_kind_is_not_found() -> None:
    with pytest.raises(Http404):
        views.asset(ask.get("/"), "x", "map")


def test_the_bundles_are_light() -> None:
    assert len(bundle("css").packed) + len(bundle("js").packed) < 25_000


def test_every_style_file_stands_in_a_layer() -> None:
    body = bundle("css").body.decode()
    assert body.startswith("@layer reset, tokens, base, layout, components, print;")
    assert body.count("{") == body.count("}")


def test_the_choice_of_theme_is_kept_and_leads_back() -> None:
    answer = views.theme(ask.post("/ui/theme", {"theme": "dark", "next": "/inbox?view=mine"}))
    assert answer["Location"] == "/inbox?view=mine"
    assert answer.cookies["theme"].value == "dark"


def test_the_systems_own_theme_forgets_the_choice() -> None:
    answer = views.theme(ask.post("/ui/theme", {"theme": ""}))
    assert answer.cookies["theme"]["max-age"] == 0


def test_it_refuses_to_lead_to_another_site() -> None:
    answer = views.theme(ask.post("/ui/theme", {"theme": "dark", "next": "https://evil.example.com/"}))
    assert answer["Location"] == "/"
