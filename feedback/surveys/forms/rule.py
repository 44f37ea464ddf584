"""One rule open for changes: its menus, its words, and what saving it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from feedback.surveys import ruling
from feedback.surveys.compiling import compiled_structure
from feedback.surveys.forms.conditions import ConditionMenus, Option
from feedback.surveys.markers import rule_marker
from feedback.surveys.models import Question, Rule, Section, Survey
from feedback.surveys.rules import building, references, trees
from feedback.surveys.rules.answers import LINE
from feedback.surveys.rules.compiling import acts_behind
from feedback.surveys.rules.places import Draft, Place
from feedback.surveys.rules.proving.proof import contradicts_itself
from feedback.surveys.ruling import RuleDraft
from feedback.surveys.texts import draft_questions
from studies.agencies.models import User


@dataclass(frozen=True)
class Target:
    """Which rule: "show", "require" or "section" of a row, or a rule's effect."""

    what: str
    row: Question | Section | Rule | None


def target_of(survey: Survey, what: str, pk: int | None) -> Target:
    """The target of an address: a question's, section's or rule's, or a new effect."""
    if pk is None:
        if what not in Rule.Effect.values:
            raise Http404
        return Target(what, None)
    rows = {
        "show": survey.questions,
        "require": survey.questions,
        "section": survey.sections,
        "rule": survey.rules,
    }
    row = rows[what].current().filter(pk=pk).first() if what in rows else None
    if row is None:
        raise Http404
    return Target(row.effect if what == "rule" else what, row)


class RuleForm:
    """The state of one rule's page, from what was sent, else from what is saved."""

    def __init__(self, survey: Survey, target: Target, post: Any = None):
        self.survey, self.target, self.post = survey, target, post
        self.draft = Draft(survey, draft_questions(survey))
        for place, question in enumerate(self.draft.questions, start=1):
            question.place = place
        self.starts_anew = post is not None and "anew" in post
        self.error = ""

    @property
    def is_value(self) -> bool:
        return self.target.what == Rule.Effect.VALUE

    @property
    def is_rule(self) -> bool:
        return self.target.what in Rule.Effect.values

    @cached_property
    def saved_tree(self) -> Any:
        row, what = self.target.row, self.target.what
        if row is None:
            return None
        return getattr(
            row,
            {
                "show": "show_when",
                "require": "require_when",
                "section": "show_when",
            }.get(what, "tree"),
        )

    @cached_property
    def passed(self) -> int:
        """How many questions come before the rule is asked."""
        row, what = self.target.row, self.target.what
        if what in ("show", "require"):
            return self.draft.index[row.key]
        if what == "section":
            return self.draft.first_of.get(row.pk, len(self.draft.order))
        return len(self.draft.order)

    @cached_property
    def counts_conditions(self) -> bool:
        """Whether a value counts conditions; else it adds answers up."""
        if self.post is not None:
            return self.post.get("way", "sum") == "count"
        node = trees.readable(self.saved_tree, is_value=True)
        return isinstance(node, trees.Count)

    @cached_property
    def saved(self) -> building.Built | None:
        """What is saved as menus; None where menus can't show it."""
        if not self.is_value:
            return building.from_tree(self.saved_tree)
        if not self.counts_conditions or self.saved_tree is None:
            return building.Built("all", ())
        parts = {"op": "and", "of": self.saved_tree.get("of", [])}
        return building.from_tree(parts)

    @property
    def is_beyond_menus(self) -> bool:
        if self.post is not None or self.saved_tree is None:
            return False
        if self.is_value and not self.counts_conditions:
            return self.summed is None
        return self.saved is None

    @cached_property
    def menus(self) -> ConditionMenus:
        known = self.draft.questions[: self.passed]
        known = [row for row in known if row.kind != "statement"]
        own = self.target.row.key if self.is_value and self.target.row else ""
        values = [name for name in self.draft.values if name != own]
        post = None if self.starts_anew else self.post
        return ConditionMenus(known, values, self.saved, post)

    # A value that adds answers up.

    @cached_property
    def summed(self) -> list[str] | None:
        if self.post is not None:
            return self.post.getlist("sum")
        node = trees.readable(self.saved_tree, is_value=True)
        if node is None:
            return []
        parts = (
            node.of if isinstance(node, trees.Many) and node.op == "add" else (node,)
        )
        are_answers = all(isinstance(each, trees.AnswerTo) for each in parts)
        return [building.named(each) for each in parts] if are_answers else None

    def sums(self) -> list[Option]:
        """The answers that are numbers, lines with numbered choices among them."""
        found, ticked = {}, self.summed or []
        for row in self.draft.questions:
            label = f"{row.place}. {row.label}"
            if row.kind in ("number", "scale"):
                found[row.key] = label
            codes = [choice.code for choice in row.drafted_choices]
            if codes and all(code.isdecimal() for code in codes):
                for line in row.drafted_rows:
                    found[f"{row.key}{LINE}{line.code}"] = f"{label} — {line.label}"
        return [Option(name, said, name in ticked) for name, said in found.items()]

    # The rest of the form.

    def words(self, name: str) -> str:
        if self.post is not None:
            return self.post.get(name, "")
        row = self.target.row
        return getattr(row, name, "") if isinstance(row, Rule) else ""

    def text(self) -> str:
        return self.words("text")

    def name(self) -> str:
        return self.words("name") if self.post is not None else self.words("key")

    def _picked(self, name: str) -> int | None:
        if self.post is not None:
            sent = self.post.get(name, "")
            return int(sent) if sent.isdecimal() and len(sent) < 10 else None
        return getattr(self.target.row, f"{name}_id", None)

    def afters(self) -> list[Option]:
        here = self._picked("question")
        return [
            Option(str(row.pk), f"{row.place}. {row.label}", row.pk == here)
            for row in self.draft.questions
        ]

    def sections(self) -> list[Option]:
        here = self._picked("section")
        rows = self.survey.drafted_sections
        return [Option(str(row.pk), row.title, row.pk == here) for row in rows]

    @property
    def marker(self) -> str:
        if self.post is not None:
            return self.post.get("marker", "")
        return self.fresh_marker()

    def fresh_marker(self) -> str:
        row = self.target.row
        rule = row if isinstance(row, Rule) else None
        return "" if row is None else rule_marker(self.saved_tree, rule)

    def tree(self) -> dict[str, Any] | None:
        if not self.is_value:
            return None if self.menus.is_empty else self.menus.tree()
        if self.counts_conditions:
            built = self.menus.built
            rows = [row for row in built.rows if not self.menus.fault(row)]
            alone = [building.Built("all", (row,)) for row in rows]
            parts = [building.to_tree(each, self.menus.kinds) for each in alone]
            return {"op": "count", "of": parts} if parts else None
        known = [option.value for option in self.sums()]
        return building.sum_tree([k for k in self.summed or [] if k in known])

    @property
    def is_complete(self) -> bool:
        if self.is_value and not self.counts_conditions:
            return True
        may_be_empty = not self.is_rule and self.menus.is_empty
        return may_be_empty or self.menus.is_complete

    def place(self) -> Place | None:
        """The rule as it stands in the menus, for its sentence and its findings."""
        tree = self.saved_tree if self.is_beyond_menus else self.tree()
        if tree is None:
            return None
        row = self.target.row
        if self.is_rule:
            row = self._as_rule(row, tree)
        node = trees.readable(tree, is_value=self.is_value)
        after = None
        if self.is_rule and not self.is_value and node is not None:
            after = acts_behind(row, node, self.draft.order, self.draft.values)
        return Place(row, self.target.what, tree, self.passed, after)

    def _as_rule(self, row: Rule | None, tree: dict[str, Any]) -> Rule:
        key = row.key if row else (self.name().strip().replace(" ", "_") or "…")
        chosen = {question.pk: question for question in self.draft.questions}
        sections = {section.pk: section for section in self.survey.drafted_sections}
        return Rule(
            pk=row.pk if row else None,
            effect=self.target.what,
            key=key,
            tree=tree,
            question=chosen.get(self._picked("question")),
            section=sections.get(self._picked("section")),
            text=self.text(),
        )

    def sentence(self) -> str:
        place = self.place()
        return self.draft.sentence(place) if place else ""

    def is_contradictory(self) -> bool:
        """Whether the condition in the menus can never hold, whatever people answer."""
        place = self.place()
        if place is None or place.is_value or references.faults(self.draft, place):
            return False
        structure = compiled_structure(self.survey, self.draft.questions)
        return contradicts_itself(structure, place.tree)

    def save(self, *, by: User) -> None:
        """Save through the action that the target has; Refusal where it does."""
        tree, row, what = self.tree(), self.target.row, self.target.what
        if what in ("show", "require"):
            ruling.rule_question(row.pk, what, tree, marker=self.marker, by=by)
        elif what == "section":
            ruling.rule_section(row.pk, tree, marker=self.marker, by=by)
        else:
            self._save_rule(tree, by)

    def _save_rule(self, tree: Mapping[str, Any] | None, by: User) -> None:
        written = RuleDraft(
            effect=self.target.what,
            tree=tree,
            question_id=self._picked("question"),
            section_id=self._picked("section"),
            text=self.text(),
            name=self.name(),
        )
        if self.target.row is None:
            ruling.add_rule(self.survey.pk, written, by=by)
        else:
            ruling.edit_rule(self.target.row.pk, written, marker=self.marker, by=by)

    def heading(self) -> str:
        row, what = self.target.row, self.target.what
        headings = {
            "show": _("When to show %(row)s"),
            "require": _("When %(row)s must be answered"),
            "section": _("When to show %(row)s"),
            Rule.Effect.END: _("End the survey early"),
            Rule.Effect.GO: _("Go to a section"),
            Rule.Effect.CHECK: _("Check answers against each other"),
            Rule.Effect.VALUE: _("Calculate a value"),
        }
        named = "" if self.is_rule else self.draft.name(row)
        return headings[what] % {"row": named}
