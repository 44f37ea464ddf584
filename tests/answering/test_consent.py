import re

import pytest

from feedback.answering.models import SurveyResponse
from studies.partners import actions as partners
from studies.partners import links
from studies.people import consenting
from studies.people.models import ConsentText
from studies.planning import activities
from studies.planning.models import Study
from studies.wording.models import Translation
from studies.wording.translations import SourceText, place, translate
from tests import make
from tests.answering import surveys
from tests.answering.person import Person, fields

pytestmark = pytest.mark.django_db
CHANGED = "has changed since you began"


def study(**sentences):
    """A running study that asks for consent in English and Arabic."""
    row = make.study(state=Study.State.RUNNING)
    text = make.consent_text(study=row, **sentences)
    for purpose, words in text.sentences.items():
        source = SourceText(place(text, purpose), words)
        translate(source, "ar", f"ع {words}", agency=row.agency, by=None)
    Translation.objects.update(state="reviewed")
    consenting.publish(text.pk, by=None)
    return row


def asked(**more) -> Person:
    survey = surveys.letter(study=study(**more))
    return Person(f"/s/{survey.activity.slug}/").opens()


def to_check(person: Person) -> Person:
    return person.answers_all(surveys.ANSWERS)


def republish(**sentences) -> None:
    text = ConsentText.objects.get()
    said = text.sentences | sentences
    consenting.write(text.pk, said, marker=text.marker, by=make.user())
    for purpose, words in ConsentText.objects.get().sentences.items():
        source = SourceText(place(text, purpose), words)
        translate(
            source, "ar", f"ع {words}", agency=text.agency, by=None, state="reviewed"
        )
    consenting.publish(text.pk, by=make.user(), reason="More is asked for.")


def kept() -> tuple:
    row = SurveyResponse.objects.get()
    version = row.consent_version
    number = version.number if version else None
    return row.state, number, row.consent_language, row.consents


def test_the_first_page_asks_for_each_purpose_with_empty_boxes():
    person = asked(share="You may share my answers.")

    boxes = person.text.count('name="agree"')
    assert "When you press Start, you agree to take part:" in person.text
    assert "We read your answers." in person.text
    assert (boxes, fields(person.page).checked) == (2, set())
    assert "and what you agree to." in person.text


def test_a_survey_neither_records_nor_asks_again_whom_nobody_knows():
    person = asked(record="Record.", ask_again="Ask.")

    assert person.text.count('name="agree"') == 1
    assert 'value="quote"' in person.text


def test_not_even_behind_a_personal_link_does_it_ask_what_no_mailing_keeps_to():
    row = study(ask_again="You may ask me again.")
    survey = surveys.letter(study=row, anonymous=False)
    participant = make.participant(study=row)
    link = partners.personal_link(survey.activity_id, participant.pk)

    person = Person("/i/" + links.url(link).split("/i/")[1]).opens()
    person.sends({"agree": ["ask_again"]})

    assert kept() == ("started", 1, "en", {"quote": False})


def test_what_is_not_asked_for_changes_no_page():
    survey = surveys.letter()

    person = to_check(Person(f"/s/{survey.activity.slug}/").starts())

    assert "agree" not in person.text
    person.sends()
    assert kept() == ("submitted", None, "", {})


def test_starting_keeps_the_version_the_language_and_the_boxes():
    person = asked(share="You may share my answers.").opens("?lang=ar")

    person.sends({"agree": ["quote", "made_up"]})

    assert kept() == ("started", 1, "ar", {"quote": True, "share": False})


def test_nobody_has_to_agree_to_more_than_taking_part():
    person = to_check(asked().sends())

    person.sends()

    assert person.where.endswith("/receipt/")
    assert kept() == ("submitted", 1, "en", {"quote": False})


def test_before_sending_the_boxes_stand_as_they_were_left_and_can_be_changed():
    person = to_check(asked(share="You may share.").sends({"agree": ["quote"]}))
    assert fields(person.page).checked == {("agree", "quote")}

    person.sends({"agree": ["share"]})

    assert kept() == ("submitted", 1, "en", {"quote": False, "share": True})


def test_another_language_before_sending_keeps_the_boxes():
    person = to_check(asked().sends())

    person.sends({"agree": ["quote"]}, language="ar")

    assert fields(person.page).checked == {("agree", "quote")}
    assert "ع You may show my words." in person.text
    person.sends({"agree": ["quote"]})
    assert kept() == ("submitted", 1, "ar", {"quote": True})


def test_whoever_goes_on_later_finds_the_boxes_as_they_left_them():
    person = asked().sends({"agree": ["quote"]}).opens()
    assert fields(person.page).checked == {("agree", "quote")}

    person.sends()

    assert kept() == ("started", 1, "en", {"quote": False})


def test_new_purposes_are_told_and_asked_before_anything_is_sent():
    person = to_check(asked().sends({"agree": ["quote"]}))
    republish(share="You may share my answers.")

    person.sends({"agree": ["quote"]})

    assert CHANGED in person.text
    assert fields(person.page).checked == set()
    row = SurveyResponse.objects.get()
    assert (row.state, row.answers) == ("started", surveys.STORED)
    person.sends({"agree": ["share"]})
    assert kept() == ("submitted", 2, "en", {"quote": False, "share": True})


def test_the_check_page_tells_of_new_purposes_when_it_opens():
    person = to_check(asked().sends())
    republish(share="You may share my answers.")

    person.opens("check/")

    assert CHANGED in person.text


def test_consent_that_a_study_began_to_ask_for_meanwhile_is_asked_for():
    row = make.study(state=Study.State.RUNNING)
    survey = surveys.letter(study=row)
    person = to_check(Person(f"/s/{survey.activity.slug}/").starts())
    text = make.consent_text(study=row)
    for purpose, words in text.sentences.items():
        source = SourceText(place(text, purpose), words)
        translate(source, "ar", words, agency=row.agency, by=None, state="same")
    consenting.publish(text.pk, by=None)

    person.sends()
    assert CHANGED in person.text
    person.sends({"agree": ["quote"]})

    assert kept() == ("submitted", 1, "en", {"quote": True})


def test_other_words_of_the_same_meaning_ask_nobody_again():
    person = to_check(asked().sends({"agree": ["quote"]}))
    text = ConsentText.objects.get()
    said = text.sentences | {"quote": "Show my words."}
    consenting.write(text.pk, said, marker=text.marker, by=make.user())
    source = SourceText(place(text, "quote"), "Show my words.")
    translate(source, "ar", "ع", agency=text.agency, by=None, state="reviewed")
    consenting.publish(text.pk, by=make.user(), same_meaning=True)

    person.sends({"agree": ["quote"]})

    assert kept() == ("submitted", 1, "en", {"quote": True})


@pytest.mark.parametrize("version", ["", "0", "x", "9" * 30, "²"])
def test_a_form_with_a_made_up_version_agrees_to_nothing(version):
    person = to_check(asked().sends({"consent": version, "agree": ["quote"]}))
    assert kept() == ("started", None, "", {})

    person.sends({"consent": version, "agree": ["quote"]})

    assert CHANGED in person.text
    assert kept() == ("started", None, "", {})


def test_the_words_of_another_study_are_no_consent_to_this_one():
    other = make.consent()
    person = asked()

    person.sends({"consent": str(other.pk), "agree": ["quote"]})

    assert kept() == ("started", None, "", {})


def test_faults_on_the_way_keep_the_boxes_that_were_just_ticked():
    row = study()
    survey = surveys.letter(study=row)
    survey.questions.filter(key="help").update(required=True)
    surveys.publish(survey)
    person = Person(f"/s/{survey.activity.slug}/").starts()
    person.sends({"got_letter": "yes"}).opens("check/")

    person.sends({"agree": ["quote"]})

    assert fields(person.page).checked == {("agree", "quote")}
    assert SurveyResponse.objects.get().state == "started"


def test_words_that_a_language_lacks_are_marked_as_another_language():
    row = make.study(state=Study.State.RUNNING)
    survey = surveys.letter(study=row)
    activities.close(survey.activity_id, by=make.user())
    make.consent(study=row)  # nobody answers now, so nobody has to read it yet
    activities.resume(survey.activity_id, by=make.user())

    person = Person(f"/s/{survey.activity.slug}/").opens("?lang=ar")

    assert '<span lang="en" dir="ltr">We read your answers.</span>' in person.text
    assert 'for="agree_quote" lang="en" dir="ltr"' in person.text


def test_consent_costs_few_queries(django_assert_max_num_queries):
    person = asked()
    with django_assert_max_num_queries(1):
        person.opens()
    person.sends()
    with django_assert_max_num_queries(2):
        person.opens()
    to_check(person.opens("q/1/"))
    with django_assert_max_num_queries(2):
        person.opens("check/")
    with django_assert_max_num_queries(6):
        person.client.post(f"{person.address}check/", fields(person.page).hidden)
    assert SurveyResponse.objects.get().state == "submitted"


def test_another_language_keeps_the_boxes_and_begins_nothing():
    person = asked(share="You may share my answers.")
    quoted = (
        '<input class="usa-checkbox__input" type="checkbox" name="agree" {} checked>'
    )
    quoted = quoted.format('value="quote" id="agree_quote"')

    person.sends({"agree": ["quote"]}, language="ar")

    assert '<html lang="ar"' in person.text
    assert quoted in person.text
    assert person.text.count(" checked>") == 1
    assert SurveyResponse.objects.count() == 0
    person.sends({"agree": ["quote"]})
    assert kept() == ("started", 1, "ar", {"quote": True, "share": False})


def test_another_language_keeps_the_boxes_of_who_has_begun():
    person = asked(share="You may share my answers.")
    person.sends({"agree": ["quote"]})

    person.opens()
    person.sends({"agree": ["share"]}, language="ar")

    assert 'id="agree_share" checked>' in person.text
    assert person.text.count(" checked>") == 1
    assert kept() == ("started", 1, "en", {"quote": True, "share": False})


def reader() -> Person:
    """Somebody who agreed to be quoted, and then left out what must be answered."""
    survey = surveys.letter(study=study())
    survey.questions.filter(key="got_letter").update(required=True)
    surveys.publish(survey)
    person = Person(f"/s/{survey.activity.slug}/").opens()
    person.sends({"agree": ["quote"]})
    return person.opens("check/")


def back_to_check(person: Person, answer: dict[str, str]) -> Person:
    person.where = person.where.partition("#")[0]  # as browsers do
    return person.sends(answer)


def test_a_box_that_was_emptied_stays_empty_over_a_changed_answer():
    person = to_check(asked().sends({"agree": ["quote"]}))
    way = re.search(r'name="go" value="(change:got_letter)"', person.text)[1]

    person.sends({}, go=way)
    assert person.where.endswith("q/1/?from=check#got_letter_0")
    back_to_check(person, {"got_letter": "no"})
    while not person.where.endswith("check/"):
        person.sends()

    assert fields(person.page).checked == set()
    person.sends()
    assert kept() == ("submitted", 1, "en", {"quote": False})


def test_a_box_that_was_emptied_stays_empty_over_a_fault():
    person = reader().sends({"agree": ["quote"]}).sends()
    assert kept() == ("started", 1, "en", {"quote": False})
    summary = person.text.split('class="error-summary"')[1].split("</ul>")[0]
    assert "href" not in summary
    way = re.search(r'name="go" value="([^"]+)"', summary)[1]

    person.sends({}, go=way)
    assert person.where.endswith("q/1/?from=check#got_letter_0")
    back_to_check(person, {"got_letter": "yes"}).opens("check/")

    assert fields(person.page).checked == set()
    person.sends()
    assert kept() == ("submitted", 1, "en", {"quote": False})


def test_a_fault_alone_keeps_what_was_just_ticked():
    person = reader().sends()
    assert kept() == ("started", 1, "en", {"quote": False})

    person.sends({"agree": ["quote"]}).opens("check/")

    assert fields(person.page).checked == {("agree", "quote")}


@pytest.mark.parametrize("way", ["change:", "change:q99", "change:0"])
def test_a_way_to_no_question_stays_before_sending(way):
    person = to_check(asked().sends())

    person.sends({"agree": ["quote"]}, go=way)

    assert person.where.endswith("check/")
    assert fields(person.page).checked == {("agree", "quote")}
    assert SurveyResponse.objects.get().state == "started"


def test_without_consent_the_ways_to_change_are_plain_links():
    person = to_check(Person(f"/s/{surveys.letter().activity.slug}/").starts())

    assert 'href="../q/1/?from=check#got_letter_0"' in person.text
    assert "change:" not in person.text


def test_enter_on_the_first_page_starts_and_picks_no_language():
    """A browser presses the first button of the form when somebody presses Enter."""
    first = re.search(r"<button([^>]*)>([^<]*)", asked().text)

    assert 'form="answers"' in first[1]
    assert "name=" not in first[1]
    assert first[2] == "Start"
