from collections.abc import Iterator

from feedback.surveys.models import Choice, Question, Survey
from studies.wording.translations import SourceText, place


def draft_questions(survey: Survey) -> list[Question]:
    """The draft's questions in order, each with `drafted_choices`; two queries."""
    questions = list(survey.questions.current())
    choices = Choice.objects.current().filter(question__in=questions)
    by_question: dict[int, list[Choice]] = {}
    for choice in choices:
        by_question.setdefault(choice.question_id, []).append(choice)
    for question in questions:
        question.drafted_choices = by_question.get(question.pk, [])
    return questions


def keyed_texts(
    survey: Survey, questions: list[Question]
) -> Iterator[tuple[str, SourceText]]:
    """Each text of the draft under its name in a compiled version, in reading order.

    Names: "title", "purpose", "thanks", "<key>", "<key>:hint", "<key>:<code>".
    """
    for field in ("title", "purpose", "thanks"):
        yield field, SourceText(place(survey, field), getattr(survey, field))
    for question in questions:
        yield question.key, SourceText(place(question, "label"), question.label)
        yield f"{question.key}:hint", SourceText(place(question, "hint"), question.hint)
        for choice in question.drafted_choices:
            name = f"{question.key}:{choice.code}"
            yield name, SourceText(place(choice, "label"), choice.label)
