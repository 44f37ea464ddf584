"""Two designers save one question: both texts are shown, and one stays by choice."""

import pytest
from django.urls import reverse

from feedback.surveys import questions
from feedback.surveys.choices import guessed
from feedback.surveys.questions import QuestionDraft, as_written
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(client):
    member = make.member()
    client.force_login(member.user)
    return member


@pytest.fixture
def question(dana):
    survey = make.survey(activity=make.activity(agency=dana.agency))
    make.question(survey=survey, choices=["Yes", "No"], label="First?")
    draft = QuestionDraft(
        kind="several_choices",
        label="Which ones?",
        hint="Pick all.",
        choices=tuple(guessed(label, "several_choices") for label in ("A", "B")),
    )
    return questions.add_question(survey.pk, draft, by=dana.user)


def address(question):
    return reverse("survey-question", args=[question.survey_id, question.pk])


def opened(client, question, **changes) -> dict:
    """What a browser sends of the opened question, with what somebody typed."""
    context = client.get(address(question)).context
    form = context["question_form"]
    data = {"seen": context["part"].holds["seen"], "marker": form["marker"].value()}
    for name in form.fields:
        value = form[name].value()
        if name != "marker" and value not in (None, False):
            data[name] = "on" if value is True else value
    return data | changes


def theirs(question, **changes) -> None:
    """Somebody else saves in the meantime."""
    present = list(question.choices.current())
    written = as_written(question, present)
    draft = QuestionDraft(**{**vars(written), **changes})
    marker = questions.question_marker(question, present)
    questions.edit_question(question.pk, draft, marker=marker, by=make.user())


def shown(response) -> dict:
    found = response.context["part"].holds["clashes"]
    return {one.name: (one.mine, one.theirs, one.keep) for one in found}


def test_only_texts_that_differ_are_asked_about_and_mine_stays_first(client, question):
    data = opened(client, question, label="Mine?")
    theirs(question, label="Theirs?")

    response = client.post(address(question), data)

    assert shown(response) == {"label": (["Mine?"], ["Theirs?"], "mine")}
    question.refresh_from_db()
    assert question.label == "Theirs?"


def test_what_only_they_changed_is_theirs_and_what_only_i_changed_is_mine(
    client, question
):
    data = opened(client, question, label="Mine?")
    theirs(question, hint="Their hint")

    response = client.post(address(question), data)

    assert shown(response) == {"hint": (["Pick all."], ["Their hint"], "theirs")}


@pytest.mark.parametrize(
    ("label", "hint", "kept"),
    [
        ("mine", "theirs", ("Mine?", "Their hint")),
        ("theirs", "mine", ("Theirs?", "My hint")),
        ("mine", "mine", ("Mine?", "My hint")),
    ],
)
def test_each_text_stays_as_it_was_picked(client, question, label, hint, kept):
    data = opened(client, question, label="Mine?", hint="My hint")
    theirs(question, label="Theirs?", hint="Their hint")
    clash = client.post(address(question), data)
    holds, form = clash.context["part"].holds, clash.context["question_form"]
    again = data | {"seen": holds["seen"], "marker": form["marker"].value()}

    picked = {"keep-label": label, "keep-hint": hint}
    response = client.post(address(question), again | picked)

    question.refresh_from_db()
    assert response.status_code == 302
    assert (question.label, question.hint) == kept


def test_choices_and_what_they_do_are_kept_together(client, question):
    data = opened(client, question, choices="A\nB\nMine")
    others = [guessed(label, "several_choices") for label in ("A", "None of these")]
    theirs(question, choices=tuple(others))
    clash = client.post(address(question), data)

    assert shown(clash) == {
        "choices": (
            ["A", "B", "Mine"],
            ["A", "None of these", "None of these: stands alone"],
            "mine",
        )
    }

    holds, form = clash.context["part"].holds, clash.context["question_form"]
    again = data | {"seen": holds["seen"], "marker": form["marker"].value()}
    client.post(address(question), again | {"keep-choices": "theirs"})

    flags = question.choices.current().values_list("label", "exclusive")
    assert list(flags) == [("A", False), ("None of these", True)]


def test_somebody_saving_once_more_is_shown_before_anything_is_dropped(
    client, question
):
    data = opened(client, question, label="Mine?")
    theirs(question, label="Theirs?")
    clash = client.post(address(question), data)
    holds, form = clash.context["part"].holds, clash.context["question_form"]
    again = data | {"seen": holds["seen"], "marker": form["marker"].value()}
    question.refresh_from_db()
    theirs(question, label="Once more?")

    second = client.post(address(question), again | {"keep-label": "theirs"})

    assert shown(second) == {"label": (["Mine?"], ["Once more?"], "mine")}


def test_the_page_names_who_saved_and_what_both_wrote(client, question):
    data = opened(client, question, label="Mine?")
    theirs(question, label="Theirs?")
    who = question.history.first().history_user

    page = client.post(address(question), data).content.decode()

    assert f"{who} saved this question while you were writing" in page
    assert page.count("Mine?") == 2  # beside theirs, and in the field
    assert "Keep theirs" in page


def test_broken_marks_lose_nothing(client, question):
    data = opened(client, question, label="Mine?", seen="not json")
    theirs(question, hint="Their hint")

    response = client.post(address(question), data)

    assert shown(response)["label"] == (["Mine?"], ["Which ones?"], "mine")
    assert shown(response)["hint"] == (["Pick all."], ["Their hint"], "mine")


def test_a_fault_of_ones_own_in_between_changes_nothing_about_the_clash(
    client, question
):
    data = opened(client, question, label="", hint="My hint")
    refused = client.post(address(question), data)
    data |= {"seen": refused.context["part"].holds["seen"], "label": "Which ones?"}
    theirs(question, label="Theirs?")

    response = client.post(address(question), data)

    assert shown(response) == {"label": (["Which ones?"], ["Theirs?"], "theirs")}
