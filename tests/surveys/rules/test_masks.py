import pytest

from feedback.surveys.rules import program, trees
from feedback.surveys.rules.evaluating import claim
from feedback.surveys.rules.masks import fits, is_mask
from tests.surveys.rules.documents import document, question, rule


@pytest.mark.parametrize(
    "text",
    [
        "AB-123456",
        " ab-123456\n",
        "Éñ-123456",
        "بج-١٢٣٤٥٦",
        "\u200fبج-١٢٣٤٥٦",
        "ＡＢ－１２３４５６",
        "案件-123456",
        "AB\u2011123456",  # a phone's hyphen
        "E\u0301B-123456",  # a letter and its mark are one sign
    ],
)
def test_letters_and_digits_of_every_script_look_like_the_mask(text):
    assert fits("AA-999999")(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AB123456",
        "AB-12345",
        "AB-1234567",
        "A1-123456",
        "AB-12345X",
        "No. AB-123456",
        "AB 123456",
        "\u0301",
    ],
)
def test_the_whole_answer_has_to_look_like_the_mask(text):
    assert not fits("AA-999999")(text)


def test_endless_marks_are_not_put_in_order():
    marks = "\u0316\u0301" * 500_000  # minutes, where each has to find its place

    assert not fits("A")("A" + marks)
    assert fits("A")(" " * 1_000_000 + "A\u0316\u0301")


@pytest.mark.parametrize(
    ("mask", "text", "said"),
    [
        ("99*", "12-", True),
        ("99*", "12 ", False),  # spaces around it do not count
        ("no. 9", "NO. 7", True),
        ("no. 9", "MO. 7", False),
        ("10/9", "١٠/٥", True),
        ("٩٩", "12", True),
        ("(9)[9]", "(1)[2]", True),
        (".+", "ab", False),  # no other sign means more than itself
    ],
)
def test_any_sign_and_signs_that_are_themselves(mask, text, said):
    assert fits(mask)(text) == said


@pytest.mark.parametrize(
    ("mask", "said"),
    [("A", True), ("9" * 40, True), ("9" * 41, False), ("", False), (" \t", False)],
)
def test_a_mask_has_one_to_forty_signs(mask, said):
    assert is_mask(mask) == said


@pytest.mark.parametrize(
    ("answer", "like", "unlike"),
    [
        ({"text": "AB-12"}, True, False),
        ({"value": "ab-12"}, True, False),
        ({"text": "AB"}, False, True),
        ({"code": "c1"}, False, False),
        ({"code": "_declined"}, False, False),
        ({"text": "  "}, False, False),
        ({}, False, False),
        (None, False, False),
    ],
)
def test_what_was_not_written_looks_neither_like_a_mask_nor_unlike_it(
    answer, like, unlike
):
    answers = {} if answer is None else {"q1": answer}
    asked = {"question": "q1", "text": "AA-99"}

    said = [claim(trees.condition({"op": op, **asked}))(answers) for op in trees.MASKED]

    assert said == [like, unlike]


def test_a_check_asks_for_a_case_number_in_its_own_form():
    unlike = {"op": "looks_unlike", "question": "q1", "text": "AA-999999"}
    ready = program(document(question("q1"), rules=[rule("check", unlike)]))

    def faults(text):
        return [check.key for check in ready.faults(ready.walk({"q1": {"text": text}}))]

    assert faults("AB-12") == ["rule1"]
    assert faults("ab-123456") == []
    assert ready.faults(ready.walk({})) == []
