from copy import deepcopy

import pytest

from feedback.surveys.comparing import Level, What, changes, regrade
from feedback.surveys.models.document import in_present_format
from tests.surveys.versions.documents import choice, document, edited, of, question

OLD = document()


def classed(new, old=OLD):
    return [(change.what, change.level, change.key) for change in changes(old, new)]


def changed(key: str, **fields):
    new = deepcopy(OLD)
    of(new, key).update(fields)
    return new


def test_the_same_document_differs_in_nothing():
    assert changes(OLD, deepcopy(OLD)) == []


def test_a_document_of_the_first_format_says_the_same_as_its_present_one():
    rule = {"any": [["heard", ["yes"]]]}
    old = document(question("heard"), question("why", "long_text", (), show_when=rule))
    first = deepcopy(old) | {"format": 1}
    for row in first["questions"]:
        del row["settings"], row["rows"]
    tree = {"op": "one_of", "question": "heard", "choices": ["yes"]}
    of(old, "why")["show_when"] = tree

    assert changes(in_present_format(first), old) == []


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("how was heard for you", Level.COSMETIC),
        ("How was  heard, for you?!", Level.COSMETIC),
        ("How wsa heard for you?", Level.COSMETIC),
        ("How was heard for them?", Level.MEANING),
        ("How was heard not for you?", Level.MEANING),
    ],
)
def test_changed_words_are_cosmetic_only_by_the_measure(text, level):
    assert classed(edited(OLD, heard=text)) == [(What.TEXT, level, "heard")]


def test_a_new_question_is_additive_and_says_where_it_stands():
    new = document(question("heard"), question("extra"), *OLD["questions"][1:])

    [change] = changes(OLD, new)

    assert (change.what, change.level, change.key, change.old) == (
        What.QUESTION_ADDED,
        Level.ADDITIVE,
        "extra",
        "heard",
    )


def test_a_question_that_is_gone_is_destructive_with_all_its_words():
    new = document(*OLD["questions"][1:])

    assert classed(new) == [(What.QUESTION_REMOVED, Level.DESTRUCTIVE, "heard")]


def test_a_locked_question_that_is_replaced_is_destructive_and_additive():
    old = document(question("trust", locked=True))
    new = document(question("own"))

    assert classed(new, old) == [
        (What.QUESTION_ADDED, Level.ADDITIVE, "own"),
        (What.QUESTION_REMOVED, Level.DESTRUCTIVE, "trust"),
    ]


def test_one_question_that_moved_is_the_only_one_said_to_have_moved():
    rows = deepcopy(OLD["questions"])
    new = deepcopy(OLD) | {"questions": [*rows[1:], rows[0]]}

    assert classed(new) == [(What.QUESTION_MOVED, Level.ADDITIVE, "heard")]


def test_another_kind_is_destructive():
    assert (What.KIND, Level.DESTRUCTIVE, "heard") in classed(
        changed("heard", kind="several_choices")
    )


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"required": True}, What.REQUIRED),
        ({"show_when": {"op": "answered", "question": "heard"}}, What.RULE),
        ({"require_when": {"op": "answered", "question": "heard"}}, What.RULE),
        ({"settings": {"preset": "stars"}}, What.SETTINGS),
        ({"locked": True}, What.LOCKED),
        ({"a_later_release_knows": 7}, What.SETTINGS),
    ],
)
def test_what_decides_who_is_asked_and_how_changes_the_meaning(fields, what):
    assert classed(changed("ease", **fields)) == [(what, Level.MEANING, "ease")]


def test_another_section_moves_a_question_or_by_its_rule_asks_other_people():
    sections = [{"key": "a", "show_when": None}, {"key": "b", "show_when": None}]
    ruled = [sections[0], {"key": "b", "show_when": {"op": "answered"}}]
    old, new = (changed("ease", section=key) for key in "ab")

    assert classed(new | {"sections": sections}, old | {"sections": sections}) == [
        (What.SECTION, Level.ADDITIVE, "ease")
    ]
    assert classed(new | {"sections": ruled}, old | {"sections": ruled}) == [
        (What.RULE, Level.MEANING, "ease")
    ]


def test_names_that_are_empty_or_absent_say_the_same():
    assert changes(OLD, changed("ease", require_when=None, message={})) == []


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("yes", "no", "maybe"), (What.CHOICE_ADDED, Level.ADDITIVE, "heard")),
        (("yes",), (What.CHOICE_REMOVED, Level.DESTRUCTIVE, "heard")),
        (("no", "yes"), (What.CHOICE_ORDER, Level.ADDITIVE, "heard")),
    ],
)
def test_choices_that_come_go_and_change_places(codes, expected):
    new = document(question("heard", codes=codes), *deepcopy(OLD["questions"][1:]))

    assert classed(new) == [expected]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ([choice(c) for c in "321"], (What.CHOICE_ORDER, Level.MEANING, "ease")),
        ([choice(c) for c in "1234"], (What.CHOICE_ADDED, Level.MEANING, "ease")),
        (
            [*(choice(c) for c in "123"), choice("none", apart=True)],
            (What.CHOICE_ADDED, Level.ADDITIVE, "ease"),
        ),
        (
            [choice("1"), choice("2"), choice("3", apart=True)],
            (What.CHOICE_SETTINGS, Level.MEANING, "ease"),
        ),
    ],
    ids=["turned around", "one point more", "beside the scale", "off the scale"],
)
def test_a_scale_is_another_one_when_its_points_change(choices, expected):
    assert classed(changed("ease", choices=choices)) == [expected]


def test_the_points_of_a_matrix_are_a_scale_too():
    old = document(question("grid", "matrix", ("1", "2"), rows=[{"code": "a"}]))
    new = document(question("grid", "matrix", ("2", "1"), rows=[{"code": "a"}]))

    assert classed(new, old) == [(What.CHOICE_ORDER, Level.MEANING, "grid")]


def test_rows_of_a_matrix_come_go_and_change_places():
    old = document(question("grid", rows=[{"code": "a"}, {"code": "b"}]))
    new = document(question("grid", rows=[{"code": "c"}, {"code": "b"}, {"code": "a"}]))
    gone = document(question("grid", rows=[{"code": "a"}]))

    assert classed(new, old) == [
        (What.ROW_ADDED, Level.ADDITIVE, "grid"),
        (What.ROW_ORDER, Level.ADDITIVE, "grid"),
    ]
    assert classed(gone, old) == [(What.ROW_REMOVED, Level.DESTRUCTIVE, "grid")]


def test_a_choice_in_other_words_changes_the_meaning_of_its_question():
    new = edited(OLD, heard__yes="Certainly")

    [change] = changes(OLD, new)

    assert (change.level, change.key, change.code) == (Level.MEANING, "heard", "yes")


def test_a_new_hint_is_additive_and_one_taken_away_is_not():
    hinted = edited(OLD, heard__hint="Think of last year.")

    assert classed(hinted) == [(What.TEXT_ADDED, Level.ADDITIVE, "heard")]
    assert classed(OLD, hinted) == [(What.TEXT_REMOVED, Level.MEANING, "heard")]


def test_a_translation_changed_alone_changes_the_meaning_in_its_language():
    new = deepcopy(OLD)
    new["texts"]["es"]["heard"] = "¿Está usted contento?"

    [change] = changes(OLD, new)

    assert (change.level, change.key, change.language) == (Level.MEANING, "heard", "es")
    assert (change.is_rewording("es"), change.is_rewording("en")) == (True, False)


def test_a_text_that_was_read_in_the_source_language_until_now_is_translated():
    old = deepcopy(OLD)
    old["texts"]["es"]["heard"] = old["texts"]["en"]["heard"]

    assert classed(OLD, old) == [(What.TRANSLATED, Level.ADDITIVE, "heard")]


def test_a_new_language_is_one_change_and_so_is_one_that_goes():
    english = deepcopy(OLD) | {"languages": ["en"]}
    english["texts"] = {"en": OLD["texts"]["en"]}

    assert classed(OLD, english) == [(What.LANGUAGE_ADDED, Level.ADDITIVE, "")]
    assert classed(english) == [(What.LANGUAGE_REMOVED, Level.MEANING, "")]


def test_what_is_read_after_answering_changes_no_answer():
    new = edited(OLD, thanks="Thank you very much.")
    newer = edited(new, thanks="We will write to you.")

    assert classed(newer, new) == [(What.TEXT, Level.COSMETIC, "")]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"anonymous": False}, (What.PROMISE, Level.MEANING, "")),
        ({"later_languages": ["ar"]}, (What.LATER, Level.COSMETIC, "")),
        ({"pages": [["heard", "ease", "why"]]}, (What.LAYOUT, Level.COSMETIC, "")),
        ({"sends_at_once": True}, (What.CHECK, Level.COSMETIC, "")),
        ({"anything": {"new": 1}}, (What.PART, Level.MEANING, "")),
        (
            {"sections": [{"key": "s", "show_when": None}]},
            (What.PART_ADDED, Level.ADDITIVE, ""),
        ),
        (
            {"rules": [{"key": "r", "effect": "end"}]},
            (What.PART_ADDED, Level.MEANING, ""),
        ),
    ],
)
def test_parts_of_the_survey_itself(fields, expected):
    assert classed(deepcopy(OLD) | fields) == [expected]


def test_a_changed_rule_and_one_taken_away_change_the_meaning():
    old = document(rules=[{"key": "r", "effect": "end"}, {"key": "s", "effect": "go"}])
    new = document(rules=[{"key": "r", "effect": "check"}])

    assert classed(new, old) == [
        (What.PART, Level.MEANING, ""),
        (What.PART_REMOVED, Level.MEANING, ""),
    ]


def test_words_can_be_judged_by_a_person_and_what_was_removed_can_not():
    new = document(*deepcopy(OLD["questions"][1:]))
    new["texts"]["en"] |= {"ease": "Is it easy?", "why": "how was why for you"}
    found = changes(OLD, new)

    judged = regrade(
        found,
        {
            change.id: Level.COSMETIC if change.key != "why" else Level.MEANING
            for change in found
        },
    )

    assert [(change.key, change.level) for change in found] == [
        ("heard", Level.DESTRUCTIVE),
        ("ease", Level.MEANING),
        ("why", Level.COSMETIC),
    ]
    assert [(change.key, change.level) for change in judged] == [
        ("heard", Level.DESTRUCTIVE),
        ("ease", Level.COSMETIC),
        ("why", Level.MEANING),
    ]
