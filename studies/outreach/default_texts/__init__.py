"""The words that a mailing starts with, one JSON file for each language.

A paragraph, or a subject of several, is left out where one of its placeholders has
nothing to stand for, so that no mail ever shows a gap.
"""

import json
from functools import lru_cache
from pathlib import Path

from studies.outreach.placeholders import used_in

FOLDER = Path(__file__).parent


@lru_cache(maxsize=1)
def written() -> dict[str, dict]:
    """{language: {step: {"subjects": […], "paragraphs": [{"text", "only"?}, …]}}}"""
    files = sorted(FOLDER.glob("*.json"))
    return {file.stem: json.loads(file.read_text("utf-8")) for file in files}


def defaults(
    step: str, available: set[str], *, anonymous: bool
) -> dict[str, tuple[str, str]]:
    """Subject and text of a step in each language, with what can be filled in."""
    kind = "anonymous" if anonymous else "confidential"

    def fits(text: str) -> bool:
        return available.issuperset(used_in(text))

    texts = {}
    for language, steps in written().items():
        words = steps[step]
        subject = next(text for text in words["subjects"] if fits(text))
        paragraphs = [
            part["text"]
            for part in words["paragraphs"]
            if part.get("only", kind) == kind and fits(part["text"])
        ]
        texts[language] = (subject, "\n\n".join(paragraphs))
    return texts
