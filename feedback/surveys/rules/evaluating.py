"""What a tree says for some answers: each node becomes a function, once a version.

Answers of questions that did not show are left out before. A comparison with nothing
is false, "is not" included: "not" alone turns that around. So a rule never acts on
what nobody said, unless it asks for just that.
"""

import operator
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Context, Decimal, DecimalException

from feedback.surveys.rules import trees
from feedback.surveys.rules.answers import (
    Answers,
    held_codes,
    is_answered,
    is_declined,
    on_line,
    picked,
    plain,
    value,
    words,
    written,
)
from feedback.surveys.rules.masks import fits

Claim = Callable[[Answers], bool]
Asked = Callable[[Answers], Mapping | None]
Amount = Decimal | date | None
Reading = Callable[[Answers], Amount]

COMPARED = {
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "eq": operator.eq,
    "ne": operator.ne,
}
# Enough digits for money and shares of it; past the exponents there is no number.
EXACT = Context(prec=28, Emax=60, Emin=-60)


def claim(node: trees.Node, values: Mapping[str, Reading] | None = None) -> Claim:
    """The condition as a function of the answers; `values` are those it may use."""
    values = values or {}
    match node:
        case trees.Group() | trees.AtLeast():
            return _several(node, [claim(each, values) for each in node.of])
        case trees.Not():
            inner = claim(node.of, values)
            return lambda answers: not inner(answers)
        case trees.Picks():
            return _picks(node)
        case trees.State():
            return _state(node)
        case trees.Words():
            return _looks(node) if node.op in trees.MASKED else _words(node)
        case trees.Compare():
            return _compare(node, values)
    raise TypeError(node)


def _asked(node: trees.Node) -> Asked:
    """The answer that a node is about: a question's, or that to one of its lines."""
    key, line = node.question, trees.line_of(node)
    if line:
        return lambda answers: on_line(answers.get(key), line)
    return lambda answers: answers.get(key)


def _several(node: trees.Group | trees.AtLeast, tests: list[Claim]) -> Claim:
    if node.op == "and":
        return lambda answers: all(each(answers) for each in tests)
    if node.op == "or":
        return lambda answers: any(each(answers) for each in tests)
    least = node.count
    return lambda answers: sum(each(answers) for each in tests) >= least


def _picks(node: trees.Picks) -> Claim:
    asked, codes = _asked(node), frozenset(node.choices)
    if node.op in ("is", "one_of"):
        return lambda answers: not codes.isdisjoint(held_codes(asked(answers)))

    def is_other(answers: Answers) -> bool:
        answer = asked(answers)
        return is_answered(answer) and codes.isdisjoint(held_codes(answer))

    return is_other


def _state(node: trees.State) -> Claim:
    asked = _asked(node)
    if node.op == "answered":
        return lambda answers: is_answered(asked(answers))
    if node.op == "declined":
        return lambda answers: is_declined(asked(answers))
    return lambda answers: not asked(answers)


def _words(node: trees.Words) -> Claim:
    key, text = node.question, plain(node.text)
    if node.op == "text_is":
        return lambda answers: words(answers.get(key)) == text
    if node.op == "contains":
        return lambda answers: text in words(answers.get(key))

    def is_other(answers: Answers) -> bool:
        said = words(answers.get(key))
        return bool(said) and said != text

    return is_other


def _looks(node: trees.Words) -> Claim:
    """A text that was not written looks like nothing, and unlike nothing."""
    key, looks_so = node.question, fits(node.text)
    if node.op == "looks_like":
        return lambda answers: looks_so(written(answers.get(key)))

    def looks_otherwise(answers: Answers) -> bool:
        text = written(answers.get(key))
        return bool(text.strip()) and not looks_so(text)

    return looks_otherwise


def _compare(node: trees.Compare, values: Mapping[str, Reading]) -> Claim:
    left, right = reading(node.left, values), reading(node.right, values)
    compared = COMPARED[node.op]

    def holds(answers: Answers) -> bool:
        one, other = left(answers), right(answers)
        if one is None or other is None or type(one) is not type(other):
            return False
        return compared(one, other)

    return holds


def reading(node: trees.Node, values: Mapping[str, Reading] | None = None) -> Reading:
    """The value as a function of the answers; None where something is missing."""
    values = values or {}
    match node:
        case trees.Number() | trees.Day():
            known = node.value
            return lambda answers: known
        case trees.AnswerTo(op="picked"):
            key = node.question
            return lambda answers: _picked(answers.get(key))
        case trees.AnswerTo():
            asked = _asked(node)
            return lambda answers: value(asked(answers))
        case trees.Calculated():
            return values.get(node.name, lambda answers: None)
        case trees.Count():
            tests = [claim(each, values) for each in node.of]
            return lambda answers: Decimal(sum(each(answers) for each in tests))
        case trees.Many() | trees.Pair():
            parts = [reading(each, values) for each in trees.children(node)]
            return _arithmetic(node.op, parts)
    raise TypeError(node)


def _picked(answer: Mapping | None) -> Decimal | None:
    return Decimal(picked(answer)) if is_answered(answer) else None


def _arithmetic(op: str, parts: list[Reading]) -> Reading:
    steps = {
        "add": EXACT.add,
        "multiply": EXACT.multiply,
        "subtract": EXACT.subtract,
        "divide": EXACT.divide,
        "days": lambda one, other: Decimal((one - other).days),
    }
    wanted = date if op == "days" else Decimal
    step = steps[op]

    def amount(answers: Answers) -> Amount:
        read = [part(answers) for part in parts]
        if not all(isinstance(each, wanted) for each in read):
            return None
        total = read[0]
        try:
            for each in read[1:]:
                total = step(total, each)
        except DecimalException:  # divided by zero, or out of all bounds
            return None
        return total

    return amount
