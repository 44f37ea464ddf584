import pytest
from django.urls import reverse

from feedback.results.folding import fold
from studies.outreach.models import Delivery, Message, Wave
from studies.partners import actions as partners
from studies.partners.models import InviteLink
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


def survey_of(member, **fields):
    return make.published_survey(activity=make.activity(agency=member.agency), **fields)


def page_of(client, survey, query=""):
    return client.get(reverse("survey-results", args=[survey.pk]) + query)


def test_results_show_counts_and_flag_small_ones(client, member):
    survey = survey_of(member)
    for code in ["c1"] * 31 + ["c2"] * 3:
        make.response(survey=survey, answers={"q1": {"code": code}})
    fold(survey.pk)

    page = page_of(client, survey)

    row = page.context["summary"].questions[0]
    assert [(b.label, b.cell.count, b.cell.percent) for b in row.bars] == [
        ("Yes", 31, 91),
        ("No", 3, 9),
    ]
    assert page.content.decode().count("small: do not quote") == 1


def test_synthetic_and_real_answers_are_never_added_up(client, member):
    survey = survey_of(member)
    make.response(survey=survey)
    make.response(survey=survey, is_synthetic=True)
    make.response(survey=survey, is_synthetic=True)
    fold(survey.pk)

    real, synthetic = (
        page_of(client, survey),
        page_of(client, survey, "?answers=synthetic"),
    )

    assert [p.context["summary"].finished for p in (real, synthetic)] == [1, 2]
    assert [p.context["finished"] for p in (real, synthetic)] == [1, 2]


def test_a_page_of_synthetic_answers_says_so_at_each_place(client, member):
    survey = survey_of(member)
    make.response(
        survey=survey,
        is_synthetic=True,
        answers={"q1": {"code": "c1"}, "q2": {"text": "Made up"}},
    )
    fold(survey.pk)

    page = page_of(client, survey).content.decode()

    assert "No person gave them." in page
    assert "By language (synthetic answers)" in page
    assert page.count("Synthetic answers.") == 3  # the notice and each question
    assert page.count(">synthetic</span>") == 3  # two headings and the comment


def test_a_page_of_real_answers_never_says_synthetic(client, member):
    survey = survey_of(member)
    make.response(survey=survey, answers={"q1": {"code": "c1"}})
    fold(survey.pk)

    assert "synthetic" not in page_of(client, survey).content.decode().lower()


def test_language_and_partner_narrow_the_counts(client, member):
    survey = survey_of(member)
    partner = make.partner(agency=member.agency)
    make.response(survey=survey, language="es", partner=partner)
    make.response(survey=survey, language="es")
    make.response(survey=survey)
    fold(survey.pk)

    queries = ["", "?language=es", f"?partner={partner.pk}", "?partner=none"]
    queries += [f"?language=en&partner={partner.pk}", "?language=xx", "?partner=9999"]

    found = [page_of(client, survey, q).context["summary"] for q in queries]
    assert [summary.finished for summary in found[:5]] == [3, 2, 1, 2, 0]
    pages = [page_of(client, survey, q).content.decode() for q in queries[5:]]
    assert ["There is no such choice here." in page for page in pages] == [True, True]
    assert ["Question 1?" in page for page in pages] == [False, False]


def test_practice_is_named_apart_and_counted_nowhere(client, member):
    survey = survey_of(member)
    make.response(survey=survey, is_practice=True)

    page = page_of(client, survey)

    assert page.context["started"] == 0
    assert "1 practice response is kept apart" in page.content.decode()


def test_answers_that_wait_to_be_counted_are_announced(client, member):
    survey = survey_of(member)
    make.response(survey=survey)

    assert (
        "1 new response is being counted." in page_of(client, survey).content.decode()
    )


def test_started_counts_who_began_and_nobody_who_took_it_back(client, member):
    survey = survey_of(member)
    make.response(survey=survey)
    make.response(survey=survey, state="started", submitted_on=None)
    make.response(survey=survey, state="withdrawn")
    fold(survey.pk)

    page = page_of(client, survey)

    assert [page.context["started"], page.context["finished"]] == [2, 1]


def test_invited_counts_invitations_that_were_handed_over(client, member):
    survey = survey_of(member)
    first = Message.objects.create(
        agency=member.agency, step="invitation", subject="Hello", body="{link}"
    )
    wave = Wave.objects.create(
        agency=member.agency, activity=survey.activity, first=first
    )
    for step, state in [
        ("invitation", "handed_over"),
        ("invitation", "queued"),
        ("reminder", "handed_over"),
    ]:
        Delivery.objects.create(
            wave=wave,
            step=step,
            state=state,
            person=make.person(agency=member.agency),
            due_at="2027-04-01T09:00Z",
        )

    assert page_of(client, survey).context["people"].invited == 1


def test_comments_are_masked_and_hidden_from_viewers(client, member):
    survey = survey_of(member)
    make.response(survey=survey, answers={"q2": {"text": "Call me at 555-0142"}})
    fold(survey.pk)

    designer = page_of(client, survey).content.decode()
    viewer = make.member(role="viewer", agency=member.agency)
    client.force_login(viewer.user)
    seen = page_of(client, survey).content.decode()

    assert "Call me at [number hidden]" in designer
    assert "Call me" not in seen
    assert "Single responses" not in seen


def test_an_empty_draft_says_to_publish_it(client, member):
    survey = make.survey(activity=make.activity(agency=member.agency))

    assert "this survey is a draft" in page_of(client, survey).content.decode()


def test_an_empty_published_survey_says_to_pass_on_a_link(client, member):
    page = page_of(client, survey_of(member)).content.decode()

    assert "No answers yet. Pass on an invite link" in page


def test_another_agency_finds_nothing(client, member):
    assert page_of(client, make.published_survey()).status_code == 404


def test_members_without_the_grant_are_refused(client):
    member = make.member(role="translator")
    client.force_login(member.user)

    assert page_of(client, survey_of(member)).status_code == 403
    assert client.get(reverse("results-list")).status_code == 403


def test_queries_do_not_grow_with_questions_answers_or_languages(
    client, member, django_assert_num_queries
):
    small, large = survey_of(member), survey_of(member)
    make.response(survey=small, answers={"q2": {"text": "One"}})
    for number in range(3):
        make.question(survey=large, choices=["A", "B", "C"])
        make.question(survey=large)
        make.response(
            survey=large,
            language=["en", "es", "ar"][number],
            partner=make.partner(agency=member.agency),
            answers={"q2": {"text": "Two"}},
        )
    for survey in (small, large):
        fold(survey.pk)
        page_of(client, survey)

    for survey in (small, large):
        with django_assert_num_queries(13 if survey == large else 12):
            page_of(client, survey)


def test_the_list_shows_each_survey_with_its_numbers(client, member):
    first, second = survey_of(member), survey_of(member)
    make.response(survey=first)
    make.response(survey=first, is_synthetic=True)
    make.published_survey()
    fold(first.pk)

    page = client.get(reverse("results-list"))

    assert [
        (row.survey, row.started, row.finished, row.synthetic)
        for row in page.context["rows"]
    ] == [(second, 0, 0, 0), (first, 1, 1, 1)]


def test_where_all_answers_are_synthetic_the_list_counts_their_starts(client, member):
    survey = survey_of(member)
    make.response(survey=survey, is_synthetic=True)
    make.response(survey=survey, is_synthetic=True, state="started", submitted_on=None)
    make.response(survey=survey, is_synthetic=True, state="withdrawn")
    fold(survey.pk)

    [row] = client.get(reverse("results-list")).context["rows"]

    assert (row.started, row.finished, row.synthetic) == (2, 0, 1)


@pytest.mark.parametrize("surveys", [1, 3])
def test_the_list_takes_the_same_queries_for_one_survey_and_three(
    client, member, surveys, django_assert_num_queries
):
    for _ in range(surveys):
        survey_of(member)
    client.get(reverse("results-list"))

    with django_assert_num_queries(8):
        client.get(reverse("results-list"))


def test_an_empty_list_says_what_to_do(client, member):
    page = client.get(reverse("results-list")).content.decode()

    assert "There is no survey yet" in page


def test_openings_that_a_program_made_up_stand_apart_from_those_of_people(
    client, member
):
    survey = survey_of(member)
    link = partners.make_link(survey.activity_id, label="Flyer", by=member.user)
    made_up = {"openings": 40, "starts": 30, "finishes": 20}
    InviteLink.objects.filter(pk=link.pk).update(
        openings=43, starts=32, finishes=21, made_up=made_up
    )
    partners.make_link(survey.activity_id, label="Poster", by=member.user)
    make.response(survey=survey)
    make.response(survey=survey, is_synthetic=True)
    fold(survey.pk)

    real, synthetic = (
        page_of(client, survey, q).context for q in ("", "?answers=synthetic")
    )

    assert (real["opened"], synthetic["opened"]) == (3, 40)
    assert [(str(row), counts) for row, counts in synthetic["links"]] == [
        ("Flyer", made_up)
    ]
    assert {counts["openings"] for _row, counts in real["links"]} == {0, 3}
