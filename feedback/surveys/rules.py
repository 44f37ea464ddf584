from collections.abc import Mapping
from typing import Any

from feedback.surveys.kinds import Answer


def is_shown(
    show_when: Mapping[str, Any] | None, answers: Mapping[str, Answer]
) -> bool:
    """Whether a question shows, given the answers so far.

    {"any": [[key, [code, …]], …]}: one of the named questions holds one of the codes.
    An unanswered or hidden question holds none.
    """
    if not show_when:
        return True
    return any(
        not held_codes(answers.get(key)).isdisjoint(codes)
        for key, codes in show_when["any"]
    )


def held_codes(answer: Answer | None) -> set[str]:
    if not answer:
        return set()
    return set(answer.get("codes", [])) | (
        {answer["code"]} if "code" in answer else set()
    )


def shown_questions(
    document: Mapping[str, Any], answers: Mapping[str, Answer]
) -> list[Mapping[str, Any]]:
    """The questions that show, in order; a hidden one's old answer decides nothing."""
    shown, counted = [], {}
    for question in document["questions"]:
        if is_shown(question["show_when"], counted):
            shown.append(question)
            if question["key"] in answers:
                counted[question["key"]] = answers[question["key"]]
    return shown
