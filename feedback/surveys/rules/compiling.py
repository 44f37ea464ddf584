"""A draft's rules as they stand in a version: read, resolved, in one form."""

from collections.abc import Sequence
from typing import Any

from feedback.surveys.models import Question, Rule, Survey
from feedback.surveys.rules import trees


def written(tree: Any) -> dict[str, Any] | None:
    """The condition in today's form; what can't be read is left to the findings."""
    node = trees.readable(tree)
    return trees.to_json(node) if node else None


def compiled_rules(survey: Survey, questions: Sequence[Question]) -> list[dict]:
    """Each rule that can act, with the question behind which it does so.

    `survey` and `questions` as `draft_questions` gave them. A rule that leads to an
    archived section is left out here, and refused by the findings.
    """
    order = [question.key for question in questions]
    values = value_nodes(survey.drafted_rules)
    compiled = []
    for rule in survey.drafted_rules:
        is_value = rule.effect == Rule.Effect.VALUE
        node = trees.readable(rule.tree, is_value=is_value)
        is_gone = rule.section is not None and rule.section.archived_at is not None
        if node is None or is_gone:
            continue
        compiled.append(
            {
                "key": rule.key,
                "effect": rule.effect,
                "tree": trees.to_json(node),
                "after": None if is_value else acts_behind(rule, node, order, values),
                "to": rule.section.key if rule.section else None,
            }
        )
    return compiled


def value_nodes(rules: Sequence[Rule]) -> dict[str, trees.Node]:
    """The calculated values that can be read, by name."""
    found = {}
    for rule in rules:
        if rule.effect == Rule.Effect.VALUE:
            node = trees.readable(rule.tree, is_value=True)
            if node:
                found[rule.key] = node
    return found


def acts_behind(
    rule: Rule, node: trees.Node, order: Sequence[str], values: dict[str, trees.Node]
) -> str | None:
    """The key of the question behind which the rule acts.

    The one that it names, else the last that it asks about, else the last of all.
    """
    if rule.question is not None and rule.question.key in order:
        return rule.question.key
    asked = trees.needed_questions(node, values)
    places = [place for place, key in enumerate(order) if key in asked]
    if places:
        return order[places[-1]]
    return order[-1] if order else None
