import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import get_language_info

from feedback.answering import first_page, keeping
from feedback.answering.models import SurveyResponse
from studies.partners import actions as partners
from studies.partners import links
from studies.planning.models import Activity, Study
from studies.wording.translations import SourceText, place, translate
from tests import make
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db


def words(html: str) -> str:
    return re.sub(r"[ \n]+", " ", strip_tags(html[html.index("<main") :]))


def partner_address(survey) -> str:
    partner = make.partner(agency=survey.agency)
    link = partners.make_link(survey.activity_id, partner=partner, by=None)
    return "/i/" + links.url(link).split("/i/")[1]


def test_the_consent_text_says_all_that_the_design_promises():
    agency = make.agency(contact_phone="555-0142")
    study = make.study(agency=agency, state=Study.State.RUNNING)
    survey = surveys.letter(study=study)
    Activity.objects.filter(pk=survey.activity_id).update(minutes=4)

    text = words(Person(partner_address(survey)).opens().text)

    told = surveys.tell_by(survey)
    style = "F j" if told.year == timezone.localdate().year else "F j, Y"
    for sentence in [
        "We write the Food Help renewal letter, and we want to make it easier to "
        "understand. These 8 questions take about 4 minutes. You must be 18 or older.",
        "You choose. Skip any question or stop at any time. Your answers do not change "
        "your benefits. People who work on your case will not see them.",
        "We do not ask your name. We keep your answers, the day, your language, and "
        "which group shared this link. We use them to make this service better.",
        "How long we keep your answers, and how to take them back",
        "We erase them 12 months after the study ends.",
        "At the end you get a code. Use it to take your answers back. After "
        f"{date_format(told, style)}, when we share results, we can erase your answers "
        "but not the totals.",
        "Questions, or want to answer by phone? Call 555-0142.",
    ]:
        assert sentence in text


def test_what_decides_stands_before_the_button_and_the_rest_after_or_in_folds():
    agency = make.agency(contact_phone="555-0142", case_help="Call 211.")
    study = make.study(agency=agency, state=Study.State.RUNNING)
    surveys.ask_consent(study)
    page = Person(f"/s/{surveys.letter(study=study).activity.slug}/").opens().text
    folded = "".join(re.findall(r"<details.*?</details>", page, re.DOTALL))

    before, after = page.split('<button class="usa-button">Start</button>')

    for shown in [
        "easier to understand",
        "These 8 questions take",
        "18 or older",
        "You choose.",
        "We keep your answers",
        "When you press Start, you agree to take part:",
    ]:
        assert (shown in before, shown in folded) == (True, False)
    assert before.index("We erase them") < before.index("Use it to take your answers")
    assert "Use it to take your answers back." in folded
    for shown in ["answer by phone?", "Began before", "Help with your own case"]:
        assert (shown in before, shown in after) == (False, True)


def test_the_open_address_does_not_speak_of_a_group():
    survey = surveys.letter()

    text = words(Person(f"/s/{survey.activity.slug}/").opens().text)

    assert "We keep your answers, the day, and your language." in text


def test_a_confidential_survey_says_that_the_team_knows_who_answered():
    study = make.study(state=Study.State.RUNNING)
    survey = surveys.letter(study=study, anonymous=False)
    participant = make.participant(study=study)
    link = partners.personal_link(survey.activity_id, participant.pk)

    text = words(Person("/i/" + links.url(link).split("/i/")[1]).opens().text)

    assert "a number that stands for you" in text
    assert "By that number our team knows who answered." in text
    assert "We do not ask your name" not in text


def test_the_list_of_what_is_kept_names_each_column_that_a_response_can_fill():
    technical = {
        "id",
        "survey",
        "version",
        "state",
        "is_anonymous",
        "is_practice",
        "is_pilot",
        "is_synthetic",
        "is_kept_unsent",
    }
    named = set().union(*keeping.COLUMNS.values())

    columns = {field.name for field in SurveyResponse._meta.concrete_fields}

    assert columns == technical | named


def test_what_must_be_answered_is_not_called_free_to_skip():
    assert "Skip any question" not in first_page.rights(has_required=True)
    assert "Skip any question" in first_page.rights(has_required=False)


def test_after_the_results_were_shared_the_page_says_what_is_too_late():
    today = timezone.localdate()

    text = first_page.take_back(today - timedelta(days=1), today)

    assert "not the totals that we have shared" in text


def test_languages_that_are_only_planned_are_named():
    survey = surveys.letter()
    survey.later_languages = ["vi"]
    survey.save()
    surveys.publish(survey)

    text = words(Person(f"/s/{survey.activity.slug}/").opens().text)

    vietnamese = get_language_info("vi")["name_local"]
    assert f"Not ready yet, but planned: {vietnamese}" in text


@pytest.mark.parametrize(
    "browser, expected",
    [("ar-EG,ar;q=0.9", "ar"), ("fr,ar;q=0.5", "ar"), ("fr", "en"), ("", "en")],
)
def test_the_language_comes_from_the_browser(browser, expected):
    survey = surveys.letter()

    page = Person(f"/s/{survey.activity.slug}/", HTTP_ACCEPT_LANGUAGE=browser).opens()

    assert f'<html lang="{expected}"' in page.text


def test_one_tap_changes_the_language_and_sets_no_cookie():
    survey = surveys.letter()

    person = Person(f"/s/{survey.activity.slug}/").opens("?lang=ar")

    assert '<html lang="ar" dir="rtl">' in person.text
    assert surveys.ARABIC["title"] in person.text
    assert dict(person.client.cookies) == {}


def test_an_unknown_language_falls_back_to_one_that_is_there():
    survey = surveys.letter()

    person = Person(f"/s/{survey.activity.slug}/").opens("?lang=xx%00")

    assert '<html lang="en" dir="ltr">' in person.text


def test_looking_writes_nothing(django_assert_num_queries):
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/").opens()

    with django_assert_num_queries(1):
        person.opens()

    assert SurveyResponse.objects.count() == 0


def test_a_practice_study_says_that_answers_will_not_count():
    survey = surveys.letter(study=make.study())
    person = Person(f"/s/{survey.activity.slug}/").opens()
    assert "Practice. These answers will not count." in person.text

    person.sends()

    assert "Practice. These answers will not count." in person.text
    assert SurveyResponse.objects.get().is_practice is True


def test_the_page_says_how_to_check_that_it_is_real():
    agency = make.agency(contact_phone="555-0142", website="https://help.example.org/")
    study = make.study(agency=agency, state=Study.State.RUNNING)
    survey = surveys.letter(study=study)

    page = Person(f"/s/{survey.activity.slug}/").opens().text

    assert "How to check that this is real" in page
    assert "Call us at 555-0142, and ask if this survey is ours." in words(page)
    assert '<bdi dir="ltr">help.example.org</bdi>' in page
    assert f'<a href="{agency.surveys_url}?lang=en">' in page


def test_a_survey_that_is_not_on_the_list_does_not_point_there():
    survey = surveys.letter(study=make.study(state=Study.State.RUNNING))
    Activity.objects.filter(pk=survey.activity_id).update(is_listed=False)

    page = Person(f"/s/{survey.activity.slug}/").opens().text

    assert "our list of what we ask now" not in page
    assert "How to check that this is real" not in page


def test_legal_notes_wait_in_a_fold_in_the_language_of_the_page():
    survey = surveys.letter()
    assert "Legal notes" not in Person(f"/s/{survey.activity.slug}/").opens().text
    type(survey).objects.filter(pk=survey.pk).update(legal="Control number 0000-0000")
    survey.refresh_from_db()
    source = SourceText(place(survey, "legal"), survey.legal)
    translate(source, "ar", "رقم 0000-0000", agency=survey.agency, by=None)
    surveys.publish(survey)

    english = Person(f"/s/{survey.activity.slug}/").opens().text
    arabic = Person(f"/s/{survey.activity.slug}/").opens("?lang=ar").text

    fold = '<details class="fold"><summary>Legal notes</summary>'
    assert fold in english
    assert "Control number 0000-0000" in words(english)
    assert "رقم" in arabic.split("<details")[-1]


def test_the_first_page_says_from_which_age_people_may_take_part():
    study = make.study(
        state=Study.State.RUNNING, youngest=15, why_minors="School meals."
    )
    survey = surveys.letter(study=study)

    text = words(Person(f"/s/{survey.activity.slug}/").opens().text)

    assert "You must be 15 or older. If you are under 18, first ask a parent" in text
