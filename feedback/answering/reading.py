from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict

from feedback.surveys.kinds import KINDS, Answer, AnswerFault


def read_answers(
    questions: Iterable[Mapping[str, Any]], post: QueryDict
) -> tuple[dict[str, Answer], dict[str, AnswerFault]]:
    """The answers in a POST and what is wrong with the others, by question key.

    Fields that belong to no question are left alone.
    """
    answers, faults = {}, {}
    for question in questions:
        try:
            answers[question["key"]] = KINDS[question["kind"]].read(
                question, _with_written_choice(question, post)
            )
        except AnswerFault as fault:
            faults[question["key"]] = fault
    return answers, faults


def unanswered(
    shown: Iterable[Mapping[str, Any]], answers: Mapping[str, Answer]
) -> dict[str, AnswerFault]:
    """What is missing before the answers can be sent, in the words of each kind."""
    nothing = QueryDict()
    missing = [q for q in shown if q["required"] and not answers.get(q["key"])]
    return read_answers(missing, nothing)[1]


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
