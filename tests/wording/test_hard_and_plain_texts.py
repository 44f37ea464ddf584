"""Holds the checks to texts that were invented for them: what they miss, and what they
say about texts that are plain already."""

from collections import Counter

import pytest

from studies.wording.checks import check
from studies.wording.findings import TextKind
from studies.wording.score import score
from tests.wording.reading import blocks, lines, pairs, per_hundred

ENGLISH = pairs("pairs_en")


def found_in(text, language="en"):
    return [
        (finding.rule.value, text[finding.start : finding.end])
        for finding in check(text, language, TextKind.MESSAGE)
    ]


def test_a_notice_scores_worse_than_its_rewrite_in_95_of_100_pairs():
    wrong = [name for name, (old, new) in ENGLISH.items() if score(old) <= score(new)]

    assert len(ENGLISH) >= 25
    assert len(wrong) <= 0.05 * len(ENGLISH), wrong


def test_old_notices_break_many_rules_and_their_rewrites_hardly_any():
    old, new = ([pair[side] for pair in ENGLISH.values()] for side in (0, 1))

    before = per_hundred(sum(len(found_in(text)) for text in old), old)
    after = per_hundred(sum(len(found_in(text)) for text in new), new)

    assert before > 15
    assert after < 0.5


@pytest.mark.parametrize("name", blocks("plain_en"))
def test_a_plain_text_raises_two_findings_at_most(name):
    assert len(found_in(blocks("plain_en")[name])) <= 2


def test_plain_texts_raise_fewer_findings_than_one_in_two_hundred_words():
    texts = list(blocks("plain_en").values())
    found = [finding for text in texts for finding in found_in(text)]

    assert len(texts) >= 40
    assert per_hundred(len(found), texts) < 0.5, Counter(rule for rule, _ in found)


@pytest.mark.parametrize(
    ("rule", "text", "marked"), lines("hard_en"), ids=lambda value: str(value)[:40]
)
def test_each_line_is_marked_where_its_rule_says(rule, text, marked):
    rule = rule.removesuffix("-none")

    assert [words for broken, words in found_in(text) if broken == rule] == marked
