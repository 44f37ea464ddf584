import csv
import json
from pathlib import Path

import pytest

from studies.wording.checks import check
from studies.wording.findings import Rule, TextKind
from studies.wording.word_list import LIST

SOURCE = Path(__file__).parents[3] / "shared/corpora/plain-language/simple_words.csv"


def marked(text):
    """The hard words of a text with what a click would put in their place."""
    return [
        (text[finding.start : finding.end], finding.suggestion)
        for finding in check(text, "en", TextKind.MESSAGE)
        if finding.rule == Rule.HARD_WORD
    ]


@pytest.mark.skipif(not SOURCE.exists(), reason="the word list's source is not here")
def test_every_row_of_the_federal_list_is_kept_with_its_worst_marks():
    with SOURCE.open(encoding="utf-8") as file:
        source = [
            (row["avoid"], row["prefer"].replace(" ", ""), row["dirty_dozen"] == "yes")
            for row in csv.DictReader(file)
        ]

    kept = [
        (row["avoid"], ",".join(row["prefer"]).replace(" ", ""), row["worst"])
        for row in json.loads(LIST.read_text(encoding="utf-8"))
    ]

    assert kept == source


def test_a_row_that_is_never_matched_says_why():
    rows = json.loads(LIST.read_text(encoding="utf-8"))

    silent = [row["avoid"] for row in rows if row["as"] == "never"]

    assert len(rows) == 237
    assert all(row["why"] for row in rows if row["as"] == "never")
    assert len(silent) < 25


@pytest.mark.parametrize(
    "text",
    [
        "Your address has changed.",
        "What is your home address?",
        "Your answers do not change your benefits.",
        "Food Help benefits are paid on May 1.",
        "Are you employed?",
        "You need a work permit.",
        "We got your request.",
        "The forward button is gray.",
        "Elected officials read it.",
        "This contains nuts, however small.",
    ],
)
def test_plain_uses_of_listed_words_are_left_alone(text):
    assert marked(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We will address the issue.", ("address", "discuss")),
        ("You can benefit from it.", ("benefit", "")),
        ("Request a form.", ("Request", "Ask for")),
        ("We will permit it.", ("permit", "allow")),
        ("He forwards your letter.", ("forwards", "sends")),
    ],
)
def test_a_word_that_is_noun_or_verb_counts_as_a_verb_by_its_neighbors(text, expected):
    assert marked(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You submitted it.", ("submitted", "sent")),
        ("You have since furnished it.", ("furnished", "given")),
        ("She utilizes it.", ("utilizes", "uses")),
        ("By implementing it, we grow.", ("implementing", "carrying out")),
        ("Commence now.", ("Commence", "Start")),
        ("Complied with the law.", ("Complied with", "Followed")),
        ("Utilization of it grows.", ("Utilization", "Use")),
        ("Our capabilities grow.", ("capabilities", "abilities")),
        ("Do it prior to May.", ("prior to", "before")),
        ("Stop in the event of fire.", ("in the event of", "if")),
    ],
)
def test_the_suggestion_keeps_tense_number_and_capitals(text, expected):
    assert marked(text) == [expected]


def test_the_longest_phrase_wins_over_a_word_inside_it():
    assert marked("We act in view of the above.") == [("in view of the above", "so")]
