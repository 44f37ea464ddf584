"""Every write to the draft's sections, and to which of them a question belongs."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.surveys import keys
from feedback.surveys.bulk import write_over
from feedback.surveys.drafting import locked
from feedback.surveys.models import Question, Section, Survey
from feedback.surveys.questions import held, number
from feedback.surveys.texts import draft_questions
from studies.agencies.models import User


@transaction.atomic
def add_section(survey_id: int, *, title: str, text: str = "", by: User) -> Section:
    """A new section, the last; questions are put into it one by one."""
    survey = locked(survey_id)
    taken = set(survey.sections.values_list("key", flat=True))
    section = Section(
        survey=survey,
        key=keys.slug_key(_titled(title), taken),
        title=_titled(title),
        text=text.strip(),
        position=survey.sections.count(),
    )
    return _save(section, by)


@transaction.atomic
def edit_section(section_id: int, *, title: str, text: str, by: User) -> Section:
    section = _held(section_id)
    section.title, section.text = _titled(title), text.strip()
    return _save(section, by)


@transaction.atomic
def move_section(section_id: int, *, up: bool, by: User) -> Section:
    """One place earlier or later, with its questions; at the end nothing changes."""
    section = _held(section_id)
    order = list(section.survey.sections.all())
    present = [row for row in order if row.archived_at is None]
    place = present.index(section) + (-1 if up else 1)
    if 0 <= place < len(present):
        other = order.index(present[place])
        order.remove(section)
        order.insert(other, section)
        for position, row in enumerate(order):
            if row.pk == section.pk:
                section.position = position
        write_over(Section, _numbered(order), ["position"])
        _save(section, by)
        in_order(section.survey)
    return section


@transaction.atomic
def archive_section(section_id: int, *, by: User) -> Section:
    """Its title goes; its questions stay where they are, under the section before."""
    section = _held(section_id)
    if section.archived_at is None:
        section.archived_at = timezone.now()
        _save(section, by)
    return section


@transaction.atomic
def restore_section(section_id: int, *, by: User) -> Section:
    """Back with the questions that it had."""
    section = _held(section_id)
    if section.archived_at is not None:
        section.archived_at = None
        _save(section, by)
    return section


@transaction.atomic
def put_in_section(question_id: int, section_id: int | None, *, by: User) -> Question:
    """The question, last in the section; without one it comes before them all."""
    question = held(question_id)
    survey = question.survey
    section = survey.sections.current().get(pk=section_id) if section_id else None
    if question.section != section:
        last = survey.questions.order_by("position").last()
        question.section, question.position = section, last.position + 1
        question._history_user = by
        question.save()
        in_order(survey)
    return question


def in_order(survey: Survey) -> None:
    """Number questions as the sections have them, so that every list agrees."""
    number(draft_questions(survey))


def _numbered(order: list[Section]) -> list[Section]:
    for position, row in enumerate(order):
        row.position = position
    return order


def _held(section_id: int) -> Section:
    survey_id = Section.objects.values_list("survey", flat=True).get(pk=section_id)
    return locked(survey_id).sections.get(pk=section_id)


def _save(section: Section, by: User) -> Section:
    section._history_user = by
    section.save()
    return section


def _titled(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise Refusal(
            _("The section has no title yet. Nothing was saved. Write one."),
            code="no_title",
        )
    return title
