"""Rules on how a question asks, and on the choices that it offers.

The rules are one; their patterns are English or Spanish.
"""

from collections.abc import Iterator
from types import ModuleType

from studies.wording import question_patterns, spanish_questions
from studies.wording.asking import Asking, asking_part
from studies.wording.choice_words import is_none, is_other, is_way_out, stands_alone
from studies.wording.findings import Finding, Level, Part, QuestionText, Rule
from studies.wording.ranges import one_more, overlaps
from studies.wording.scales import balance, is_scale
from studies.wording.two_questions import spanish_two_questions, two_questions

PATTERNS = {"en": question_patterns, "es": spanish_questions}
MOST_CHOICES = 10
MOST_ON_SCALE = 7


def question_findings(question: QuestionText, language: str) -> list[Finding]:
    """What is wrong with how it asks; what needs no words is found in any language."""
    base = language.split("-")[0].lower()
    found = [*too_many(question), *overlapping(question)]
    said = PATTERNS.get(base)
    if said is None:
        return found
    asking = asking_part(question.text)
    twice = spanish_two_questions if base == "es" else two_questions
    found += twice(question, asking)
    found += leading(question, asking, said)
    found += negative(question, asking, said)
    found += no_time_frame(question, asking, said)
    found += unbalanced(question)
    found += missing_way_out(question, said)
    found += not_last(question)
    return sorted(found, key=lambda finding: (finding.part != Part.TEXT, finding.start))


def leading(
    question: QuestionText, asking: Asking, said: ModuleType
) -> Iterator[Finding]:
    for match in said.LEADING.finditer(question.text):
        yield Finding(
            Rule.LEADING,
            question.place,
            match.start(),
            match.end(),
            facts=(("word", match.group().strip(" ,¿?")),),
        )
    match = said.ONE_SIDED.search(asking.text, asking.body)
    if match is None:
        return
    name = "word" if match["word"] else "agree"
    word = match[name]
    both = f"{word} {said.OR} {said.OPPOSITES.get(word.lower())}"
    yield Finding(
        Rule.ONE_SIDED,
        question.place,
        *match.span(name),
        suggestion=both if name == "word" else said.AGREE,
        level=Level.NOTE,
        facts=(("word", word),),
    )


def negative(
    question: QuestionText, asking: Asking, said: ModuleType
) -> Iterator[Finding]:
    match = said.NEGATIVE.search(asking.text, asking.body)
    if match is None or said.LEADING.search(asking.text, asking.start):
        return
    if said.CLEAR_NOT.search(asking.text[asking.body :]):
        return
    place, start, end = question.place, match.start(), match.end()
    yield Finding(Rule.NEGATIVE_QUESTION, place, start, end)


def no_time_frame(
    question: QuestionText, asking: Asking, said: ModuleType
) -> Iterator[Finding]:
    """A question about what people did or met needs the time that it asks about."""
    match = said.TIMELESS.search(asking.text, asking.body)
    if match is None or said.TIME.search(question.text):
        return
    if said.TIME.search(question.hint):
        return
    first = asking.text[asking.start :].split(maxsplit=1)[0]
    yield Finding(
        Rule.NO_TIME_FRAME,
        question.place,
        asking.start,
        asking.start + len(first),
        suggestion=said.TIME_FRAME + (first if first == "I" else smaller(first)),
    )


def smaller(word: str) -> str:
    """With its first letter small, also behind "¿"."""
    letter = 1 if word[0] in "¿¡" else 0
    return word[:letter] + word[letter : letter + 1].lower() + word[letter + 1 :]


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


def missing_way_out(question: QuestionText, said: ModuleType) -> Iterator[Finding]:
    labels = list(question.choices)
    if question.takes_several and labels:
        if not any(stands_alone(label) for label in labels):
            yield on_choices(Rule.NONE_MISSING, question, suggestion=said.NONE_CHOICE)
        return
    if question.is_scale or len(labels) < 4 or is_scale(labels):
        return
    if any(is_way_out(label) for label in labels) or covers_all(labels, said):
        return
    yield on_choices(Rule.OTHER_MISSING, question, suggestion=said.OTHER_CHOICE)


def covers_all(labels: list[str], said: ModuleType) -> bool:
    """Ranges of numbers, ages or times leave nobody out."""
    ordered = sum(said.ORDERED.search(label) is not None for label in labels)
    return ordered >= len(labels) - 1


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
