"""Holds the checks to texts that were invented for them: what they miss, and what they
say about texts that are plain already."""

from collections import Counter

import pytest

from studies.wording.checks import check
from studies.wording.findings import TextKind
from studies.wording.score import score
from tests.wording.reading import blocks, lines, pairs, per_hundred

PAIRS = {"en": pairs("pairs_en"), "es": pairs("pairs_es")}
PLAIN = {"en": blocks("plain_en"), "es": blocks("plain_es")}
FEWEST = {"en": 25, "es": 10}


def found_in(text, language="en"):
    return [
        (finding.rule.value, text[finding.start : finding.end])
        for finding in check(text, language, TextKind.MESSAGE)
    ]


@pytest.mark.parametrize("language", PAIRS)
def test_a_notice_scores_worse_than_its_rewrite_in_95_of_100_pairs(language):
    wrong = [
        name
        for name, (old, new) in PAIRS[language].items()
        if score(old, language) <= score(new, language)
    ]

    assert len(PAIRS[language]) >= FEWEST[language]
    assert len(wrong) <= 0.05 * len(PAIRS[language]), wrong


@pytest.mark.parametrize("language", PAIRS)
def test_old_notices_break_many_rules_and_their_rewrites_hardly_any(language):
    rates = []
    for side in (0, 1):
        texts = [pair[side] for pair in PAIRS[language].values()]
        found = [finding for text in texts for finding in found_in(text, language)]
        rates.append(per_hundred(len(found), texts))

    assert rates[0] > 15
    assert rates[1] < 0.5


@pytest.mark.parametrize(
    ("language", "name"),
    [(language, name) for language, texts in PLAIN.items() for name in texts],
)
def test_a_plain_text_raises_two_findings_at_most(language, name):
    assert len(found_in(PLAIN[language][name], language)) <= 2


@pytest.mark.parametrize(("language", "fewest"), [("en", 40), ("es", 12)])
def test_plain_texts_raise_fewer_findings_than_one_in_two_hundred_words(
    language, fewest
):
    texts = list(PLAIN[language].values())
    found = [finding for text in texts for finding in found_in(text, language)]

    assert len(texts) >= fewest
    assert per_hundred(len(found), texts) < 0.5, Counter(rule for rule, _ in found)


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_line_is_marked_where_its_rule_says(language):
    wrong = []
    for block, text, marked in lines(f"hard_{language}"):
        rule = block.removesuffix("-none")
        found = [words for broken, words in found_in(text, language) if broken == rule]
        if found != marked:
            wrong.append((rule, text, found))

    assert wrong == []
