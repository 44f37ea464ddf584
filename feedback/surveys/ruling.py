"""Every write to the draft's rules. A rule that goes in circles is not saved."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from cxstudio.stale import refuse_stale
from feedback.surveys import keys
from feedback.surveys.drafting import locked
from feedback.surveys.markers import rule_marker
from feedback.surveys.models import Question, Rule, Section, Survey
from feedback.surveys.rules import references, trees
from feedback.surveys.rules.places import Draft
from feedback.surveys.texts import draft_questions
from studies.agencies.models import User

Tree = dict[str, Any] | None


@dataclass(frozen=True)
class RuleDraft:
    """One rule of a survey as written; `name` names a calculated value."""

    effect: str
    tree: Tree
    question_id: int | None = None
    section_id: int | None = None
    text: str = ""
    name: str = ""


@transaction.atomic
def rule_question(
    question_id: int, what: str, tree: Tree, *, marker: str, by: User
) -> Question:
    """Make the tree what a question shows by ("show") or is required by ("require").

    None takes the rule away. Refused: a tree that can't be read, a circle, a stale edit.
    """
    survey_id = Question.objects.values_list("survey", flat=True).get(pk=question_id)
    survey = locked(survey_id)
    question = survey.questions.get(pk=question_id)
    field = {"show": "show_when", "require": "require_when"}[what]
    refuse_stale(marker, rule_marker(getattr(question, field)))
    setattr(question, field, _read(tree))
    _keep(question, by)
    _refuse_circles(survey, question)
    return question


@transaction.atomic
def rule_section(section_id: int, tree: Tree, *, marker: str, by: User) -> Section:
    """Make the tree what a section shows by; None takes the rule away."""
    survey_id = Section.objects.values_list("survey", flat=True).get(pk=section_id)
    survey = locked(survey_id)
    section = survey.sections.get(pk=section_id)
    refuse_stale(marker, rule_marker(section.show_when))
    section.show_when = _read(tree)
    _keep(section, by)
    _refuse_circles(survey, section)
    return section


@transaction.atomic
def add_rule(survey_id: int, draft: RuleDraft, *, by: User) -> Rule:
    """A rule of the survey, behind those that are there; a value's name is its own."""
    survey = locked(survey_id)
    rule = Rule(
        survey=survey,
        effect=draft.effect,
        key=_key(survey, draft),
        position=survey.rules.count(),
    )
    return _write(rule, draft, by)


@transaction.atomic
def edit_rule(rule_id: int, draft: RuleDraft, *, marker: str, by: User) -> Rule:
    """Change a rule, unless somebody else did since `marker`; its name stays."""
    rule = _held(rule_id)
    refuse_stale(marker, rule_marker(rule.tree, rule))
    return _write(rule, draft, by)


@transaction.atomic
def archive_rule(rule_id: int, *, by: User) -> Rule:
    rule = _held(rule_id)
    if rule.archived_at is None:
        rule.archived_at = timezone.now()
        _keep(rule, by)
    return rule


@transaction.atomic
def restore_rule(rule_id: int, *, by: User) -> Rule:
    rule = _held(rule_id)
    if rule.archived_at is not None:
        rule.archived_at = None
        _keep(rule, by)
        _refuse_circles(rule.survey, rule)
    return rule


def _write(rule: Rule, draft: RuleDraft, by: User) -> Rule:
    is_value = rule.effect == Rule.Effect.VALUE
    tree = _read(draft.tree, is_value=is_value)
    if tree is None:
        message = _("The rule asks about nothing yet. Nothing was saved.")
        raise Refusal(message, code="no_tree")
    if rule.effect == Rule.Effect.CHECK and not draft.text.strip():
        message = _("Write what people read when this happens. Nothing was saved.")
        raise Refusal(message, code="no_message")
    survey = rule.survey
    rule.tree, rule.text = tree, draft.text.strip()
    rule.question = _one_of(survey.questions, draft.question_id)
    rule.section = None
    if rule.effect == Rule.Effect.GO:
        rule.section = _one_of(survey.sections, draft.section_id)
        if rule.section is None:
            message = _("Choose the section to go to. Nothing was saved.")
            raise Refusal(message, code="no_section")
    _keep(rule, by)
    _refuse_circles(survey, rule)
    return rule


def _one_of(rows, pk: int | None):
    return rows.current().filter(pk=pk).first() if pk else None


def _read(tree: Any, *, is_value: bool = False) -> Tree:
    """The tree in today's form; BadTree, a refusal, where it can't be read."""
    if tree is None:
        return None
    return trees.to_json((trees.value if is_value else trees.condition)(tree))


def _refuse_circles(survey: Survey, row: Question | Section | Rule) -> None:
    """A circle is refused at once; other findings wait for the checklist."""
    draft = Draft(survey, draft_questions(survey))
    for place in draft.places:
        if place.row == row and place.node is not None:
            for fault in references.faults(draft, place):
                if fault.code == "loop":
                    message = _("%(reason)s Nothing was saved. %(fix)s")
                    words = {"reason": fault.reason, "fix": fault.fix}
                    raise Refusal(message % words, code="loop")


def _key(survey: Survey, draft: RuleDraft) -> str:
    """A name of its own: texts know questions and values by the same names."""
    questions = set(survey.questions.values_list("key", flat=True))
    rules = set(survey.rules.values_list("key", flat=True))
    if draft.effect != Rule.Effect.VALUE:
        return keys.slug_key(draft.effect, questions | rules)
    wanted = keys.readable(draft.name)
    if not wanted:
        message = _("Give the value a short name, such as total. Nothing was saved.")
        raise Refusal(message, code="no_name")
    if wanted in questions | rules:
        message = _(
            "“%(name)s” is the name of a question or rule already. Nothing was saved. "
            "Choose another name."
        )
        raise Refusal(message % {"name": wanted}, code="key_clash")
    return wanted


def _held(rule_id: int) -> Rule:
    survey_id = Rule.objects.values_list("survey", flat=True).get(pk=rule_id)
    return locked(survey_id).rules.get(pk=rule_id)


def _keep(row: Question | Section | Rule, by: User) -> None:
    row._history_user = by
    row.save()
