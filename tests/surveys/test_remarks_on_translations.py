"""A survey's words in another language are checked where they are translated."""

import pytest
from django.urls import reverse

from studies.wording.models import Override, Translation
from studies.wording.translations import SourceText, place, translate
from tests import make

pytestmark = pytest.mark.django_db
HARD = "¿Quiere llamar y/o escribir?"


@pytest.fixture
def dana(client):
    member = make.member()
    client.force_login(member.user)
    return member


def asked_in_spanish(dana, text=HARD, **fields):
    activity = make.activity(agency=dana.agency)
    survey = make.survey(activity=activity, languages=["es", "ar"])
    question = make.question(
        survey=survey, label="Do you want to call or write?", **fields
    )
    source = SourceText(place(question, "label"), question.label)
    translate(source, "es", text, agency=dana.agency, by=None, state="reviewed")
    return survey


def page(survey, language="es"):
    return reverse("survey-translate", args=[survey.pk, language])


def remarks(client, survey):
    return client.get(page(survey)).context["review"].found


def press(client, survey, **posted):
    url = reverse("survey-translate-finding", args=[survey.pk, "es"])
    return client.post(url, {"key": remarks(client, survey)[0].key} | posted)


def test_hard_words_of_a_translation_show_on_its_page(client, dana):
    survey = asked_in_spanish(dana)

    shown = client.get(page(survey)).content.decode()

    assert "<mark>y/o</mark>" in shown
    assert "The Spanish word list is our own" in shown


def test_one_click_mends_the_translation_and_asks_to_read_it_again(client, dana):
    survey = asked_in_spanish(dana)

    answer = press(client, survey, fix="1")

    row = Translation.objects.get()
    assert answer.headers["Location"] == page(survey) + "#reads"
    assert (row.text, row.state) == ("¿Quiere llamar o escribir?", "draft")
    assert remarks(client, survey) == []


def test_a_translator_lets_words_stand_with_a_reason(client, dana):
    survey = asked_in_spanish(dana)
    client.force_login(make.member(agency=dana.agency, role="translator").user)

    press(client, survey, reason="The law says so.")

    assert remarks(client, survey) == []
    assert Override.objects.get().reason == "The law says so."


def test_who_may_not_translate_mends_nothing(client, dana):
    survey = asked_in_spanish(dana)
    key = remarks(client, survey)[0].key
    client.force_login(make.member(agency=dana.agency, role="viewer").user)
    url = reverse("survey-translate-finding", args=[survey.pk, "es"])

    assert client.post(url, {"key": key, "fix": "1"}).status_code == 403
    assert Translation.objects.get().text == HARD


def test_a_fixed_wording_is_exempt_in_every_language(client, dana):
    survey = asked_in_spanish(dana, locked=True)

    assert remarks(client, survey) == []


def test_of_other_languages_the_page_says_what_is_not_checked(client, dana):
    survey = asked_in_spanish(dana)
    source = SourceText(place(survey, "title"), survey.title)
    translate(source, "ar", "الرسالة", agency=dana.agency, by=None)

    shown = client.get(page(survey, "ar")).content.decode()

    assert "Not checked: words" in shown
