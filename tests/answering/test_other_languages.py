"""Languages to come, and languages that our own pages do not speak."""

import re

import pytest
from django.utils import translation

from feedback.answering import editions, other_languages
from feedback.surveys.translation import languages
from tests import make
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db
DECLINE = {"may_decline": True}


def first_page(survey, query=""):
    return Person(f"/s/{survey.activity.slug}/{query}").opens().text


def later(codes, policy="said"):
    survey = surveys.letter()
    survey.later_languages, survey.missing_language = codes, policy
    survey.save()
    surveys.publish(survey)
    return survey


def test_who_waits_for_a_language_reads_of_it_in_that_language():
    page = first_page(later(["zh-hans", "vi"]))

    assert '<p lang="zh-hans" dir="ltr">' in page
    assert '<p lang="vi"' not in page
    assert '<bdi lang="vi">' in page


def test_a_language_that_is_not_to_be_named_is_not():
    page = first_page(later(["zh-hans", "vi"], policy="not_offered"))

    assert 'lang="vi"' not in page
    assert "planned" not in page


def test_the_sentence_names_the_language_that_can_be_answered_in():
    with translation.override("en"):
        found = other_languages.later({"later_languages": ["es", "ht"]}, "en")

    assert [(row.code, row.bidi, bool(row.sentence)) for row in found] == [
        ("es", False, True),
        ("ht", False, False),
    ]


@pytest.mark.parametrize(
    ("code", "name", "side"), [("ht", "Kreyòl ayisyen", "ltr"), ("ur", "اردو", "rtl")]
)
def test_a_language_that_our_pages_do_not_speak_is_shown_and_said_to_be_mixed(
    code, name, side
):
    survey = surveys.letter()
    survey = languages.add_language(survey.pk, code, by=make.user())
    make.translated(survey, code)
    surveys.publish(survey)
    editions.forget()

    page = first_page(survey, f"?lang={code}")

    assert '<html lang="en" dir="ltr">' in page
    assert f'<h1 lang="{code}" dir="{side}">' in page
    assert f'The questions are in <bdi lang="{code}">{name}</bdi>.' in page
    assert "such as the buttons, are in English." in " ".join(page.split())


def test_nothing_is_said_of_two_languages_where_there_is_one():
    assert other_languages.two_languages("ar") == ""


def test_each_word_of_ours_beside_a_foreign_question_says_which_language_it_is():
    survey = surveys.letter()
    survey.questions.filter(key="ease").update(required=True, settings=DECLINE)
    survey = languages.add_language(survey.pk, "ur", by=make.user())
    make.translated(survey, "ur")
    surveys.publish(survey)
    person = Person(f"/s/{survey.activity.slug}/").opens("?lang=ur").sends()

    person.sends({"got_letter": "yes"}).opens("q/4/").sends()

    ours = ' lang="en" dir="ltr"'
    assert f'class="usa-error-message"{ours} id="ease_error"' in person.text
    assert re.search(rf"<label[^>]*{ours}>I would rather not say", person.text)
    assert re.search(r'<a href="#ease_0"><bdi lang="ur" dir="rtl">', person.text)
    assert '<div lang="ur" dir="rtl">' in person.text
    assert "<title>Error: Question 4 of 8" in person.text
