"""Reads the invented texts beside this file: blocks that begin with "# name"."""

import re
from pathlib import Path

from studies.wording.findings import QuestionText

TEXTS = Path(__file__).with_name("texts")


def blocks(name: str) -> dict[str, str]:
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    named = [block.partition("\n") for block in re.split(r"^# ", text, flags=re.M)[1:]]
    assert len({title for title, _, _ in named}) == len(named)
    return {title: body.strip() for title, _, body in named}


def pairs(name: str) -> dict[str, tuple[str, str]]:
    """Name → (before, after)."""
    found = {}
    for title, body in blocks(name).items():
        before, after = body.split("\n>>>\n")
        found[title] = (before.strip(), after.strip())
    return found


def lines(name: str) -> list[tuple[str, str, list[str]]]:
    """(rule, text, what is to be marked) for each line; its marks are in [[ ]]."""
    return [
        (title, re.sub(r"\[\[|\]\]", "", line), re.findall(r"\[\[(.*?)\]\]", line))
        for title, body in blocks(name).items()
        for line in body.splitlines()
    ]


def questions(name: str) -> list[tuple[str, QuestionText]]:
    """(rule, question) for each line "text | choice; choice | scale or several"."""
    found = []
    for title, body in blocks(name).items():
        for line in body.splitlines():
            text, choices, flag = (*line.split(" | "), "", "")[:3]
            question = QuestionText(
                text,
                choices=tuple(choices.split("; ")) if choices else (),
                is_scale=flag == "scale",
                takes_several=flag == "several",
            )
            found.append((title, question))
    return found


def per_hundred(findings: int, texts: list[str]) -> float:
    return findings * 100 / sum(len(text.split()) for text in texts)
