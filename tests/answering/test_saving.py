import pytest

from feedback.answering import editions
from feedback.answering.models import SurveyResponse
from feedback.surveys import questions
from feedback.surveys.models import Survey
from feedback.surveys.questions import QuestionDraft
from tests import make
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db


def begun(**fields) -> Person:
    survey = surveys.letter(**fields)
    return Person(f"/s/{survey.activity.slug}/").starts()


def stored() -> dict:
    return SurveyResponse.objects.get().answers


def test_back_saves_what_was_typed_and_shows_it_again():
    person = begun().sends(surveys.ANSWERS["got_letter"])

    person.sends({"asked": "Half a thought"}, go="back")

    assert person.where.endswith("/q/1/")
    assert stored()["asked"] == {"text": "Half a thought"}
    assert 'value="yes" id="got_letter_0" checked' in person.text
    assert 'value="Half a thought"' in person.sends({"got_letter": "yes"}).text


def test_back_from_the_first_question_leads_to_the_first_page_and_on_again():
    person = begun().sends({"got_letter": "yes"}, go="back")
    assert person.where == person.address

    person.sends()

    assert person.where.endswith("/q/2/")
    assert SurveyResponse.objects.count() == 1


def test_a_change_of_language_keeps_what_was_typed():
    person = begun().sends(surveys.ANSWERS["got_letter"])

    person.sends({"asked": "نموذج"}, language="ar")

    assert person.where.endswith("/q/2/")
    assert '<html lang="ar" dir="rtl">' in person.text
    assert 'value="نموذج"' in person.text


def test_a_change_from_the_check_page_returns_to_it():
    person = begun().answers_all(surveys.ANSWERS)

    person.opens("q/3/?from=check").sends({"date": "never"})

    assert person.where.endswith("/check/")
    assert stored()["date"] == {"code": "never"}


def test_questions_that_a_change_brings_up_are_asked_before_the_check():
    person = begun().sends({"got_letter": "no"})
    assert person.where.endswith("/check/")

    person.opens("q/1/?from=check").sends({"got_letter": "yes"})

    assert person.where.endswith("/q/2/")


def test_answers_that_no_longer_show_are_kept_while_editing_and_dropped_when_sent():
    person = begun().answers_all(surveys.ANSWERS)
    person.opens("q/1/?from=check").sends({"got_letter": "no"})
    assert stored() == surveys.STORED | {"got_letter": {"code": "no"}}

    person.sends()

    assert stored() == {"got_letter": {"code": "no"}}


def test_a_page_with_nothing_to_ask_leads_on():
    person = begun().sends({"got_letter": "no"})

    person.opens("q/4/")

    assert person.where.endswith("/check/")


def test_a_skipped_question_is_empty_and_one_not_shown_is_absent():
    person = begun()
    person.sends({"got_letter": "yes"})

    person.answers_all({key: {} for key in list(surveys.ANSWERS)[1:]}).sends()

    assert stored() == {key: {} for key in surveys.STORED} | {
        "got_letter": {"code": "yes"}
    }


def test_words_beside_something_else_choose_it():
    person = begun().sends({"got_letter": "yes"})

    person.opens("q/5/").sends({"hard": ["late"], "hard-text": "No stamps"})

    assert stored()["hard"] == {"codes": ["late", "other"], "text": "No stamps"}


def test_a_fault_is_listed_on_top_beside_the_field_and_in_the_title():
    person = begun().sends({"got_letter": "yes"}).opens("q/5/")

    person.sends({"hard": ["words", "nothing"]})

    text = person.text
    assert person.where.endswith("/q/5/?again=1")
    assert "<title>Error: What, if anything" in text
    assert '<li><a href="#hard_0">' in text
    assert 'aria-describedby="hard_error"' in text
    assert text.count("One of your choices goes only by itself.") == 2
    assert 'value="words" id="hard_0" checked' in text
    assert 'value="nothing" id="hard_3" checked' in text
    assert "hard" not in stored()


def test_what_is_too_long_is_shown_again_whole_and_the_rest_of_the_page_is_saved():
    person = begun(layout=Survey.Layout.FEW_PAGES).sends({"got_letter": "yes"})

    person.sends({"asked": "x" * 501, "ease": "hard"})

    assert "1 character too long" in person.text
    assert "x" * 501 in person.text
    assert stored()["ease"] == {"code": "hard"}
    assert "asked" not in stored()


def test_a_choice_that_is_not_on_the_list_is_refused_in_words():
    person = begun().sends({"got_letter": "maybe"})

    assert "That choice is not on the list." in person.text
    assert stored() == {}


def test_what_must_be_answered_is_asked_again_and_never_blocks_the_way_back():
    survey = surveys.letter()
    survey.questions.filter(key="got_letter").update(required=True)
    surveys.publish(survey)
    person = Person(f"/s/{survey.activity.slug}/").starts()

    person.sends()
    assert "Choose one answer to go on." in person.text
    person.opens("check/").sends()
    assert 'href="../q/1/?from=check#got_letter_0"' in person.text
    assert SurveyResponse.objects.get().state == "started"
    person.opens("q/1/").sends(go="back")

    assert person.where == person.address


def test_hidden_questions_of_a_shared_page_keep_their_answers():
    person = begun(layout=Survey.Layout.FEW_PAGES)
    person.sends({"got_letter": "yes"}).sends(
        {
            k: v
            for answer in list(surveys.ANSWERS.values())[1:]
            for k, v in answer.items()
        }
    )
    person.opens("q/1/").sends({"got_letter": "no"})

    person.client.post(f"{person.address}q/2/", {"attempt": person.token})

    assert stored() == surveys.STORED | {"got_letter": {"code": "no"}}


def test_two_tabs_each_keep_what_they_save():
    person = begun().sends({"got_letter": "yes"})
    token = person.token

    person.client.post(f"{person.address}q/3/", {"attempt": token, "date": "interview"})
    person.client.post(f"{person.address}q/6/", {"attempt": token, "help": "office"})

    assert stored() == {
        "got_letter": {"code": "yes"},
        "date": {"code": "interview"},
        "help": {"code": "office"},
    }


def test_a_form_belongs_to_its_own_attempt_whatever_the_cookie_says():
    person = begun()
    token = person.token
    person.opens().sends(fresh="1")
    older, newer = SurveyResponse.objects.order_by("pk"), None
    older = next(row for row in older if row.pk.hex == token[:32])

    person.client.post(f"{person.address}q/1/", {"attempt": token, "got_letter": "no"})

    older.refresh_from_db()
    newer = SurveyResponse.objects.exclude(pk=older.pk).get()
    assert (older.answers, newer.answers) == ({"got_letter": {"code": "no"}}, {})


def test_text_is_escaped_wherever_it_shows():
    person = begun().sends({"got_letter": "yes"})
    person.sends({"asked": '"><script>alert(1)</script>'})

    pages = [person.opens("q/2/").text, person.opens("check/").text]

    assert [text.count("<script") for text in pages] == [0, 0]
    assert "&lt;script&gt;" in pages[1]


def test_nothing_but_the_attempt_is_kept_in_the_browser():
    person = begun().answers_all(surveys.ANSWERS)

    cookie = person.client.cookies["cx_attempt"]

    live = [name for name, kept in person.client.cookies.items() if kept.value]
    assert live == ["cx_attempt"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        person.address,
        True,
        "Lax",
    )
    assert cookie["max-age"] == ""


def test_showing_saving_and_submitting_cost_few_queries(django_assert_max_num_queries):
    person = begun()
    with django_assert_max_num_queries(2):
        person.client.get(f"{person.address}q/1/")
    with django_assert_max_num_queries(3):
        person.client.post(
            f"{person.address}q/1/", {"attempt": person.token, "got_letter": "yes"}
        )
    with django_assert_max_num_queries(2):
        person.client.get(f"{person.address}check/")
    with django_assert_max_num_queries(6):
        person.client.post(f"{person.address}check/", {"attempt": person.token})
    assert SurveyResponse.objects.get().state == "submitted"


def test_a_new_process_needs_one_query_more_for_the_version(
    django_assert_max_num_queries,
):
    person = begun()
    editions.forget()

    with django_assert_max_num_queries(2):
        person.client.get(f"{person.address}q/1/")


def test_saving_a_page_of_many_questions_costs_few_queries(
    django_assert_max_num_queries,
):
    person = begun(layout=Survey.Layout.FEW_PAGES).sends({"got_letter": "yes"})

    with django_assert_max_num_queries(3):
        person.client.post(
            f"{person.address}q/2/", {"attempt": person.token, "ease": "hard"}
        )


@pytest.mark.parametrize("label", ["Language", "Go", "Attempt", "Drawn"])
def test_a_question_named_like_a_field_of_the_page_is_answered_like_any(label):
    survey = make.survey(activity=make.activity(round=make.round_()))
    draft = QuestionDraft(kind="short_text", label=label)
    question = questions.add_question(survey.pk, draft, by=make.user())
    surveys.publish(survey)

    person = Person(f"/s/{survey.activity.slug}/").starts()
    person.sends({question.key: "Words"})

    assert person.where.endswith("/check/")
    assert SurveyResponse.objects.get().answers == {question.key: {"text": "Words"}}
