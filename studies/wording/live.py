"""Checks what is being typed, for a page that asks while somebody types.

Nothing is stored: the texts come, are checked, and are gone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from studies.agencies.models import Agency
from studies.wording.checks import check, check_question
from studies.wording.findings import Finding, Part, QuestionText, Rule, Text, TextKind
from studies.wording.models import Override
from studies.wording.reading_level import SURVEY_KINDS, reading_level
from studies.wording.remarks import around
from studies.wording.translations import source_hash

# Somebody who pastes a book gets its checks after saving, not on each key.
LONGEST = 100_000
QUESTION = "asked"
SCALES, SEVERAL = frozenset(["scale", "matrix"]), "several_choices"


@dataclass(frozen=True)
class TypedRemark:
    """A finding in a field: one click puts `put` between the letters `start` and `end`."""

    finding: Finding
    part: str
    marked: str
    start: int = 0
    end: int = 0
    put: str = ""
    before: str = ""
    after: str = ""

    @property
    def fix(self) -> str:
        if not self.put:
            return ""
        rule = self.finding.rule
        if rule == Rule.NOT_LAST:
            return "move"
        return "add" if self.finding.part == Part.CHOICES else "replace"


def too_long(parts: Iterable[str]) -> bool:
    return sum(map(len, parts)) > LONGEST


def typed_text(text: str, language: str, kind: TextKind) -> list[TypedRemark]:
    """What is found in the text, after what its reading level misses as a whole."""
    level = reading_level([Text(text, language, kind)], language)
    whole = [TypedRemark(finding, "text", "") for finding in level]
    if kind in SURVEY_KINDS:
        whole = []  # these are parts of a survey, which is measured as one
    return whole + [_in_field(one, "text", text) for one in check(text, language, kind)]


def typed_question(
    text: str,
    hint: str,
    choices: str,
    answered_by: str,
    language: str,
    *,
    has_way_out: bool = False,
) -> list[TypedRemark]:
    """As `check_question`, with places in the fields that somebody types in."""
    labels = list(_labels(choices))
    question = QuestionText(
        text,
        hint,
        tuple(label for _start, label in labels),
        is_scale=answered_by in SCALES,
        takes_several=answered_by == SEVERAL,
        has_way_out=has_way_out,
    )
    remarks = []
    for finding in check_question(question, language):
        if finding.part == Part.CHOICE:
            remarks.append(_in_choice(finding, labels, choices))
        elif finding.part == Part.CHOICES:
            remarks.append(_on_choices(finding, choices))
        elif finding.part == Part.HINT:
            remarks.append(_in_field(finding, "hint", hint))
        else:
            remarks.append(_in_field(finding, "text", text))
    return remarks


def not_let_stand(
    remarks: list[TypedRemark],
    texts: Mapping[str, str],
    places: list[str],
    *,
    agency: Agency,
) -> list[TypedRemark]:
    """Without those that somebody let stand at these places; one query, or none."""
    if not places or not remarks:
        return remarks
    rows = Override.objects.within(agency).filter(place__in=places)
    kept = set(rows.values_list("rule", "words_hash"))
    return [
        one
        for one in remarks
        if (one.finding.rule.value, _hash(one.marked or texts.get(one.part, "")))
        not in kept
    ]


def _hash(words: str) -> str:
    return source_hash(words.casefold())


def _labels(choices: str) -> Iterator[tuple[int, str]]:
    """Each line that is not empty, with its place in the field."""
    start = 0
    for line in choices.splitlines(keepends=True):
        label = line.strip()
        if label:
            yield start + line.index(label), label
        start += len(line)


def _in_field(finding: Finding, part: str, text: str) -> TypedRemark:
    start, end = finding.start, finding.end
    put = "" if finding.rule == Rule.TWO_QUESTIONS else finding.suggestion
    before, after = around(text, start, end)
    return TypedRemark(
        finding, part, text[start:end], start, end, put, before=before, after=after
    )


def _in_choice(
    finding: Finding, labels: list[tuple[int, str]], choices: str
) -> TypedRemark:
    start, label = labels[finding.choice]
    marked = label[finding.start : finding.end]
    if finding.rule == Rule.NOT_LAST:
        others = [one for at, (_, one) in enumerate(labels) if at != finding.choice]
        put = "\n".join([*others, label])
        return TypedRemark(finding, "choices", marked, 0, len(choices), put)
    first, last = start + finding.start, start + finding.end
    before, after = around(label, finding.start, finding.end)
    put = finding.suggestion
    return TypedRemark(
        finding, "choices", marked, first, last, put, before=before, after=after
    )


def _on_choices(finding: Finding, choices: str) -> TypedRemark:
    """A choice that is missing goes on a line of its own at the end."""
    end = len(choices.rstrip())
    put = f"\n{finding.suggestion}" if finding.suggestion else ""
    return TypedRemark(finding, "choices", "", end, len(choices), put)
