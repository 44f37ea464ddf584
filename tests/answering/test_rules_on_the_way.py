"""Rules as people meet them: on pages, on the check, on the last page."""

import pytest

from feedback.answering.models import SurveyResponse
from feedback.surveys.models import Survey
from studies.planning.models import Study
from tests import make
from tests.answering.person import Person
from tests.answering.surveys import publish
from tests.surveys.rules.documents import picks

pytestmark = pytest.mark.django_db
YES, NO = picks("q1", "c1"), picks("q1", "c2")
BEFORE = {
    "op": "lt",
    "left": {"op": "answer", "question": "q3"},
    "right": {"op": "answer", "question": "q2"},
}


@pytest.fixture
def survey():
    round_ = make.round_(study=make.study(state=Study.State.RUNNING))
    survey = make.survey(activity=make.activity(round=round_), title="Your letter")
    make.question(survey=survey, label="A letter?", choices=["Yes", "No"])
    return survey


def walker(survey) -> Person:
    publish(survey)
    return Person(f"/s/{survey.activity.slug}/").starts()


def answers():
    return SurveyResponse.objects.get(state="submitted").answers


def test_an_end_leads_to_the_check_and_to_its_own_thanks(survey):
    make.question(survey=survey, label="What did it say?")
    make.rule(survey=survey, tree=NO, text="You told us {{q1|that}}. That is all.")
    person = walker(survey)

    person.sends({"q1": "c2"})
    assert person.where.endswith("check/")
    assert "What did it say?" not in person.text
    person.sends()

    assert "You told us No. That is all." in person.text
    assert answers() == {"q1": {"code": "c2"}}


def test_without_the_end_people_read_the_survey_s_own_thanks(survey):
    survey.thanks = "See you."
    survey.save()
    make.question(survey=survey, label="What did it say?")
    make.rule(survey=survey, tree=NO, text="That is all.")
    person = walker(survey)

    person.sends({"q1": "c1"}).sends({"q2": "Renew."}).sends()

    assert "See you." in person.text
    assert "That is all." not in person.text


def test_going_back_and_changing_an_answer_opens_the_other_way(survey):
    make.question(survey=survey, label="What did it say?", show_when=YES)
    make.question(survey=survey, label="Would you like one?", show_when=NO)
    person = walker(survey)

    person.sends({"q1": "c1"}).sends({"q2": "Renew."})
    person.opens("q/1/").sends({"q1": "c2"})
    assert "Would you like one?" in person.text
    person.sends({"q3": "Yes, please."})
    assert "What did it say?" not in person.text
    person.sends()

    assert answers() == {"q1": {"code": "c2"}, "q3": {"text": "Yes, please."}}


def test_going_to_a_section_passes_over_the_one_between(survey):
    middle = make.section(survey=survey, title="The letter")
    make.question(survey=survey, section=middle, label="What did it say?")
    last = make.section(survey=survey, title="About you", text="You can skip these.")
    make.question(survey=survey, section=last, label="Where do you live?")
    make.question(survey=survey, section=last, label="For how long?")
    make.rule(survey=survey, effect="go", section=last, tree=NO)
    person = walker(survey)

    person.sends({"q1": "c2"})

    assert "Where do you live?" in person.text
    assert '<p class="section-title">About you</p>' in person.text
    assert "<p>You can skip these.</p>" in person.text
    person.sends({"q3": "Here"})
    assert '<p class="section-title">About you</p>' in person.text
    assert "You can skip these." not in person.text


def test_one_section_a_page_has_the_section_s_title_as_its_heading(survey):
    survey.layout = Survey.Layout.SECTIONS
    survey.save()
    section = make.section(survey=survey, title="The letter", show_when=YES)
    make.question(survey=survey, section=section, label="What did it say?")
    make.question(survey=survey, section=section, label="When did it come?")
    person = walker(survey)

    person.sends({"q1": "c1"})

    assert "<h1>The letter</h1>" in person.text
    assert person.text.count("The letter") == 2  # and the browser's title
    assert "When did it come?" in person.text
    person.opens("q/1/").sends({"q1": "c2"})
    assert person.where.endswith("check/")


def test_as_few_pages_as_possible_keeps_section_titles_between_questions(survey):
    survey.layout = Survey.Layout.FEW_PAGES
    survey.save()
    section = make.section(survey=survey, title="The letter")
    make.question(survey=survey, section=section, label="What did it say?")

    person = walker(survey)

    assert "<h1>Your letter</h1>" in person.text
    assert '<h2 class="section-title">The letter</h2>' in person.text


def test_a_question_is_required_after_certain_answers(survey):
    make.question(survey=survey, label="What did it say?", require_when=YES)
    person = walker(survey)

    person.sends({"q1": "c1"})
    assert "(optional)" not in person.text
    person.sends({"q2": ""})
    assert "Write an answer to go on." in person.text
    person.opens("q/1/")
    assert "(optional)" in person.text
    person.sends({"q1": "c2"}).sends({"q2": ""}).sends()

    assert answers() == {"q1": {"code": "c2"}, "q2": {}}


def test_a_question_is_required_by_an_answer_on_the_same_page(survey):
    survey.layout = Survey.Layout.FEW_PAGES
    survey.save()
    make.question(survey=survey, label="What did it say?", require_when=YES)
    person = walker(survey)

    person.sends({"q1": "c1", "q2": ""})
    assert "Write an answer to go on." in person.text
    person.sends({"q1": "c2", "q2": ""})

    assert person.where.endswith("check/")


def test_what_a_rule_requires_is_asked_for_before_sending(survey):
    make.question(survey=survey, label="What did it say?", require_when=YES)
    person = walker(survey)

    person.sends({"q1": "c1"}).opens("check/").sends()

    assert "Write an answer to go on." in person.text
    assert "../q/2/?from=check#q2" in person.text
    assert not SurveyResponse.objects.filter(state="submitted").exists()


def dates(survey):
    make.question(survey=survey, kind="date", label="When did you ask?")
    make.question(survey=survey, kind="date", label="When did it come?")
    make.rule(
        survey=survey,
        effect="check",
        text="The letter came before you asked ({{q2}}). Look at both days again.",
        tree=BEFORE,
    )


def day(key, day):
    return {f"{key}-month": "5", f"{key}-day": day, f"{key}-year": "2026"}


def test_answers_that_do_not_go_together_are_mended_on_the_page(survey):
    dates(survey)
    person = walker(survey)

    person.sends({"q1": "c1"}).sends(day("q2", "20")).sends(day("q3", "3"))
    assert "One thing to fix" in person.text
    assert "The letter came before you asked (May 20, 2026)." in person.text
    assert '<a href="#q3_month">When did it come?</a>' in person.text
    assert 'value="earlier:q2" formnovalidate>Go back to: When did' in person.text
    person.sends(day("q3", "23"))

    assert person.where.endswith("check/")


def test_answers_that_do_not_go_together_are_not_sent(survey):
    dates(survey)
    person = walker(survey)

    person.sends({"q1": "c1"}).sends(day("q2", "1")).sends(day("q3", "3"))
    person.opens("q/2/").sends(day("q2", "20")).opens("check/").sends()

    assert "The letter came before you asked (May 20, 2026)." in person.text
    for way in ("../q/2/?from=check#q2_month", "../q/3/?from=check#q3_month"):
        assert f'<a href="{way}">' in person.text
    assert not SurveyResponse.objects.filter(state="submitted").exists()


def test_the_way_back_to_an_earlier_question_loses_nothing_that_was_typed(survey):
    dates(survey)
    person = walker(survey)
    person.sends({"q1": "c1"}).sends(day("q2", "20")).sends(day("q3", "3"))

    person.sends(day("q3", "4"), go="earlier:q2")
    assert person.where.endswith("q/2/#q2_month")
    person.where = person.where.partition("#")[0]  # as browsers do
    person.sends(day("q2", "2"))

    assert person.where.endswith("q/3/")
    assert 'value="4"' in person.text
    person.sends(day("q3", "4")).sends()
    assert answers()["q2"] == {"value": "2026-05-02"}


@pytest.mark.parametrize("key", ["q9", "q4", ""])
def test_a_way_to_no_question_that_shows_stays_on_the_page(survey, key):
    dates(survey)
    make.question(survey=survey, label="Never", show_when=NO)
    person = walker(survey)

    person.sends({"q1": "c1"}).sends(day("q2", "20"), go=f"earlier:{key}")

    assert person.where.endswith("q/2/")


def test_each_question_on_the_page_that_a_check_is_about_has_its_link(survey):
    survey.layout = Survey.Layout.FEW_PAGES
    survey.save()
    dates(survey)
    person = walker(survey)

    person.sends({"q1": "c1"} | day("q2", "20") | day("q3", "3"))

    links = ("#q2_month", "#q3_month")
    assert [f'href="{link}"' in person.text for link in links] == [True, True]
    assert "Go back to" not in person.text


def test_nobody_is_kept_where_a_later_answer_may_still_mend_it(survey):
    """Only its last question, hidden until the one between is answered, passes it."""
    make.question(survey=survey, label="Will you say why?", choices=["Yes", "No"])
    will = picks("q2", "c1")
    make.question(survey=survey, label="Why?", show_when=will)
    both = {"op": "and", "of": [YES, {"op": "empty", "question": "q3"}]}
    make.rule(survey=survey, effect="check", text="Say why.", tree=both)
    person = walker(survey)

    person.sends({"q1": "c1"})
    assert person.where.endswith("q/2/")
    person.sends({"q2": "c2"}).sends()
    assert '<li>Say why. <a href="../q/1/?from=check#q1_0">' in person.text
    person.opens("q/2/").sends({"q2": "c1"}).sends({"q3": "So."}).sends()

    assert answers()["q3"] == {"text": "So."}


def test_two_checks_at_one_question_are_two_things_to_fix(survey):
    dates(survey)
    late = {"op": "date", "value": "2026-05-10"}
    before = {"op": "lt", "left": {"op": "answer", "question": "q3"}, "right": late}
    make.rule(survey=survey, effect="check", text="Too early.", tree=before)
    person = walker(survey)

    person.sends({"q1": "c1"}).sends(day("q2", "20")).sends(day("q3", "3"))

    assert "2 things to fix" in person.text
    assert "<li>Too early. <a" in person.text


def test_an_earlier_answer_is_said_back_escaped_and_in_the_language_shown(survey):
    survey.languages = ["ar"]
    survey.save()
    make.question(survey=survey, label="Where?")
    make.question(survey=survey, label="You said {{q1}}, in {{q2|a place}}. Why?")
    person = walker(survey)
    person.sends({"q1": "c1"})

    person.sends({"q2": "<b>Here & there</b>"})
    assert "You said Yes, in &lt;b&gt;Here &amp; there&lt;/b&gt;. Why?" in person.text
    assert "<b>Here" not in person.text
    person.opens("q/2/").sends({"q2": ""})
    assert "You said Yes, in a place. Why?" in person.text
    person.sends({"q3": "Because."})
    assert "You said Yes, in a place. Why?" in person.text


def test_an_answer_in_another_direction_leaves_the_words_around_it_in_order(survey):
    make.question(survey=survey, label="Where?")
    make.question(survey=survey, label="You were at {{q2|a place}}. Why?")
    person = walker(survey).sends({"q1": "c1"})

    person.sends({"q2": "مكتب \u202eabc"})

    assert "You were at \u2068مكتب \u202eabc\u2069. Why?" in person.text


def test_a_page_with_rules_costs_no_more_queries(survey, django_assert_num_queries):
    make.question(survey=survey, label="You said {{q1|this}}. Why?", show_when=YES)
    make.rule(survey=survey, tree=NO, text="That is all.")
    person = walker(survey)
    person.sends({"q1": "c1"})

    with django_assert_num_queries(1):
        person.client.get(person.where)
    with django_assert_num_queries(2):  # what is stored, and what is merged into it
        person.client.post(person.where, {"attempt": person.token, "q2": "So."})
