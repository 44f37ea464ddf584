"""What publishing would say stands beside the questions, and follows each save."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import make
from tests.surveys.pieces import IN_PLACE, typed, url

FEW = "“Which one?” needs at least two choices."


@pytest.fixture
def question(dana):
    survey = make.survey(
        activity=make.activity(agency=dana.agency), purpose="Why.", thanks="Thanks."
    )
    return make.question(survey=survey, label="Which one?", choices=["This"])


@pytest.mark.django_db
def test_a_stop_is_said_beside_the_list_and_leads_to_its_field(client, question):
    survey = question.survey

    page = client.get(url("edit", survey.pk)).content.decode()

    checks = page.partition('id="checks"')[2].partition("</details>")[0]
    mend = url("question", survey.pk, question.pk) + f"#q{question.pk}-choices"
    assert (FEW in checks, f'href="{mend}"' in checks) == (True, True)


@pytest.mark.django_db
def test_a_saved_question_brings_the_checks_along(client, question):
    address = url("question", question.survey_id, question.pk)

    opened = client.get(address, headers=IN_PLACE).content.decode()
    data = typed(question, choices="This\nThat")
    saved = client.post(address, data, headers=IN_PLACE).content.decode()

    assert 'id="checks"' not in opened
    assert (FEW in saved, 'id="checks"' in saved) == (False, True)


@pytest.mark.django_db
def test_a_viewer_reads_the_checks_and_mends_nothing(client, question):
    member = make.member(agency=question.survey.agency, role="viewer")
    client.force_login(member.user)

    page = client.get(url("edit", question.survey_id)).content.decode()

    assert (FEW in page, "Mend it" in page) == (True, False)


@pytest.mark.django_db
def test_the_publish_page_repeats_length_and_reading_level(client, dana):
    survey = make.survey(activity=make.activity(agency=dana.agency))
    for n in range(40):
        make.question(survey=survey, label=f"What about part {n} of it?")

    pages = [client.get(url(x, survey.pk)) for x in ("edit", "publish")]

    whole = [finding.reason for finding in pages[0].context["draft"].whole]
    assert len(whole) == 1
    assert [str(whole[0]) in page.content.decode() for page in pages] == [True, True]


@pytest.mark.django_db(transaction=True)
def test_checks_languages_and_phone_follow_a_save_without_a_reload(studio, question):
    survey = question.survey
    survey.languages = ["es"]
    survey.save()
    mend = url("question", survey.pk, question.pk) + f"#q{question.pk}-choices"
    studio.goto(studio.root + url("edit", survey.pk))
    studio.locator("#checks").get_by_role("link", name="Mend it").first.click()
    studio.wait_for_url(f"**{mend}")
    field = studio.locator(f"#q{question.pk}-choices")
    expect(field).to_be_focused()
    studio.evaluate("window.stayed = true")
    missing = studio.locator("#languages .cx-language p")
    before = missing.inner_text()

    field.fill("This\nThat\nSomething else")
    studio.get_by_role("button", name="Save", exact=True).click()
    expect(studio.locator("#checks")).not_to_contain_text(FEW)
    expect(missing).not_to_have_text(before)
    phone = studio.frame_locator("#phone-page")
    expect(phone.get_by_text("That", exact=True)).to_be_visible()

    assert studio.evaluate("window.stayed") is True
    assert studio.complaints == []


@pytest.mark.django_db(transaction=True)
def test_on_a_phone_the_checks_are_one_tap_away(studio, question):
    studio.set_viewport_size({"width": 360, "height": 700})
    studio.goto(studio.root + reverse("survey-edit", args=[question.survey_id]))
    question_card = studio.locator(f"#question-{question.pk}")
    question_card.scroll_into_view_if_needed()

    studio.get_by_role("link", name="Before you publish").click()

    expect(studio.locator("#checks")).to_contain_text(FEW)
    expect(studio.locator("#checks li").first).to_be_in_viewport()
