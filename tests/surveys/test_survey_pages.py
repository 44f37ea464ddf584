import pytest
from django.urls import reverse

from feedback.surveys.models import Survey
from feedback.surveys.translation.translating import seen_mark
from studies.planning.models import Activity
from studies.wording.translations import place
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


def new(**fields):
    return {
        "title": "Your letter",
        "kept": "anonymous",
        "source_language": "en",
        "start": "blank",
    } | fields


def test_the_list_shows_answers_and_costs_the_same_for_one_and_three(
    client, dana, django_assert_num_queries
):
    counts = []
    for number in (1, 3):
        while Survey.objects.count() < number:
            activity = make.activity(agency=dana.agency)
            survey = make.published_survey(activity=activity)
            make.response(survey=survey)
        client.get(url("list"))
        with django_assert_num_queries(5):
            page = client.get(url("list"))
        counts.append([row.answers for row in page.context["page"]])

    assert counts == [[1], [1, 1, 1]]


def test_surveys_put_away_have_a_page_of_their_own(client, dana):
    survey = survey_of(dana, title="Old one")
    client.post(url("archive", survey.pk), {"to": "away"})

    current = client.get(url("list")).context["page"].object_list
    away = client.get(url("list") + "?archived=1").context["page"].object_list
    client.post(url("archive", survey.pk), {"to": "back"})

    assert (list(current), list(away)) == ([], [survey])
    assert list(Survey.objects.current()) == [survey]


def test_a_survey_begins_empty_in_the_round_that_was_asked_for(client, dana):
    round_ = make.round_(study=make.study(agency=dana.agency))

    page = client.get(url("new") + f"?round={round_.pk}")
    response = client.post(url("new"), new(round=round_.pk, kept="confidential"))

    survey = Survey.objects.get()
    assert page.context["form"]["round"].value() == round_.pk
    assert response.url == url("edit", survey.pk)
    assert (survey.activity.round, survey.activity.anonymous) == (round_, False)


def test_a_round_of_another_agency_is_not_found(client, dana):
    foreign = make.round_()

    page = client.get(url("new") + f"?round={foreign.pk}")
    client.post(url("new"), new(round=foreign.pk))

    assert page.status_code == 404
    assert Survey.objects.count() == 0


def test_a_survey_needs_a_promise_and_a_title(client, dana):
    page = client.post(url("new"), {"source_language": "en", "start": "blank"})

    assert sorted(page.context["form"].errors) == ["kept", "title"]


def test_a_starter_brings_its_title_and_asks_for_its_words(client, dana):
    make.service(agency=dana.agency, name="Food Help")
    known = client.get(url("new")).context["form"]
    words = {"a11_v2-service": "Food Help", "a11_v2-agency": ""}

    refused = client.post(url("new"), new(title="", start="a11_v2", **words))
    words["a11_v2-agency"] = "the Office"
    client.post(url("new"), new(title="", start="a11_v2", **words))

    assert known["a11_v2-service"].value() == "Food Help"
    assert list(refused.context["form"].errors) == ["a11_v2-agency"]
    survey = Survey.objects.get()
    assert survey.title == "Trust after a service (federal, 1 to 5)"
    assert survey.questions.count() == 4


def test_pasted_text_travels_on_to_the_paste_page(client, dana):
    data = new(start="paste", text="1. Did you get it?\n- Yes\n- No")

    page = client.post(url("new"), data, follow=True)

    [row] = page.context["state"].rows()
    assert (row.question.label, row.choices) == ("Did you get it?", "Yes\nNo")
    assert Survey.objects.get().questions.count() == 0


def paste_data(page, **fields):
    """What a browser would send back from the page of understood questions."""
    data = {"count": len(page.context["state"].rows())}
    for row in page.context["state"].rows():
        data |= {
            f"{row.name}-label": row.question.label,
            f"{row.name}-kind": row.question.kind,
            f"{row.name}-was": row.question.kind,
            f"{row.name}-choices": row.choices,
            f"{row.name}-known": [c.label for c in row.question.choices],
        }
        if row.kept:
            data[f"{row.name}-keep"] = "on"
        for flag, label in row.flags:
            data.setdefault(f"{row.name}-{flag}", []).append(label)
    data["left"] = page.context["state"].leftovers
    return data | fields


TEXT = """1. How easy and clear was the letter in May?
- Very easy
- Very hard

2. What did you send in May? (Choose all that apply)
- The form
- Pay stubs
- None of these
"""


def test_a_fault_is_mended_with_one_click_and_the_rest_is_kept(client, dana):
    survey = survey_of(dana)
    page = client.post(url("paste", survey.pk), {"text": TEXT})
    [(key, fault)] = page.context["state"].rows()[0].faults
    changed = paste_data(page, mend=key) | {"q1-label": "What did you bring in May?"}

    mended = client.post(url("paste", survey.pk), changed)

    labels = [row.question.label for row in mended.context["state"].rows()]
    assert fault.can_mend
    assert labels == [
        "How easy was the letter in May?",
        "How clear was the letter in May?",
        "What did you bring in May?",
    ]


def test_only_kept_questions_are_added_with_kinds_as_changed(client, dana):
    survey = survey_of(dana)
    page = client.post(url("paste", survey.pk), {"text": TEXT})
    data = paste_data(page, add="1")
    del data["q0-keep"]

    response = client.post(url("paste", survey.pk), data)

    question = survey.questions.get()
    assert response.url == url("edit", survey.pk) + f"#question-{question.pk}"
    assert (question.kind, question.label) == (
        "several_choices",
        "What did you send in May?",
    )
    assert list(question.choices.values_list("label", "exclusive")) == [
        ("The form", False),
        ("Pay stubs", False),
        ("None of these", True),
    ]


def test_nothing_is_lost_where_adding_is_refused(client, dana):
    survey = survey_of(dana)
    page = client.post(url("paste", survey.pk), {"text": TEXT})
    data = paste_data(page, add="1") | {"q1-choices": "The form\nthe form"}

    refused = client.post(url("paste", survey.pk), data)

    assert "is there twice" in refused.content.decode()
    assert refused.context["state"].rows()[1].choices == "The form\nthe form"
    assert survey.questions.count() == 0


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 1_000_001])
def test_text_without_a_question_says_so_and_stays(client, dana, text):
    survey = survey_of(dana)

    page = client.post(url("paste", survey.pk), {"text": text})

    assert page.status_code == 200
    assert page.context["error"]
    assert page.context["text"] == text


def test_a_line_without_a_place_can_become_a_question(client, dana):
    survey = survey_of(dana)
    page = client.post(
        url("paste", survey.pk),
        {"text": f"Dear reader, this is what we ask.\n\n{TEXT}"},
    )
    left = page.context["state"].leftovers

    used = client.post(url("paste", survey.pk), paste_data(page, use="0"))

    assert left == ["Dear reader, this is what we ask."]
    rows = used.context["state"].rows()
    assert rows[-1].question.label == "Dear reader, this is what we ask."
    assert used.context["state"].leftovers == []


def test_a_translator_saves_and_marks_texts_as_read_over(client):
    translator = make.member(role="translator")
    client.force_login(translator.user)
    survey = survey_of(translator, languages=["ar"], purpose="", title="Your letter")
    where = place(survey, "title")
    address = url("translate", survey.pk, "ar")

    page = client.get(address).content.decode()
    data = {f"text-{where}": "خطابكم", f"seen-{where}": seen_mark("")}
    response = client.post(address, data | {f"ok-{where}": "on"})
    state = client.get(address).context["state"]

    assert f'name="text-{where}" rows="1"' in page
    assert f'lang="ar" dir="rtl" aria-describedby="source-{where}' in page
    assert response.status_code == 302
    assert (state.is_ready, state.reviewed) == (True, 1)


def test_a_language_that_the_survey_has_not_is_not_found(client, dana):
    survey = survey_of(dana)

    assert client.get(url("translate", survey.pk, "ar")).status_code == 404


def test_somebody_vouches_by_name_on_the_translate_page(client, dana):
    survey = survey_of(dana, languages=["es"])
    address = url("vouch", survey.pk, "es")

    refused = client.post(address, {"name": ""})
    client.post(address, {"name": "Ana Ruiz"})
    state = client.get(url("translate", survey.pk, "es")).context["state"]

    assert refused.context["vouch_form"].errors
    assert state.vouched_by == "Ana Ruiz"


def test_publishing_is_refused_with_reasons_and_one_tap_mends_it(client, dana):
    survey = survey_of(dana, languages=["es"])
    make.question(survey=survey, choices=["Yes", "No"])

    refused = client.post(url("publish", survey.pk), follow=True).content.decode()
    client.post(
        url("language", survey.pk),
        {"language": "es", "move": "later", "back": "publish"},
    )
    page = client.post(url("publish", survey.pk), follow=True).content.decode()

    assert "Not published. Your draft is kept." in refused
    assert "Move Spanish to later" in refused
    assert "Version 1 is published." in page
    assert f"/s/{survey.activity.slug}/" in page


def test_a_published_survey_is_paused_opened_and_closed(client, dana):
    activity = make.activity(agency=dana.agency)
    survey = make.published_survey(activity=activity)
    states = []

    for to in ("pause", "resume", "close", "nonsense"):
        client.post(url("state", survey.pk), {"to": to})
        states.append(Activity.objects.get(pk=activity.pk).state)

    assert states == ["paused", "published", "closed", "closed"]


def test_a_copy_is_made_under_its_own_title(client, dana):
    survey = survey_of(dana)
    make.question(survey=survey)

    response = client.post(url("copy", survey.pk), {"title": "Again"})

    copy = Survey.objects.get(title="Again")
    assert response.url == url("edit", copy.pk)
    assert copy.questions.count() == 1


def test_the_history_says_who_changed_what_and_when(client, dana):
    survey = survey_of(dana)
    client.post(
        url("question-add", survey.pk),
        {"label": "Before?", "kind": "short_text"},
    )
    question = survey.questions.get()
    form = client.get(url("question", survey.pk, question.pk)).context["question_form"]
    data = {"label": "After?", "kind": "short_text", "marker": form["marker"].value()}
    client.post(url("question", survey.pk, question.pk), data)

    newest, first = client.get(url("history", survey.pk)).context["changes"][:2]

    assert (newest.what, newest.verb, newest.by) == (
        "Question: After?",
        "changed",
        dana.user.name,
    )
    [field] = newest.fields
    assert (field.label, field.old, field.new) == ("Question", "Before?", "After?")
    assert (first.what, first.verb) == ("Question: Before?", "added")


def test_the_history_calls_kinds_and_settings_as_the_form_does(client, dana):
    survey = survey_of(dana)
    question = make.question(survey=survey)
    question.kind, question.settings = "scale", {"preset": "stars"}
    question.save()

    fields = client.get(url("history", survey.pk)).context["changes"][0].fields

    assert [(field.old, field.new) for field in fields] == [
        ("short text", "scale"),
        ("–", "Ready scale: Stars, 1 to 5"),
    ]


@pytest.mark.parametrize("name", ["edit", "publish", "history", "preview"])
def test_a_survey_of_a_round_says_so_and_leads_to_its_board(client, dana, name):
    round_ = make.round_(study=make.study(agency=dana.agency))
    activity = make.activity(agency=dana.agency, round=round_)
    survey = make.survey(activity=activity)

    page = client.get(url(name, survey.pk)).content.decode()

    board = reverse("study-board", args=[round_.study.slug])
    assert f'<a class="cx-link" href="{board}">{round_.study.title}</a>' in page


def test_who_may_not_publish_is_not_led_to_the_page_for_it(client):
    viewer = make.member(role="viewer")
    client.force_login(viewer.user)
    survey = survey_of(viewer)

    page = client.get(url("edit", survey.pk)).content.decode()

    assert url("history", survey.pk) in page
    assert url("publish", survey.pk) not in page


@pytest.mark.parametrize(("state", "led"), [("draft", False), ("published", True)])
def test_a_survey_that_is_out_leads_to_its_results(client, dana, state, led):
    survey = make.survey(activity=make.activity(agency=dana.agency, state=state))

    page = client.get(url("edit", survey.pk)).content.decode()

    assert (url("results", survey.pk) in page) is led
