"""Words in brackets that stand for something else, such as [service] or {link}."""

import re

PLACEHOLDER = re.compile(r"\[[a-z][a-z0-9_ ]*\]|\{[a-z][a-z0-9_]*\}")


def placeholders(text: str) -> list[str]:
    return PLACEHOLDER.findall(text)


def lost(source: str, translation: str) -> list[str]:
    """Placeholders of the source that the translation does not carry."""
    kept = set(placeholders(translation))
    return sorted(set(placeholders(source)) - kept)
