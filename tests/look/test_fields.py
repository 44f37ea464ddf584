import re

import pytest
from django import forms
from django.template.loader import render_to_string

ROUNDS = [("1", "Understand"), ("2", "Shape")]


class Sample(forms.Form):
    name = forms.CharField(
        help_text="As on the letter.", error_messages={"required": "Write a name."}
    )
    note = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"class": "tall"})
    )
    round = forms.ChoiceField(choices=ROUNDS, widget=forms.RadioSelect)
    rounds = forms.MultipleChoiceField(
        choices=ROUNDS, widget=forms.CheckboxSelectMultiple
    )
    place = forms.ChoiceField(choices=ROUNDS)
    agree = forms.BooleanField(label="I agree")


def ids(html: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', html))


def test_a_text_field_names_its_hint_and_its_error():
    html = Sample({})["name"].as_field_group()

    described = re.search(r'aria-describedby="([^"]+)"', html)[1].split()
    assert described == ["id_name_helptext", "id_name_error"]
    assert set(described) | {"id_name"} == ids(html)
    assert 'aria-invalid="true"' in html
    assert "field field-invalid" in html


def test_an_unbound_field_shows_no_error():
    html = Sample()["name"].as_field_group()

    assert ids(html) == {"id_name", "id_name_helptext"}
    assert "field-invalid" not in html


def test_a_field_one_may_skip_says_so():
    form = Sample()

    assert "(optional)" in form["note"].as_field_group()
    assert "(optional)" not in form["name"].as_field_group()


@pytest.mark.parametrize("name, kind", [("round", "radio"), ("rounds", "checkbox")])
def test_choices_stand_in_a_fieldset_each_label_after_its_control(name, kind):
    html = Sample()[name].as_field_group()

    assert html.count("<fieldset") == html.count("<legend") == 1
    pairs = re.findall(
        rf'<input type="{kind}"[^>]*class="usa-{kind}__input"[^>]*id="([^"]+)"[^>]*>\s*'
        rf'<label class="usa-{kind}__label" for="([^"]+)">(\w+)</label>',
        html,
    )
    assert pairs == [
        (f"id_{name}_0", f"id_{name}_0", "Understand"),
        (f"id_{name}_1", f"id_{name}_1", "Shape"),
    ]


def test_a_chosen_answer_stays_chosen():
    html = Sample({"round": "2"})["round"].as_field_group()

    assert re.findall(r'value="(\d)"[^>]* checked', html) == ["2"]


def test_a_lone_checkbox_has_its_label_after_it():
    html = Sample()["agree"].as_field_group()

    assert html.index('type="checkbox"') < html.index('for="id_agree"')
    assert html.count("<label") == 1


def test_a_class_of_the_widget_is_added_to_ours():
    assert 'class="usa-textarea tall"' in str(Sample()["note"])
    assert 'class="usa-select"' in str(Sample()["place"])


def test_typed_text_is_escaped():
    assert "<b>" not in Sample({"note": "<b>", "name": '"><b>'}).render()


def test_the_summary_leads_to_every_field_in_error():
    form = Sample({})

    page = form.render()

    links = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', page)
    assert links == [
        ("id_name", "Name"),
        ("id_round_0", "Round"),
        ("id_rounds_0", "Rounds"),
        ("id_place", "Place"),
        ("id_agree", "I agree"),
    ]
    assert {target for target, _ in links} <= ids(page)


def test_a_refusal_of_the_whole_form_stands_in_the_summary():
    form = Sample(
        {"name": "A", "round": "1", "rounds": ["1"], "place": "1", "agree": "on"}
    )
    form.add_error(None, "The survey closed on Friday.")

    html = render_to_string("components/error_summary.html", {"form": form})

    assert "<li>The survey closed on Friday.</li>" in html


def test_a_form_without_errors_has_no_summary():
    for form in [Sample(), None]:
        html = render_to_string("components/error_summary.html", {"form": form})
        assert html.strip() == ""
