"""Whatever is pasted gets its findings, and soon: no text is worth waiting for."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studies.wording.checks import check, check_question, check_texts
from studies.wording.findings import Part, QuestionText, Text, TextKind
from studies.wording.live import typed_question
from studies.wording.score import score
from studies.wording.sentences import split
from tests.wording.reading import blocks

LANGUAGES = st.sampled_from(["en", "es", "ar", "zh-hans", "th", "xx", ""])
PIECES = [
    *["not unless", "make a decision", "and/or", "https://a.b/c", "{link}", "DHS"],
    *["¿No cree que", "se le notifica que", "fue escrita", "y/o", "18 to 30", "\n- "],
    *["How often did you", "you?", "Don’t you agree", ".", "…", "\u0301", "😀", "\x00"],
    *["\u2028", "\r\n", "الرسالة", "请看这封信。", "1.", "\ud7ff", "  ", "(DHS)"],
]
# Letters of any alphabet, and pieces that rules look for, in any order.
WORDS = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=30)
TEXTS = st.text(max_size=300) | WORDS.map(" ".join) | WORDS.map("".join)
FEW = settings(deadline=None, derandomize=True, max_examples=150)
# Linear work on this much text takes a fraction of a second; squared work, a quarter of
# a minute.
LONG = 50_000
SECONDS = 2.0
REPEATED = [
    *[
        "a",
        ".",
        "\n",
        "no ",
        "not a b c ",
        "{",
        "http://",
        "a@",
        "- \n",
        "1. ",
        "U.S. ",
    ],
    *["a/b/", "make a a ", "there is a a a a ", "how many did ", "how often ", "(DHS "],
    *["cuántas ", "satisfecho con ", "¿No cree ", "de conformidad ", "no es ", "DHS "],
    *["do you have a ", "did you read ", "why was the ", "isn't it ", "a word, and "],
]


@given(TEXTS, LANGUAGES)
@FEW
def test_any_text_is_checked_and_marks_lie_inside_it(text, language):
    for finding in check(text, language, TextKind.MESSAGE):
        assert 0 <= finding.start < finding.end <= len(text)
        assert str(finding.reason)


@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=6), LANGUAGES, st.booleans())
@FEW
def test_any_question_is_checked_and_marks_lie_inside_its_parts(
    text, hint, choices, language, several
):
    question = QuestionText(text, hint, tuple(choices), not several, several)
    for finding in check_question(question, language):
        part = {
            Part.TEXT: text,
            Part.HINT: hint,
            Part.CHOICE: choices[finding.choice or 0] if choices else "",
            Part.CHOICES: "",
        }[finding.part]
        assert 0 <= finding.start <= finding.end <= len(part)
        assert str(finding.reason)


@given(TEXTS, TEXTS, TEXTS, st.sampled_from(["scale", "several_choices", "", "x"]))
@FEW
def test_what_is_typed_is_marked_inside_its_field(text, hint, choices, answered_by):
    fields = {"text": text, "hint": hint, "choices": choices}

    for remark in typed_question(text, hint, choices, answered_by, "en"):
        assert 0 <= remark.start <= remark.end <= len(fields[remark.part])


@given(TEXTS, LANGUAGES)
@FEW
def test_any_text_has_a_score_and_any_whole_a_level(text, language):
    assert score(text, language) >= 0
    check_texts([Text(text * 20, language, TextKind.CONSENT)])


def seconds(work) -> float:
    split.cache_clear()
    started = time.process_time()
    work()
    return time.process_time() - started


@pytest.mark.parametrize("piece", REPEATED)
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_text_takes_time_that_grows_with_its_square(piece, language):
    text = (piece * LONG)[:LONG]

    assert seconds(lambda: check_question(QuestionText(text), language)) < SECONDS


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_hundred_kilobytes_of_prose_are_checked_in_about_a_second(language):
    prose = "\n\n".join(blocks(f"plain_{language}").values())
    text = (prose * (100_000 // len(prose) + 1))[:100_000]

    assert seconds(lambda: check(text, language, TextKind.MESSAGE)) < 2.0


def test_five_thousand_choices_are_checked_like_five():
    choices = tuple(f"Choice number {n}" for n in range(5000))

    taken = seconds(lambda: check_question(QuestionText("Which?", "", choices), "en"))

    assert taken < 5.0
