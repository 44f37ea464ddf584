"""What a rule asks about that is not there, comes later, or can't be asked so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from feedback.surveys.models import Question, Rule
from feedback.surveys.rules import trees
from feedback.surveys.rules.answers import WAYS_OUT
from feedback.surveys.rules.places import Draft, Place
from feedback.surveys.rules.sentences import quoted
from feedback.surveys.rules.trees import needed_questions

NUMBERED = {"one_choice", "scale", "yes_no"}
UNREADABLE = {"short_text", "long_text", "email", "several_choices", "matrix"}


@dataclass(frozen=True)
class Fault:
    """Why a rule can't hold as it stands, and what mends it."""

    code: str
    reason: str
    fix: str


def faults(draft: Draft, place: Place) -> list[Fault]:
    """All faults of one tree, each reason once."""
    if place.node is None:
        reason = _("Its rule can’t be read.")
        return [Fault("unreadable", reason, _("Make the rule again."))]
    found = [
        *_loops(draft, place),
        *_questions(draft, place),
        *_parts(draft, place.node),
        *_values(draft, place),
    ]
    return list(dict.fromkeys(found))


def _questions(draft: Draft, place: Place) -> Iterator[Fault]:
    for key in trees.asked_questions(place.node):
        at = draft.index.get(key)
        if at is None:
            yield Fault(
                "gone",
                _("Its rule asks about a question that is gone."),
                _("Bring the question back, or ask about another one."),
            )
        elif at >= place.passed and not place.is_value:
            words = {"question": draft.sayer.question(key)}
            yield Fault(
                "later",
                _("Its rule asks about %(question)s, which comes later.") % words,
                _("Move %(question)s up, or ask about an earlier question.") % words,
            )


def _parts(draft: Draft, node: trees.Node) -> Iterator[Fault]:
    for part in trees.all_nodes(node):
        question = draft.rows.get(getattr(part, "question", None))
        if question and trees.line_of(part) and not _has_line(question, part.line):
            yield _line_gone(question)
        elif isinstance(part, trees.Picks) and question:
            yield from _choices(question, part)
        elif isinstance(part, trees.Words) and question:
            is_written = not question.drafted_choices or any(
                choice.other for choice in question.drafted_choices
            )
            if not is_written or question.kind in ("number", "date", "statement"):
                yield _misfit(question)
        elif isinstance(part, trees.Compare):
            yield from _sides(draft, part)


def _choices(question: Question, part: trees.Picks) -> Iterator[Fault]:
    known = {choice.code for choice in question.drafted_choices} | WAYS_OUT
    if not set(part.choices) <= known:
        yield Fault(
            "choice_gone",
            _("Its rule asks about a choice that is gone."),
            _("Choose again what %(question)s has to be.")
            % {"question": quoted(question.label)},
        )


def _sides(draft: Draft, part: trees.Compare) -> Iterator[Fault]:
    kinds = set()
    for side in (part.left, part.right):
        if isinstance(side, trees.Day):
            kinds.add("date")
        elif isinstance(side, trees.AnswerTo) and side.op == "answer":
            question = draft.rows.get(side.question)
            if question is None:
                return
            if question.kind in UNREADABLE and not side.line:
                yield _misfit(question)
                return
            kinds.add("date" if question.kind == "date" else "number")
        elif not isinstance(side, trees.Calculated):
            kinds.add("number")
    if len(kinds) > 1:
        yield Fault(
            "misfit",
            _("Its rule compares a date with a number."),
            _("Compare dates with dates, and numbers with numbers."),
        )


def _has_line(question: Question, line: str) -> bool:
    return line in {row.code for row in question.drafted_rows}


def _line_gone(question: Question) -> Fault:
    return Fault(
        "line_gone",
        _("Its rule asks about a line that is gone."),
        _("Choose again which line of %(question)s it asks about.")
        % {"question": quoted(question.label)},
    )


def _misfit(question: Question) -> Fault:
    words = {"question": quoted(question.label)}
    return Fault(
        "misfit",
        _("Its rule asks %(question)s for something that it never answers.") % words,
        _("Choose another comparison for %(question)s.") % words,
    )


def _values(draft: Draft, place: Place) -> Iterator[Fault]:
    straight = trees.straight(draft.values)
    names = trees.used_values(place.node)
    if place.is_value and place.row.key not in straight:
        yield Fault(
            "loop",
            _("It is calculated from itself."),
            _("Take itself out of what it is calculated from."),
        )
        return
    for name in names:
        if name not in draft.values:
            yield Fault(
                "value_gone",
                _("Its rule uses the calculated value {{%(name)s}}, which is gone.")
                % {"name": name},
                _("Bring the value back, or leave it out."),
            )


def _loops(draft: Draft, place: Place) -> Iterator[Fault]:
    if place.what == Rule.Effect.GO and place.after:
        first = draft.first_of.get(place.row.section_id)
        if first is None:
            yield Fault(
                "dead_end",
                _("It goes to a section that has no questions."),
                _("Put a question into the section, or go to another one."),
            )
        elif first <= draft.index[place.after]:
            yield Fault(
                "loop",
                _("It goes back to a section that people have passed."),
                _("Go to a section that comes later."),
            )
    if place.what == "show" and _waits_for_itself(draft, place.row.key):
        yield Fault(
            "loop",
            _("It waits for an answer that waits for this question."),
            _("Ask about a question that shows without this one."),
        )


def _waits_for_itself(draft: Draft, key: str) -> bool:
    seen, waiting = set(), [key]
    while waiting:
        question = draft.rows.get(waiting.pop())
        node = trees.readable(question.show_when) if question else None
        asked = needed_questions(node, draft.values) if node else set()
        if key in asked:
            return True
        waiting += asked - seen
        seen |= asked
    return False
