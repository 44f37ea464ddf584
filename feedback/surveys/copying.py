from collections.abc import Mapping

from django.db import transaction

from feedback.surveys.drafting import create_survey, save_survey
from feedback.surveys.models import Question, Rule, Section, Survey
from feedback.surveys.questions import add_question, as_written
from feedback.surveys.texts import draft_questions, keyed_texts
from studies.agencies.models import Agency, User
from studies.planning import activities
from studies.planning.models import Round
from studies.wording.models import Translation
from studies.wording.translations import SourceText, Wording, is_of, translate_all


@transaction.atomic
def copy_survey(
    survey_id: int, *, title: str, by: User, round: Round | None = None
) -> Survey:
    """The same draft once more, with keys, translations and their states.

    Answers, links and dates stay behind. The copy belongs to the same round, unless
    another one is named, and makes the same promise until that is changed.
    """
    old = Survey.objects.select_related("activity__agency", "activity__round").get(
        pk=survey_id
    )
    questions = draft_questions(old)
    new = create_survey(
        agency=old.agency,
        title=title,
        anonymous=old.activity.anonymous,
        round=round or old.activity.round,
        source_language=old.source_language,
        by=by,
    )
    new.purpose, new.thanks, new.layout = old.purpose, old.thanks, old.layout
    new.languages, new.later_languages = old.languages, old.later_languages
    new.missing_language, new.starter = old.missing_language, old.starter
    new.shows_answers, new.legal = old.shows_answers, old.legal
    save_survey(new, by=by)
    activities.show_on_list(new.activity_id, on=old.activity.is_listed, by=by)
    new.activity = activities.keep_unsent(
        new.activity_id,
        days=old.activity.unsent_days,
        unsent=old.activity.unsent,
        by=by,
    )
    for question in questions:
        add_question(
            new.pk,
            as_written(question, question.drafted_choices),
            key=question.key,
            locked_wording=question.locked,
            by=by,
        )
    _copy_rules(old, questions, new, by)
    before = dict(keyed_texts(old, questions))
    after = dict(keyed_texts(new, draft_questions(new)))
    copy_translations(before, after, agency=new.agency, by=by)
    return new


def _copy_rules(old: Survey, questions: list[Question], new: Survey, by: User) -> None:
    """Sections and rules, with the keys that questions and texts know them by."""
    sections = {}
    for section in old.drafted_sections:
        sections[section.pk] = _again(section, new, by)
    copied = {question.key: question for question in new.questions.all()}
    for question in questions:
        copy, own = copied[question.key], question.drafted_section
        copy.section = sections[own.pk] if own else None
        copy.require_when = question.require_when
        if copy.section or copy.require_when:
            copy._history_user = by
            copy.save()
    for rule in old.drafted_rules:
        asked = copied.get(rule.question.key) if rule.question else None
        section = sections.get(rule.section_id)
        if rule.section_id is None or section is not None:
            _again(rule, new, by, question=asked, section=section)


def _again(row: Section | Rule, survey: Survey, by: User, **others) -> Section | Rule:
    copied = ("key", "title", "text", "show_when", "position", "effect", "tree")
    names = {field.name for field in row._meta.concrete_fields}
    fields = {name: getattr(row, name) for name in copied if name in names}
    copy = type(row)(survey=survey, **fields, **others)
    copy._history_user = by
    copy.save()
    return copy


def copy_translations(
    before: Mapping[str, SourceText],
    after: Mapping[str, SourceText],
    *,
    agency: Agency,
    by: User,
) -> None:
    """Only those of the present wording: an outdated one would come back as current."""
    names = {source.place: name for name, source in before.items()}
    found: dict[str, list[Wording]] = {}
    for row in Translation.objects.of(list(names)).order_by("pk"):
        name = names[row.place]
        if name in after and is_of(row.source_hash, after[name].text):
            wording = Wording(after[name], row.text, row.state_for_copies)
            found.setdefault(row.language, []).append(wording)
    for language, wordings in found.items():
        translate_all(wordings, language, agency=agency, by=by)
