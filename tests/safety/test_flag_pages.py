import pytest
from django.urls import reverse

from feedback.safety.models import SafetyFlag
from tests import make

pytestmark = pytest.mark.django_db
LIST = reverse("may-need-help")


@pytest.fixture
def survey():
    row = make.published_survey(activity=make.open_activity())
    row.questions.update(label="What would you change?")
    return row


def enter(client, survey, role="designer"):
    member = make.member(agency=survey.activity.agency, role=role)
    client.force_login(member.user)
    return member


def flag(survey, **fields) -> SafetyFlag:
    key = survey.questions.first().key
    response = make.response(survey=survey)
    values = {"survey": survey, "question_key": key, "response": response.pk}
    return make.safety_flag(**values | fields)


def test_an_open_flag_leads_to_its_answer_and_says_who_looks(client, survey):
    member, row = enter(client, survey), flag(survey)
    study = survey.activity.round.study
    study.safety_owner = member
    study.save()

    page = client.get(LIST).content.decode()

    assert reverse("survey-response", args=[survey.pk, row.response]) in page
    assert f"{member.user} looks at it" in page
    assert "What would you change?" in page


def test_a_study_without_an_owner_asks_for_one_on_the_list_and_the_plan(client, survey):
    enter(client, survey)
    flag(survey)
    plan = reverse("study-plan", args=[survey.activity.round.study.slug])

    assert f"{plan}#id_safety_owner" in client.get(LIST).content.decode()
    assert "Nobody is named yet who looks" in client.get(plan).content.decode()


def test_the_plan_names_an_owner_who_may_read_answers(client, survey):
    member = enter(client, survey)
    viewer = make.member(agency=member.agency, role="viewer")
    study = survey.activity.round.study
    plan = reverse("study-plan", args=[study.slug])
    form = client.get(plan).context["form"]
    assert viewer not in form.fields["safety_owner"].queryset
    said = {name: form[name].value() or "" for name in form.fields}

    client.post(plan, said | {"safety_owner": member.pk})

    study.refresh_from_db()
    assert study.safety_owner == member
    assert "Nobody is named yet who" not in client.get(plan).content.decode()


def test_closing_asks_what_was_done_and_moves_it_to_the_closed_ones(client, survey):
    member, row = enter(client, survey), flag(survey)
    address = reverse("flag-close", args=[row.response])

    refused = client.post(address, {"note": " "}, follow=True).content.decode()
    assert "Not closed yet." in refused
    client.post(address, {"note": "The partner called her."})
    again = client.post(address, {"note": "Twice."}, follow=True).content.decode()

    assert "It was closed before." in again
    assert "Nothing is open." in again
    closed = client.get(LIST + "?closed=1").content.decode()
    assert "The partner called her." in closed
    assert str(member.user) in closed


def test_a_flag_of_a_taken_back_answer_leads_nowhere(client, survey):
    enter(client, survey)
    row = flag(survey, state="taken_back", closed_on="2027-05-01")

    page = client.get(LIST + "?closed=1").content.decode()

    assert "there is nothing left to read" in page
    assert str(row.response) not in page


def test_the_board_counts_open_flags(client, survey):
    enter(client, survey)
    flag(survey)
    flag(survey)
    board = reverse("study-board", args=[survey.activity.round.study.slug])

    page = client.get(board).content.decode()

    assert "Someone may need help:" in page
    assert "2 people" in page


def test_who_may_not_read_answers_sees_neither_count_nor_list(client, survey):
    enter(client, survey, role="viewer")
    flag(survey)
    board = reverse("study-board", args=[survey.activity.round.study.slug])

    assert "Someone may need help:" not in client.get(board).content.decode()
    assert client.get(LIST).status_code == 403


def test_flags_of_another_agency_are_not_there(client, survey):
    member = make.member(role="administrator")
    client.force_login(member.user)
    row = flag(survey)

    page = client.get(LIST).content.decode()

    assert "Nothing is open." in page
    assert client.post(reverse("flag-close", args=[row.response])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_many(
    client, survey, rows, django_assert_max_num_queries
):
    enter(client, survey)
    for _ in range(rows):
        flag(survey)

    with django_assert_max_num_queries(8):
        client.get(LIST)


def test_one_card_stands_for_all_that_one_person_wrote(client, survey):
    member, row = enter(client, survey), flag(survey)
    second = survey.questions.last()
    second.label = "What else?"
    second.save()
    make.safety_flag(survey=survey, response=row.response, question_key=second.key)
    other = flag(survey)

    page = client.get(LIST).content.decode()

    assert page.count('<li class="cx-card cx-stack">') == 2
    assert page.count("What was done</label>") == 2
    assert page.count("What would you change?") == 2
    assert page.count("What else?") == 1
    client.post(reverse("flag-close", args=[row.response]), {"note": "Called."})
    states = {f.state for f in SafetyFlag.objects.filter(response=row.response)}
    assert states == {"closed"}
    assert list(SafetyFlag.objects.open()) == [other]
    closed = client.get(LIST + "?closed=1").content.decode()
    assert closed.count("Called.") == 1
    assert str(member.user) in closed


def test_the_board_counts_people_and_calls_its_owner_from_any_board(client, survey):
    member, row = enter(client, survey), flag(survey)
    make.safety_flag(survey=survey, response=row.response, question_key="other")
    study = survey.activity.round.study
    other = make.study(agency=survey.agency)
    here, there = (reverse("study-board", args=[s.slug]) for s in (study, other))
    assert "waits for you to look" not in client.get(there).content.decode()
    study.safety_owner = member
    study.save()

    pages = [client.get(address).content.decode() for address in (here, there)]

    assert ["1 person waits for you to look" in page for page in pages] == [True, True]
    assert "1 person</a>" in pages[0]
    assert "1 person waits" in client.get(reverse("study-home")).content.decode()


def test_a_note_with_a_sign_that_cannot_be_kept_is_kept_without_it(client, survey):
    enter(client, survey)
    row = flag(survey)

    client.post(reverse("flag-close", args=[row.response]), {"note": "Ca\x00lled."})
    empty = flag(survey)
    client.post(reverse("flag-close", args=[empty.response]), {"note": "\x00"})

    row.refresh_from_db()
    empty.refresh_from_db()
    assert (row.note, row.state, empty.state) == ("Called.", "closed", "open")
