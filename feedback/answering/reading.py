from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import QueryDict

from feedback.answering import leaving_out
from feedback.answering.mismatches import mismatches
from feedback.surveys.kinds import KINDS, Answer, AnswerFault
from feedback.surveys.kinds.text import own_words
from feedback.surveys.rules import Walk, program
from studies.wording.numbers_left_out import NOTHING, Stays, without


def read_answers(
    questions: Iterable[Mapping[str, Any]], post: QueryDict, stays: Stays = NOTHING
) -> tuple[dict[str, Answer], dict[str, AnswerFault]]:
    """The answers in a POST and what is wrong with the others, by question key.

    Fields that belong to no question are left alone. What looks like somebody's number
    or address is left out of their own words, so that no door can store it; `stays`
    are those that the agency itself gives out.
    """
    answers, faults = {}, {}
    for question in questions:
        kind = KINDS[question["kind"]]
        try:
            answer = kind.read(question, _with_written_choice(question, post))
        except AnswerFault as fault:
            faults[question["key"]] = fault
        else:
            answers[question["key"]] = leaving_out.masked(question, answer, stays)
    return answers, faults


def read_page(
    document: Mapping[str, Any],
    questions: Sequence[Mapping[str, Any]],
    stored: Mapping[str, Answer],
    post: QueryDict,
    stays: Stays = NOTHING,
) -> tuple[dict[str, Answer], dict[str, AnswerFault]]:
    """One page's answers; what a rule makes required depends on the page itself, too."""
    if not any(question["require_when"] for question in questions):
        return read_answers(questions, post, stays)
    free = [question | {"required": False} for question in questions]
    walk = program(document).walk({**stored, **read_answers(free, post, stays)[0]})
    return read_answers([_as_required(q, walk) for q in questions], post, stays)


def beginnings(
    questions: Iterable[Mapping[str, Any]],
    faults: Mapping[str, AnswerFault],
    post: QueryDict,
    stays: Stays = NOTHING,
) -> dict[str, Answer]:
    """As much as fits of the words that are too long, for whoever chose to keep that.

    Numbers are left out before: half of one could no longer be found.
    """
    kept = {}
    for question in questions:
        fault = faults.get(question["key"])
        if fault and fault.code == "too_long":
            field, cut = leaving_out.field(question), post.copy()
            words = without(own_words(post.get(field, "")), stays)
            cut[field] = words[: leaving_out.longest(question)]
            kept |= read_answers([question], cut, stays)[0]
    return kept


def before_sending(document: Mapping[str, Any], walk: Walk) -> dict[str, AnswerFault]:
    """What keeps answers from being sent: missing ones, else those that do not agree."""
    return unanswered(walk) or mismatches(document, walk)


def unanswered(walk: Walk) -> dict[str, AnswerFault]:
    """What is missing before the answers can be sent, in the words of each kind."""
    asked = [_as_required(question, walk) for question in walk.shown]
    missing = [
        question
        for question in asked
        if question["required"]
        and not KINDS[question["kind"]].is_complete(
            question, walk.counted.get(question["key"])
        )
    ]
    return read_answers(missing, QueryDict())[1]


def _as_required(question: Mapping[str, Any], walk: Walk) -> Mapping[str, Any]:
    is_required = question["required"] or question["key"] in walk.required
    return (
        question
        if is_required == question["required"]
        else {
            **question,
            "required": True,
        }
    )


def _with_written_choice(question: Mapping[str, Any], post: QueryDict) -> QueryDict:
    """Words beside "something else" choose it too, so that they are not lost."""
    key, kind = question["key"], KINDS[question["kind"]]
    if not kind.has_written_words or not post.get(f"{key}-text", "").strip():
        return post
    sent = post.getlist(key)
    others = [choice["code"] for choice in question["choices"] if choice["other"]]
    if not others or set(others) & set(sent):
        return post
    if sent and kind.input_type == "radio":
        return post
    completed = post.copy()
    completed.setlist(key, [*sent, others[0]])
    return completed
