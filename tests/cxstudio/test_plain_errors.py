from django import forms

from studies.planning.forms import NewStudyForm
from tests import make


class EveryKind(forms.Form):
    words = forms.CharField(max_length=3)
    one = forms.ChoiceField(choices=[("a", "A")])
    several = forms.MultipleChoiceField(choices=[("a", "A")])
    number = forms.IntegerField(min_value=1, max_value=9)
    address = forms.EmailField()
    day = forms.DateField()
    agreed = forms.BooleanField()


def said(form):
    return {name: list(sentences) for name, sentences in form.errors.items()}


def test_an_empty_form_says_what_to_do_with_each_field():
    assert said(EveryKind({})) == {
        "words": ["Fill this in."],
        "one": ["Choose one."],
        "several": ["Choose at least one."],
        "number": ["Fill this in."],
        "address": ["Write an e-mail address."],
        "day": ["Choose a date."],
        "agreed": ["Tick this box to go on."],
    }


def test_what_does_not_fit_is_told_in_plain_words():
    form = EveryKind(
        {
            "words": "four",
            "one": "z",
            "several": ["z"],
            "number": "-1",
            "address": "dana@",
            "day": "soon",
            "agreed": "on",
        }
    )

    assert said(form) == {
        "words": ["This has 4 characters. Use 3 or fewer."],
        "one": ["This is not on the list. Choose again."],
        "several": ["This is not on the list. Choose again."],
        "number": ["Write 1 or more."],
        "address": ["Write an e-mail address, such as name@example.org."],
        "day": ["Write a date: month, day and year."],
    }


def test_a_sign_that_the_database_refuses_is_no_riddle():
    [sentence] = EveryKind({"words": "a\x00"}).errors["words"]

    assert "Paste the words as plain text" in sentence


def test_a_number_that_is_too_large_or_no_number_is_told_in_plain_words():
    large = EveryKind({"number": "10"}).errors["number"]
    words = EveryKind({"number": "many"}).errors["number"]

    assert [*large, *words] == ["Write 9 or less.", "Write a whole number."]


def test_the_forms_of_the_studio_speak_this_way(db):
    assert said(NewStudyForm({}, agency=make.agency())) == {
        "service": ["Fill this in."],
        "title": ["Fill this in."],
        "launch_on": ["Choose a date."],
        "must_hear": ["Fill this in."],
    }
