"""Rules on how a question asks; those on its choices are in `choice_rules`.

The rules are one; their patterns are English or Spanish.
"""

from collections.abc import Iterator
from types import ModuleType

from studies.wording import question_patterns, spanish_questions
from studies.wording.asking import Asking, asking_part
from studies.wording.choice_rules import choice_findings
from studies.wording.findings import Finding, Level, Part, QuestionText, Rule
from studies.wording.two_questions import spanish_two_questions, two_questions

PATTERNS = {"en": question_patterns, "es": spanish_questions}


def question_findings(question: QuestionText, language: str) -> list[Finding]:
    """What is wrong with how it asks; what needs no words is found in any language."""
    base = language.split("-")[0].lower()
    said = PATTERNS.get(base)
    found = choice_findings(question, said)
    if said is None:
        return found
    asking = asking_part(question.text)
    twice = spanish_two_questions if base == "es" else two_questions
    found += twice(question, asking)
    found += leading(question, asking, said)
    found += negative(question, asking, said)
    found += no_time_frame(question, asking, said)
    return sorted(found, key=lambda finding: (finding.part != Part.TEXT, finding.start))


def leading(
    question: QuestionText, asking: Asking, said: ModuleType
) -> Iterator[Finding]:
    pushes = list(said.LEADING.finditer(question.text))
    for match in pushes:
        yield Finding(
            Rule.LEADING,
            question.place,
            match.start(),
            match.end(),
            facts=(("word", match.group().strip(" ,¿?")),),
        )
    match = said.ONE_SIDED.search(asking.text, asking.body)
    if match is None or any(push.end() > match.start() for push in pushes):
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
