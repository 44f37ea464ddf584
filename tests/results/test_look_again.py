import pytest
from django.urls import reverse

from feedback.results.models import Judgment
from tests import make

pytestmark = pytest.mark.django_db
WORDS = {"q1": {"text": "Say the date on the first page"}}


@pytest.fixture
def survey():
    return make.published_survey(activity=make.open_activity())


def enter(client, survey, role="analyst"):
    member = make.member(agency=survey.activity.agency, role=role)
    client.force_login(member.user)


def listed(client, survey):
    page = client.get(reverse("survey-look-again", args=[survey.pk]))
    return [(row.pk, reasons) for row, reasons, _words in page.context["lines"]]


def address(row) -> str:
    return reverse("response-judge", args=[row.survey_id, row.pk])


def test_each_sign_is_listed_in_words(client, survey):
    enter(client, survey)
    row = make.response(survey=survey, signs=["quick", "trap", "straight"])
    make.response(survey=survey)

    assert listed(client, survey) == [
        (
            row.pk,
            [
                "Sent faster than a person can read it.",
                "Filled in a field that people do not see. Programs do that.",
                "The same point on every line.",
            ],
        )
    ]


def test_the_same_words_on_the_same_day_are_twins(client, survey):
    enter(client, survey)
    twins = {make.response(survey=survey, answers=WORDS).pk for _ in range(2)}
    make.response(survey=survey, answers={"q1": {"text": "Something else entirely"}})

    found = listed(client, survey)

    assert {pk for pk, _ in found} == twins
    assert found[0][1] == [
        "The same answers and the same words as another response of that day."
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"answers": {"q1": {"text": "no"}}},
        {"answers": {"q1": {"code": "c1"}}},
        {"answers": WORDS, "submitted_on": "2027-01-01"},
        {"answers": WORDS, "is_practice": True},
        {"answers": WORDS, "is_synthetic": True},
        {"answers": WORDS, "state": "started"},
    ],
)
def test_short_words_choices_other_days_and_practice_make_no_twins(
    client, survey, fields
):
    enter(client, survey)
    first = fields if fields["answers"] != WORDS else {"answers": WORDS}
    make.response(survey=survey, **first)
    make.response(survey=survey, **fields)

    assert listed(client, survey) == []


def test_twins_of_another_partner_are_no_twins(client, survey):
    enter(client, survey)
    for _ in range(2):
        partner = make.partner(agency=survey.activity.agency)
        make.response(survey=survey, answers=WORDS, partner=partner)

    assert listed(client, survey) == []


def test_a_judged_one_leaves_the_list_and_what_was_left_out_can_come_back(
    client, survey
):
    enter(client, survey)
    row = make.response(survey=survey, signs=["quick"])
    back = reverse("survey-look-again", args=[survey.pk])

    left = client.post(
        address(row), {"verdict": "leave_out", "reason": "Spam", "back": back}
    )

    assert left.url == back
    page = client.get(back).content.decode()
    assert (listed(client, survey), "Spam" in page) == ([], True)
    client.post(address(row), {"verdict": "count", "reason": "A mistake"})
    row.refresh_from_db()
    assert (row.is_left_out, listed(client, survey)) == (False, [])


def test_the_response_says_who_judged_and_why(client, survey):
    enter(client, survey)
    row = make.response(survey=survey)

    page = client.post(
        address(row), {"verdict": "leave_out", "reason": "Spam"}, follow=True
    )

    text = page.content.decode()
    assert "Left out. You can count it again at any time." in text
    assert "Spam" in text
    assert "Count this response again" in text
    assert (
        "left out"
        in client.get(reverse("survey-responses", args=[survey.pk])).content.decode()
    )


def test_the_response_itself_says_why_somebody_should_look(client, survey):
    enter(client, survey)
    row = make.response(survey=survey, signs=["quick"])
    make.safety_flag(survey=survey, response=row.pk)

    page = client.get(reverse("survey-response", args=[survey.pk, row.pk]))

    text = page.content.decode()
    assert "Sent faster than a person can read it." in text
    assert "Words in this response may say that somebody needs help." in text
    assert text.index("Look at it again") < text.index("Leave this response out")


def test_without_a_reason_nothing_changes(client, survey):
    enter(client, survey)
    row = make.response(survey=survey, signs=["quick"])

    page = client.post(
        address(row), {"verdict": "leave_out", "reason": ""}, follow=True
    )

    assert "Write why." in page.content.decode()
    assert not Judgment.objects.exists()


def test_who_only_looks_judges_nothing(client, survey):
    enter(client, survey, role="viewer")
    row = make.response(survey=survey, signs=["quick"])

    assert client.post(address(row), {"reason": "x"}).status_code == 403
    assert client.get(reverse("survey-look-again", args=[survey.pk])).status_code == 403


def test_a_taken_back_one_is_not_listed(client, survey):
    enter(client, survey)
    make.response(survey=survey, signs=["quick"], state="withdrawn")

    assert listed(client, survey) == []


def test_exports_mark_what_was_left_out(client, survey):
    enter(client, survey)
    row = make.response(survey=survey)
    make.judgment(response=row)
    row.is_left_out = True
    row.save()

    page = client.get(reverse("survey-export-answers", args=[survey.pk]))

    head, line = b"".join(page).decode("utf-8-sig").splitlines()[:2]
    assert dict(zip(head.split(","), line.split(","), strict=True))["_left_out"] == "1"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_many(
    client, survey, count, django_assert_max_num_queries
):
    enter(client, survey)
    for _ in range(count):
        make.response(survey=survey, signs=["quick"])

    with django_assert_max_num_queries(10):
        client.get(reverse("survey-look-again", args=[survey.pk]))
