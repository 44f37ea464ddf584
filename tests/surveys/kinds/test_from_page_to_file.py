"""Every kind on its whole way: asked, sent, counted, shown, exported, taken back."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from feedback.answering import pretending, previewing
from feedback.answering.codes import receipt_code
from feedback.answering.models import SurveyResponse
from feedback.results.folding import fold
from feedback.results.models import Tally
from feedback.results.recounting import recount
from feedback.results.taking_back import take_back
from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Survey
from tests import make
from tests.answering.person import Person
from tests.api.asking import ask
from tests.surveys.kinds.everything import examples, sent_to, survey_of_everything
from tests.surveys.kinds.example import posted
from tests.surveys.kinds.markup import Page

pytestmark = pytest.mark.django_db

ASKED = [code for code, kind in KINDS.items() if kind.is_asked]
ON_PAGE = [code for code, kind in KINDS.items() if kind.is_on_page]


def answer_everything(survey: Survey) -> Person:
    person = Person(f"/s/{survey.activity.slug}/?place=library").opens()
    person.sends()
    person.address = f"/s/{survey.activity.slug}/"
    for code in ON_PAGE:
        person.sends(sent_to(code))
    return person.sends()


def decline_everything(survey: Survey) -> Person:
    person = Person(f"/s/{survey.activity.slug}/").starts()
    for _code in ON_PAGE:
        ways = [c for c in Page(person.text).controls if c.get("value") == "_declined"]
        person.sends({ways[0]["name"]: "_declined"} if ways else {})
    return person.sends()


@pytest.fixture
def member():
    return make.member()


@pytest.fixture
def survey(member):
    return survey_of_everything(agency=member.agency)


@pytest.fixture
def studio(member):
    client = Client()
    client.force_login(member.user)
    return client


def test_answers_are_stored_as_each_kind_says(survey):
    person = answer_everything(survey)

    response = SurveyResponse.objects.get()
    assert person.where.endswith("/receipt/")
    assert response.answers == {code: examples()[code].answer for code in ASKED}


def test_the_check_page_reads_each_answer_back(survey):
    person = Person(f"/s/{survey.activity.slug}/").starts()
    for code in ON_PAGE:
        person.sends(sent_to(code))

    rows = person.text.count('class="summary-row"')

    assert rows == len(ASKED) - 1  # nobody types what the link brings
    for code in ASKED:
        if KINDS[code].is_on_page:
            for line in examples()[code].said:
                assert line.replace("\n", "<br>") in person.text


def test_counts_equal_a_recount_and_go_with_the_answer(survey):
    answer_everything(survey)
    decline_everything(survey)
    fold(survey.pk)

    assert recount(survey.pk) == []
    assert Tally.objects.filter(code="_declined").count() == len(ASKED) - 2
    for response in SurveyResponse.objects.all():
        assert take_back(receipt_code(response.pk))

    assert recount(survey.pk) == []
    assert not Tally.objects.exclude(count=0).exists()


def test_the_results_page_shows_every_kind_at_a_fixed_price(
    survey, studio, django_assert_max_num_queries
):
    answer_everything(survey)
    decline_everything(survey)
    fold(survey.pk)

    with django_assert_max_num_queries(16):
        page = studio.get(reverse("survey-results", args=[survey.pk]))

    text = page.content.decode()
    assert page.status_code == 200
    assert text.count('class="cx-card cx-result"') == len(ASKED)
    assert text.count("Would rather not say") == len(ASKED) - 4  # two texts say it
    for personal in ("rosa@example.org", "+12025550123", "2024-02-29"):
        assert personal not in text


def test_the_file_holds_each_answer_and_its_codebook_explains_it(survey, studio):
    answer_everything(survey)
    decline_everything(survey)
    read = {}
    for name in ("answers", "codebook"):
        got = studio.get(reverse(f"survey-export-{name}", args=[survey.pk]))
        lines = io.StringIO(b"".join(got.streaming_content).decode())
        read[name] = list(csv.DictReader(lines))
    columns = [name for name in read["answers"][0] if not name.startswith("_")]

    known: dict[str, set[str]] = {}
    for row in read["codebook"]:
        known.setdefault(row["column"], set()).add(row["code"])
    assert set(columns) <= set(known)
    for row in read["answers"]:
        for column in columns:
            free = "" in known[column]
            assert row[column] in known[column] or free, (column, row[column])
    found = {row["email"] for row in read["answers"]}
    assert found == {"rosa@example.org", "_declined"}


def test_a_single_response_reads_in_words(survey, studio):
    answer_everything(survey)
    response = SurveyResponse.objects.get()

    page = studio.get(reverse("survey-response", args=[survey.pk, response.pk]))

    text = page.content.decode()
    for code in ("matrix", "date", "phone", "hidden", "consent"):
        for line in examples()[code].said:
            assert line in text


def test_the_preview_walks_through_every_kind_and_stores_nothing(survey):
    preview = previewing.Preview(survey)
    state = pretending.Pretended("en")
    text = preview.page(state)

    for code in [None, *ON_PAGE, None]:
        state = pretending.read_token(_token(text))
        text = preview.answered(state, posted(sent_to(code) if code else {}))

    assert "0000-0000-0000" in text
    assert SurveyResponse.objects.count() == 0


def _token(text: str) -> str:
    return text.split('name="attempt" value="', 1)[1].split('"', 1)[0]


def test_on_few_pages_every_kind_is_answered_at_once():
    survey = survey_of_everything(layout=Survey.Layout.FEW_PAGES)
    person = Person(f"/s/{survey.activity.slug}/").starts()
    everything = {}
    for code in ON_PAGE:
        everything |= sent_to(code)

    person.sends(everything)
    page = Page(person.text)
    person.sends()

    assert page.headings.count("h1") == 1
    response = SurveyResponse.objects.get()
    expected = {code: examples()[code].answer for code in ASKED} | {"hidden": {}}
    assert response.answers == expected


def test_a_page_costs_the_same_queries_whatever_it_asks(
    survey, django_assert_num_queries
):
    person = Person(f"/s/{survey.activity.slug}/").starts()
    for code in ON_PAGE:
        with django_assert_num_queries(1):
            person.client.get(person.where)
        person.sends(sent_to(code))


def test_what_the_link_brings_is_kept_through_a_change_of_language():
    survey = survey_of_everything()
    address = f"/s/{survey.activity.slug}/"

    person = Person(f"{address}?place=library&ref=someone@example.org").opens()

    assert "a word in the link that brought you here" in person.text
    assert "someone@example.org" not in person.text
    person.sends()
    assert SurveyResponse.objects.get().answers == {"hidden": {"value": "library"}}


def test_the_api_gives_the_same_counts(survey, member):
    for _ in range(11):  # fewer are not given away
        decline_everything(survey)
    fold(survey.pk)

    got = ask(Client(), member.agency, f"/api/v1/surveys/{survey.pk}/tallies/")

    questions = got.json()["questions"]
    assert [question["key"] for question in questions] == ASKED
    for question in questions:
        parts = ("answered", "empty", "declined", "not_applicable")
        assert question["shown"] == sum(question[part] for part in parts)
