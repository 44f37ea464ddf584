"""Two compiled documents beside each other: everything in which they differ."""

from collections.abc import Iterator, Mapping
from typing import Any

from feedback.surveys.comparing.changes import Change, Level, What
from feedback.surveys.comparing.questions import in_questions
from feedback.surveys.comparing.texts import in_texts

Document = Mapping[str, Any]

# Compared by rules of their own, or said by something else that is.
KNOWN = {
    "format",
    "source_language",
    "languages",
    "later_languages",
    "anonymous",
    "texts",
    "questions",
    "pages",
    "sends_at_once",
}


def changes(old: Document, new: Document) -> list[Change]:
    """Everything that differs, in reading order; [] where both say the same.

    `old` and `new` are in the present format. Nothing that differs is left out:
    a name that this module does not know counts as changing the meaning.
    """
    return [
        *_survey(old, new),
        *_languages(old, new),
        *_parts(old, new),
        *in_questions(old, new),
        *in_texts(old, new),
    ]


def _survey(old: Document, new: Document) -> Iterator[Change]:
    if bool(old["anonymous"]) != bool(new["anonymous"]):
        yield Change(What.PROMISE, Level.MEANING, name="anonymous")
    if old["later_languages"] != new["later_languages"]:
        yield Change(
            What.LATER,
            Level.COSMETIC,
            old=" ".join(old["later_languages"]),
            new=" ".join(new["later_languages"]),
        )
    if _together(old, new) != _together(new, old):
        yield Change(What.LAYOUT, Level.COSMETIC)
    if bool(old.get("sends_at_once")) != bool(new.get("sends_at_once")):
        yield Change(What.CHECK, Level.COSMETIC)


def _together(document: Document, other: Document) -> set[frozenset[str]]:
    """Which of the questions that both have stand on one page."""
    common = {question["key"] for question in other["questions"]}
    pages = [frozenset(keys) & common for keys in document["pages"]]
    return {page for page in pages if page}


def _languages(old: Document, new: Document) -> Iterator[Change]:
    before, after = old["languages"], new["languages"]
    if old["source_language"] != new["source_language"]:
        names = {"old": old["source_language"], "new": new["source_language"]}
        yield Change(What.PART, Level.MEANING, name="source_language", **names)
    for code in after:
        if code not in before:
            yield Change(What.LANGUAGE_ADDED, Level.ADDITIVE, language=code)
    for code in before:
        if code not in after:
            yield Change(What.LANGUAGE_REMOVED, Level.MEANING, language=code)


def _parts(old: Document, new: Document) -> Iterator[Change]:
    """Sections, rules and whatever else a document holds under names of its own."""
    for name in sorted((old.keys() | new.keys()) - KNOWN):
        before, after = old.get(name), new.get(name)
        if (before or None) == (after or None):
            continue
        if not _is_keyed(before) or not _is_keyed(after):
            yield Change(What.PART, Level.MEANING, name=name)
            continue
        yield from _keyed(name, before or [], after or [])


def _is_keyed(part: Any) -> bool:
    if not part:
        return True
    return isinstance(part, list) and all(
        isinstance(row, dict) and "key" in row for row in part
    )


def _keyed(name: str, before: list[dict], after: list[dict]) -> Iterator[Change]:
    were = {row["key"]: row for row in before}
    are = {row["key"]: row for row in after}
    for key, row in are.items():
        if key not in were:
            # A part that holds no condition asks nobody anything else.
            is_plain = name == "sections" and not row.get("show_when")
            level = Level.ADDITIVE if is_plain else Level.MEANING
            yield Change(What.PART_ADDED, level, name=name, code=key)
        elif row != were[key]:
            yield Change(What.PART, Level.MEANING, name=name, code=key)
    for key in were:
        if key not in are:
            yield Change(What.PART_REMOVED, Level.MEANING, name=name, code=key)
    if [key for key in were if key in are] != [key for key in are if key in were]:
        yield Change(What.PART, Level.MEANING, name=name)
