"""Rules on the choices that a question offers, in English and Spanish.

How many there are, and numbers that stand in two of them, are looked at in any language.
"""

from collections.abc import Iterator
from types import ModuleType

from studies.wording.choice_words import is_none, is_other, is_way_out, stands_alone
from studies.wording.findings import Finding, Level, Part, QuestionText, Rule
from studies.wording.ranges import one_more, overlaps
from studies.wording.scales import balance, is_scale

MOST_CHOICES = 10
MOST_ON_SCALE = 7


def choice_findings(question: QuestionText, said: ModuleType | None) -> list[Finding]:
    """`said` are the patterns of the question's language, None where it has none."""
    if not question.choices:
        return []
    # Places of the choices that do not let people out; each label is read once.
    ordinary = [i for i, label in enumerate(question.choices) if not is_way_out(label)]
    found = [*too_many(question, ordinary), *overlapping(question)]
    if said is not None:
        found += unbalanced(question, ordinary)
        found += missing_way_out(question, ordinary, said)
        found += not_last(question, ordinary)
    return found


def too_many(question: QuestionText, ordinary: list[int]) -> Iterator[Finding]:
    most = MOST_ON_SCALE if question.is_scale else MOST_CHOICES
    if len(question.choices) <= most:
        return
    labels = [question.choices[number] for number in ordinary]
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


def unbalanced(question: QuestionText, ordinary: list[int]) -> Iterator[Finding]:
    sides = balance([question.choices[number] for number in ordinary])
    if sides is not None and sides[0] != sides[1]:
        facts = (("positive", sides[0]), ("negative", sides[1]))
        yield on_choices(Rule.UNBALANCED_SCALE, question, facts=facts)


def missing_way_out(
    question: QuestionText, ordinary: list[int], said: ModuleType
) -> Iterator[Finding]:
    if question.has_way_out:
        return
    labels = list(question.choices)
    if question.takes_several:
        if not any(stands_alone(label) for label in labels):
            yield on_choices(Rule.NONE_MISSING, question, suggestion=said.NONE_CHOICE)
        return
    if question.is_scale or len(labels) < 4 or is_scale(labels):
        return
    if len(ordinary) < len(labels) or covers_all(labels, said):
        return
    yield on_choices(Rule.OTHER_MISSING, question, suggestion=said.OTHER_CHOICE)


def covers_all(labels: list[str], said: ModuleType) -> bool:
    """Ranges of numbers, ages or times leave nobody out."""
    ordered = sum(said.ORDERED.search(label) is not None for label in labels)
    return ordered >= len(labels) - 1


def not_last(question: QuestionText, ordinary: list[int]) -> Iterator[Finding]:
    """Marks "something else" and "none of these" before an ordinary choice."""
    if question.is_scale or not ordinary:
        return
    plain = set(ordinary)
    for number, label in enumerate(question.choices[: ordinary[-1]]):
        early = number not in plain
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
