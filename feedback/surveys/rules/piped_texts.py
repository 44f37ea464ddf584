"""Texts of a draft that show earlier answers, in each language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from feedback.surveys.models import Rule
from feedback.surveys.rules.answers import LINE
from feedback.surveys.rules.piping import pipes
from feedback.surveys.rules.places import Draft, Row
from feedback.surveys.rules.proving.events import Missing
from feedback.surveys.rules.trees import needed_questions
from studies.wording.tags import language_name

# Read before anything is answered.
FIRST_TEXTS = {"title", "purpose", "legal"}


@dataclass(frozen=True)
class PipeFault:
    code: str
    row: Row
    reason: str
    fix: str


@dataclass(frozen=True)
class _Piped:
    """One answer in one text: `passed` questions are known where it is read."""

    host: str
    name: str
    passed: int
    row: Row
    language: str
    has_words: bool


class PipedTexts:
    """`texts` are all texts of the draft by language and name."""

    def __init__(self, draft: Draft, texts: Mapping[str, Mapping[str, str]]):
        self._draft, self._texts = draft, texts
        self._sections = {row.key: row for row in draft.survey.drafted_sections}
        self._rules = {row.key: row for row in draft.survey.drafted_rules}

    @cached_property
    def _all(self) -> list[_Piped]:
        found = []
        for language, texts in self._texts.items():
            for name, text in texts.items():
                if "{{" in text:
                    host, passed, row = self._stands(name)
                    found += [
                        _Piped(host, p.name, passed, row, language, bool(p.instead))
                        for p in pipes(text)
                    ]
        return found

    def _stands(self, name: str) -> tuple[str, int, Row]:
        """The question with which a text is read, and how many were passed there."""
        draft, everything = self._draft, len(self._draft.order)
        survey = draft.survey
        if name in FIRST_TEXTS:
            return "", 0, survey
        if name.startswith("section/"):
            section = self._sections[name.removeprefix("section/").partition(":")[0]]
            first = draft.first_of.get(section.pk, 0)
            return draft.order[first] if draft.order else "", first, section
        if name.startswith("rule/"):
            rule = self._rules[name.removeprefix("rule/")]
            is_check = rule.effect == Rule.Effect.CHECK
            places = [p.after for p in draft.places if p.row == rule]
            host = places[0] if is_check and places and places[0] else ""
            return host, everything, rule
        key = name.partition(":")[0]
        if key not in draft.index:
            return "", everything, survey
        return key, draft.index[key], draft.rows[key]

    def faults(self) -> Iterator[PipeFault]:
        """Names of nothing, and of what is not answered yet; each once a row."""
        told = set()
        for piped in self._all:
            fault = self._fault(piped)
            if fault and (piped.row, fault.reason) not in told:
                told.add((piped.row, fault.reason))
                yield fault

    def _fault(self, piped: _Piped) -> PipeFault | None:
        words = {"name": piped.name, "language": _name(piped.language)}
        asked = self._asked(piped.name)
        if asked is None:
            reason = _("{{%(name)s}} names no question of this survey (%(language)s).")
            fix = _("Write the name of an earlier question, or take it out.")
            return PipeFault("pipe_gone", piped.row, reason % words, fix)
        places = self._draft.index
        if any(places[name.partition(LINE)[0]] >= piped.passed for name in asked):
            reason = _(
                "{{%(name)s}} is not answered yet where it is read (%(language)s)."
            )
            fix = _("Take it out, or ask that question earlier.")
            return PipeFault("pipe_later", piped.row, reason % words, fix)
        return None

    def _asked(self, name: str) -> set[str] | None:
        """The questions that a name stands for; None where it names nothing.

        "question:line" stands for itself, where the question has that line.
        """
        key, _colon, line = name.partition(LINE)
        if key in self._draft.index:
            lines = {row.code for row in self._draft.rows[key].drafted_rows}
            return {name} if not line or line in lines else None
        if name not in self._draft.values:
            return None
        known = needed_questions(self._draft.values[name], self._draft.values)
        return {key for key in known if key in self._draft.index}

    @cached_property
    def _gaps(self) -> dict[Missing, set[str]]:
        """Where nothing may be known, with the languages that have no words for it."""
        found: dict[Missing, set[str]] = {}
        for piped in self._all:
            if piped.has_words or self._fault(piped):
                continue
            for key in self._asked(piped.name) or ():
                found.setdefault(Missing(piped.host, key), set()).add(piped.language)
        return found

    def gaps(self) -> tuple[Missing, ...]:
        return tuple(self._gaps)

    def languages_of(self, gap: Missing) -> str:
        return ", ".join(sorted(map(_name, self._gaps[gap])))

    def row_of(self, host: str) -> Row:
        return self._draft.rows.get(host, self._draft.survey)


def _name(language: str) -> str:
    return str(language_name(language))
