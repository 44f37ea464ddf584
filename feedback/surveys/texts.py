from collections.abc import Iterator

from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Choice, Question, Row, Survey
from studies.wording.translations import SourceText, place


def draft_questions(survey: Survey) -> list[Question]:
    """The draft's questions in order, each with `drafted_choices` and `drafted_rows`.

    Two queries, and a third where a question has rows.
    """
    questions = list(survey.questions.current())
    with_rows = [row for row in questions if KINDS[row.kind].has_rows]
    choices = _by_question(Choice, questions)
    rows = _by_question(Row, with_rows) if with_rows else {}
    for question in questions:
        question.drafted_choices = choices.get(question.pk, [])
        question.drafted_rows = rows.get(question.pk, [])
    return questions


def _by_question(
    model: type[Choice] | type[Row], questions: list[Question]
) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in model.objects.current().filter(question__in=questions):
        found.setdefault(row.question_id, []).append(row)
    return found


def keyed_texts(
    survey: Survey, questions: list[Question]
) -> Iterator[tuple[str, SourceText]]:
    """Each text of the draft under its name in a compiled version, in reading order.

    Names: "title", "purpose", "thanks", "<key>", "<key>:hint", "<key>:row:<code>",
    "<key>:<code>", "<key>::message".
    """
    for field in ("title", "purpose", "thanks"):
        yield field, SourceText(place(survey, field), getattr(survey, field))
    for question in questions:
        key = question.key
        yield key, SourceText(place(question, "label"), question.label)
        yield f"{key}:hint", SourceText(place(question, "hint"), question.hint)
        for row in question.drafted_rows:
            yield f"{key}:row:{row.code}", SourceText(place(row, "label"), row.label)
        for choice in question.drafted_choices:
            name = f"{key}:{choice.code}"
            yield name, SourceText(place(choice, "label"), choice.label)
        message = SourceText(place(question, "message"), question.message)
        yield f"{key}::message", message
