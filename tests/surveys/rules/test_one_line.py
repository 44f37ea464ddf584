"""Rules about one line of a question with several, from the menus to the page."""

import pytest
from django.urls import reverse

from feedback.answering.models import SurveyResponse
from feedback.surveys.checklist.rules import rule_findings
from feedback.surveys.models import Row
from feedback.surveys.rules import program, trees
from feedback.surveys.rules.evaluating import claim, reading
from feedback.surveys.rules.sentences import Sayer
from feedback.surveys.rules.ticks import as_ticks
from feedback.surveys.texts import draft_questions, keyed_texts
from studies.planning.models import Study
from tests import make
from tests.answering.person import Person
from tests.answering.surveys import publish
from tests.paper.forms import blocks_of

pytestmark = pytest.mark.django_db
STAFF = {"op": "is", "question": "q1", "choice": "c1", "line": "staff"}
FORMS = STAFF | {"line": "forms"}


@pytest.fixture
def dana(client):
    member = make.member()
    client.force_login(member.user)
    return member


@pytest.fixture
def survey(dana):
    study = make.study(state=Study.State.RUNNING, agency=dana.agency)
    activity = make.activity(agency=dana.agency, round=make.round_(study=study))
    survey = make.survey(activity=activity)
    matrix = make.question(
        survey=survey,
        kind="matrix",
        label="How good were these?",
        choices=["Bad", "Good"],
    )
    for code, label in (("staff", "The staff"), ("forms", "The forms")):
        Row.objects.create(question=matrix, code=code, label=label)
    make.question(survey=survey, label="What was bad?")
    return survey


def showing(survey, tree):
    survey.questions.filter(key="q2").update(show_when=tree)
    return survey


def findings(survey):
    questions = draft_questions(survey)
    named = list(keyed_texts(survey, questions))
    return [f.code for f in rule_findings(survey, questions, named)]


def holds(tree, answer):
    return claim(trees.condition(tree))({"q1": answer})


def test_a_line_is_asked_as_a_question_by_itself():
    answers = [{"rows": {"staff": "c1"}}, {"rows": {"forms": "c1"}}, {}]
    declined = {"code": "_declined"}
    empty = {"op": "empty", "question": "q1", "line": "staff"}
    other = STAFF | {"op": "is_not"}

    assert [holds(STAFF, each) for each in answers] == [True, False, False]
    assert [holds(empty, each) for each in answers] == [False, True, True]
    assert [holds(other, each) for each in answers] == [False, False, False]
    assert holds(other, {"rows": {"staff": "c2"}})
    assert [holds(tree, declined) for tree in (STAFF, empty, other)] == [False] * 3


def test_a_line_with_numbered_choices_is_a_number():
    points = trees.value({"op": "answer", "question": "q1", "line": "staff"})

    assert reading(points)({"q1": {"rows": {"staff": "4"}}}) == 4
    assert reading(points)({"q1": {"rows": {"forms": "4"}}}) is None


@pytest.mark.parametrize(
    "tree",
    [
        STAFF | {"line": ""},
        STAFF | {"line": 3},
        {"op": "declined", "question": "q1", "line": "staff"},
        {"op": "contains", "question": "q1", "text": "x", "line": "staff"},
    ],
)
def test_a_line_stands_only_where_one_can_be_asked(tree):
    with pytest.raises(trees.BadTree):
        trees.condition(tree)


def test_a_line_is_chosen_in_the_menus_and_read_as_a_sentence(client, survey):
    question = survey.questions.get(key="q2")
    address = reverse("survey-rule", args=[survey.pk, "show", question.pk])
    begun = client.get(address).content.decode()
    marker = begun.split('name="marker" value="')[1].split('"')[0]
    data = {"rows": "1", "join": "all", "c0-subject": "q1:staff", "c0-compare": "is"}

    asked = client.post(address, data).content.decode()
    saved = client.post(
        address, data | {"c0-code": "c1", "save": "1", "marker": marker}
    )
    again = client.get(address).content.decode()

    assert 'value="q1:staff">1. The staff — How good were these?</option>' in begun
    assert 'name="c0-code" value="c2"' in asked
    assert saved.status_code == 302
    question.refresh_from_db()
    assert question.show_when == STAFF
    said = "Show this when “The staff” in “How good were these?” is “Bad”."
    assert said in again
    assert 'value="q1:staff" selected' in again
    assert as_ticks(STAFF) is None


@pytest.mark.parametrize("subject", ["q1:gone", "q2:staff", "q9:staff"])
def test_a_line_that_is_not_there_is_not_taken_from_the_menus(client, survey, subject):
    question = survey.questions.get(key="q2")
    address = reverse("survey-rule", args=[survey.pk, "show", question.pk])
    data = {"rows": "1", "c0-subject": subject, "c0-compare": "is", "c0-code": "c1"}

    page = client.post(address, data | {"save": "1"}).content.decode()

    assert "Choose a question." in page


def test_lines_with_numbered_choices_are_added_up(client, survey):
    survey.questions.get(key="q1").choices.filter(code="c1").update(code="1")
    survey.questions.get(key="q1").choices.filter(code="c2").update(code="2")
    address = reverse("survey-rule-new", args=[survey.pk, "value"])
    sums = ["q1:staff", "q1:forms"]

    page = client.get(address).content.decode()
    client.post(address, {"way": "sum", "sum": sums, "name": "points", "save": "1"})

    rule = survey.rules.get()
    assert 'value="q1:staff"> <span dir="auto">1. How good' in page
    assert [part["line"] for part in rule.tree["of"]] == ["staff", "forms"]
    change = reverse("survey-rule", args=[survey.pk, "rule", rule.pk])
    assert 'value="q1:forms" checked' in client.get(change).content.decode()


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        (STAFF, []),
        ({"op": "and", "of": [STAFF, FORMS]}, []),
        ({"op": "and", "of": [STAFF, STAFF | {"choice": "c2"}]}, ["contradiction"]),
        (STAFF | {"line": "gone"}, ["line_gone"]),
        (STAFF | {"choice": "c9"}, ["choice_gone"]),
        ({"op": "empty", "question": "q1", "line": "forms"}, []),
    ],
)
def test_rules_about_lines_are_proved(survey, tree, found):
    assert findings(showing(survey, tree)) == found


def test_where_all_lines_must_be_answered_none_is_ever_empty(survey):
    survey.questions.filter(key="q1").update(required=True)
    empty = {"op": "empty", "question": "q1", "line": "forms"}

    assert findings(showing(survey, empty)) == ["unreachable"]


def test_a_line_said_back_names_one_that_is_there(survey):
    row = survey.questions.get(key="q2")
    for label, found in [
        ("You said {{q1:staff|nothing}}. Why?", []),
        ("You said {{q1:staff}}. Why?", ["missing"]),
        ("You said {{q1:gone|nothing}}. Why?", ["pipe_gone"]),
    ]:
        survey.questions.filter(pk=row.pk).update(label=label)
        assert findings(survey) == found


def test_people_meet_a_rule_about_a_line_and_their_answer_to_it(survey):
    showing(survey, STAFF)
    label = "You said {{q1:staff|nothing}} of the staff. What was bad?"
    survey.questions.filter(key="q2").update(label=label)
    publish(survey)
    person = Person(f"/s/{survey.activity.slug}/").starts()

    person.sends({"q1-staff": "c2", "q1-forms": "c1"})
    assert person.where.endswith("check/")
    person.opens("q/1/").sends({"q1-staff": "c1", "q1-forms": "c2"})

    assert "You said Bad of the staff. What was bad?" in person.text


def test_a_line_left_out_is_asked_for_before_sending(survey):
    """A rule may make lines needed after they were passed."""
    make.question(survey=survey, label="Free?", choices=["Yes", "No"])
    survey.questions.exclude(key="q3").update(position=9)
    yes = {"op": "is", "question": "q3", "choice": "c1"}
    survey.questions.filter(key="q1").update(require_when=yes)
    publish(survey)
    person = Person(f"/s/{survey.activity.slug}/").starts()

    person.sends({"q3": "c2"}).sends({"q1-staff": "c1"})
    person.opens("q/1/").sends({"q3": "c1"}).opens("check/").sends()

    assert "Choose one answer for each line to go on." in person.text
    assert not SurveyResponse.objects.filter(state="submitted").exists()


def test_paper_names_the_line(survey):
    blocks = blocks_of(showing(survey, STAFF))

    assert blocks["q2"].only == (
        "Answer question 2 only when “The staff” in question 1 is “Bad”. "
        "If not, go to the end of this form."
    )


def test_a_published_version_says_the_line_in_its_own_words(survey):
    showing(survey, STAFF)
    publish(survey)
    document = survey.versions.get().document

    said = Sayer.of_document(document, document["texts"]["en"]).show(STAFF)

    assert said == "Show this when “The staff” in “How good were these?” is “Bad”."
    assert program(document).walk({"q1": {"rows": {"staff": "c1"}}}).shown[1:] != []
