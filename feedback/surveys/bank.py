"""The agency's question bank: wordings worth asking again, and alike."""

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.surveys.choices import ChoiceDraft
from feedback.surveys.drafting import locked
from feedback.surveys.models import BankQuestion, Question
from feedback.surveys.questions import QuestionDraft, add_question, as_written, held
from feedback.surveys.rows import RowDraft
from feedback.surveys.texts import draft_questions, keyed_texts
from studies.agencies.models import User
from studies.wording.models import Translation
from studies.wording.translations import Wording, is_of, translate_all

# What makes two saved questions the same one.
ASKED = ("kind", "label", "hint", "message", "settings", "choices", "rows", "locked")


@transaction.atomic
def save_to_bank(question_id: int, *, by: User) -> BankQuestion:
    """A copy for any survey of the agency; the same question twice is kept once.

    Saved again it brings its newest translations, and comes back where it was archived.
    """
    question = held(question_id)
    survey = question.survey
    written = as_written(question, list(question.choices.current()))
    copied = asdict(written)
    copied = {name: copied[name] for name in ASKED if name in copied}
    copied |= {"locked": question.locked, "language": survey.source_language}
    copied |= {name: list(copied[name]) for name in ("choices", "rows")}
    same = BankQuestion.objects.filter(agency=survey.agency, **copied)
    row = same.select_for_update().first()
    row = row or BankQuestion(agency=survey.agency, saved_by=by, **copied)
    row.translations = _translations(question)
    row.archived_at = None
    row.save()
    return row


@transaction.atomic
def add_from_bank(survey_id: int, bank_id: int, *, by: User) -> Question:
    """The saved question at the end of a draft, with the translations that it has.

    A fixed wording stays fixed. A survey written in another language is refused,
    because its source texts would be in two.
    """
    row = BankQuestion.objects.get(pk=bank_id)
    draft = QuestionDraft(
        kind=row.kind,
        label=row.label,
        hint=row.hint,
        message=row.message,
        settings=row.settings,
        choices=tuple(ChoiceDraft(**choice) for choice in row.choices),
        rows=tuple(RowDraft(**line) for line in row.rows),
    )
    if locked(survey_id).source_language != row.language:
        raise Refusal(
            _(
                "This question is saved in another language than the one that this "
                "survey is written in. Nothing was added."
            ),
            code="other_language",
        )
    question = add_question(survey_id, draft, locked_wording=row.locked, by=by)
    _translate(question, row, by)
    return question


@transaction.atomic
def archive(bank_id: int, *, by: User) -> BankQuestion:
    """Take it out of the list; surveys that have it keep it."""
    return _moved(bank_id, timezone.now())


@transaction.atomic
def bring_back(bank_id: int, *, by: User) -> BankQuestion:
    return _moved(bank_id, None)


def _moved(bank_id: int, moment: Any) -> BankQuestion:
    row = BankQuestion.objects.select_for_update().get(pk=bank_id)
    if (row.archived_at is None) != (moment is None):
        row.archived_at = moment
        row.save(update_fields=["archived_at"])
    return row


def _own_texts(question: Question) -> dict[str, Any]:
    """The question's texts by their names without its key."""
    survey = question.survey
    rows = [row for row in draft_questions(survey) if row.pk == question.pk]
    key = question.key
    named = keyed_texts(survey, rows)
    return {
        name.removeprefix(key): source
        for name, source in named
        if name == key or name.startswith(f"{key}:")
    }


def _translations(question: Question) -> dict[str, dict[str, list[str]]]:
    """Those of the present wording: an outdated one would come back as current."""
    texts = _own_texts(question)
    names = {source.place: name for name, source in texts.items()}
    found: dict[str, dict[str, list[str]]] = {}
    for row in Translation.objects.of(list(names)):
        name = names[row.place]
        if is_of(row.source_hash, texts[name].text):
            found.setdefault(row.language, {})[name] = [row.text, row.state_for_copies]
    return found


def _translate(question: Question, row: BankQuestion, by: User) -> None:
    texts = _own_texts(question)
    for language, translations in row.translations.items():
        wordings = [
            Wording(texts[name], text, state)
            for name, (text, state) in translations.items()
            if name in texts
        ]
        translate_all(wordings, language, agency=row.agency, by=by)
