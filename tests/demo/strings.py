"""Walks the demo's data files; shared by the tests of this folder."""

from collections.abc import Iterator
from typing import Any

from feedback.demo import content

# What customers and partners read, so it must exist in every language.
READ_BY_CUSTOMERS = [
    "agency",
    "messages",
    "sessions",
    "sharebacks",
    "study",
    "survey_letter",
    "survey_workshop",
]


def translated(value: Any, place: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every {language: text} below `value` with the place where it stands."""
    if isinstance(value, dict) and "en" in value:
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from translated(inner, f"{place}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            name = inner.get("key", number) if isinstance(inner, dict) else number
            yield from translated(inner, f"{place}/{name}")


def customer_strings() -> list[tuple[str, dict[str, str]]]:
    return [
        found
        for topic in READ_BY_CUSTOMERS
        for found in translated(content.load(topic), topic)
    ]
