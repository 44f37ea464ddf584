from collections.abc import Iterator

from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Choice, Question, Row, Section, Survey
from studies.wording.translations import SourceText, place

# What a survey says of itself, apart from its questions, in reading order.
OWN_TEXTS = ("title", "purpose", "legal", "thanks")


def draft_questions(survey: Survey) -> list[Question]:
    """The draft's questions in order, with `drafted_choices`, `_rows` and `_section`.

    The survey gets its current sections and rules as `drafted_sections` and
    `drafted_rules`. Four queries, and a fifth where a question has rows.
    """
    sections = list(survey.sections.all())
    questions = _in_order(list(survey.questions.current()), sections)
    with_rows = [row for row in questions if KINDS[row.kind].has_rows]
    choices = _by_question(Choice, questions)
    rows = _by_question(Row, with_rows) if with_rows else {}
    for question in questions:
        question.drafted_choices = choices.get(question.pk, [])
        question.drafted_rows = rows.get(question.pk, [])
    survey.drafted_sections = [row for row in sections if row.archived_at is None]
    survey.drafted_rules = list(
        survey.rules.current().select_related("question", "section")
    )
    return questions


def draft_order(survey: Survey) -> list[Question]:
    """The draft's questions in order and nothing with them; two queries."""
    return _in_order(list(survey.questions.current()), list(survey.sections.all()))


def _in_order(questions: list[Question], sections: list[Section]) -> list[Question]:
    """By section, those without one first; an archived one leaves its to the one before.

    So nothing moves when a section is archived, and all is as before when it is back.
    """
    places, present = {None: -1}, None
    now: dict[int | None, Section | None] = {None: None}
    for place_, section in enumerate(sections):
        present = section if section.archived_at is None else present
        places[section.pk], now[section.pk] = place_, present
    for question in questions:
        question.drafted_section = now[question.section_id]
    return sorted(questions, key=lambda question: places[question.section_id])


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

    Names: "title", "purpose", "legal", "thanks", "<key>", "<key>:hint", "<key>:row:<code>",
    "<key>:<code>", "<key>::message", "section/<key>", "section/<key>:text" and
    "rule/<key>". The survey is one whose `draft_questions` were read.
    """
    for field in OWN_TEXTS:
        yield field, SourceText(place(survey, field), getattr(survey, field))
    yield from _section_texts(survey)
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
    for rule in survey.drafted_rules:
        yield f"rule/{rule.key}", SourceText(place(rule, "text"), rule.text)


def read_texts(
    survey: Survey, questions: list[Question]
) -> list[tuple[str, SourceText]]:
    """Those of them that people can come to read: these are translated."""
    unseen = {row.key for row in questions if not KINDS[row.kind].is_on_page}
    return [
        (name, text)
        for name, text in keyed_texts(survey, questions)
        if name.partition(":")[0] not in unseen
    ]


def _section_texts(survey: Survey) -> Iterator[tuple[str, SourceText]]:
    for section in survey.drafted_sections:
        name = f"section/{section.key}"
        yield name, SourceText(place(section, "title"), section.title)
        yield f"{name}:text", SourceText(place(section, "text"), section.text)
