import pytest
from django.urls import reverse

from feedback.results.marking import mark
from studies.evidence.models import Highlight
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


def survey_of(member, *, in_round=False):
    round_ = make.round_(study=make.study(agency=member.agency)) if in_round else None
    return make.published_survey(
        activity=make.activity(agency=member.agency, round=round_)
    )


def listed(client, survey, query=""):
    page = client.get(reverse("survey-responses", args=[survey.pk]) + query)
    return [row.pk for row, _words in page.context["lines"]]


def test_finished_responses_are_listed_newest_day_first(client, member):
    survey = survey_of(member)
    older = make.response(survey=survey, submitted_on="2027-04-01")
    newer = make.response(survey=survey, submitted_on="2027-04-02")
    make.response(survey=survey, state="started", submitted_on=None)
    make.response(survey=survey, state="withdrawn")

    assert listed(client, survey) == [newer.pk, older.pk]


def test_language_partner_and_words_narrow_the_list(client, member):
    survey = survey_of(member)
    partner = make.partner(agency=member.agency, name="Harbor Lane")
    spanish = make.response(survey=survey, language="es", partner=partner)
    wrote = make.response(survey=survey, answers={"q2": {"text": "The Bus was late"}})

    found = [
        listed(client, survey, query)
        for query in (
            "?language=es",
            "?partner=Harbor+Lane",
            "?partner=none",
            "?words=bus",
            "?words=%25",
            "?language=xx",
        )
    ]

    assert found == [[spanish.pk], [spanish.pk], [wrote.pk], [wrote.pk], [], []]


def test_practice_is_listed_only_when_asked_for(client, member):
    survey = survey_of(member)
    real = make.response(survey=survey)
    practice = make.response(survey=survey, is_practice=True)

    assert listed(client, survey) == [real.pk]
    assert listed(client, survey, "?practice=on") == [practice.pk]


@pytest.mark.parametrize("responses", [1, 4])
def test_the_list_takes_the_same_queries_for_one_and_many(
    client, member, responses, django_assert_num_queries
):
    survey = survey_of(member)
    for _ in range(responses):
        make.response(survey=survey, partner=make.partner(agency=member.agency))
    listed(client, survey)

    with django_assert_num_queries(7):
        listed(client, survey)


def test_one_response_shows_the_persons_language_and_the_source(client, member):
    survey = survey_of(member)
    version = survey.versions.get()
    texts = version.document["texts"]
    texts["es"] = texts["en"] | {"q1": "¿Recibió la carta?", "q1:c1": "Sí"}
    version.pk, version.number, version._state.adding = None, 2, True
    version.save()
    response = make.response(
        survey=survey, version=version, language="es", answers={"q1": {"code": "c1"}}
    )

    page = client.get(reverse("survey-response", args=[survey.pk, response.pk]))

    answer = page.context["answers"][0]
    assert (answer.label, answer.lines) == ("¿Recibió la carta?", ["Sí"])
    assert (answer.source_label, answer.source_lines) == ("Question 1?", ["Yes"])


@pytest.mark.parametrize(
    "way, words",
    [
        (
            {"mode": "helped", "help": ["read_out", "language"]},
            "Way to take part: with help (read out, put into another language).",
        ),
        (
            {"mode": "proxy", "proxy_reason": "died"},
            "Way to take part: answered for someone (died).",
        ),
        ({"mode": "kiosk"}, "Way to take part: on a shared screen."),
    ],
)
def test_one_response_says_how_it_was_given(client, member, way, words):
    survey = make.published_survey(activity=make.activity(agency=member.agency))
    row = make.response(survey=survey, **way)

    page = client.get(reverse("survey-response", args=[survey.pk, row.pk]))

    assert words in page.content.decode()


def test_one_response_keeps_unanswered_and_not_shown_apart(client, member):
    survey = make.published_survey(activity=make.activity(agency=member.agency))
    row = make.response(survey=survey, answers={"q1": {}})

    page = client.get(reverse("survey-response", args=[survey.pk, row.pk]))

    text = page.content.decode()
    assert page.context["not_shown"] == ["Question 2?"]
    assert text.index("No answer") < text.index("Not shown to this person")


def test_contact_data_is_hidden_on_every_page_of_words(client, member):
    survey = survey_of(member)
    text = "Ask ana@mail.example.org or 555-0142"
    response = make.response(survey=survey, answers={"q2": {"text": text}})
    addresses = [
        reverse("survey-responses", args=[survey.pk]),
        reverse("survey-response", args=[survey.pk, response.pk]),
        reverse("survey-comments", args=[survey.pk, "q2"]),
    ]

    pages = [client.get(address).content.decode() for address in addresses]

    assert [
        ("ana@mail" in page or "555-0142" in page, "[e-mail hidden]" in page)
        for page in pages
    ] == [(False, True)] * 3


def test_comments_of_an_unknown_question_are_not_found(client, member):
    survey = survey_of(member)

    page = client.get(reverse("survey-comments", args=[survey.pk, "nothing"]))

    assert page.status_code == 404


def test_comments_hold_only_people_who_wrote(client, member):
    survey = survey_of(member)
    wrote = make.response(survey=survey, answers={"q2": {"text": "Shorter"}})
    make.response(survey=survey, answers={"q2": {}})
    make.response(survey=survey, answers={})

    page = client.get(reverse("survey-comments", args=[survey.pk, "q2"]))

    comments = page.context["page"].object_list
    assert [(c.response_id, c.words) for c in comments] == [(wrote.pk, "Shorter")]


def test_an_answer_is_marked_once_with_its_words_masked(client, member):
    survey = survey_of(member, in_round=True)
    response = make.response(
        survey=survey,
        language="es",
        is_synthetic=True,
        answers={"q2": {"text": "Llame al 555-0142"}},
    )
    address = reverse("response-mark", args=[survey.pk, response.pk, "q2"])

    client.post(address)
    again = client.post(address, {"back": "https://elsewhere.example.org/"})

    kept = Highlight.objects.get()
    assert (kept.words, kept.language, kept.is_synthetic, kept.created_by) == (
        "Llame al [number hidden]",
        "es",
        True,
        member.user,
    )
    assert again.url == reverse("survey-response", args=[survey.pk, response.pk])


@pytest.mark.parametrize(
    "in_round, fields, said",
    [
        (False, {}, "belongs to no study"),
        (True, {"is_practice": True}, "This response is practice"),
        (True, {"answers": {}}, "Write the words that were said"),
    ],
)
def test_what_cannot_be_marked_is_refused_with_a_reason(
    client, member, in_round, fields, said
):
    survey = survey_of(member, in_round=in_round)
    values = {"answers": {"q2": {"text": "Shorter"}}} | fields
    response = make.response(survey=survey, **values)
    address = reverse("response-mark", args=[survey.pk, response.pk, "q2"])

    page = client.post(address, follow=True)

    assert said in page.content.decode()
    assert Highlight.objects.count() == 0


def test_the_button_shows_only_in_a_study_and_until_it_is_used(client, member):
    alone, ours = survey_of(member), survey_of(member, in_round=True)
    answers = {"q2": {"text": "Shorter"}}
    first = make.response(survey=alone, answers=answers)
    second = make.response(survey=ours, answers=answers)
    button = "Save as what people said"

    def page(survey, response):
        address = reverse("survey-response", args=[survey.pk, response.pk])
        return client.get(address).content.decode()

    shown = [button in page(alone, first), button in page(ours, second)]
    mark(second.pk, "q2", by=member.user)

    assert shown == [False, True]
    assert button not in page(ours, second)


@pytest.mark.parametrize("name", ["survey-responses", "survey-comments"])
def test_viewers_read_no_single_answers(client, member, name):
    survey = survey_of(member)
    viewer = make.member(role="viewer", agency=member.agency)
    client.force_login(viewer.user)
    rest = ["q2"] if name == "survey-comments" else []

    assert client.get(reverse(name, args=[survey.pk, *rest])).status_code == 403


def test_a_response_of_another_survey_is_not_found(client, member):
    survey, other = survey_of(member), make.response()

    page = client.get(reverse("survey-response", args=[survey.pk, other.pk]))

    assert page.status_code == 404
