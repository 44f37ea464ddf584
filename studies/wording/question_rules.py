"""English rules on how a question asks, and on the choices that it offers."""

from collections.abc import Iterator

from studies.wording.asking import Asking, asking_part
from studies.wording.choice_words import is_none, is_other, is_way_out, stands_alone
from studies.wording.findings import Finding, Level, Part, QuestionText, Rule
from studies.wording.question_patterns import (
    CLEAR_NOT,
    LEADING,
    NEGATIVE,
    ONE_SIDED,
    ORDERED,
    TIME,
    TIMELESS,
)
from studies.wording.ranges import one_more, overlaps
from studies.wording.scales import OPPOSITES, balance, is_scale
from studies.wording.two_questions import two_questions

MOST_CHOICES = 10
MOST_ON_SCALE = 7
TIME_FRAME = "In the last 12 months, "
NONE_CHOICE = "None of these"
OTHER_CHOICE = "Something else"


def question_findings(question: QuestionText, language: str) -> list[Finding]:
    """What is wrong with how it asks; outside English only the number of choices."""
    found = [*too_many(question), *overlapping(question)]
    if language.split("-")[0].lower() != "en":
        return found
    asking = asking_part(question.text)
    found += two_questions(question, asking)
    found += leading(question, asking)
    found += negative(question, asking)
    found += no_time_frame(question, asking)
    found += unbalanced(question)
    found += missing_way_out(question)
    found += not_last(question)
    return sorted(found, key=lambda finding: (finding.part != Part.TEXT, finding.start))


def leading(question: QuestionText, asking: Asking) -> Iterator[Finding]:
    for match in LEADING.finditer(question.text):
        yield Finding(
            Rule.LEADING,
            question.place,
            match.start(),
            match.end(),
            facts=(("word", match.group()),),
        )
    match = ONE_SIDED.search(asking.text, asking.body)
    if match is None:
        return
    name = "word" if match["word"] else "agree"
    word, opposite = match[name], OPPOSITES[match[name].lower()]
    yield Finding(
        Rule.ONE_SIDED,
        question.place,
        match.start(name),
        match.end(name),
        suggestion=f"{word} or {opposite}",
        level=Level.NOTE,
        facts=(("word", word),),
    )


def negative(question: QuestionText, asking: Asking) -> Iterator[Finding]:
    match = NEGATIVE.search(asking.text, asking.body)
    if match is None or LEADING.search(asking.text, asking.start):
        return
    if CLEAR_NOT.search(asking.text[asking.body :]):
        return
    place, start, end = question.place, match.start(), match.end()
    yield Finding(Rule.NEGATIVE_QUESTION, place, start, end)


def no_time_frame(question: QuestionText, asking: Asking) -> Iterator[Finding]:
    """A question about what people did or met needs the time that it asks about."""
    match = TIMELESS.search(asking.text, asking.body)
    if match is None or TIME.search(question.text) or TIME.search(question.hint):
        return
    first = asking.text[asking.start :].split(maxsplit=1)[0]
    small = first if first == "I" else first[0].lower() + first[1:]
    yield Finding(
        Rule.NO_TIME_FRAME,
        question.place,
        asking.start,
        asking.start + len(first),
        suggestion=TIME_FRAME + small,
    )


def too_many(question: QuestionText) -> Iterator[Finding]:
    most = MOST_ON_SCALE if question.is_scale else MOST_CHOICES
    if len(question.choices) <= most:
        return
    labels = [label for label in question.choices if not is_way_out(label)]
    is_numbers = all(label.strip().isdigit() for label in labels)
    if len(labels) > most and not (question.is_scale and is_numbers):
        facts = (("choices", len(question.choices)), ("most", most))
        yield on_choices(Rule.TOO_MANY_CHOICES, question, facts=facts, level=Level.NOTE)


def overlapping(question: QuestionText) -> Iterator[Finding]:
    labels = list(question.choices)
    for number, found in overlaps(labels):
        yield Finding(
            Rule.OVERLAPPING_RANGES,
            question.place,
            found.start,
            found.end,
            suggestion=one_more(labels[number], found),
            part=Part.CHOICE,
            choice=number,
            facts=(("number", labels[number][found.start : found.end]),),
        )


def unbalanced(question: QuestionText) -> Iterator[Finding]:
    labels = [label for label in question.choices if not is_way_out(label)]
    sides = balance(labels)
    if sides is not None and sides[0] != sides[1]:
        facts = (("positive", sides[0]), ("negative", sides[1]))
        yield on_choices(Rule.UNBALANCED_SCALE, question, facts=facts)


def missing_way_out(question: QuestionText) -> Iterator[Finding]:
    labels = list(question.choices)
    if question.takes_several and labels:
        if not any(stands_alone(label) for label in labels):
            yield on_choices(Rule.NONE_MISSING, question, suggestion=NONE_CHOICE)
        return
    if question.is_scale or len(labels) < 4 or is_scale(labels):
        return
    if any(is_way_out(label) for label in labels) or covers_all(labels):
        return
    yield on_choices(Rule.OTHER_MISSING, question, suggestion=OTHER_CHOICE)


def covers_all(labels: list[str]) -> bool:
    """Ranges of numbers, ages or times leave nobody out."""
    return sum(ORDERED.search(label) is not None for label in labels) >= len(labels) - 1


def not_last(question: QuestionText) -> Iterator[Finding]:
    """Marks "something else" and "none of these" before an ordinary choice."""
    if question.is_scale:
        return
    ordinary = [i for i, label in enumerate(question.choices) if not is_way_out(label)]
    for number, label in enumerate(question.choices):
        early = ordinary and number < ordinary[-1]
        if early and (is_other(label) or (is_none(label) and question.takes_several)):
            yield Finding(
                Rule.NOT_LAST,
                question.place,
                0,
                len(label),
                part=Part.CHOICE,
                choice=number,
                level=Level.NOTE,
            )


def on_choices(
    rule: Rule,
    question: QuestionText,
    suggestion: str = "",
    facts: tuple[tuple[str, int], ...] = (),
    level: Level = Level.WARNING,
) -> Finding:
    """A finding on the list of choices as a whole."""
    return Finding(
        rule, question.place, 0, 0, suggestion, level, Part.CHOICES, facts=facts
    )
