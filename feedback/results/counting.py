"""What one response counts for; pure, so that folding and recounting can't differ."""

from collections.abc import Mapping
from typing import Any

from feedback.surveys.kinds import KINDS

FINISHED = ("", "finished")
ANSWERED = "_answered"
EMPTY = "_empty"

# [question key, code]
Counted = tuple[str, str]


def counted(
    document: Mapping[str, Any], answers: Mapping[str, Mapping[str, Any]]
) -> list[Counted]:
    """The counts of one finished response, by the version that it answered.

    Each question that was shown counts once as answered or as empty, and once for
    each code; a question that is absent from the answers was not shown.
    """
    found = [FINISHED]
    for question in document["questions"]:
        key = question["key"]
        if key not in answers:
            continue
        codes = KINDS[question["kind"]].tally(question, answers[key])
        found += [(key, code) for code in dict.fromkeys(codes)]
        found.append((key, ANSWERED if codes else EMPTY))
    return found
