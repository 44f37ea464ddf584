"""An agency speaks of itself in the reader's language, or says that it does not."""

import pytest

from studies.agencies.models import Agency
from studies.outreach import tokens
from studies.outreach.letters import preview
from studies.partners import actions as partners
from studies.partners import flyers
from studies.wording.agency_face import agency_words, face, faces
from studies.wording.translations import SourceText, place, translate
from tests import make
from tests.answering import surveys
from tests.answering.person import Person as Respondent

pytestmark = pytest.mark.django_db
ARABIC = "مكتب دعم الأسر"


def say(agency, field, language, text):
    source = SourceText(place(agency, field), getattr(agency, field))
    translate(source, language, text, agency=agency, by=None)


@pytest.fixture
def agency():
    row = make.agency(
        name="Household Support",
        contact_phone="555-0142",
        contact_hours="Monday to Friday, 9 to 5",
    )
    say(row, "name", "ar", ARABIC)
    return row


def test_a_text_is_shown_in_the_language_else_marked_with_its_own(agency):
    shown = face(agency, "ar")

    assert shown == {
        "name": ARABIC,
        "name_language": "",
        "contact_hours": "Monday to Friday, 9 to 5",
        "contact_hours_language": "en",
        "contact_phone": "555-0142",
        "contact_email": "",
        "case_help": "",
        "case_help_language": "",
        "case_help_url": "",
        "urgent_help": "",
        "urgent_help_language": "",
        "interpreter": "",
        "logo_url": "",
        "website": "",
        "surveys_url": agency.surveys_url,
        "privacy_url": agency.privacy_url,
        "accessibility_url": agency.accessibility_url,
    }


def test_a_phone_number_inside_an_arabic_text_keeps_its_order(agency):
    say(agency, "contact_hours", "ar", "اتصلوا بالرقم 555-0142")

    shown = face(agency, "ar")

    assert shown["contact_hours"] == "اتصلوا بالرقم \u200e555-0142\u200e"


def test_its_own_language_takes_no_query(agency, django_assert_num_queries):
    with django_assert_num_queries(0):
        shown = face(agency, "en")

    assert (shown["name"], shown["name_language"]) == ("Household Support", "")


def test_a_regional_language_reads_the_base_language(agency):
    say(agency, "name", "es", "Apoyo a los Hogares")

    assert face(agency, "es-mx")["name"] == "Apoyo a los Hogares"


def test_a_translation_of_what_the_agency_no_longer_says_is_not_shown(agency):
    say(agency, "contact_hours", "ar", "من 9 إلى 5")
    Agency.objects.filter(pk=agency.pk).update(contact_hours="Mornings only")
    agency.refresh_from_db()

    shown = face(agency, "ar")

    assert shown["contact_hours"] == "Mornings only"
    assert shown["contact_hours_language"] == "en"


def test_an_empty_text_is_in_no_language():
    shown = face(make.agency(), "ar")

    assert (shown["contact_hours"], shown["contact_hours_language"]) == ("", "")


def test_words_that_came_with_the_row_are_the_same_as_those_asked_for(
    agency, django_assert_num_queries
):
    other = make.agency(name="Other")
    say(other, "name", "ar", "آخر")
    study = make.study(agency=agency)
    rows = type(study).objects.annotate(words=agency_words("agency_id"))
    row = rows.select_related("agency").get(pk=study.pk)

    with django_assert_num_queries(0):
        given = faces(row.agency, row.words)

    assert given == faces(agency)
    assert given.words == {"ar": {"name": ARABIC}}


def test_the_first_page_of_a_survey_is_headed_in_arabic():
    survey = surveys.letter()
    agency = survey.activity.agency
    Agency.objects.filter(pk=agency.pk).update(
        contact_phone="555-0142", contact_hours="Mornings"
    )
    say(agency, "name", "ar", ARABIC)

    page = Respondent(f"/s/{survey.activity.slug}/").opens("?lang=ar")
    english = Respondent(f"/s/{survey.activity.slug}/").opens("?lang=en")

    assert f"<span>{ARABIC}</span>" in page.text
    assert '<bdi lang="en">Mornings</bdi>' in page.text
    assert f"<span>{agency.name}</span>" in english.text
    assert "<bdi>Mornings</bdi>" in english.text


def test_a_name_that_is_not_translated_says_its_language_on_the_page():
    survey = surveys.letter()

    page = Respondent(f"/s/{survey.activity.slug}/").opens("?lang=ar")

    name = survey.activity.agency.name
    assert f'<span lang="en" dir="ltr">{name}</span>' in page.text


def test_a_mail_names_the_agency_as_the_reader_knows_it(agency):
    activity = make.open_activity(agency=agency, languages_ready=["en", "ar"])
    person = make.person(agency=agency, language="ar")
    wave = make.draft_wave(activity, [person])

    letter = preview(wave, "invitation", person.language)

    assert letter.language == "ar"
    assert letter.sender == ARABIC
    assert ARABIC in letter.text
    assert "Household Support" not in letter.text


def test_a_flyer_names_the_agency_in_both_of_its_languages(agency):
    activity = make.open_activity(agency=agency, languages_ready=["en", "ar"])
    link = partners.make_link(activity.pk, by=None)
    say(agency, "contact_hours", "ar", "من 9 إلى 5")

    sides = flyers.sides(link, ["en", "ar"])

    assert flyers.names(sides) == [
        {"name": "Household Support", "language": "en"},
        {"name": ARABIC, "language": "ar"},
    ]
    assert [side.fills["hours"].text for side in sides] == [
        "Monday to Friday, 9 to 5",
        "من 9 إلى 5",
    ]


@pytest.mark.parametrize("page", ["privacy", "accessibility"])
def test_the_agencys_own_pages_are_headed_in_the_language(client, agency, page):
    text = client.get(f"/agency/{agency.slug}/{page}/?lang=ar").content.decode()

    assert f"<span>{ARABIC}</span>" in text


def test_the_public_page_of_a_study_is_headed_in_the_language(client, agency):
    study = make.study(agency=agency, state="running")

    text = client.get(f"/p/{study.slug}/?lang=ar").content.decode()

    assert f"<span>{ARABIC}</span>" in text
    assert "Household Support" not in text


def test_a_survey_says_the_hours_in_its_language_wherever_it_says_them(agency):
    say(agency, "contact_hours", "ar", "من 9 إلى 5")
    survey = surveys.letter(agency=agency)

    person = Respondent(f"/s/{survey.activity.slug}/").opens("?lang=ar")
    in_arabic = person.text
    in_english = person.opens("?lang=en").text

    assert in_arabic.count("من 9 إلى 5") == 2  # consent and footer
    assert "Monday to Friday" not in in_arabic
    assert in_english.count("Monday to Friday, 9 to 5") == 2
    assert ARABIC not in in_english


def test_the_stop_page_shows_the_agency_in_the_readers_language(client, agency):
    token = tokens.stop_token(make.person(agency=agency).pk)

    page = client.get(f"/stop/{token}/?lang=ar").content.decode()

    assert f"<span>{ARABIC}</span>" in page
    assert "Household Support" not in page


@pytest.mark.parametrize(
    "page, spoken",
    [("es", "es"), ("es-mx", "es"), ("zh-hans", "zh"), ("yue", ""), ("en", "")],
)
def test_a_page_knows_if_its_language_is_spoken_on_the_phone(page, spoken):
    agency = make.agency(contact_phone="555-0142", interpreters=["es", "zh"])

    assert face(agency, page)["interpreter"] == spoken


def test_without_a_number_nobody_is_told_of_interpreters():
    agency = make.agency(interpreters=["es"])

    assert face(agency, "es")["interpreter"] == ""


def test_the_agencys_row_stays_as_it_is(agency):
    face(agency, "ar")

    assert agency.name == "Household Support"
