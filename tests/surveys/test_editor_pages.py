import pytest
from django.urls import reverse

from feedback.surveys.markers import question_marker, survey_marker
from feedback.surveys.models import Survey
from studies.wording.models import Override
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(client):
    member = make.member()
    client.force_login(member.user)
    return member


def survey_of(member, **fields):
    return make.survey(activity=make.activity(agency=member.agency), **fields)


def url(name, *args):
    return reverse(f"survey-{name}", args=args)


def question_data(question=None, **fields):
    data = {"label": "Did you?", "kind": "one_choice", "choices": "Yes\nNo"}
    if question:
        present = list(question.choices.current())
        data["marker"] = question_marker(question, present)
    return data | fields


def test_the_editor_shows_each_question_with_its_rule_in_words(client, dana):
    survey = survey_of(dana)
    make.question(survey=survey, choices=["Yes", "No"], label="Did you get it?")
    make.question(survey=survey, show_when={"any": [["q1", ["c1", "c2"]]]})

    page = client.get(url("edit", survey.pk)).content.decode()

    assert "Did you get it?" in page
    assert "Show this when “Did you get it?” is “Yes” or “No”." in page


def test_the_editor_costs_the_same_for_few_and_many_questions(
    client, dana, django_assert_num_queries
):
    survey = survey_of(dana, languages=["es"])
    counted = []
    for _ in range(2):
        for _ in range(3):
            make.question(survey=survey, choices=["Yes", "No"])
        client.get(url("edit", survey.pk))
        with django_assert_num_queries(22):
            counted.append(client.get(url("edit", survey.pk)).status_code)

    assert counted == [200, 200]


def test_a_question_is_added_and_the_keyboard_returns_to_the_form(client, dana):
    survey = survey_of(dana)

    response = client.post(url("question-add", survey.pk), question_data())

    assert response.url == url("edit", survey.pk) + "#add"
    question = survey.questions.get()
    assert (question.key, question.kind) == ("did_you", "one_choice")
    assert [c.code for c in question.choices.all()] == ["yes", "no"]


def test_a_question_that_is_refused_keeps_what_was_typed(client, dana):
    survey = survey_of(dana)
    data = question_data(choices="Yes\nyes", label="A long question?")

    page = client.post(url("question-add", survey.pk), data).content.decode()

    assert "A long question?" in page
    assert "“yes” is there twice." in page
    assert survey.questions.count() == 0


def test_a_choice_past_its_length_is_refused_with_its_beginning(client, dana):
    survey = survey_of(dana)
    data = question_data(choices="Yes\n" + "x" * 401)

    page = client.post(url("question-add", survey.pk), data).content.decode()

    assert "is too long. Use 400 characters or fewer for a choice." in page


def test_five_thousand_choices_are_pasted_in_one_go(client, dana):
    survey = survey_of(dana)
    data = question_data(choices="\n".join(f"Office {n}" for n in range(5000)))

    response = client.post(url("question-add", survey.pk), data)

    assert response.status_code == 302
    assert survey.questions.get().choices.count() == 5000


def test_flags_and_rule_of_a_question_are_saved(client, dana):
    survey = survey_of(dana)
    make.question(survey=survey, choices=["Yes", "No"])
    question = make.question(survey=survey, choices=["A", "B"], kind="several_choices")
    data = question_data(
        question,
        kind="several_choices",
        choices="A\nB\nNone of these",
        exclusive=["c2"],
        show_when=["q1:c2"],
        required="on",
    )

    response = client.post(url("question", survey.pk, question.pk), data)

    question.refresh_from_db()
    assert response.url == url("edit", survey.pk) + f"#change-{question.pk}"
    assert (question.required, question.show_when) == (
        True,
        {"op": "one_of", "question": "q1", "choices": ["c2"]},
    )
    flags = question.choices.values_list("label", "exclusive")
    assert list(flags) == [("A", False), ("B", True), ("None of these", True)]


def test_no_tick_means_that_everybody_sees_it(client, dana):
    survey = survey_of(dana)
    make.question(survey=survey, choices=["Yes", "No"])
    question = make.question(survey=survey, show_when={"any": [["q1", ["c1"]]]})
    data = question_data(question, kind="short_text", choices="")

    client.post(url("question", survey.pk, question.pk), data)

    question.refresh_from_db()
    assert question.show_when is None


def test_a_second_designer_sees_both_texts_and_can_save_over(client, dana):
    survey = survey_of(dana)
    question = make.question(survey=survey, choices=["Yes", "No"], label="First?")
    data = question_data(question, label="Mine?")
    survey.questions.filter(pk=question.pk).update(label="Theirs?")
    address = url("question", survey.pk, question.pk)

    clash = client.post(address, data)
    marker = clash.context["question_form"].data["marker"]
    page = clash.content.decode()
    saved = client.post(address, data | {"marker": marker})

    assert "Theirs?" in page
    assert "Mine?" in page
    assert "Keep theirs" in page
    assert saved.status_code == 302
    question.refresh_from_db()
    assert question.label == "Mine?"


def test_the_details_are_saved(client, dana):
    survey = survey_of(dana)
    data = {
        "title": "New title",
        "purpose": "One.\r\n\r\nTwo.",
        "layout": "few_pages",
        "legal": "Control number 0000-0000",
        "kept": "confidential",
        "closes_at": "2040-05-01T12:00",
        "marker": survey_marker(survey),
    }

    response = client.post(url("details", survey.pk), data)

    saved = Survey.objects.select_related("activity").get(pk=survey.pk)
    assert response.status_code == 302
    assert (saved.title, saved.purpose) == ("New title", "One.\n\nTwo.")
    assert saved.legal == "Control number 0000-0000"
    assert (saved.activity.anonymous, saved.activity.closes_at.year) == (False, 2040)
    assert not saved.shows_answers  # a browser sends nothing for a box without a tick


def test_moving_puts_the_keyboard_on_the_same_button(client, dana):
    survey = survey_of(dana)
    first, second = (make.question(survey=survey) for _ in range(2))

    response = client.post(url("question-move", survey.pk, second.pk), {"to": "up"})

    assert response.url.startswith(url("edit", survey.pk) + "?moved=")
    assert response.url.endswith(f"#up-{second.pk}")
    assert list(survey.questions.all()) == [second, first]


def test_a_question_put_away_can_be_brought_back_at_once(client, dana):
    survey = survey_of(dana)
    question = make.question(survey=survey, label="Gone?")

    away = client.post(url("question-archive", survey.pk, question.pk), follow=True)
    client.post(url("question-restore", survey.pk, question.pk))

    assert "“Gone?” is archived." in away.content.decode()
    assert list(survey.questions.current()) == [question]


def test_one_click_puts_the_plain_word_in(client, dana):
    survey = survey_of(dana)
    question = make.question(survey=survey, label="Did you utilize the form in May?")
    page = client.get(url("edit", survey.pk))
    [shown] = page.context["draft"].cards[0].findings

    client.post(url("finding", survey.pk), {"fix": "1", "key": shown.key})

    question.refresh_from_db()
    assert question.label == "Did you use the form in May?"


def test_words_left_as_they_are_need_a_reason_and_are_not_found_again(client, dana):
    survey = survey_of(dana)
    make.question(survey=survey, label="Did you utilize the form in May?")
    address = url("edit", survey.pk)
    [shown] = client.get(address).context["draft"].cards[0].findings

    without = client.post(url("finding", survey.pk), {"key": shown.key}, follow=True)
    client.post(url("finding", survey.pk), {"reason": "A name", "key": shown.key})
    report = client.get(address).context["draft"].report

    assert "Write why these words stay." in without.content.decode()
    assert Override.objects.get().reason == "A name"
    assert ([len(report.found), len(report.let_stand)]) == [0, 1]


def test_a_finding_of_a_text_that_has_changed_does_nothing(client, dana):
    survey = survey_of(dana)
    question = make.question(survey=survey, label="Did you utilize the form in May?")
    [shown] = client.get(url("edit", survey.pk)).context["draft"].cards[0].findings
    survey.questions.filter(pk=question.pk).update(label="Did we utilize it in May?")

    page = client.post(
        url("finding", survey.pk), {"fix": "1", "key": shown.key}, follow=True
    ).content.decode()

    assert "Nothing was changed." in page


def test_a_question_that_asks_two_things_becomes_two(client, dana):
    survey = survey_of(dana)
    make.question(
        survey=survey,
        label="How easy and clear was the letter?",
        choices=["Easy", "Hard"],
        kind="scale",
    )
    last = make.question(survey=survey, label="Why?")
    shown = client.get(url("edit", survey.pk)).context["draft"].cards[0].findings[0]

    client.post(url("finding", survey.pk), {"fix": "1", "key": shown.key})

    rows = list(survey.questions.current())
    assert [row.label for row in rows] == [
        "How easy was the letter?",
        "How clear was the letter?",
        "Why?",
    ]
    assert [row.choices.count() for row in rows] == [2, 2, 0]
    assert rows[2] == last


def test_a_fixed_wording_is_replaced_and_not_edited(client, dana):
    survey = survey_of(dana)
    question = make.question(survey=survey, locked=True, label="As agreed?")

    response = client.post(url("question-replace", survey.pk, question.pk))

    own = survey.questions.current().get()
    assert response.url == url("question", survey.pk, own.pk)
    assert (own.label, own.locked) == ("As agreed?", False)


def test_a_viewer_reads_the_draft_and_finds_nothing_to_press(client):
    member = make.member(role="viewer")
    client.force_login(member.user)
    survey = survey_of(member)
    question = make.question(survey=survey, label="Did you utilize it in May?")

    page = client.get(url("edit", survey.pk))
    writes = [
        client.post(url("question-add", survey.pk), question_data()),
        client.get(url("question", survey.pk, question.pk)),
        client.post(url("language", survey.pk), {"language": "es"}),
        client.post(url("publish", survey.pk)),
    ]

    assert 'method="post"' not in page.content.decode().split('class="cx-editor"')[1]
    assert [response.status_code for response in writes] == [403] * 4


def test_a_question_of_another_survey_is_not_found(client, dana):
    survey, other = survey_of(dana), survey_of(dana)
    question = make.question(survey=other)

    response = client.post(url("question-archive", survey.pk, question.pk))

    assert response.status_code == 404
