"""Questions of two documents beside each other: kinds, rules, settings and choices."""

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from feedback.surveys.comparing.changes import Change, Level, What
from feedback.surveys.kinds import KINDS
from feedback.surveys.kinds.base import WAYS_OUT
from feedback.surveys.rules.compiling import written

Compiled = Mapping[str, Any]

COMPARED = {"key", "kind", "choices", "rows", "section"}
# A name that is not there says the same as one that is empty.
NAMED = {
    "required": What.REQUIRED,
    "show_when": What.RULE,
    "require_when": What.RULE,
    "locked": What.LOCKED,
}


def in_questions(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before = {question["key"]: question for question in old["questions"]}
    after = {question["key"]: question for question in new["questions"]}
    moved = moved_keys(
        [k for k in before if k in after], [k for k in after if k in before]
    )
    conditions = _conditions(old) | _conditions(new)
    previous = ""
    for key, question in after.items():
        if key not in before:
            where = {"key": key, "old": previous}
            yield Change(What.QUESTION_ADDED, Level.ADDITIVE, **where)
        else:
            if key in moved:
                where = {"key": key, "old": previous}
                yield Change(What.QUESTION_MOVED, Level.ADDITIVE, **where)
            yield from _question(before[key], question)
            if before[key].get("section") != question.get("section"):
                yield _other_section(before[key], question, conditions)
        previous = key
    for key in before:
        if key not in after:
            yield Change(What.QUESTION_REMOVED, Level.DESTRUCTIVE, key=key)


def _conditions(document: Mapping[str, Any]) -> set[str]:
    """The sections that only some people are shown."""
    sections = document.get("sections") or []
    return {section["key"] for section in sections if section.get("show_when")}


def _other_section(old: Compiled, new: Compiled, conditions: set[str]) -> Change:
    """Another heading above it; or, by a section's rule, other people who are asked."""
    names = {"old": old.get("section") or "", "new": new.get("section") or ""}
    if conditions & set(names.values()):
        return Change(What.RULE, Level.MEANING, key=new["key"], name="section", **names)
    return Change(What.SECTION, Level.ADDITIVE, key=new["key"], name="section", **names)


def moved_keys(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest that a person would say have moved, to get from one order to the other."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    stayed = {
        key
        for block in matcher.get_matching_blocks()
        for key in before[block.a : block.a + block.size]
    }
    return set(after) - stayed


def _question(old: Compiled, new: Compiled) -> Iterator[Change]:
    key = new["key"]
    if old["kind"] != new["kind"]:
        kinds = {"old": old["kind"], "new": new["kind"]}
        yield Change(What.KIND, Level.DESTRUCTIVE, key=key, **kinds)
    for name in sorted((old.keys() | new.keys()) - COMPARED):
        what = NAMED.get(name, What.SETTINGS)
        before, after = old.get(name), new.get(name)
        if what == What.RULE:  # a rule of an older shape may say the same
            before, after = written(before) or before, written(after) or after
        if name == "settings":
            yield from _settings(key, before or {}, after or {})
        elif (before or None) != (after or None):
            values = {"old": _said(before), "new": _said(after)}
            yield Change(what, Level.MEANING, key=key, name=name, **values)
    yield from _choices(old, new)
    yield from _rows(old, new)


def _settings(key: str, old: Compiled, new: Compiled) -> Iterator[Change]:
    """One change for each setting; a new way out is one more answer to give."""
    before, after = _filled(old), _filled(new)
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        if was != now:
            is_added = name in WAYS_OUT and not was
            level = Level.ADDITIVE if is_added else Level.MEANING
            values = {"old": _said(was), "new": _said(now)}
            yield Change(What.SETTINGS, level, key=key, name=name, **values)


def _said(value: Any) -> str:
    if value in (None, "", [], {}, False):
        return ""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _choices(old: Compiled, new: Compiled) -> Iterator[Change]:
    key, kind = new["key"], KINDS.get(new["kind"])
    is_scale = kind is not None and kind.is_scale
    before = {choice["code"]: choice for choice in old["choices"]}
    after = {choice["code"]: choice for choice in new["choices"]}
    for code, choice in after.items():
        if code not in before:
            # One more point makes another scale; one more choice leaves the others.
            is_point = is_scale and not choice.get("apart")
            level = Level.MEANING if is_point else Level.ADDITIVE
            yield Change(What.CHOICE_ADDED, level, key=key, code=code)
        elif _filled(choice) != _filled(before[code]):
            yield Change(What.CHOICE_SETTINGS, Level.MEANING, key=key, code=code)
    for code in before:
        if code not in after:
            yield Change(What.CHOICE_REMOVED, Level.DESTRUCTIVE, key=key, code=code)
    if _order(before, after) != _order(after, before):
        level = Level.MEANING if is_scale else Level.ADDITIVE
        yield Change(What.CHOICE_ORDER, level, key=key)


def _rows(old: Compiled, new: Compiled) -> Iterator[Change]:
    key = new["key"]
    before = {row["code"]: row for row in old.get("rows", [])}
    after = {row["code"]: row for row in new.get("rows", [])}
    for code, row in after.items():
        if code not in before:
            yield Change(What.ROW_ADDED, Level.ADDITIVE, key=key, code=code)
        elif _filled(row) != _filled(before[code]):
            yield Change(What.SETTINGS, Level.MEANING, key=key, code=code, name="rows")
    for code in before:
        if code not in after:
            yield Change(What.ROW_REMOVED, Level.DESTRUCTIVE, key=key, code=code)
    if _order(before, after) != _order(after, before):
        yield Change(What.ROW_ORDER, Level.ADDITIVE, key=key)


def _filled(row: Compiled) -> dict[str, Any]:
    """Without names that say nothing; 0 says something."""
    return {
        name: value
        for name, value in row.items()
        if value or value == 0 and value is not False
    }


def _order(rows: Mapping[str, Any], others: Mapping[str, Any]) -> list[str]:
    return [code for code in rows if code in others]
