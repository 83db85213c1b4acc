"""One template draws every field: label, control, errors and hint, tied together for screen readers."""

from __future__ import annotations

from django import forms

from wecomnotify.gallery import SampleForm


class NameForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As your team knows it.")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def field(name: str, data: dict | None = None) -> str:
    return str(SampleForm(data)[name].as_field_group())


def test_a_field_with_an_error_says_so_to_everybody():
    html = str(NameForm({})["name"].as_field_group())

    assert '<label for="id_name">Name<span class="required" aria-hidden="true">*</span></label>' in html
    assert 'aria-invalid="true" aria-describedby="id_name_helptext id_name_error"' in html
    assert '<ul class="errors" id="id_name_error">' in html
    assert '<div class="hint" id="id_name_helptext">As your team knows it.</div>' in html


def test_a_form_drawn_whole_keeps_its_hidden_fields():
    html = str(NameForm())

    assert html.count('name="secret"') == 1
    assert html.count('class="field"') == 1


def test_choices_are_chips_in_a_named_group():
    html = field("events")

    assert html.startswith('<fieldset class="field" id="id_events">')
    assert "<legend>通知事件" in html
    assert '<div class="chips events">' in html
    assert html.count('<label class="chip" for="id_events_') == 7


def test_a_switch_stands_inside_its_label():
    html = field("enabled")

    assert '<label class="check" for="id_enabled"><input type="checkbox"' in html
    assert 'role="switch"' in html


def test_a_value_is_escaped():
    html = str(NameForm({"name": '"><script>'})["name"].as_field_group())

    assert "<script>" not in html
