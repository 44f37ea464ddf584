import hashlib
import json
from collections.abc import Sequence
from typing import Any

from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Question, Section, Survey
from feedback.surveys.models.document import FORMAT
from feedback.surveys.paging import pages
from feedback.surveys.rules.compiling import compiled_rules, written
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
    structure = compiled_structure(survey, questions)
    return {
        "format": FORMAT,
        "source_language": survey.source_language,
        "languages": [survey.source_language, *others],
        "later_languages": _said_later(survey),
        "anonymous": survey.activity.anonymous,
        "texts": {
            language: _texts(named, language, survey.source_language)
            for language in [survey.source_language, *others]
        },
        **structure,
        "pages": pages(structure, named, survey),
        **_sending(survey),
    }


def _sending(survey: Survey) -> dict[str, bool]:
    """Named only where it is so: versions of before are then still the same."""
    return {} if survey.shows_answers else {"sends_at_once": True}


def compiled_structure(
    survey: Survey, questions: Sequence[Question]
) -> dict[str, list[dict[str, Any]]]:
    """What a document holds but texts and pages: all that rules are about."""
    return {
        "sections": [_section(section) for section in survey.drafted_sections],
        "questions": [_question(question) for question in questions],
        "rules": compiled_rules(survey, questions),
    }


def _said_later(survey: Survey) -> list[str]:
    """Languages that the first page names as planned."""
    is_said = survey.missing_language == Survey.MissingLanguage.SAID
    return list(survey.later_languages) if is_said else []


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
        "section": question.drafted_section.key if question.drafted_section else None,
        "show_when": written(question.show_when),
        "require_when": written(question.require_when),
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


def _section(section: Section) -> dict[str, Any]:
    return {"key": section.key, "show_when": written(section.show_when)}
