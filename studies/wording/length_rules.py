"""Rules on length, which hold in every language that puts spaces between words."""

from collections import Counter
from collections.abc import Iterator

from studies.wording.findings import Finding, Level, Rule
from studies.wording.sentences import Sentence

AIM_WORDS = 20
MOST_WORDS = 40
MOST_SENTENCES = 5


def long_sentences(sentences: tuple[Sentence, ...], place: str) -> Iterator[Finding]:
    for sentence in sentences:
        words = len(sentence.words)
        if words <= AIM_WORDS:
            continue
        over = words > MOST_WORDS
        yield Finding(
            Rule.VERY_LONG_SENTENCE if over else Rule.LONG_SENTENCE,
            place,
            sentence.start,
            sentence.end,
            level=Level.WARNING if over else Level.NOTE,
            facts=(("words", words),),
        )


def long_paragraphs(sentences: tuple[Sentence, ...], place: str) -> Iterator[Finding]:
    """Paragraphs past five sentences; each item of a list is one of its own."""
    for paragraph, count in Counter(s.paragraph for s in sentences).items():
        if count > MOST_SENTENCES:
            inside = [s for s in sentences if s.paragraph == paragraph]
            yield Finding(
                Rule.LONG_PARAGRAPH,
                place,
                inside[0].start,
                inside[-1].end,
                level=Level.NOTE,
                facts=(("sentences", count),),
            )
