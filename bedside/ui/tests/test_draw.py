"""Fields and partials as a browser gets them."""

from types import SimpleNamespace

import pytest
from django import forms
from django.template.loader import render_to_string

from bedside.ui.forms import Renderer


class Account(forms.Form):
    default_renderer = Renderer()
    name = forms.CharField(label="Name", help_text="Staff see it.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    daily = forms.BooleanField(label="A daily digest", required=False)
    tone = forms.ChoiceField(label="Tone", choices=[("a", "Calm"), ("b", "Plain")], widget=forms.RadioSelect)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_is_tied_to_its_help_and_its_error() -> None:
    html = str(Account({"name": ""})["name"].as_field_group())
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_form_draws_every_field_in_the_house_style() -> None:
    html = str(Account())
    assert html.count('class="field') >= 4
    assert '<label class="choice"><input type="checkbox"' in html
    assert "<legend>Tone" in html
    assert "(optional)" in html
    assert '<input type="hidden"' in html


def test_what_no_field_can_carry_is_an_alert() -> None:
    form = Account({"name": "Cedar", "tone": "a"})
    form.add_error(None, "The network refused it. Your text is kept.")
    assert 'role="alert"' in str(form)


@pytest.mark.parametrize("verdict", ["allow", "warn", "block"])
def test_findings_carry_their_place_and_the_safe_wording(verdict: str) -> None:
    finding = SimpleNamespace(
        severity="block",
        quote="Maria <b>",
        start=3,
        end=1200,
        reason="A name.",
        source="45 CFR 164.508",
        suggestion=None,
    )
    said = SimpleNamespace(verdict=verdict, findings=(finding,), safe="Please call 555-0142.")
    html = render_to_string("ui/_findings.html", {"verdict": said})
    assert f'data-verdict="{verdict}"' in html
    assert 'data-start="3" data-end="1200"' in html
    assert "Maria &lt;b&gt;" in html
    assert "<blockquote data-safe>Please call 555-0142.</blockquote>" in html


def test_a_pager_leads_both_ways() -> None:
    html = render_to_string("ui/_pager.html", {"newer": "?page=1", "older": "?page=3"})
    assert 'rel="prev" href="?page=1"' in html
    assert 'rel="next" href="?page=3"' in html
    assert render_to_string("ui/_pager.html", {}).strip() == ""


@pytest.mark.parametrize("status", ["400", "403", "404", "429", "500"])
def test_an_error_page_needs_nothing_and_says_what_was_kept(status: str) -> None:
    html = render_to_string(f"{status}.html")
    assert "<h1>" in html
    assert "988" in html
    assert any(word in html for word in ("Nothing was", "safe"))
