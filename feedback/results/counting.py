"""What one response counts for; pure, so that folding and recounting can't differ."""

from collections.abc import Mapping
from typing import Any

from feedback.results.models import ANSWERED, EMPTY, FINISHED
from feedback.surveys.kinds import KINDS
from feedback.surveys.kinds.base import way_out

# [question key, code]
Counted = tuple[str, str]


def counted(
    document: Mapping[str, Any], answers: Mapping[str, Mapping[str, Any]]
) -> list[Counted]:
    """The counts of one response, by the version that it answered.

    Each question that was shown counts once as answered, as empty, as declined or as
    not applicable, and once for each code; one that is absent was not shown.
    """
    found = [FINISHED]
    for question in document["questions"]:
        key = question["key"]
        kind = KINDS[question["kind"]]
        if key not in answers or not kind.is_asked:
            continue
        codes = kind.tally(question, answers[key])
        found += [(key, code) for code in dict.fromkeys(codes)]
        if not way_out(answers[key]):  # its own code counts it
            found.append((key, ANSWERED if codes else EMPTY))
    return found
