"""Answers that do not go together, as the rules of a version have it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from feedback.surveys.kinds import KINDS, Answer, AnswerFault
from feedback.surveys.rules import Walk, program

Document = Mapping[str, Any]


class Mismatch(AnswerFault):
    """Checks across questions that these answers do not pass; their texts say why.

    `checks` are their rules, each with the questions on pages that it is about.
    """

    def __init__(self, checks: dict[str, tuple[str, ...]]):
        super().__init__("", code="check")
        self.checks = checks


@dataclass(frozen=True)
class Found:
    """A check that is not passed, and the shown questions on pages that it is about.

    `later` are those behind them that do not show as the answers stand.
    """

    rule: str
    seen: tuple[str, ...]
    later: tuple[str, ...]


def mismatches(document: Document, walk: Walk) -> dict[str, AnswerFault]:
    """Question key → what is wrong there with the answers together, in order.

    A fault stands at the last question on a page that takes part and is shown.
    """
    return _placed(_all(document, walk), walk)


def on_page(
    document: Document, answers: Mapping[str, Answer], keys: Collection[str]
) -> dict[str, AnswerFault]:
    """Those that the page with these questions is the place for.

    Where a later question takes part that does not show yet, an answer in between may
    show it: nobody is kept here for it, and the check before sending tells of it.
    """
    walk = program(document).walk(answers)
    here = [found for found in _all(document, walk) if set(found.later) <= set(keys)]
    return {key: fault for key, fault in _placed(here, walk).items() if key in keys}


def _all(document: Document, walk: Walk) -> Iterator[Found]:
    faults = program(document).faults(walk)
    if not faults:
        return
    shown = {question["key"] for question in walk.shown}
    kinds = {row["key"]: KINDS[row["kind"]] for row in document["questions"]}
    for check in faults:
        asks = [key for key in check.asks if kinds[key].is_on_page]
        seen = tuple(key for key in asks if key in shown)
        if seen:
            later = tuple(asks[asks.index(seen[-1]) + 1 :])
            yield Found(check.key, seen, later)


def _placed(all_found: Iterable[Found], walk: Walk) -> dict[str, AnswerFault]:
    at: dict[str, dict[str, tuple[str, ...]]] = {}
    for found in all_found:
        at.setdefault(found.seen[-1], {})[found.rule] = found.seen
    order = [question["key"] for question in walk.shown if question["key"] in at]
    return {key: Mismatch(at[key]) for key in order}
