"""A pile of paper on the desk: what is stored, and what is said of it."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from feedback.answering.models import Receipt, SurveyResponse
from feedback.keying import actions as keying
from feedback.results import folding, taking_back
from feedback.results.models import Tally
from feedback.safety.models import SafetyFlag
from studies.people.models import Conversation
from studies.planning.models import Activity, Round
from tests import make
from tests.answering import surveys
from tests.answering.person import fields
from tests.keying.sheets import (
    LINES,
    Typist,
    form_of,
    name_of,
    publish_on,
    published,
)

pytestmark = pytest.mark.django_db


def code_on(page: str) -> str:
    return re.search(r'cx-key-code" dir="ltr">([^<]+)<', page)[1]


def the_response() -> SurveyResponse:
    return SurveyResponse.objects.get()


def letter_on_paper() -> Typist:
    return Typist(surveys.letter(state="published")).opens()


def test_a_sheet_with_every_kind_is_stored_as_it_was_keyed():
    typist = Typist(published()).opens().saves(LINES)

    row = the_response()
    assert (row.mode, row.state, row.language) == ("paper", "submitted", "en")
    assert (row.submitted_on, row.submitted_at) == (timezone.localdate(), None)
    assert (row.is_anonymous, row.is_practice, row.version.number) == (False, False, 1)
    assert row.answers == {
        "q1": {"code": "c1"},
        "q2": {"codes": ["c1", "c2"], "text": "No stamps"},
        "q3": {"code": "c2"},
        "q4": {"code": "c2"},
        "q5": {"rows": {"r1": "c2"}},
        "q6": {"text": "A form"},
        "q7": {"text": "Say the date first"},
        "q8": {"code": "_declined"},
        "q9": {"value": "1985-03-28"},
        "q10": {"value": "85004"},
        "q11": {},
        "q12": {"code": "c1"},
        "q14": {},
    }
    assert "Saved sheet 1 of today." in typist.text
    assert [line.typed for line in typist.rows.values()] == [""] * 12


def test_what_looks_like_a_number_of_somebody_is_left_out_of_words():
    Typist(published()).opens().saves({"q6": "Call ana@example.org", "q2": "2 a 1"})

    answers = the_response().answers
    assert answers["q6"] == {"text": "Call [e-mail address left out]"}
    assert answers["q2"] == {"codes": ["c2"], "text": "a 1"}


def test_words_of_somebody_who_may_need_help_are_flagged_and_undo_forgets_them():
    typist = Typist(published()).opens().saves({"q6": "I want to kill myself"})

    assert "Words on this sheet may say that somebody needs help." in typist.text
    flag = SafetyFlag.objects.get()
    assert (flag.response, flag.question_key) == (the_response().pk, "q6")

    keying.undo(the_response().pk)

    flag.refresh_from_db()
    assert (flag.state, flag.is_undone) == ("taken_back", True)


def test_words_of_an_answer_that_is_left_out_are_flagged_and_lead_to_the_sheet(client):
    lines = {"got_letter": "no", "asked": "I want to die"}
    typist = letter_on_paper().saves(lines)
    typist.saves(lines)
    row = the_response()
    client.force_login(make.member(agency=typist.survey.agency).user)

    asked = client.get(reverse("may-need-help")).content.decode()
    read = client.get(reverse("survey-response", args=[row.survey_id, row.pk]))

    assert "Words on this sheet may say that somebody needs help." in typist.text
    assert row.answers == {"got_letter": {"code": "no"}}
    assert [f.question_key for f in SafetyFlag.objects.open()] == ["asked"]
    assert reverse("survey-response", args=[row.survey_id, row.pk]) in asked
    assert "They are in an answer that was left out here." in read.content.decode()
    assert f'<bdi dir="ltr">{code_on(typist.text)}</bdi>' in read.content.decode()


def test_a_flag_of_an_answer_that_is_kept_leads_to_the_sheet_as_well(client):
    typist = Typist(published()).opens().saves({"q6": "I want to kill myself"})
    row = the_response()
    client.force_login(make.member(agency=typist.survey.agency).user)

    page = client.get(reverse("survey-response", args=[row.survey_id, row.pk]))

    assert f'<bdi dir="ltr">{code_on(typist.text)}</bdi>' in page.content.decode()
    assert "left out here" not in page.content.decode()


def test_a_flag_of_an_undone_sheet_does_not_say_that_its_person_took_it_back(client):
    survey = published()
    Typist(survey).opens().saves({"q6": "I want to kill myself"})
    keying.undo(the_response().pk)
    client.force_login(make.member(agency=survey.activity.agency).user)

    page = client.get(reverse("may-need-help") + "?closed=1").content.decode()

    assert "Staff undid this sheet where it was keyed" in page
    assert "The person took the answers back" not in page


def test_whoever_takes_a_sheet_back_did_so_themselves():
    typist = Typist(published()).opens().saves({"q6": "I want to kill myself"})

    taking_back.take_back(code_on(typist.text))

    assert not keying.undo(the_response().pk)
    flag = SafetyFlag.objects.get()
    assert (flag.state, flag.is_undone) == ("taken_back", False)


def test_practice_flags_nobody():
    survey = published()
    Activity.objects.filter(pk=survey.activity_id).update(is_practicing=True)

    typist = Typist(survey).opens().saves({"q6": "I want to kill myself"})

    assert "may say that somebody needs help" not in typist.text
    assert not SafetyFlag.objects.exists()


def test_the_number_on_the_sheet_takes_the_answers_back():
    typist = Typist(published()).opens().saves(LINES)

    assert taking_back.take_back(code_on(typist.text))
    assert the_response().state == "withdrawn"


def test_the_next_sheet_has_the_same_form_and_day_and_another_id():
    typist = Typist(published()).opens()
    first = fields(typist.page).hidden
    day = (timezone.localdate() - timedelta(days=3)).isoformat()
    publish_on(timezone.now() - timedelta(days=4))

    typist.saves({"q1": "1"}, day=day).saves({"q1": "2"}, day=day)

    second = fields(typist.page).hidden
    assert first["form"] == second["form"]
    assert first["sheet"] != second["sheet"]
    assert f'value="{day}"' in typist.text
    assert "Saved sheet 2 of today." in typist.text
    days = SurveyResponse.objects.values_list("started_on", "submitted_on")
    assert [[str(one) for one in row] for row in days] == [[day, day]] * 2


def test_saving_one_sheet_twice_keeps_it_once():
    typist = Typist(published()).opens()
    body = fields(typist.page).hidden | {"line-q1": "1", "save": "1"}

    first = typist.client.post(typist.address, body, follow=True)
    again = typist.client.post(typist.address, body, follow=True)

    assert SurveyResponse.objects.count() == Receipt.objects.count() == 1
    assert "This sheet was saved before. It is kept once." in again.content.decode()
    assert code_on(first.content.decode()) == code_on(again.content.decode())
    assert "Saved sheet 1 of today." in again.content.decode()


def test_a_wrong_code_is_named_and_nothing_typed_is_lost():
    typist = Typist(published()).opens().saves({"q1": "9", "q6": "A form"})

    assert SurveyResponse.objects.count() == 0
    rows = typist.rows
    assert rows["q1"].fault == "“9” is no code here. The codes are c1, c2."
    assert (rows["q1"].typed, rows["q6"].typed) == ("9", "A form")
    assert rows["q1"].is_here
    assert 'id="line-q1"' in typist.text
    assert 'aria-describedby="fault-q1 codes-q1" aria-invalid="true"' in typist.text


def test_enter_without_a_script_says_the_labels_and_keeps_the_place():
    typist = Typist(published()).opens()

    places, said = [], []
    lines = {}
    for key, line in (("q1", "1"), ("q2", ""), ("q3", "2")):
        lines[key] = line
        typist.presses("next", lines)
        places += [key for key, row in typist.rows.items() if row.is_here]
        said.append(typist.rows[key].said)

    assert places == ["q2", "q3", "q4"]
    assert said == ["Yes", "", "No"]
    assert SurveyResponse.objects.count() == 0


def test_behind_the_last_line_enter_comes_to_the_button_that_saves():
    typist = Typist(published()).opens().presses("next", {"q12": "1"})

    assert [row.is_here for row in typist.rows.values()] == [False] * 12
    assert "data-save autofocus" in typist.text


def test_answers_that_should_have_been_skipped_are_left_out_unless_kept():
    lines = {"got_letter": "no", "date": "i", "help": "phone"}
    typist = letter_on_paper().saves(lines)

    assert SurveyResponse.objects.count() == 0
    assert "Keep the answer to question 3" in typist.text
    assert "Keep the answer to question 6" in typist.text

    typist.saves(lines, **{"keep-help": "on"})

    assert the_response().answers == {
        "got_letter": {"code": "no"},
        "help": {"code": "phone"},
    }


def test_what_is_to_be_mended_stands_in_the_title_and_on_top_with_a_way_to_it():
    typist = Typist(published()).opens().saves({"q1": "9"}, day="2999-01-01")
    top = typist.text.split("<form")[-2].split('role="alert"')[-1]

    assert "<title>Error: Key in paper" in typist.text
    assert 'href="#line-q1"' in top
    assert "“9” is no code here." in top
    assert 'href="#id_day"' in top
    assert "This day is still to come." in top
    assert SurveyResponse.objects.count() == 0


def test_an_empty_sheet_is_said_in_the_title_and_on_top():
    typist = Typist(published()).opens().saves({})

    assert "<title>Look again: Key in paper" in typist.text
    assert typist.text.index('href="#doubts"') < typist.text.index("data-keying ")
    assert 'id="doubts" tabindex="-1"' in typist.text


def test_a_sheet_without_a_fault_says_nothing_on_top():
    typist = Typist(published()).opens()

    assert "<title>Key in paper" in typist.text
    assert "Something needs another look" not in typist.text


def test_a_name_of_no_form_stands_in_the_title_too():
    typist = Typist(published()).opens("nothing")

    assert "<title>Error: Key in paper" in typist.text


def test_another_doubt_than_the_one_that_was_seen_is_asked_anew():
    typist = letter_on_paper().saves({"got_letter": "no", "date": "i"})

    typist.saves({"got_letter": "no", "help": "phone"})

    assert SurveyResponse.objects.count() == 0
    assert "Keep the answer to question 6" in typist.text


def test_a_second_press_saves_no_empty_sheet_and_hides_no_number():
    typist = Typist(published()).opens().saves({"q1": "1"})
    number = code_on(typist.text)

    typist.saves({}).saves({})

    assert SurveyResponse.objects.count() == 1
    assert "Nothing is keyed, so nothing was saved." in typist.text
    assert code_on(typist.text) == number


def test_a_sheet_that_is_empty_is_saved_where_somebody_says_so():
    typist = Typist(published()).opens().saves({})

    typist.saves({}, **{"save-empty": "on"})

    assert not any(the_response().answers.values())
    assert "Saved sheet 1 of today." in typist.text


def test_the_numbers_of_the_last_three_sheets_stay_in_sight():
    typist, numbers = Typist(published()).opens(), []
    for line in ("1", "2", "1", "2"):
        numbers.append(code_on(typist.saves({"q1": line}).text))

    assert [number in typist.text for number in numbers] == [False, True, True, True]
    assert typist.text.index(numbers[2]) < typist.text.index(numbers[1])


def test_answers_that_do_not_go_together_are_saved_as_they_stand():
    survey = published()
    both = {
        "op": "and",
        "of": [
            {"op": "is", "question": "q1", "choice": "c1"},
            {"op": "is", "question": "q3", "choice": "c2"},
        ],
    }
    make.rule(survey=survey, effect="check", tree=both, text="Yes and no?")
    surveys.publish(survey)
    typist = Typist(survey).opens().saves({"q1": "1", "q3": "2"})

    assert SurveyResponse.objects.count() == 0
    assert "Yes and no?" in typist.text

    typist.saves({"q1": "1", "q3": "2"})

    assert the_response().answers["q3"] == {"code": "c2"}


def test_what_must_be_answered_may_be_empty_on_paper():
    survey = published()
    survey.questions.filter(key="q1").update(required=True)
    surveys.publish(survey)

    Typist(survey).opens().saves({"q3": "1"})

    assert the_response().answers["q1"] == {}


def test_an_older_form_is_kept_with_its_own_version():
    survey = published()
    older = name_of(survey)
    survey.questions.filter(key="q6").update(label="What did it ask for?")
    surveys.publish(survey)

    typist = Typist(survey).opens(older)
    typist.saves({"q1": "1"})

    assert "This form is older than the newest one." in typist.text
    assert the_response().version.number == 1


def test_a_wrong_name_is_explained_beside_its_field():
    typist = Typist(published()).opens("7-draft-en-123456")

    assert "which we don’t know here." in typist.text
    assert name_of(typist.survey) in typist.text


def test_the_boxes_of_consent_are_kept_with_the_text_on_the_sheet():
    survey = published()
    version = make.consent(study=survey.activity.round.study)
    typist = Typist(survey).opens().saves({"q1": "1", "_consent": "quote"})

    row = the_response()
    assert (row.consent_version, row.consent_language) == (version, "en")
    assert row.consents == {"quote": True}

    typist.saves({"q1": "1"})

    later = SurveyResponse.objects.exclude(pk=row.pk).get()
    assert later.consents == {"quote": False}


def test_undo_erases_the_last_sheet_and_shows_its_lines_again():
    typist = Typist(published()).opens().saves(LINES)
    folding.fold(typist.survey.pk)

    typist.undoes()

    assert the_response().state == "withdrawn"
    assert not Tally.objects.filter(count__gt=0).exists()
    typed = {key: row.typed for key, row in typist.rows.items()}
    assert typed == LINES | {
        "q1": "c1",
        "q2": "c1 c2 No stamps",
        "q4": "c2",
        "q5": "c2 -",
        "q8": "_declined",
        "q11": "",
        "q12": "c1",
    }

    typist.saves(typed)

    assert SurveyResponse.objects.submitted().get().answers["q9"] == {
        "value": "1985-03-28"
    }
    assert "Saved sheet 1 of today." in typist.text


def test_undo_and_saving_again_in_a_closed_round_leaves_its_head_count():
    typist = Typist(published()).opens().saves({"q1": "1"})
    folding.fold(typist.survey.pk)
    Round.objects.update(state=Round.State.CLOSED)
    undo = reverse("survey-key-undo", args=[typist.survey.pk])

    for _again in range(2):
        typist.page = typist.client.post(undo, fields(typist.page).hidden)
        typist.saves({"q1": "1"})
        folding.fold(typist.survey.pk)

    assert SurveyResponse.objects.submitted().count() == 1
    assert Conversation.objects.people() == 1


def test_undo_reaches_no_further_than_the_last_sheet():
    typist = Typist(published()).opens().saves({"q1": "1"})
    older = typist.page
    typist.saves({"q1": "2"})

    typist.undoes()
    typist.page = older
    typist.undoes()

    assert "There is no sheet to undo." in typist.text
    assert SurveyResponse.objects.submitted().get().answers["q1"] == {"code": "c1"}


def test_a_second_press_of_undo_shows_the_same_lines_and_erases_nothing_more():
    typist = Typist(published()).opens().saves({"q1": "1"}).saves(LINES)
    after_saving = typist.page
    typist.undoes()
    first = fields(typist.page).hidden, [row.typed for row in typist.rows.values()]

    typist.page = after_saving
    typist.undoes()

    second = fields(typist.page).hidden, [row.typed for row in typist.rows.values()]
    assert (second[0]["sheet"], second[1]) == (first[0]["sheet"], first[1])
    assert typist.rows["q2"].typed == "c1 c2 No stamps"
    states = SurveyResponse.objects.order_by("state").values_list("state", flat=True)
    assert list(states) == ["submitted", "withdrawn"]


def test_a_sheet_that_was_mended_is_not_kept_twice_by_undo_on_an_old_page():
    typist = Typist(published()).opens().saves({"q1": "1"})
    after_saving = typist.page
    typist.undoes().saves({"q1": "2"})

    typist.page = after_saving
    typist.undoes().saves({"q1": "2"})

    assert "This sheet was saved before. It is kept once." in typist.text
    assert SurveyResponse.objects.submitted().get().answers["q1"] == {"code": "c2"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_undo_writes_numbers_as_the_keyers_language_does(language):
    survey = published()
    survey.questions.filter(key="q8").update(settings={"decimals": True})
    surveys.publish(survey)
    typist = Typist(survey)
    typist.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    typed = {"en": "2.125", "es": "2,1250"}[language]

    typist.opens().saves({"q8": typed}).undoes()

    assert typist.rows["q8"].typed == typed
    typist.saves({key: row.typed for key, row in typist.rows.items()})
    answers = SurveyResponse.objects.submitted().get().answers
    assert answers["q8"] == {"value": "2.125"}


def test_undo_with_something_made_up_erases_nothing():
    typist = Typist(published()).opens().saves({"q1": "1"})
    undo = reverse("survey-key-undo", args=[typist.survey.pk])

    page = typist.client.post(undo, {"last": "1" * 32}, follow=True)

    assert "There is no sheet to undo." in page.content.decode()
    assert the_response().state == "submitted"


def test_a_sheet_that_was_undone_is_not_saved_by_going_back():
    typist = Typist(published()).opens()
    body = fields(typist.page).hidden | {"line-q1": "1", "save": "1"}
    typist.page = typist.client.post(typist.address, body, follow=True)
    typist.undoes()

    typist.page = typist.client.post(typist.address, body)

    assert "Nothing was saved: this page was old." in typist.text
    assert typist.rows["q1"].typed == "1"
    assert not SurveyResponse.objects.submitted().exists()


def test_a_forged_id_saves_nothing():
    typist = Typist(published()).opens().saves({"q1": "1"}, sheet="1" * 32)

    assert "Nothing was saved: this page was old." in typist.text
    assert SurveyResponse.objects.count() == 0


def test_another_member_undoes_nothing_of_mine():
    typist = Typist(published()).opens().saves({"q1": "1"})
    other = Typist(typist.survey)
    other.page = typist.page

    other.undoes()

    assert "There is no sheet to undo." in other.text
    assert the_response().state == "submitted"


def test_a_day_to_come_is_refused_and_the_lines_stay():
    tomorrow = timezone.localdate() + timedelta(days=2)
    typist = Typist(published()).opens()

    typist.saves({"q1": "1"}, day=tomorrow.isoformat())

    assert "This day is still to come." in typist.text
    assert typist.rows["q1"].typed == "1"
    assert SurveyResponse.objects.count() == 0


def test_a_day_before_the_survey_was_published_is_refused_and_the_lines_stay():
    survey = published()
    first = date(2026, 1, 5)
    publish_on(datetime(2026, 1, 5, 18, tzinfo=UTC))
    survey.questions.filter(key="q6").update(label="What did it ask for?")
    surveys.publish(survey)
    typist = Typist(survey).opens()

    typist.saves({"q1": "1"}, day="2026-01-04")

    assert (
        "The survey was first published on Jan. 5, 2026. Type that day or a later one."
        in typist.text
    )
    assert typist.rows["q1"].typed == "1"
    typist.saves({"q1": "1"}, day=first.isoformat())
    assert the_response().submitted_on == first


@pytest.mark.parametrize("state", ["paused", "closed"])
def test_paper_that_comes_in_late_still_counts(state):
    survey = published()
    Activity.objects.filter(pk=survey.activity_id).update(state=state)

    Typist(survey).opens().saves({"q1": "1"})
    folding.fold(survey.pk)

    finished = Tally.objects.get(survey=survey, question_key="", code="finished")
    assert finished.count == 1


def test_what_is_keyed_in_practice_never_counts():
    survey = published()
    Activity.objects.filter(pk=survey.activity_id).update(is_practicing=True)

    typist = Typist(survey).opens().saves({"q1": "1"})
    folding.fold(survey.pk)

    assert "This survey practices" in typist.text
    assert the_response().is_practice
    assert not Tally.objects.exists()


def test_what_is_keyed_in_a_study_that_practices_never_counts_and_flags_nobody():
    survey = published(study_state="practice")

    typist = Typist(survey).opens().saves({"q6": "I want to kill myself"})
    folding.fold(survey.pk)

    assert "This survey practices" in typist.text
    assert "may say that somebody needs help" not in typist.text
    assert the_response().is_practice
    assert not Tally.objects.exists()
    assert not SafetyFlag.objects.exists()


def test_a_survey_that_is_not_published_has_no_form_yet():
    typist = Typist(make.survey())

    typist.page = typist.client.get(typist.address)

    assert "This survey is not published" in typist.text


def test_choices_keep_the_order_in_which_they_were_printed():
    survey = published()
    survey.questions.filter(key="q1").update(settings={"shuffle": True})
    surveys.publish(survey)

    Typist(survey).opens().saves({"q1": "2"})

    assert the_response().choice_orders == {"q1": ["c1", "c2"]}


def test_the_action_says_whether_a_sheet_is_new():
    form = form_of(published())
    response_id = SurveyResponse().pk

    outcomes = [
        keying.save(response_id, form, {"q1": {"code": code}}) for code in ("c1", "c2")
    ]

    assert outcomes == [True, False]
    assert the_response().answers["q1"] == {"code": "c1"}
    assert [keying.undo(response_id), keying.undo(response_id)] == [True, False]


@pytest.mark.parametrize("role", ["viewer", "translator"])
def test_whoever_may_not_add_answers_keys_none(role):
    typist = Typist(published(), role=role)

    assert typist.client.get(typist.address).status_code == 403


def test_a_sheet_costs_the_same_for_two_questions_and_for_twelve(
    django_assert_num_queries,
):
    short = make.published_survey(
        activity=make.open_activity(agency=make.agency(), anonymous=True)
    )
    for survey in (short, published()):
        typist = Typist(survey).opens()
        with django_assert_num_queries(8):
            typist.opens()
