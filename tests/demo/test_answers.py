from collections import Counter

import pytest

from feedback.demo import content
from feedback.demo.answers import answers
from feedback.surveys.rules import is_shown

ROWS = list(answers())
DONE = [row for row in ROWS if row.finished]
QUESTIONS = {q["key"]: q for q in content.load("survey_letter")["questions"]}


def codes(answer):
    return answer.get("codes", [answer["code"]] if "code" in answer else [])


def test_three_hundred_seventy_one_start_and_three_hundred_twelve_finish():
    assert (len(ROWS), len(DONE)) == (371, 312)


def test_finished_answers_by_language_are_exact():
    counts = Counter(row.language for row in DONE)

    assert counts == {"en": 186, "es": 84, "ar": 24, "zh-hans": 18}


@pytest.mark.parametrize("rows, base", [(DONE, 281), (ROWS, 300)])
def test_shares_of_the_date_question_are_those_of_the_plan(rows, base):
    counts = Counter(
        row.answers["date_meaning"]["code"]
        for row in rows
        if row.answers.get("date_meaning")
    )
    order = [choice["code"] for choice in QUESTIONS["date_meaning"]["choices"]]

    assert sum(counts.values()) == base
    assert [round(100 * counts[code] / base) for code in order] == [31, 34, 11, 6, 9, 9]


def test_all_who_finished_and_were_shown_the_date_question_answered_it():
    shown = [row for row in DONE if "date_meaning" in row.answers]

    assert len(shown) == 281
    assert [row for row in shown if not row.answers["date_meaning"]] == []


def test_a_question_is_there_exactly_when_it_was_shown():
    for row in ROWS:
        reached = list(QUESTIONS)
        if row.stopped_at:
            reached = reached[: reached.index(row.stopped_at) + 1]
        shown = [k for k in reached if is_shown(QUESTIONS[k]["show_when"], row.answers)]
        assert list(row.answers) == shown


def test_people_stop_at_a_question_that_they_saw_and_left():
    left = [row for row in ROWS if row.stopped_at]

    assert len(left) == 59
    assert [row for row in left if row.answers[row.stopped_at] != {}] == []


def test_answers_hold_only_choices_that_the_question_offers():
    for row in ROWS:
        for key, answer in row.answers.items():
            offered = [choice["code"] for choice in QUESTIONS[key]["choices"]]
            chosen = codes(answer)
            assert chosen == [code for code in offered if code in chosen]
            assert set(answer) <= {"code", "codes", "text"}


def test_a_choice_that_goes_alone_is_alone():
    for row in ROWS:
        for key, answer in row.answers.items():
            alone = {c["code"] for c in QUESTIONS[key]["choices"] if c["exclusive"]}
            assert len(codes(answer)) == 1 or not alone & set(codes(answer))


def test_words_beside_something_else_come_only_with_it():
    worded = [
        row.answers["hard"] for row in ROWS if "text" in row.answers.get("hard", {})
    ]

    assert len(worded) == len(content.load("comments")["hard_other"])
    assert [answer for answer in worded if "other" not in answer["codes"]] == []


def test_each_comment_is_said_once_in_its_own_language():
    said = Counter(
        (row.language, row.answers["change"]["text"])
        for row in ROWS
        if row.answers.get("change")
    )
    written = [(c["language"], c["text"]) for c in content.load("comments")["change"]]

    assert said == Counter(written)
    assert 60 <= len(written) <= 80


def test_comments_are_spread_over_the_languages_like_the_answers():
    comments = content.load("comments")["change"]
    said = Counter(row["language"] for row in comments)
    finished = Counter(row.language for row in DONE)

    for language, count in finished.items():
        assert abs(said[language] - len(comments) * count / len(DONE)) < 1


def test_comment_themes_are_listed():
    comments = content.load("comments")
    listed = {theme["key"] for theme in comments["themes"]}

    assert {row["theme"] for row in comments["change"]} == listed


def test_the_same_seed_gives_the_same_answers_and_another_does_not():
    assert list(answers()) == ROWS
    assert list(answers(seed=1)) != ROWS
    assert [sum(row.finished for row in answers(seed=s)) for s in (1, 2)] == [312, 312]


def test_days_stay_inside_the_window_and_come_in_order():
    days = [row.day for row in ROWS]
    moved = [row.day for row in answers(first_day=0, last_day=14)]

    assert days == sorted(days)
    assert (min(days) >= -42, max(days) <= -17) == (True, True)
    assert (min(moved) >= 0, max(moved) <= 14) == (True, True)


def test_each_way_in_brings_enough_to_show():
    partners = Counter(row.partner for row in DONE)

    assert set(partners) == {"harbor", "cedar", "open"}
    assert min(partners.values()) > 30
