"""Starter surveys: wordings that come with the product, filled in for one service."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.surveys.choices import ChoiceDraft
from feedback.surveys.drafting import create_survey, save_survey
from feedback.surveys.models import Survey
from feedback.surveys.questions import QuestionDraft, add_question
from feedback.surveys.rows import RowDraft
from feedback.surveys.translation.languages import draft_texts
from studies.agencies.models import Agency, User
from studies.planning.models import Round
from studies.wording.translations import translate

FOLDER = Path(__file__).parent / "starters"


@dataclass(frozen=True)
class Starter:
    """One starter survey, with its texts in every language that it has."""

    key: str
    content: Mapping[str, Any]

    @property
    def title(self) -> str:
        return _told(self.content["title"], get_language() or "en")

    @property
    def about(self) -> str:
        return _told(self.content["about"], get_language() or "en")

    @property
    def placeholders(self) -> list[str]:
        return self.content["placeholders"]

    @property
    def languages(self) -> list[str]:
        return self.content["languages"]

    @property
    def questions(self) -> list[Mapping[str, Any]]:
        return self.content["questions"]

    @property
    def may_leave_out(self) -> bool:
        """Whether it asks about employees, whom not every service lets people meet."""
        choices = [c for question in self.questions for c in question["choices"]]
        return any(row.get("may_leave_out") for row in [*self.questions, *choices])

    def asked(self, leave_out: bool) -> list[Mapping[str, Any]]:
        """The questions, those on employees left out where nobody meets one."""
        return _offered(self.questions, leave_out)


@lru_cache
def starters() -> dict[str, Starter]:
    files = [json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))]
    return {content["key"]: Starter(content["key"], content) for content in files}


@transaction.atomic
def start_from(
    starter: Starter,
    *,
    agency: Agency,
    title: str,
    anonymous: bool,
    words: Mapping[str, str],
    leave_out: bool = False,
    round: Round | None = None,
    source_language: str = "en",
    by: User,
) -> Survey:
    """A draft with the starter's questions, its [words] filled in, in each language.

    Locked wordings stay locked. Translations keep their state: what a machine wrote
    waits for somebody to read it over. `leave_out` drops the choices on employees.
    """
    empty = [name for name in starter.placeholders if not words.get(name, "").strip()]
    if empty:
        message = _("Say what stands for %(words)s. Nothing was made.")
        named = ", ".join(f"[{name}]" for name in empty)
        raise Refusal(message % {"words": named}, code="words_missing")
    if source_language not in starter.languages:
        source_language = starter.languages[0]
    survey = create_survey(
        agency=agency,
        title=title or _filled(starter.content["title"], source_language, words),
        anonymous=anonymous,
        round=round,
        source_language=source_language,
        by=by,
    )
    survey.starter = starter.key
    save_survey(survey, by=by)
    for question in starter.asked(leave_out):
        _add(survey, question, starter, words, leave_out, by)
    for language in starter.languages:
        if language != source_language:
            _translate(survey, starter, language, words, leave_out, by)
    return survey


def _add(
    survey: Survey,
    question: Mapping[str, Any],
    starter: Starter,
    words: Mapping[str, str],
    leave_out: bool,
    by: User,
) -> None:
    language = survey.source_language
    draft = QuestionDraft(
        kind=question["kind"],
        label=_filled(question["label"], language, words),
        hint=_filled(question["hint"], language, words),
        required=question["required"],
        show_when=question["show_when"],
        choices=tuple(
            ChoiceDraft(
                label=_filled(choice["label"], language, words),
                code=choice["code"],
                exclusive=choice["exclusive"],
                other=choice["other"],
                apart=choice["apart"],
                driver=choice.get("driver", ""),
            )
            for choice in _offered(question["choices"], leave_out)
        ),
        rows=tuple(
            RowDraft(_filled(row["label"], language, words), row["code"])
            for row in question.get("rows", [])
        ),
        settings=question.get("settings", {}),
    )
    add_question(
        survey.pk,
        draft,
        key=question["key"],
        locked_wording=starter.content["locked"],
        by=by,
    )


def _translate(
    survey: Survey,
    starter: Starter,
    language: str,
    words: Mapping[str, str],
    leave_out: bool,
    by: User,
) -> None:
    texts = {}
    for question in starter.asked(leave_out):
        key = question["key"]
        texts[key] = _filled(question["label"], language, words)
        texts[f"{key}:hint"] = _filled(question["hint"], language, words)
        for choice in _offered(question["choices"], leave_out):
            texts[f"{key}:{choice['code']}"] = _filled(choice["label"], language, words)
        for row in question.get("rows", []):
            name = f"{key}:row:{row['code']}"
            texts[name] = _filled(row["label"], language, words)
    state = starter.content["translations"].get(language, "draft")
    for name, source in draft_texts(survey):
        if texts.get(name):
            translate(
                source, language, texts[name], agency=survey.agency, by=by, state=state
            )


def _offered(rows: list[Mapping], leave_out: bool) -> list[Mapping[str, Any]]:
    return [row for row in rows if not (leave_out and row.get("may_leave_out"))]


def _filled(
    texts: Mapping[str, str] | None, language: str, words: Mapping[str, str]
) -> str:
    text = _told(texts, language)
    for name, word in words.items():
        text = text.replace(f"[{name}]", word.strip())
    return text


def _told(texts: Mapping[str, str] | None, language: str) -> str:
    if not texts:
        return ""
    base = language.split("-")[0]
    return texts.get(language) or texts.get(base) or texts["en"]
