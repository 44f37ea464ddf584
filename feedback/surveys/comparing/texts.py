"""Texts of two documents beside each other, language by language."""

from collections.abc import Iterator, Mapping
from typing import Any

from feedback.surveys.comparing.changes import Change, Level, What
from feedback.surveys.comparing.measure import says_the_same

Document = Mapping[str, Any]

# Read after an answer was given or refused: they change nothing that was asked.
AFTERWARDS = ("thanks",)


def in_texts(old: Document, new: Document) -> Iterator[Change]:
    """Changed words. Those of what was added or removed whole are said with it."""
    stays = _Lasting(old, new)
    both = [code for code in new["languages"] if code in old["texts"]]
    names = list(dict.fromkeys([*_names(new), *_names(old)]))
    for name in names:
        if stays.holds(name):
            for language in both:
                yield from _text(name, language, old, new)


def _names(document: Document) -> Iterator[str]:
    for language in [document["source_language"], *document["languages"]]:
        yield from document["texts"].get(language, {})


class _Lasting:
    """Which texts belong to something that both documents have."""

    def __init__(self, old: Document, new: Document):
        before = {question["key"]: question for question in old["questions"]}
        after = {question["key"]: question for question in new["questions"]}
        self.keys = before.keys() & after.keys()
        self.gone = before.keys() ^ after.keys()
        self.codes = {
            key: _codes(before[key]) ^ _codes(after[key]) for key in self.keys
        }

    def holds(self, name: str) -> bool:
        key, _, rest = name.partition(":")
        return key not in self.gone and rest not in self.codes.get(key, ())


def _codes(question: Mapping[str, Any]) -> set[str]:
    """The endings of the names of its choices' and rows' texts."""
    return {choice["code"] for choice in question["choices"]} | {
        f"row:{row['code']}" for row in question.get("rows", [])
    }


def _text(name: str, language: str, old: Document, new: Document) -> Iterator[Change]:
    before, after = old["texts"][language], new["texts"][language]
    was, now = before.get(name, ""), after.get(name, "")
    if was == now:
        return
    what, level = _judged(name, language, old, was, now)
    is_source = language == new["source_language"]
    if what in (What.TEXT_ADDED, What.TEXT_REMOVED) and not is_source:
        sources = (
            texts["texts"].get(new["source_language"], {}) for texts in (old, new)
        )
        if [bool(source.get(name)) for source in sources] == [bool(was), bool(now)]:
            return  # it came or went with the source's own text, which is said
    key, _, rest = name.partition(":")
    is_questions = any(question["key"] == key for question in new["questions"])
    yield Change(
        what,
        level,
        key=key if is_questions else "",
        code=rest if is_questions else "",
        language=language,
        name=name,
        old=was,
        new=now,
    )


def _judged(
    name: str, language: str, old: Document, was: str, now: str
) -> tuple[What, Level]:
    is_after = name in AFTERWARDS or name.endswith("::message") or "rule/" in name
    source = old["texts"].get(old["source_language"], {}).get(name, "")
    if not was:
        return What.TEXT_ADDED, Level.ADDITIVE
    if not now:
        return What.TEXT_REMOVED, Level.COSMETIC if is_after else Level.MEANING
    if language != old["source_language"] and was == source:
        return What.TRANSLATED, Level.ADDITIVE  # people read the source until now
    same = is_after or says_the_same(was, now, language)
    return What.TEXT, Level.COSMETIC if same else Level.MEANING
