"""Whether a whole text reads at the level that people were promised."""

from studies.wording.findings import Finding, Rule, Text, TextKind
from studies.wording.readability import Reading, measure

SURVEY_KINDS = frozenset([TextKind.QUESTION, TextKind.HINT, TextKind.CHOICE])
# School grades by Flesch–Kincaid; on the INFLESZ scale "fairly easy" starts at 65 and
# "normal" at 55, the bands nearest to these grades.
STRICT_KINDS = frozenset([TextKind.CONSENT, TextKind.MESSAGE])
GRADE = {True: 6, False: 8}
SZIGRISZT = {True: 65, False: 55}
# Without a formula only the mean length of sentences can be held to the aim.
MEAN_WORDS = 20
SENTENCE_WORDS = 6


def reading_level(texts: list[Text], language: str) -> list[Finding]:
    """At most one finding, at the place of the first text; none below 100 words."""
    if texts[0].kind == TextKind.LEGAL:
        return []
    reading = measure(spoken(texts), language)
    if reading is None:
        return []
    missed = missed_level(reading, is_strict=texts[0].kind in STRICT_KINDS)
    if missed is None:
        return []
    rule, figure, target = missed
    facts = (("figure", figure), ("target", target))
    place, end = texts[0].place, len(texts[0].text)
    return [Finding(rule, place, 0, end, facts=facts)]


def spoken(texts: list[Text]) -> str:
    """The texts as one, each ending where it ends, with a full stop or without.

    A choice of a word or two is no sentence: a long list of them would make the
    hardest questions look easy.
    """
    return "\n\n".join(
        text.text
        for text in texts
        if text.kind != TextKind.CHOICE or len(text.text.split()) >= SENTENCE_WORDS
    )


def missed_level(reading: Reading, is_strict: bool) -> tuple[Rule, float, int] | None:
    """The rule, the figure and the aim, where the aim is missed."""
    if reading.grade is not None:
        target = GRADE[is_strict]
        missed = (Rule.READING_GRADE, reading.grade, target)
        return missed if reading.grade > target else None
    if reading.szigriszt is not None:
        target = SZIGRISZT[is_strict]
        missed = (Rule.READING_EASE, reading.szigriszt, target)
        return missed if reading.szigriszt < target else None
    mean = reading.words_per_sentence
    return (Rule.MEAN_LENGTH, mean, MEAN_WORDS) if mean > MEAN_WORDS else None
