import pytest
from django.urls import reverse

from feedback.paper.reviewing import review
from feedback.surveys.models import Survey
from feedback.surveys.translation.translating import vouch_for
from studies.wording.models import Translation
from studies.wording.translations import SourceText, place, translate
from tests import make
from tests.paper.forms import every_kind, words_of
from tests.paper.test_pdf import HOSTILE

pytestmark = pytest.mark.django_db


def read(survey: Survey):
    return review(Survey.objects.get(pk=survey.pk))


@pytest.fixture
def survey():
    survey = make.survey(title="Your letter", languages=["es"], later_languages=["ar"])
    make.question(survey=survey, choices=["Yes", "No"], label="Did you?", hint="Once.")
    return survey


def say(survey, language, text, **fields):
    source = SourceText(place(survey, "title"), survey.title)
    translate(source, language, text, agency=survey.agency, by=None, **fields)


def test_each_text_stands_beside_its_translations_with_their_states(survey):
    say(survey, "es", "Su carta", state=Translation.State.REVIEWED)

    [part] = read(survey).parts
    title = part.groups[0].rows[0]

    assert part.names == ("English", "Spanish", "Arabic")
    assert [(cell.text, cell.state, cell.open) for cell in title.cells] == [
        ("Your letter", "", False),
        ("Su carta", "read over", False),
        ("", "missing", True),
    ]
    assert [cell.direction for cell in title.cells] == ["ltr", "ltr", "rtl"]


def test_a_translation_of_older_words_says_that_the_source_has_changed(survey):
    say(survey, "es", "Su carta")
    Survey.objects.filter(pk=survey.pk).update(title="Our letter")

    title = read(survey).parts[0].groups[0].rows[0]

    assert title.cells[1].state == "source has changed"


def test_a_text_that_somebody_stands_for_by_name_needs_no_more_work(survey):
    say(survey, "es", "Su carta")
    vouch_for(survey.pk, "es", "Luz Prado", by=make.user())

    title = read(survey).parts[0].groups[0].rows[0]

    assert [(cell.state, cell.open) for cell in title.cells[1:]] == [
        ("vouched for", False),
        ("missing", True),
    ]


def test_texts_are_grouped_by_question_and_say_what_they_are(survey):
    groups = read(survey).parts[0].groups

    assert [(one.name, [row.what for row in one.rows]) for one in groups] == [
        ("The survey’s own texts", ["Title", "First page: what it is for"]),
        ("Question 1", ["Question", "Hint", "Choice [c1]", "Choice [c2]"]),
    ]
    assert groups[1].about == "One choice [q1]"


def test_rules_sections_rows_and_messages_are_named():
    survey = make.survey()
    section = make.section(survey=survey, text="Think of it.")
    grid = make.question(
        survey=survey, kind="matrix", choices=["A"], message="Look.", section=section
    )
    grid.rows.create(code="r1", label="The words", position=0)
    make.rule(survey=survey, text="That is all.")

    rows = [row.what for group in read(survey).parts[0].groups for row in group.rows]

    assert set(rows) == {
        "Title",
        "First page: what it is for",
        "Section title",
        "Section text",
        "Question",
        "Line",
        "Choice [c1]",
        "When the answer does not fit",
        "Words of a rule",
    }


def test_the_rule_of_a_question_is_told_in_words(survey):
    yes = {"op": "is", "question": "q1", "choice": "c1"}
    make.question(survey=survey, show_when=yes)

    group = read(survey).parts[0].groups[2]

    assert group.about == "Short text [q2] · Show this when “Did you?” is “Yes”."


def test_many_languages_come_in_parts_that_each_fit_on_a_page(survey):
    others = ["es", "ar", "zh-hans", "fr", "ht"]
    Survey.objects.filter(pk=survey.pk).update(languages=others, later_languages=[])

    parts = read(survey).parts

    assert [part.languages for part in parts] == [
        ("en", "es", "ar", "zh-hans"),
        ("en", "fr", "ht"),
    ]
    assert parts[0].name == "English, Spanish, Arabic, Simplified Chinese"


def test_a_survey_in_one_language_has_a_sheet_too():
    survey = make.survey()

    [part] = read(survey).parts

    assert (part.name, part.languages) == ("", ("en",))


def test_it_costs_one_query_for_each_language(survey, django_assert_num_queries):
    found = Survey.objects.select_related("activity__agency").get(pk=survey.pk)

    with django_assert_num_queries(5 + 2):
        review(found)


def test_the_sheet_and_the_pdf_show_all_languages(client):
    member = make.member()
    client.force_login(member.user)
    activity = make.activity(agency=member.agency)
    survey = every_kind(activity=activity, languages=["es"])
    survey.questions.filter(key="q1").update(label=HOSTILE)
    say(survey, "es", "Su carta", state=Translation.State.REVIEWED)

    page = client.get(reverse("survey-review", args=[survey.pk])).content.decode()
    made = client.get(reverse("survey-review-pdf", args=[survey.pk]))

    assert made["Content-Type"] == "application/pdf"
    assert "Su carta" in page
    assert "<script" not in page
    text = words_of(made.content)
    assert "Su carta read over" in text
    assert "alert(1)" in text
    assert text.index("Question 1") < text.index("Hard words") < text.index("Each?")
