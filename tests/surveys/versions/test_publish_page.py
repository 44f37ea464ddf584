import re

import pytest
from django.urls import reverse

from feedback.surveys.comparing import Change, Level, What
from feedback.surveys.comparing.touching import answers_touched
from feedback.surveys.models import Choice, SurveyVersion
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(client):
    member = make.member()
    client.force_login(member.user)
    return member


def published(dana, **fields):
    activity = make.activity(agency=dana.agency)
    return make.published_survey(activity=activity, **fields)


def address(survey) -> str:
    return reverse("survey-publish", args=[survey.pk])


def seen(page: str) -> str:
    return re.search(r'name="seen" value="([^"]+)"', page)[1]


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_what_changes_is_listed_by_class_word_by_word_with_the_answers(client, dana):
    survey = published(dana)
    make.response(survey=survey, answers={"q1": {"code": "c1"}, "q2": {}})
    make.response(survey=survey, answers={"q1": {"code": "c2"}})
    survey.questions.filter(key="q1").update(label="Question one?")
    survey.questions.filter(key="q2").update(label="QUESTION 2")
    make.question(survey=survey, key="q3", label="And then?")

    page = client.get(address(survey)).content.decode()

    assert "Changes the meaning (1) meaning-changing" in words(page)
    assert "2 answers would no longer be comparable." in page
    assert "Adds or moves something (1) additive" in words(page)
    assert "New question: after “QUESTION 2”" in words(page)
    assert "Says the same (1) cosmetic" in words(page)
    assert "Question [taken away: 1 ] [new: one ] ?" in words(page)
    assert '<del><span class="cx-hidden-text">' in page


def test_a_choice_that_is_taken_away_touches_those_who_chose_it(client, dana):
    survey = published(dana)
    answered = [{"code": "c1"}, {"code": "c2"}, {"code": "c2", "text": "c1"}, {}]
    for answer in answered:
        make.response(survey=survey, answers={"q1": answer})
    make.response(survey=survey, is_practice=True, answers={"q1": {"code": "c2"}})
    Choice.objects.get(code="c2").delete()

    page = words(client.get(address(survey)).content.decode())

    assert "Choice taken away: No 2 answers so far. They are kept." in page


@pytest.mark.parametrize(
    "what, code, touched",
    [
        ("choice_removed", "call", 2),
        ("choice_removed", "good", 1),
        ("row_removed", "a", 1),
    ],
)
def test_several_choices_and_lines_are_counted_by_their_code(what, code, touched):
    survey = make.published_survey()
    given = [
        {"codes": ["letter", "call"]},
        {"codes": ["call"]},
        {"rows": {"a": "good"}},
    ]
    for answer in [*given, {"rows": {"b": "bad"}}]:
        make.response(survey=survey, answers={"q1": answer})
    change = Change(What(what), Level.DESTRUCTIVE, key="q1", code=code)

    assert answers_touched(survey, [change]).touched_by(change) == touched


def test_who_must_answer_changes_and_answers_stay_together(client, dana):
    survey = published(dana)
    make.response(survey=survey, answers={"q1": {"code": "c1"}})
    survey.questions.filter(key="q1").update(required=True)

    page = words(client.get(address(survey)).content.decode())

    assert "Must be answered: yes 1 answer so far. Results count it together" in page
    assert "no longer be comparable" not in page


def test_a_setting_is_called_as_in_its_form(client, dana):
    survey = published(dana)
    survey.questions.filter(key="q1").update(settings={"may_decline": True})
    survey.questions.filter(key="q2").update(settings={"longest": 100})

    page = words(client.get(address(survey)).content.decode())

    assert "Settings of the question: I would rather not say: – becomes yes" in page
    assert "Settings of the question: Most letters and spaces: – becomes 100" in page


def test_without_a_reason_the_page_comes_back_and_says_so_at_the_field(client, dana):
    survey = published(dana)
    survey.questions.filter(key="q1").update(label="Question one?")
    page = client.get(address(survey)).content.decode()

    refused = client.post(address(survey), {"seen": seen(page), "reason": ""})
    done = client.post(
        address(survey), {"seen": seen(page), "reason": "Clearer."}, follow=True
    )

    assert refused.status_code == 200
    assert "write why, then publish" in refused.content.decode()
    assert 'href="#id_reason"' in refused.content.decode()
    assert "Version 2 is published." in done.content.decode()


def test_a_box_vouches_that_changed_words_are_a_mended_typo(client, dana):
    survey = published(dana)
    survey.questions.filter(key="q1").update(label="Questn 1?")
    page = client.get(address(survey)).content.decode()
    [box] = re.findall(r'name="(judge-\w+)"', page)

    client.post(address(survey), {"seen": seen(page), "reason": "A typo.", box: "on"})

    version = SurveyVersion.objects.get(survey=survey, number=2)
    assert list(version.graded.values()) == ["cosmetic"]


def test_a_draft_that_changed_meanwhile_is_shown_with_what_was_written(client, dana):
    survey = published(dana)
    survey.questions.filter(key="q1").update(label="Question one?")
    page = client.get(address(survey)).content.decode()
    survey.questions.filter(key="q2").update(label="Something new?")

    clash = client.post(address(survey), {"seen": seen(page), "reason": "Clearer."})
    text = clash.content.decode()
    again = client.post(
        address(survey), {"seen": seen(text), "reason": "Clearer."}, follow=True
    )

    assert "Somebody changed the draft while you were looking" in text
    assert "Clearer.</textarea>" in text
    assert "Something" in text
    assert "Version 2 is published." in again.content.decode()


def test_pressing_publish_twice_says_that_there_is_nothing_to_publish(client, dana):
    survey = published(dana)
    survey.questions.filter(key="q1").update(label="Question one?")
    page = client.get(address(survey)).content.decode()
    written = {"seen": seen(page), "reason": "Clearer."}

    client.post(address(survey), written)
    again = client.post(address(survey), written, follow=True).content.decode()

    assert "Nothing to publish: people see version 2 already." in again
    assert "The draft says the same as what people see." in again
    assert survey.versions.count() == 2


def test_a_draft_like_what_people_see_offers_no_button(client, dana):
    survey = published(dana)

    page = client.get(address(survey)).content.decode()

    assert "There is nothing to publish." in page
    assert "Publish version 2" not in page


def test_a_version_says_what_it_changed_and_why(client, dana):
    survey = published(dana)
    survey.questions.filter(key="q1").update(label="Question one?")
    page = client.get(address(survey)).content.decode()
    client.post(address(survey), {"seen": seen(page), "reason": "People misread it."})

    first = client.get(reverse("survey-version", args=[survey.pk, 1]))
    second = client.get(reverse("survey-version", args=[survey.pk, 2]))
    history = client.get(reverse("survey-history", args=[survey.pk]))
    missing = client.get(reverse("survey-version", args=[survey.pk, 3]))

    assert "nothing to compare it with" in first.content.decode()
    assert "Changes the meaning" in second.content.decode()
    assert "People misread it." in second.content.decode()
    assert "would no longer" not in second.content.decode()
    assert "People misread it." in history.content.decode()
    assert missing.status_code == 404


def test_the_page_costs_the_same_for_one_change_and_many(
    client, dana, django_assert_max_num_queries
):
    survey = published(dana)
    counts = []
    for number in (1, 5):
        for n in range(number):
            make.question(survey=survey, key=f"n{number}_{n}")
        survey.questions.filter(key="q1").update(label=f"Question {number} or so?")
        with django_assert_max_num_queries(60) as captured:
            client.get(address(survey))
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert counts[0] <= 32
