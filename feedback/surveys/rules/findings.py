"""What is wrong with a draft's rules: proved, with the place, the reason and a fix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from feedback.surveys.models import Question, Rule, Survey
from feedback.surveys.rules import references
from feedback.surveys.rules.piped_texts import PipedTexts
from feedback.surveys.rules.places import Draft, Place, Row
from feedback.surveys.rules.proving.events import FINISHED, Event
from feedback.surveys.rules.proving.proof import Proof, Verdict, proved
from feedback.surveys.rules.skipping import hides_all


@dataclass(frozen=True)
class Finding:
    """One finding. A stop is proved and keeps the survey from being published."""

    code: str
    place: str
    reason: str
    fix: str
    row: Row
    is_stop: bool = True


class Findings:
    """All findings of one draft; `texts` are its texts by language."""

    def __init__(
        self,
        draft: Draft,
        structure: Mapping[str, Any],
        texts: Mapping[str, Mapping[str, str]],
    ):
        self._draft, self._piped = draft, PipedTexts(draft, texts)
        self._faulty: set[tuple[Row, str]] = set()
        self._structure = structure

    def all(self) -> list[Finding]:
        found = [*self._of_references(), *self._of_texts()]
        proof = proved(self._structure, self._piped.gaps())
        found += self._of_proof(proof)
        # What is proved wrong is mended first: it may be why nothing else shows.
        if any(finding.is_stop for finding in found):
            return found
        return [*found, *self._of_skipping()]

    def _made(self, row: Row, code: str, reason: str, fix: str, stop=True) -> Finding:
        return Finding(code, self._draft.name(row), reason, fix, row, stop)

    def _of_references(self) -> Iterator[Finding]:
        for place in self._draft.places:
            for fault in references.faults(self._draft, place):
                self._faulty.add((place.row, place.what))
                yield self._made(place.row, fault.code, fault.reason, fault.fix)

    def _of_texts(self) -> Iterator[Finding]:
        for fault in self._piped.faults():
            yield self._made(fault.row, fault.code, fault.reason, fault.fix)

    def _of_proof(self, proof: Proof) -> Iterator[Finding]:
        told = proof.verdicts
        for place in self._draft.places:
            if (place.row, place.what) not in self._faulty:
                yield from self._of_place(place, proof)
        ruled = {p.row for p in self._draft.places if p.what == "show"}
        for question in self._draft.questions:
            never = told.get(Event("shown", question.key)) == Verdict.NEVER
            if (
                never
                and question not in ruled
                and not self._in_shut_section(question, told)
            ):
                yield self._unreachable(question)
        for gap in self._piped.gaps():
            if told.get(Event("missing", gap.host, gap.name)) == Verdict.CAN:
                yield self._missing(gap)
        checks = [p for p in self._draft.places if p.what == Rule.Effect.CHECK]
        dead = any(
            told.get(Event("passed", p.row.key)) == Verdict.NEVER for p in checks
        )
        if told.get(FINISHED) == Verdict.NEVER and checks and not dead:
            yield self._dead_end(checks[0].row, together=True)

    def _of_skipping(self) -> Iterator[Finding]:
        key = hides_all(self._structure)
        if key:
            reason = _("People may skip it, and then they see no other question.")
            fix = _("Make it required, or show some questions to everybody.")
            row = self._draft.rows[key]
            yield self._made(row, "skips_all", reason, fix, stop=False)

    def _in_shut_section(self, question: Question, told) -> bool:
        section = question.drafted_section
        shut = section and told.get(Event("opened", section.key)) == Verdict.NEVER
        return bool(shut)

    def _of_place(self, place: Place, proof: Proof) -> Iterator[Finding]:
        """What the proof says of one condition."""
        happens = {
            "show": "shown",
            "require": "required",
            "section": "opened",
            Rule.Effect.END: "fired",
            Rule.Effect.GO: "fired",
            Rule.Effect.CHECK: "fired",
        }
        if place.what not in happens:
            return
        verdict = proof.verdicts.get(Event(happens[place.what], place.row.key))
        passed = proof.verdicts.get(Event("passed", place.row.key))
        if place.what == Rule.Effect.CHECK and passed == Verdict.NEVER:
            yield self._dead_end(place.row)
        elif verdict == Verdict.OPEN:
            yield self._not_checked(place.row)
        elif verdict == Verdict.NEVER:
            yield from self._never(place, proof)

    def _never(self, place: Place, proof: Proof) -> Iterator[Finding]:
        if proof.contradicts(place.tree):
            reason = _("Its rule contradicts itself, so it never holds.")
            fix = _("Take one of its conditions out, or ask for any of them.")
            yield self._made(place.row, "contradiction", reason, fix)
        elif place.what == "require":
            if proof.verdicts.get(Event("shown", place.row.key)) == Verdict.CAN:
                reason = _("Nobody who sees it meets the rule that makes it required.")
                fix = _("Change the rule, or take it away.")
                yield self._made(place.row, "unreachable", reason, fix)
        elif isinstance(place.row, Rule):
            is_check = place.what == Rule.Effect.CHECK
            reason = _("No answers ever bring it about.")
            fix = _("Change its condition, or archive the rule.")
            yield self._made(place.row, "never", reason, fix, stop=not is_check)
        elif not (
            isinstance(place.row, Question)
            and self._in_shut_section(place.row, proof.verdicts)
        ):
            yield self._unreachable(place.row)

    def _unreachable(self, row: Row) -> Finding:
        reason = _("Nobody ever sees it, whatever they answer.")
        fix = _("Change its rule, or the rules that end or skip before it.")
        return self._made(row, "unreachable", reason, fix)

    def _dead_end(self, row: Row, *, together: bool = False) -> Finding:
        if together:
            reason = _("Whatever people answer, one of these checks refuses it.")
        else:
            reason = _("Whatever people answer here, this check refuses it.")
        fix = _("Change when it finds fault, or archive the rule.")
        return self._made(row, "dead_end", reason, fix)

    def _not_checked(self, row: Row) -> Finding:
        reason = _("Not checked: what it calculates or compares goes beyond the proof.")
        fix = _("Try it in the preview.")
        return self._made(row, "not_checked", reason, fix, stop=False)

    def _missing(self, gap) -> Finding:
        row = self._piped.row_of(gap.host)
        words = {"name": gap.name, "languages": self._piped.languages_of(gap)}
        reason = _(
            "Where {{%(name)s}} is not answered, people read “…” (%(languages)s)."
        )
        fix = _("Write words to read instead: {{%(name)s|your office}}.")
        return self._made(row, "missing", reason % words, fix % words, stop=False)


def find(
    survey: Survey,
    questions: Sequence[Question],
    structure: Mapping[str, Any],
    texts: Mapping[str, Mapping[str, str]],
) -> list[Finding]:
    """All findings of a draft as `draft_questions` and `compiling` gave it."""
    return Findings(Draft(survey, questions), structure, texts).all()
