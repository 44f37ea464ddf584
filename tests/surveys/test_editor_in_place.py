"""What the script on the editor's page gets: only the pieces that an act changed."""

import pytest

from feedback.surveys.models import Question
from tests import make
from tests.surveys.pieces import IN_PLACE, pieces, typed, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(dana):
    return make.survey(activity=make.activity(agency=dana.agency))


def test_an_opened_card_comes_alone_with_the_keyboard_in_its_first_field(
    client, survey
):
    first, second = (make.question(survey=survey) for _ in range(2))

    response = client.get(url("question", survey.pk, first.pk), headers=IN_PLACE)

    got = pieces(response)
    assert got["lines"] == [f"question-{first.pk}"]
    assert got["focus"] == f"q{first.pk}-label"
    assert got["order"].split() == [f"question-{row.pk}" for row in (first, second)]
    assert f'id="q{first.pk}-label"' in response.content.decode()
    assert "X-In-Place" in response["Vary"]


def test_a_saved_card_comes_back_closed_and_is_said(client, survey):
    first, _second = (make.question(survey=survey) for _ in range(2))
    address = url("question", survey.pk, first.pk)

    response = client.post(address, typed(first, label="New?"), headers=IN_PLACE)

    got = pieces(response)
    assert got["lines"] == [f"question-{first.pk}"]
    assert (got["focus"], got["said"]) == (f"change-{first.pk}", "Saved in the draft.")
    first.refresh_from_db()
    assert first.label == "New?"


def test_a_card_whose_sentence_names_the_changed_words_comes_along(client, survey):
    first = make.question(survey=survey, choices=["Yes", "No"], label="Old?")
    rule = {"op": "one_of", "question": first.key, "choices": ["c1"]}
    asking = make.question(survey=survey, show_when=rule)
    make.question(survey=survey)
    address = url("question", survey.pk, first.pk)
    data = typed(first, label="New?", choices="Yes\nNo")

    response = client.post(address, data, headers=IN_PLACE)

    lines = pieces(response)["lines"]
    assert lines == [f"question-{row.pk}" for row in (first, asking)]
    assert "“New?”" in response.content.decode()


def test_a_refused_card_stays_open_with_what_was_typed(client, survey):
    question = make.question(survey=survey)
    address = url("question", survey.pk, question.pk)

    response = client.post(
        address, typed(question, label="", hint="Kept"), headers=IN_PLACE
    )

    assert pieces(response)["focus"] == "errors"
    assert "Kept" in response.content.decode()


def test_a_card_closes_without_saving(client, survey):
    question = make.question(survey=survey, label="As it was?")
    address = url("question-card", survey.pk, question.pk)

    got = client.get(address, headers=IN_PLACE)
    without = client.get(address)

    assert pieces(got)["lines"] == [f"question-{question.pk}"]
    assert "As it was?" in got.content.decode()
    assert without.url == url("edit", survey.pk) + f"#question-{question.pk}"


def test_a_move_sends_the_cards_whose_numbers_changed(client, survey):
    rows = [make.question(survey=survey) for _ in range(4)]
    address = url("question-move", survey.pk, rows[2].pk)

    response = client.post(address, {"to": "up"}, headers=IN_PLACE)

    got = pieces(response)
    order = [rows[0], rows[2], rows[1], rows[3]]
    assert got["order"].split() == [f"question-{row.pk}" for row in order]
    assert got["lines"] == [f"question-{rows[n].pk}" for n in (2, 1)]
    assert (got["focus"], got["said"]) == (
        f"up-{rows[2].pk}",
        "Now question 2 of 4. You can undo it.",
    )


def test_a_menu_moves_a_question_anywhere(client, survey):
    rows = [make.question(survey=survey, label=label) for label in "ABC"]
    section = make.section(survey=survey, title="Second part")
    address = url("question-move", survey.pk, rows[0].pk)

    menu = client.get(address, headers=IN_PLACE)
    client.post(address, {"after": str(rows[2].pk)}, headers=IN_PLACE)
    last = list(survey.questions.values_list("label", flat=True))
    client.post(address, {"after": f"s{section.pk}"})
    rows[0].refresh_from_db()

    assert "First in “Second part”" in menu.content.decode()
    assert pieces(menu)["focus"] == f"after-{rows[0].pk}"
    assert last == ["B", "C", "A"]
    assert rows[0].section == section


def test_a_section_stands_above_its_questions_and_an_empty_one_too(client, survey):
    first, second = (make.question(survey=survey) for _ in range(2))
    full, empty = (make.section(survey=survey, title=name) for name in ("X", "Y"))
    Question.objects.filter(pk=second.pk).update(section=full)

    page = client.get(url("edit", survey.pk)).context["lines"]

    assert [line.id for line in page] == [
        f"question-{first.pk}",
        f"section-{full.pk}",
        f"question-{second.pk}",
        f"section-{empty.pk}",
    ]


def test_archiving_leaves_a_way_back_in_its_place(client, survey):
    first, second, third = (make.question(survey=survey, label=x) for x in "ABC")

    away = client.post(url("question-archive", survey.pk, second.pk), headers=IN_PLACE)
    back = client.post(url("question-restore", survey.pk, second.pk), headers=IN_PLACE)

    ids = [f"question-{row.pk}" for row in (first, second, third)]
    assert pieces(away)["order"].split() == ids
    assert pieces(away)["focus"] == f"undo-{second.pk}"
    assert pieces(away)["said"] == "“B” is archived."
    assert pieces(back)["lines"] == ids[1:]
    assert pieces(back)["focus"] == f"change-{second.pk}"


def test_the_first_question_archived_leaves_its_way_back_first(client, survey):
    first, second = (make.question(survey=survey) for _ in range(2))

    client.post(url("question-archive", survey.pk, first.pk))
    page = client.get(url("edit", survey.pk) + f"?put_away={first.pk}")

    assert [line.id for line in page.context["lines"]] == [
        f"question-{first.pk}",
        f"question-{second.pk}",
    ]
    assert f'id="undo-{first.pk}"' in page.content.decode()


def test_a_copy_comes_with_a_way_to_take_it_back(client, survey):
    question = make.question(survey=survey)
    address = url("question-copy", survey.pk, question.pk)

    without = client.post(address)
    in_place = client.post(address, headers=IN_PLACE)

    copies = list(survey.questions.exclude(pk=question.pk).order_by("pk"))
    assert without.url.endswith(f"?copied={copies[0].pk}#change-{copies[0].pk}")
    assert pieces(in_place)["focus"] == f"change-{copies[1].pk}"
    assert "This is the copy." in in_place.content.decode()
    assert "This is the copy." in client.get(without.url).content.decode()


def test_a_new_question_is_picked_by_kind_and_written_where_it_was_asked_for(
    client, survey
):
    first, last = (make.question(survey=survey) for _ in range(2))
    address = url("question-add", survey.pk)

    menu = client.get(f"{address}?after={first.pk}", headers=IN_PLACE)
    form = client.get(f"{address}?after={first.pk}&kind=long_text", headers=IN_PLACE)
    data = {"after": first.pk, "label": "Between?", "kind": "long_text"}
    added = client.post(address, data, headers=IN_PLACE)

    new = survey.questions.get(label="Between?")
    assert "People tell something in their own words." in menu.content.decode()
    assert pieces(menu)["order"].split()[1] == "new"
    assert pieces(form)["focus"] == "new-label"
    assert form.context["question_form"]["kind"].value() == "long_text"
    assert pieces(added)["focus"] == f"change-{new.pk}"
    assert pieces(added)["lines"] == [f"question-{row.pk}" for row in (new, last)]


def test_the_menu_says_what_each_kind_is_for_without_a_script(client, survey):
    page = client.get(url("question-add", survey.pk)).content.decode()

    assert "How do people answer?" in page
    assert page.count("?after=0&amp;kind=") == 15


def test_a_fixed_wording_is_replaced_and_opened_in_its_place(client, survey):
    fixed = make.question(survey=survey, locked=True, label="As agreed?")

    address = url("question-replace", survey.pk, fixed.pk)
    got = pieces(client.post(address, headers=IN_PLACE))

    own = survey.questions.current().get()
    assert got["order"].split() == [f"question-{own.pk}"]
    assert got["focus"] == f"q{own.pk}-label"


def test_a_finding_is_settled_without_the_rest_of_the_list(client, survey):
    asked = make.question(survey=survey, label="Did you utilize the form in May?")
    make.question(survey=survey)
    [shown] = (
        client.get(url("edit", survey.pk)).context["draft"].found_by_question[asked.pk]
    )

    data = {"key": shown.key, "fix": "1"}
    got = client.post(url("finding", survey.pk), data, headers=IN_PLACE)

    assert pieces(got)["lines"] == [f"question-{asked.pk}"]
    assert "Did you use the form in May?" in got.content.decode()


def test_a_rule_that_stopped_failing_is_sent_anew(client, survey):
    asked = make.question(survey=survey, choices=["Yes", "No"])
    rule = {"op": "one_of", "question": asked.key, "choices": ["c1"]}
    asking = make.question(survey=survey, show_when=rule)
    make.question(survey=survey)
    address = url("question-archive", survey.pk, asked.pk)

    broken = client.post(address, headers=IN_PLACE)
    headers = {"X-In-Place": f"question-{asking.pk}"}
    address = url("question-restore", survey.pk, asked.pk)
    mended = client.post(address, headers=headers)

    assert "data-fault" in broken.content.decode()
    assert f"question-{asking.pk}" in pieces(mended)["lines"]
    assert "data-fault" not in mended.content.decode()
