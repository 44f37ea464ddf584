"""Every write to the draft's questions. Each locks the survey: order and keys hold."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from cxstudio.refusal import Refusal
from cxstudio.stale import refuse_stale
from feedback.surveys import keys
from feedback.surveys.bulk import write_over
from feedback.surveys.choices import ChoiceDraft, first_double, write_choices
from feedback.surveys.drafting import locked
from feedback.surveys.kinds import KINDS
from feedback.surveys.markers import question_marker
from feedback.surveys.models import Choice, Question, Row, Section, Survey
from feedback.surveys.models.document import present_rule
from feedback.surveys.rows import RowDraft, write_rows
from feedback.surveys.texts import draft_questions
from feedback.surveys.translation.ready_words import translate_ready, with_ready_choices
from studies.agencies.models import User

# Five thousand are pasted in one go; nobody reads more, nor can a phone load them.
MOST_CHOICES = 10_000


@dataclass(frozen=True)
class QuestionDraft:
    """One question as written; `show_when` is a rule as `rules.py` reads it."""

    kind: str
    label: str
    hint: str = ""
    required: bool = False
    show_when: Mapping[str, Any] | None = None
    choices: tuple[ChoiceDraft, ...] = ()
    rows: tuple[RowDraft, ...] = ()
    message: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def add_question(
    survey_id: int,
    draft: QuestionDraft,
    *,
    key: str = "",
    locked_wording: bool = False,
    after: int | None = None,
    by: User,
) -> Question:
    """A new question, last or after the one named; its key is made from its words."""
    survey = locked(survey_id)
    _check(draft)
    taken = _taken_keys(survey)
    question = _new(survey, draft, key=key if key not in taken else "", taken=taken)
    question.locked = locked_wording
    question.position = _next_position(survey)
    question.section = _section_behind(survey, after)
    _save(question, by)
    _write_lines(question, draft, by, published=survey.versions.exists())
    _translate_ready(survey, [question], by)
    if after is not None:
        place_after(question, after)
    return question


@transaction.atomic
def add_questions(
    survey_id: int, drafts: Sequence[QuestionDraft], *, by: User
) -> list[Question]:
    """All of them in order at the end, or none where one is refused."""
    survey = locked(survey_id)
    taken, section = _taken_keys(survey), _section_behind(survey, None)
    added = []
    for position, draft in enumerate(drafts, start=_next_position(survey)):
        _check(draft)
        question = _new(survey, draft, key="", taken=taken)
        question.position, question.section = position, section
        taken.add(question.key)
        added.append(question)
    bulk_create_with_history(added, Question, default_user=by)
    published = survey.versions.exists()
    for question, draft in zip(added, drafts, strict=True):
        _write_lines(question, draft, by, published=published)
    _translate_ready(survey, added, by)
    return added


def _new(
    survey: Survey, draft: QuestionDraft, *, key: str, taken: Collection[str]
) -> Question:
    return Question(
        survey=survey,
        key=key or keys.slug_key(draft.label, taken),
        kind=draft.kind,
        label=draft.label,
        hint=draft.hint,
        required=draft.required,
        message=draft.message,
        settings=dict(draft.settings),
        show_when=present_rule(draft.show_when),
    )


@transaction.atomic
def edit_question(
    question_id: int, draft: QuestionDraft, *, marker: str, by: User
) -> Question:
    """Save what a designer wrote, unless somebody else saved since `marker`.

    Key and choice codes stay. Choices left out are archived, not deleted: answers
    name them. A question that loses its kind's choices keeps them archived too.
    """
    question = held(question_id)
    rows = list(question.choices.all())
    present = [row for row in rows if row.archived_at is None]
    refuse_stale(marker, question_marker(question, present))
    if question.locked:
        draft = replace(as_written(question, present), required=draft.required)
    _check(draft)
    question.kind, question.label, question.hint = draft.kind, draft.label, draft.hint
    question.required = draft.required
    question.show_when = present_rule(draft.show_when)
    question.message, question.settings = draft.message, dict(draft.settings)
    _save(question, by)
    published = question.survey.versions.exists()
    lines = list(question.rows.all())
    _write_lines(question, draft, by, choices=rows, rows=lines, published=published)
    _translate_ready(question.survey, [question], by)
    return question


def _write_lines(
    question: Question,
    draft: QuestionDraft,
    by: User,
    *,
    choices: Sequence[Choice] = (),
    rows: Sequence[Row] = (),
    published: bool,
) -> None:
    """Choices and rows; those that the kind does not have are put away."""
    kind = KINDS[draft.kind]
    wanted = draft.choices if kind.has_choices else ()
    if kind.has_choices:
        language = question.survey.source_language
        wanted = with_ready_choices(draft.kind, draft.settings, wanted, language)
    write_choices(question, wanted, choices, published=published, by=by)
    wanted = draft.rows if kind.has_rows else ()
    write_rows(question, wanted, rows, published=published, by=by)


def _translate_ready(survey: Survey, questions: Sequence[Question], by: User) -> None:
    ready = [q for q in questions if KINDS[q.kind].ready_choices(q.settings)]
    if ready:
        for language in [*survey.languages, *survey.later_languages]:
            translate_ready(survey, ready, language, by=by)


@transaction.atomic
def move_question(question_id: int, *, up: bool, by: User) -> Question:
    """One place earlier or later; at the end of the list nothing changes.

    At the border of a section it goes over into the next one.
    """
    question = held(question_id)
    order = list(draft_questions(question.survey))
    place = order.index(question)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return question
    if order[other].section_id != question.section_id:
        question.section_id = order[other].section_id
    else:
        order[place], order[other] = order[other], order[place]
        question.position = other
    number(order)
    _save(question, by)
    return question


@transaction.atomic
def archive_question(question_id: int, *, by: User) -> Question:
    """Take it out of the draft. Answers, key and place are kept for its return."""
    question = held(question_id)
    if question.archived_at is None:
        question.archived_at = timezone.now()
        _save(question, by)
    return question


@transaction.atomic
def restore_question(question_id: int, *, by: User) -> Question:
    question = held(question_id)
    if question.archived_at is not None:
        question.archived_at = None
        _save(question, by)
    return question


def freely_worded(question: Question) -> QuestionDraft:
    """The question as it stands, to be worded freely: so it stands for no driver."""
    written = as_written(question, list(question.choices.current()))
    return replace(
        written,
        choices=tuple(replace(choice, driver="") for choice in written.choices),
        settings={k: v for k, v in written.settings.items() if k != "driver"},
    )


def as_written(question: Question, present: Sequence[Choice]) -> QuestionDraft:
    """The question as it stands, ready to be changed in part and saved."""
    return QuestionDraft(
        kind=question.kind,
        label=question.label,
        hint=question.hint,
        required=question.required,
        show_when=question.show_when,
        message=question.message,
        settings=question.settings,
        rows=_written_rows(question),
        choices=tuple(
            ChoiceDraft(
                label=choice.label,
                code=choice.code,
                exclusive=choice.exclusive,
                other=choice.other,
                apart=choice.apart,
                driver=choice.driver,
            )
            for choice in present
        ),
    )


def _written_rows(question: Question) -> tuple[RowDraft, ...]:
    if not KINDS[question.kind].has_rows:
        return ()
    return tuple(RowDraft(row.label, row.code) for row in question.rows.current())


def held(question_id: int) -> Question:
    """The question with its survey locked, so that no two saves cross."""
    survey_id = Question.objects.values_list("survey", flat=True).get(pk=question_id)
    survey = locked(survey_id)
    return survey.questions.get(pk=question_id)


def _taken_keys(survey: Survey) -> set[str]:
    return {*survey.questions.values_list("key", flat=True), *keys.OF_PAGES}


def _section_behind(survey: Survey, after: int | None) -> Section | None:
    """The section of the question named, or where none is, of the last one."""
    order = draft_questions(survey)
    behind = [row for row in order if row.pk == after] or order[-1:]
    return behind[0].drafted_section if behind else None


def _next_position(survey: Survey) -> int:
    last = survey.questions.order_by("-position").values_list("position", flat=True)
    return (last.first() or 0) + 1 if last else 0


def place_after(question: Question, after: int) -> None:
    """Behind the one named, in its section; 0 is before all, one that is gone last."""
    rows = draft_questions(question.survey)
    order = [row for row in rows if row.pk != question.pk]
    places = [index for index, row in enumerate(order, start=1) if row.pk == after]
    place = places[0] if places else (len(order) if after else 0)
    section = order[place - 1].section if place else None
    order.insert(place, question)
    number(order)
    if question.section != section:
        question.section = section
        Question.objects.filter(pk=question.pk).update(section=section)


def number(order: list[Question]) -> None:
    """Write places without history rows: only the question that moved has moved."""
    changed = []
    for position, question in enumerate(order):
        if question.position != position:
            question.position = position
            changed.append(question)
    write_over(Question, changed, ["position"])


def _save(question: Question, by: User) -> None:
    question._history_user = by
    question.save()


def _check(draft: QuestionDraft) -> None:
    """Refuse what could not be kept; the rest is said by the checklist."""
    if not draft.label.strip():
        raise Refusal(
            _("The question has no words yet. Nothing was saved. Write what you ask."),
            code="no_words",
        )
    if max(len(draft.choices), len(draft.rows)) > MOST_CHOICES:
        text = _(
            "There are more than %(most)d choices. Nothing was saved. Let people write "
            "their answer instead, or ask in two steps."
        )
        raise Refusal(text % {"most": MOST_CHOICES}, code="too_many_choices")
    double = first_double([choice.label for choice in draft.choices])
    double = double or first_double([row.label for row in draft.rows])
    if double is not None:
        raise Refusal(
            _("“%(choice)s” is there twice. Nothing was saved. Keep one of the two.")
            % {"choice": double},
            code="double_choice",
        )
