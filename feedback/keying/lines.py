"""From a keyed line to the answer that the same question would take on a screen."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.answering import error_list, leaving_out
from feedback.answering.models import SurveyResponse
from feedback.keying.codes import NOTHING, match, needed
from feedback.keying.rows import CONSENT, Row
from feedback.surveys.kinds import KINDS, Answer, AnswerFault
from feedback.surveys.kinds.base import Texts
from feedback.surveys.kinds.date import BOXES
from feedback.surveys.kinds.digits import plain_digits
from studies.wording.numbers_left_out import NOTHING as NONE_STAY
from studies.wording.numbers_left_out import Stays

# {field of the form on a screen: what it would send}
Posted = dict[str, list[str]]
GAPS = re.compile(r"[\s,;]+")


@dataclass
class Keyed:
    """One sheet as it was keyed. What can't be read stays as typed, with the reason."""

    answers: dict[str, Answer] = field(default_factory=dict)
    purposes: frozenset[str] = frozenset()
    said: dict[str, list[str]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def read(
    rows: Sequence[Row],
    typed: Mapping[str, str],
    texts: Texts,
    stays: Stays = NONE_STAY,
) -> Keyed:
    """Every line of a sheet; blank is not answered, whatever the question asks for.

    What looks like somebody's number is left out of words, as it is on a screen.
    """
    keyed = Keyed()
    for row in rows:
        line = typed.get(row.key, "").replace("\x00", "").strip()
        if not line:
            continue
        try:
            _read_row(row, line, keyed, texts, stays)
        except AnswerFault as fault:
            keyed.faults[row.key] = error_list.message(row.key, fault, texts)
    return keyed


def _read_row(row: Row, line: str, keyed: Keyed, texts: Texts, stays: Stays) -> None:
    sent = posted(row, line)
    if row.key == CONSENT:
        keyed.purposes = frozenset(sent[CONSENT])
        labels = {box.code: box.label for box in row.boxes}
        keyed.said[row.key] = [labels[code] for code in sent[CONSENT]]
        return
    post = QueryDict(mutable=True)
    for name, values in sent.items():
        post.setlist(name, values)
    kind = KINDS[row.question["kind"]]
    answer = kind.read({**row.question, "required": False}, post)
    answer = leaving_out.masked(row.question, answer, stays)
    keyed.answers[row.key] = answer
    keyed.said[row.key] = kind.in_words(row.question, answer, texts)


def posted(row: Row, line: str) -> Posted:
    """What a form on a screen would send for it; AnswerFault where nothing fits."""
    readers = {"one": _one, "several": _several, "grid": _grid, "date": _date}
    if row.shape in ("date", "typed") and line.startswith("_"):
        way = match(line, row.codes)
        if way is not None:
            return {f"{row.key}-none": [way]}
    return readers[row.shape](row, line) if row.shape in readers else {row.key: [line]}


def _one(row: Row, line: str) -> Posted:
    head, *rest = line.split(maxsplit=1)
    code = needed(head, row.codes)
    sent = {row.key: [code]}
    if not rest:
        return sent
    if code not in _written(row):
        raise AnswerFault(
            _(
                "One code fits here. Where two choices are ticked on the sheet, leave "
                "it empty."
            ),
            code="one_code",
        )
    return sent | {f"{row.key}-text": rest}


def _several(row: Row, line: str) -> Posted:
    """Codes, and behind the code of "something else" the words that stand beside it."""
    codes, rest = [], line
    while rest:
        head, *more = GAPS.split(rest, maxsplit=1)
        rest = more[0].strip() if more else ""
        if not head:
            continue
        code = needed(head, row.codes)
        codes.append(code)
        if code in _written(row) and rest and not _all_codes(row, rest):
            return {row.key: codes, f"{row.key}-text": [rest]}
    return {row.key: codes}


def _all_codes(row: Row, rest: str) -> bool:
    known = {code.casefold() for code in row.codes}
    return all(
        token.casefold() in known or (token.isdecimal() and match(token, row.codes))
        for token in GAPS.split(rest)
        if token
    )


def _grid(row: Row, line: str) -> Posted:
    """A code for each line of the table, in order: "1 3 - 2", or "13-2"."""
    lines = [code for code, _label in row.block.rows]
    ways = [box.code for box in row.boxes if box.code.startswith("_")]
    way = match(line, ways) if line.startswith("_") else None
    if way:
        return {f"{row.key}-none": [way]}
    tokens = [token for token in GAPS.split(line) if token]
    if len(tokens) == 1 and len(lines) > 1:
        tokens = list(tokens[0])
    if len(tokens) != len(lines):
        text = ngettext(
            "The table has %(n)d line. Key one code for it.",
            "The table has %(n)d lines. Key a code for each, and - for an empty line.",
            len(lines),
        )
        raise AnswerFault(text % {"n": len(lines)}, code="lines")
    points = [code for code in row.codes if code not in ways]
    return {
        f"{row.key}-{name}": [needed(token, points)]
        for name, token in zip(lines, tokens, strict=True)
        if token != NOTHING
    }


def _date(row: Row, line: str) -> Posted:
    """Its digits in the order of the boxes; a year in front is read as one."""
    parts = dict(zip(row.order, _digits(row, plain_digits(line)), strict=True))
    return {f"{row.key}-{part}": [digits] for part, digits in parts.items()}


def _digits(row: Row, line: str) -> list[str]:
    groups = re.findall(r"\d+", line)
    if len(groups) == 1 and len(groups[0]) == sum(BOXES.values()):
        return list(_cut(groups[0], row.order))
    if len(groups) != len(row.order) or re.search(r"[^\W\d_]", line):
        example = {"month": "03", "day": "28", "year": "1985"}
        shown = "".join(example[part] for part in row.order)
        text = _("Key the digits of the date as they stand, such as %(example)s.")
        raise AnswerFault(text % {"example": shown}, code="date")
    if len(groups[0]) == BOXES["year"] and row.order[0] != "year":
        named = dict(zip(("year", "month", "day"), groups, strict=True))
        return [named[part] for part in row.order]
    return groups


def _cut(digits: str, order: Sequence[str]) -> Iterator[str]:
    place = 0
    for part in order:
        yield digits[place : place + BOXES[part]]
        place += BOXES[part]


def _written(row: Row) -> set[str]:
    return {box.code for box in row.boxes if box.write}


def all_written(rows: Sequence[Row], response: SurveyResponse) -> dict[str, str]:
    """A stored sheet as it would be keyed, so that it can be mended."""
    lines = {
        row.key: _written_line(row, response.answers.get(row.key, {})) for row in rows
    }
    agreed = [name for name, is_given in response.consents.items() if is_given]
    return lines | {CONSENT: " ".join(agreed)}


def _written_line(row: Row, answer: Answer) -> str:
    codes = answer.get("codes") or ([answer["code"]] if answer.get("code") else [])
    if codes:
        # The choice that words belong to stands right before them.
        codes = sorted(codes, key=lambda code: code in _written(row))
        return " ".join([*codes, *([answer["text"]] if answer.get("text") else [])])
    if answer.get("rows"):
        rows = answer["rows"]
        return " ".join(rows.get(name, NOTHING) for name, _label in row.block.rows)
    if row.order and answer.get("value"):
        parts = dict(
            zip(("year", "month", "day"), answer["value"].split("-"), strict=True)
        )
        return "".join(parts[part] for part in row.order)
    return KINDS[row.question["kind"]].as_typed(answer) if answer else ""
