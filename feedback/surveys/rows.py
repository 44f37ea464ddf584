"""Rows of a matrix as a designer writes them, one a line, and what they become."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from feedback.surveys import keys
from feedback.surveys.choices import match
from feedback.surveys.models import Question, Row
from studies.agencies.models import User


@dataclass(frozen=True)
class RowDraft:
    """One row as written. Without a code it is matched to a saved one by its words."""

    label: str
    code: str = ""


def write_rows(
    question: Question,
    drafts: Sequence[RowDraft],
    rows: Sequence[Row],
    *,
    published: bool,
    by: User,
) -> None:
    """Make the matrix's rows those of `drafts`, in order; put the rest away."""
    by_code = {row.code: row for row in rows}
    taken = set(by_code) | {draft.code for draft in drafts}
    matched = match([draft.label for draft in drafts], rows, published=published)
    kept = set()
    for position, (draft, row) in enumerate(zip(drafts, matched, strict=True)):
        row = by_code.get(draft.code) if draft.code else row
        if row is None:
            code = draft.code or keys.slug_key(draft.label, taken)
            taken.add(code)
            row = Row(question=question, code=code)
        kept.add(row.code)
        _write(row, draft.label, position, by)
    for row in rows:
        if row.code not in kept and row.archived_at is None:
            row.archived_at = timezone.now()
            _save(row, by)


def _write(row: Row, label: str, position: int, by: User) -> None:
    present = (row.label, row.position, row.archived_at)
    if row.pk and present == (label, position, None):
        return
    row.label, row.position, row.archived_at = label, position, None
    _save(row, by)


def _save(row: Row, by: User) -> None:
    row._history_user = by
    row.save()
