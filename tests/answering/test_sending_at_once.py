"""Surveys of one page whose button sends, without the page that shows the answers."""

import re

import pytest
from django.urls import reverse

from feedback.answering import actions, merging, statements
from feedback.answering.models import Receipt, SurveyResponse
from feedback.safety.models import SafetyFlag
from feedback.surveys.models import Choice, Survey, SurveyVersion
from studies.partners import actions as partners
from studies.partners import links
from studies.planning.models import Study
from tests import make
from tests.answering import surveys
from tests.answering.person import Person, fields

pytestmark = pytest.mark.django_db
BUTTON = '<button class="usa-button">Send my answers</button>'
CONTINUE = '<button class="usa-button">Continue</button>'
CODE = re.compile(r'receipt-code" dir="ltr">([^<]+)<')
ANSWERS = {"ease": "hard", "why": "Small print"}
SENT = {"ease": {"code": "hard"}, "why": {"text": "Small print"}}


def one_page(*, study: Study | None = None, **fields_) -> Survey:
    round_ = make.round_(study=study or make.study(state=Study.State.RUNNING))
    anonymous = fields_.pop("anonymous", True)
    made = make.survey(
        activity=make.activity(round=round_, anonymous=anonymous),
        **{"shows_answers": False, "layout": Survey.Layout.FEW_PAGES} | fields_,
    )
    ease = make.question(survey=made, key="ease", kind="scale", required=True)
    for position, code in enumerate(("easy", "hard")):
        Choice.objects.create(question=ease, code=code, label=code, position=position)
    make.question(survey=made, key="why", kind="long_text")
    surveys.publish(made)
    return made


def begun(**fields_) -> Person:
    return Person(f"/s/{one_page(**fields_).activity.slug}/").starts()


def code_on(person: Person) -> str:
    return CODE.search(person.text)[1]


def stored() -> tuple[str, dict]:
    row = SurveyResponse.objects.get()
    return row.state, row.answers


def test_the_button_below_the_questions_sends_them():
    person = begun()
    assert (BUTTON in person.text, CONTINUE in person.text) == (True, False)

    person.sends(ANSWERS)

    assert person.where == f"{person.address}receipt/"
    assert "Your answers are in" in person.text
    assert stored() == ("submitted", SENT)


def test_saving_and_sending_are_two_statements(django_assert_max_num_queries):
    person = begun()
    body = fields(person.page).hidden | ANSWERS

    with django_assert_max_num_queries(2):
        person.client.post(person.where, body)

    assert stored() == ("submitted", SENT)


def test_pressed_twice_replayed_and_sent_again_after_back_it_is_one_response():
    person = begun()
    page, body = person.where, fields(person.page).hidden | ANSWERS
    first = code_on(person.sends(ANSWERS))

    person.page = person.client.post(page, body, follow=True)
    again = code_on(person)
    person.page = person.client.post(page, body | {"why": "Other words"}, follow=True)

    assert (again, code_on(person)) == (first, first)
    assert "What you wrote just now was not added." in person.text
    assert stored() == ("submitted", SENT)
    assert Receipt.objects.count() == 1


def test_two_that_arrive_at_the_same_moment_are_one_response(monkeypatch):
    person = begun()
    body = fields(person.page).hidden | ANSWERS
    once = statements.send_once

    def after_the_other(*arguments):
        monkeypatch.setattr(statements, "send_once", once)
        person.client.post(person.where, body)
        return once(*arguments)

    monkeypatch.setattr(statements, "send_once", after_the_other)
    reply = person.client.post(person.where, body)

    assert reply.url == f"{person.address}receipt/"
    assert (stored(), Receipt.objects.count()) == (("submitted", SENT), 1)


def test_what_was_saved_elsewhere_in_that_moment_is_shown_before_anything_is_sent(
    monkeypatch,
):
    person = begun()
    once = statements.send_once

    def after_another_page(*arguments):
        monkeypatch.setattr(statements, "send_once", once)
        found = statements.find(SurveyResponse.objects.get().pk)
        drawn = merging.draw(found, ["why"], {"why"})
        said = {"why": {"text": "From my other phone"}}
        pk = SurveyResponse.objects.get().pk
        actions.save(pk, said, language="en", drawn=drawn, stored=found)
        return once(*arguments)

    monkeypatch.setattr(statements, "send_once", after_another_page)
    person.sends(ANSWERS)

    assert person.where == f"{person.address}check/"
    assert "Not kept: <bdi" in person.text
    assert stored() == ("started", SENT)
    person.sends()
    assert stored() == ("submitted", SENT)


def test_an_answer_changed_on_another_device_leads_to_the_page_that_shows_all():
    person = begun()
    older = person.page
    there = person.client.get(f"{person.address}q/1/")
    body = fields(there).hidden | {"ease": "easy", "go": "later"}
    person.client.post(f"{person.address}q/1/", body)

    person.page, person.where = older, f"{person.address}q/1/"
    person.sends(ANSWERS)

    assert person.where == f"{person.address}check/"
    assert stored()[0] == "started"


def test_what_this_very_page_saved_before_is_sent_when_it_comes_back():
    person = begun()
    page, body = person.where, fields(person.page).hidden
    person.client.post(page, body | {"why": "Half a thought", "go": "later"})

    person.page = person.client.post(page, body | ANSWERS, follow=True)

    assert "Your answers are in" in person.text
    assert stored() == ("submitted", SENT)


def test_a_required_answer_is_asked_for_on_the_same_page():
    person = begun().sends({"why": "Small print"})

    assert person.where == f"{person.address}q/1/?again=1"
    assert "One thing to fix" in person.text
    assert (BUTTON in person.text, stored()[0]) == (True, "started")
    person.sends(ANSWERS)
    assert stored() == ("submitted", SENT)


def test_a_number_that_was_left_out_is_seen_before_anything_is_sent():
    person = begun().sends(ANSWERS | {"why": "Mine is 000-12-3456"})
    left = "Mine is [Social Security number left out]"

    assert "We left out what looks like a Social Security number." in person.text
    assert (BUTTON in person.text, stored()[0]) == (True, "started")
    person.sends(ANSWERS | {"why": left})
    assert stored() == ("submitted", SENT | {"why": {"text": left}})


def test_whoever_may_need_help_reads_whom_to_call_on_the_receipt():
    person = begun().sends(ANSWERS | {"why": "I want to die"})

    assert person.where == f"{person.address}receipt/"
    assert 'href="tel:988"' in person.text
    assert SafetyFlag.objects.count() == 1


def test_new_words_to_agree_to_are_shown_before_anything_is_sent():
    study = make.study(state=Study.State.RUNNING)
    surveys.ask_consent(study)
    person = begun(study=study)
    SurveyResponse.objects.update(
        consent_version=None, consent_language="", consents={}
    )

    person.sends(ANSWERS)

    assert person.where == f"{person.address}check/"
    assert "What you agree to" in person.text
    assert stored() == ("started", SENT)
    person.sends()
    assert stored() == ("submitted", SENT)


def test_enter_in_a_field_shows_the_answers_and_a_change_leads_back_to_them():
    person = begun()
    assert 'aria-hidden="true" name="go" value="check/">Continue' in person.text

    person.sends(ANSWERS, go="check/")
    assert person.where == f"{person.address}check/"
    person.opens("q/1/?from=check")
    assert (BUTTON in person.text, CONTINUE in person.text) == (False, True)
    person.sends(ANSWERS)

    assert person.where == f"{person.address}check/"
    assert stored() == ("started", SENT)


def test_the_field_that_nobody_sees_stands_on_the_page_that_sends():
    person = begun()
    assert person.text.count('name="more" tabindex="-1"') == 1

    person.sends(ANSWERS, more="yes")

    assert SurveyResponse.objects.get().signs == ["quick", "trap"]


def test_another_language_and_finishing_later_send_nothing():
    person = begun()

    person.sends(ANSWERS, language="en")
    person.sends(ANSWERS, go="later")

    assert person.where == f"{person.address}later/"
    assert stored() == ("started", SENT)


def test_a_personal_link_that_brought_answers_brings_no_more():
    made = one_page(anonymous=False)
    participant = make.participant(study=made.activity.study)
    link = partners.personal_link(made.activity_id, participant.pk)
    address = "/i/" + links.url(link).split("/i/")[1]
    one, other = Person(address).starts(), Person(address).starts()
    one.sends(ANSWERS)

    other.sends(ANSWERS | {"ease": "easy"})

    assert other.where == f"{other.address}?late=1"
    assert SurveyResponse.objects.submitted().count() == 1


def test_a_shared_screen_shows_the_code_in_place_and_forgets_it():
    made = one_page()
    link = partners.make_link(
        made.activity_id,
        partner=make.partner(agency=made.agency),
        is_kiosk=True,
        by=None,
    )
    person = Person("/i/" + links.url(link).split("/i/")[1]).opens()
    person.sends(language="en").sends()
    assert BUTTON in person.text

    person.sends(ANSWERS)

    assert code_on(person)
    assert f'data-start="{person.address}"' in person.text
    assert SurveyResponse.objects.get().mode == "kiosk"


def test_a_helper_and_a_pilot_send_in_the_same_way():
    made = one_page()
    helper = Person(f"/s/{made.activity.slug}/").opens("helping/")
    way = {"way": "helped", "help": ["read_out"]}
    helper.page = helper.client.post(helper.where, way, follow=True)
    helper._arrived("").sends().sends(ANSWERS)
    link = partners.pilot_link(made.activity_id, by=None)
    pilot = Person("/i/" + links.url(link).split("/i/")[1]).starts().sends(ANSWERS)

    kept = SurveyResponse.objects.values_list("mode", "help", "is_pilot", "state")
    assert "Your answers are in" in pilot.text
    assert {(mode, *help_, pilot, state) for mode, help_, pilot, state in kept} == {
        ("helped", "read_out", False, "submitted"),
        ("self", True, "submitted"),
    }


def test_where_questions_stand_on_several_pages_people_see_their_answers():
    person = begun(layout=Survey.Layout.ONE_A_PAGE)

    person.sends({"ease": "hard"}).sends({"why": "Small print"})

    assert person.where == f"{person.address}check/"
    assert SurveyVersion.objects.get().document["sends_at_once"] is True


def test_a_version_says_nothing_where_people_see_their_answers():
    one_page(shows_answers=True)

    assert "sends_at_once" not in SurveyVersion.objects.get().document


def test_whoever_is_over_a_quota_reads_so_before_anything_is_sent():
    made = one_page()
    make.quota(survey=made, question_key="ease", codes=["hard"], labels={"en": "Hard"})
    first = Person(f"/s/{made.activity.slug}/").starts().sends(ANSWERS)
    second = Person(first.address).starts().sends(ANSWERS)

    told, state = second.where, SurveyResponse.objects.order_by("state").first().state
    assert "/check/" in second.text
    second.opens("check/").sends()

    over = SurveyResponse.objects.order_by("is_over_quota")
    assert first.where == second.where == f"{first.address}receipt/"
    assert (told, state) == (f"{first.address}enough/", "started")
    assert [row.is_over_quota for row in over] == [False, True]


def test_a_preview_goes_from_the_questions_to_the_last_page(client):
    made = one_page()
    member = make.member(agency=made.agency, role="designer")
    client.force_login(member.user)
    address = reverse("survey-preview-question", args=[made.pk, "en", 1])
    page = client.get(address)
    assert BUTTON in page.content.decode()

    hidden = fields(page).hidden
    missing = client.post(address, hidden | {"why": "Small print"})
    shown = client.post(address, hidden | ANSWERS | {"go": "check/"})
    sent = client.post(address, hidden | ANSWERS)

    assert "One thing to fix" in missing.content.decode()
    assert "<h1>Check your answers</h1>" in shown.content.decode()
    assert "<h1>Your answers are in</h1>" in sent.content.decode()
    assert SurveyResponse.objects.count() == 0
