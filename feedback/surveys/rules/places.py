"""Every rule of a draft, with the row it belongs to and the point where it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from feedback.surveys.models import Question, Rule, Section, Survey
from feedback.surveys.rules import trees
from feedback.surveys.rules.compiling import acts_behind, value_nodes
from feedback.surveys.rules.sentences import Sayer, quoted

Row = Question | Section | Rule | Survey


@dataclass(frozen=True)
class Place:
    """One tree: `what` is "show", "require", "section" or a rule's effect.

    `passed` is how many questions were passed where it is asked.
    """

    row: Row
    what: str
    tree: Any
    passed: int
    after: str | None = None  # the question behind which a rule acts

    @property
    def is_value(self) -> bool:
        return self.what == Rule.Effect.VALUE

    @cached_property
    def node(self) -> trees.Node | None:
        return trees.readable(self.tree, is_value=self.is_value)


class Draft:
    """A survey and its questions as `draft_questions` gave them, and what rules say."""

    def __init__(self, survey: Survey, questions: Sequence[Question]):
        self.survey, self.questions = survey, list(questions)
        self.order = [question.key for question in self.questions]
        self.rows = {question.key: question for question in self.questions}
        self.index = {key: place for place, key in enumerate(self.order)}
        self.values = value_nodes(survey.drafted_rules)
        self.sayer = Sayer(self.questions)

    @cached_property
    def first_of(self) -> dict[int, int]:
        """Section pk → the place of its first question."""
        found: dict[int, int] = {}
        for place, question in enumerate(self.questions):
            if question.drafted_section is not None:
                found.setdefault(question.drafted_section.pk, place)
        return found

    @cached_property
    def places(self) -> list[Place]:
        return [*self._of_questions(), *self._of_sections(), *self._of_rules()]

    def _of_questions(self) -> Iterator[Place]:
        for passed, question in enumerate(self.questions):
            if question.show_when:
                yield Place(question, "show", question.show_when, passed)
            if question.require_when:
                yield Place(question, "require", question.require_when, passed)

    def _of_sections(self) -> Iterator[Place]:
        for section in self.survey.drafted_sections:
            if section.show_when and section.pk in self.first_of:
                passed = self.first_of[section.pk]
                yield Place(section, "section", section.show_when, passed)

    def _of_rules(self) -> Iterator[Place]:
        for rule in self.survey.drafted_rules:
            is_value = rule.effect == Rule.Effect.VALUE
            node = trees.readable(rule.tree, is_value=is_value)
            after = None
            if node is not None and not is_value:
                after = acts_behind(rule, node, self.order, self.values)
            passed = len(self.order)
            if rule.effect in (Rule.Effect.END, Rule.Effect.GO) and after:
                passed = self.index[after] + 1
            yield Place(rule, rule.effect, rule.tree, passed, after)

    def name(self, row: Row) -> str:
        """Where something is, as a designer finds it again."""
        if isinstance(row, Question):
            words = {"number": self.index.get(row.key, -1) + 1}
            words["label"] = quoted(row.label)
            return _("Question %(number)d, %(label)s") % words
        if isinstance(row, Section):
            return _("Section %(title)s") % {"title": quoted(row.title)}
        if isinstance(row, Survey):
            return _("First and last page")
        if row.effect == Rule.Effect.VALUE:
            return _("Calculated value %(name)s") % {"name": "{{" + row.key + "}}"}
        number = 1 + next(
            (at for at, each in enumerate(self._acting) if each.pk == row.pk), 0
        )
        return _("Rule %(number)d") % {"number": number}

    @cached_property
    def _acting(self) -> list[Rule]:
        rules = self.survey.drafted_rules
        return [rule for rule in rules if rule.effect != Rule.Effect.VALUE]

    def sentence(self, place: Place) -> str:
        if place.what == "show":
            return self.sayer.show(place.tree)
        if place.what == "require":
            return self.sayer.require(place.tree)
        if place.what == "section":
            return self.sayer.show_section(place.tree)
        return self.sayer.rule(place.row, place.after)
