import pytest

from feedback.paper.blocks import Box
from feedback.surveys import publishing
from feedback.surveys.models import Survey
from studies.people import consenting
from studies.people.models import ConsentText
from tests import make
from tests.paper.forms import blocks_of, every_kind, sheet_of

pytestmark = pytest.mark.django_db


def test_each_kind_has_room_for_its_answer():
    blocks = blocks_of(every_kind())

    assert [(one.number, one.shape, one.how) for one in blocks.values()] == [
        (1, "choices", "Tick one."),
        (2, "several", "Tick all that fit."),
        (3, "choices", "Tick one."),
        (4, "row", "Tick one."),
        (5, "grid", "Tick one in each line."),
        (6, "line", ""),
        (7, "lines", ""),
        (8, "line", ""),
        (9, "boxes", "Write one digit in each box."),
        (10, "boxes", "Write one digit in each box."),
        (11, "line", ""),
        (12, "several", "Tick the box if you agree."),
        (0, "words", ""),
    ]


def test_codes_stand_beside_the_choices():
    blocks = blocks_of(every_kind())

    assert blocks["q2"].boxes == (
        Box("c1", "Hard words"),
        Box("c2", "Something else", write=True),
        Box("c3", "Nothing", alone="tick nothing else with this"),
    )
    assert blocks["q5"].rows == (("r1", "The words"), ("r2", "The size"))


def test_a_way_out_of_a_line_is_a_box_of_its_own():
    block = blocks_of(every_kind())["q8"]

    assert (block.boxes, block.ways) == (
        (),
        (Box("_declined", "I would rather not say"),),
    )


def test_a_date_has_boxes_in_the_order_of_its_readers():
    cells = blocks_of(every_kind())["q9"].cells

    assert cells == (("Month", 2), ("Day", 2), ("Year", 4))


def test_a_value_from_the_link_is_not_on_paper():
    assert "q14" not in blocks_of(every_kind())


def test_the_first_page_says_why_what_is_kept_and_how_to_fill_it_in():
    survey = make.survey(purpose="We want to write better letters.")
    make.question(survey=survey)

    opening = sheet_of(Survey.objects.get(pk=survey.pk)).opening

    assert opening[0] == "We want to write better letters."
    assert opening[1] == "This one question takes about a minute."
    assert opening[2].startswith("You choose. Skip any question")
    assert "your language, and that you answered on paper." in opening[3]
    assert "We erase them 12 months after" in opening[3]
    assert opening[4].startswith("Nothing on this paper says who you are.")


def test_a_form_that_asks_for_a_phone_number_does_not_say_that_nobody_is_known():
    opening = sheet_of(every_kind()).opening

    assert not any("Nothing on this paper" in words for words in opening)


def test_the_last_page_says_where_to_bring_it_and_whom_to_call():
    agency = make.agency(contact_phone="555-0142", contact_hours="9 to 5")
    survey = make.survey(activity=make.activity(agency=agency), thanks="Well done.")

    closing = sheet_of(survey).closing

    assert closing == (
        "Well done.",
        "Give this form back to the person or the place that you got it from.",
        "Questions, or want to answer by phone? Call 555-0142 (9 to 5).",
    )


def test_only_where_something_must_be_answered_the_rest_says_optional():
    survey = make.survey()
    make.question(survey=survey, required=True)
    make.question(survey=survey)

    blocks = blocks_of(survey)

    assert [one.optional for one in blocks.values()] == ["", "optional"]


def test_a_draft_says_so_and_a_version_names_itself():
    survey = make.published_survey()
    version = survey.versions.get()

    draft = sheet_of(survey)
    published = sheet_of(survey, version="1")

    assert draft.draft == "Draft: not for use"
    assert published.draft == ""
    assert published.edition.startswith("Version 1, ")
    assert published.name == f"{survey.pk}-1-en-{version.content_hash[:6]}"


def test_a_form_shows_its_own_version_whatever_became_of_the_draft():
    survey = make.published_survey()
    survey.questions.filter(key="q1").update(label="Reworded?")
    publishing.publish(survey.pk, by=make.user(), reason="Clearer.")

    labels = [
        sheet_of(survey, version=number).blocks[0].label for number in ("1", "2", "")
    ]

    assert labels == ["Question 1?", "Reworded?", "Reworded?"]


def test_a_section_has_a_title_and_its_questions_stand_below_it():
    survey = make.survey()
    make.question(survey=survey)
    section = make.section(survey=survey, title="The letter", text="Think of it.")
    make.question(survey=survey, section=section)

    blocks = sheet_of(survey).blocks

    assert [(one.what, one.level, one.label, one.hint) for one in blocks] == [
        ("question", 2, "Question 1?", ""),
        ("section", 2, "The letter", "Think of it."),
        ("question", 3, "Question 2?", ""),
    ]


def test_an_earlier_answer_in_a_text_is_named_by_its_question():
    survey = make.survey()
    make.question(survey=survey, key="town")
    make.question(survey=survey, label="Why {{town}}?", hint="In {{town|your town}}.")

    block = blocks_of(survey)["q2"]

    assert (block.label, block.hint) == (
        "Why (your answer to question 1)?",
        "In your town.",
    )


def test_what_people_agree_to_comes_first_with_a_box_for_each_purpose():
    survey = every_kind(activity=make.activity(round=make.round_()))
    before = sheet_of(survey).blocks
    study = survey.activity.round.study
    make.consent(study=study, share="You may share them.", ask_again="Ask me again.")

    words, boxes, *others = sheet_of(survey).blocks

    assert (words.label, words.hint, words.note) == (
        "What you agree to",
        "When you give this form back, you agree to take part: We read your answers.",
        "Consent text, version 1",
    )
    assert (boxes.key, boxes.number, boxes.boxes) == (
        "_consent",
        0,
        (Box("quote", "You may show my words."), Box("share", "You may share them.")),
    )
    assert tuple(others) == before


def test_the_form_names_the_version_of_what_people_agree_to():
    survey = every_kind(activity=make.activity(round=make.round_()))
    bare = sheet_of(survey).name
    study = survey.activity.round.study
    make.consent(study=study)
    first = sheet_of(survey).name

    text = ConsentText.objects.get()
    consenting.write(
        text.pk, text.sentences | {"share": "More."}, marker=text.marker, by=make.user()
    )
    consenting.publish(text.pk, by=make.user(), reason="More is asked for.")

    assert (first, sheet_of(survey).name) == (f"{bare}-c1", f"{bare}-c2")
    assert sheet_of(survey).blocks[0].note == "Consent text, version 2"


def test_taking_part_alone_asks_for_no_box():
    survey = every_kind(activity=make.activity(round=make.round_()))
    make.consent(study=survey.activity.round.study, quote="")

    assert [one.key for one in sheet_of(survey).blocks][:2] == ["", "q1"]
