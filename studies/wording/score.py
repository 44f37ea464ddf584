"""One figure for how hard a text is, to compare a text with its rewrite.

The reading grade is known at any length here, though on a short text it says little
alone; so sentences past the aim and broken rules add to it. Not shown to people: they
see the findings.
"""

from studies.wording.checks import check
from studies.wording.findings import Level, Rule, TextKind
from studies.wording.length_rules import AIM_WORDS
from studies.wording.readability import Reading, figures
from studies.wording.sentences import split

WEIGHT = {Level.WARNING: 2.0, Level.NOTE: 1.0}
# Length has its own terms; counting these findings too would count it twice.
LENGTH_RULES = frozenset(
    [Rule.LONG_SENTENCE, Rule.VERY_LONG_SENTENCE, Rule.LONG_PARAGRAPH]
)
# A broken rule in a short text weighs as it would in a text of this many words.
STEADY_WORDS = 50


# The Szigriszt score falls from 100 as a text gets harder; divided by this, its distance
# from 100 grows about as fast as an English school grade.
EASE_A_GRADE = 5


def score(text: str, language: str = "en") -> float:
    """0 for an empty text; a plain message is below 8, an old-style notice above 20.

    For English and Spanish; other languages have no figure to compare.
    """
    reading = figures(text, language)
    grade = grade_of(reading) if reading else None
    if grade is None:
        return 0.0
    broken = sum(
        WEIGHT[finding.level]
        for finding in check(text, language, TextKind.MESSAGE)
        if finding.rule not in LENGTH_RULES
    )
    longest = max(len(sentence.words) for sentence in split(text))
    per_hundred = broken * 100 / max(reading.words, STEADY_WORDS)
    over = max(0, longest - AIM_WORDS) / 4
    return round(max(0.0, grade) + over + per_hundred, 1)


def grade_of(reading: Reading) -> float | None:
    if reading.szigriszt is not None:
        return (100 - reading.szigriszt) / EASE_A_GRADE
    return reading.grade
