import hashlib
import json
from collections.abc import Sequence
from typing import Any

from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Question, Survey
from feedback.surveys.models.document import FORMAT
from feedback.surveys.texts import draft_questions, keyed_texts
from studies.wording.translations import in_language


def compile_draft(
    survey: Survey, languages: Sequence[str] | None = None
) -> dict[str, Any]:
    """The draft as one document, every offered language in it; see SurveyVersion.

    Other `languages` are for looking only: a preview shows those that come later, too.
    """
    others = survey.languages if languages is None else list(languages)
    questions = draft_questions(survey)
    named = list(keyed_texts(survey, questions))
    compiled = [_question(question) for question in questions]
    return {
        "format": FORMAT,
        "source_language": survey.source_language,
        "languages": [survey.source_language, *others],
        "later_languages": list(survey.later_languages),
        "anonymous": survey.activity.anonymous,
        "texts": {
            language: _texts(named, language, survey.source_language)
            for language in [survey.source_language, *others]
        },
        "questions": compiled,
        "pages": _pages(compiled, survey.layout),
    }


def content_hash(document: dict[str, Any]) -> str:
    canonical = json.dumps(document, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _texts(named, language: str, source_language: str) -> dict[str, str]:
    if language == source_language:
        return {name: source.text for name, source in named if source.text}
    shown = in_language([source for _, source in named], language)
    return {name: shown[source.place] for name, source in named if source.text}


def _question(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "kind": question.kind,
        "required": question.required and KINDS[question.kind].is_asked,
        "locked": question.locked,
        "show_when": question.show_when,
        "settings": question.settings,
        "rows": [{"code": row.code} for row in question.drafted_rows],
        "choices": [
            {
                "code": choice.code,
                "exclusive": choice.exclusive,
                "other": choice.other,
                "apart": choice.apart,
                "driver": choice.driver,
            }
            for choice in question.drafted_choices
        ],
    }


def _pages(questions: list[dict[str, Any]], layout: str) -> list[list[str]]:
    """Questions by page; one that depends on an answer never shares its page.

    Without script a page cannot change while it is filled in, so a question that
    shows only after an answer waits for the next page.
    """
    questions = [row for row in questions if KINDS[row["kind"]].is_on_page]
    if layout == Survey.Layout.ONE_A_PAGE:
        return [[question["key"]] for question in questions]
    pages: list[list[str]] = []
    for question in questions:
        rule = question["show_when"]
        asked = {key for key, _ in rule["any"]} if rule else set()
        if not pages or asked & set(pages[-1]):
            pages.append([])
        pages[-1].append(question["key"])
    return pages
