"""Choices as a designer writes them, one a line, and the rows that they become."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from feedback.surveys import keys
from feedback.surveys.bulk import write_over
from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Choice, Question, Row
from studies.agencies.models import User
from studies.wording import choice_words

# Below this, changed words make another choice: answers already given to the old one
# must not come to mean the new one.
ALIKE = 0.6
# Each new label is compared with each that is gone: beyond this it would take minutes.
MOST_COMPARED = 100
# What a designer's list of choices may change in a row.
WRITTEN = ["label", "exclusive", "other", "apart", "position", "archived_at"]
Line = Choice | Row


@dataclass(frozen=True)
class ChoiceDraft:
    """One choice as written. Without a code it is matched to a row by its words."""

    label: str
    code: str = ""
    exclusive: bool = False
    other: bool = False
    apart: bool = False
    driver: str = ""


def guessed(label: str, kind: str) -> ChoiceDraft:
    """A choice as its words suggest: "None of these" stands alone, and so on."""
    flags = KINDS[kind].choice_flags
    return ChoiceDraft(
        label=label,
        exclusive="exclusive" in flags and choice_words.stands_alone(label),
        other="other" in flags and choice_words.is_other(label),
        apart="apart" in flags and choice_words.is_way_out(label),
    )


def lines(text: str) -> list[str]:
    """The labels in a block of text, one a line, empty lines left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def first_double(labels: Sequence[str]) -> str | None:
    """A label that stands there twice, whatever its case."""
    seen = set()
    for label in labels:
        if label.casefold() in seen:
            return label
        seen.add(label.casefold())
    return None


def match(
    labels: Sequence[str], rows: Sequence[Line], *, published: bool
) -> list[Line | None]:
    """For each label the row that it continues, or None where it is a new choice.

    Same words are the same choice, wherever they moved, and bring back an
    archived one. Changed words continue the choice in whose place they stand; once a
    version is out, only where they still say nearly the same.
    """
    present = [row for row in rows if row.archived_at is None]
    put_away = [row for row in rows if row.archived_at is not None]
    by_words = {row.label.casefold(): row for row in [*put_away, *reversed(present)]}
    found = [by_words.get(label.casefold()) for label in labels]
    kept = {row.pk for row in found if row}
    gone = {row.pk: row for row in present if row.pk not in kept}
    for index, label in enumerate(labels):
        if found[index] is None and gone:
            in_place = present[index] if index < len(present) else None
            row = _continued(label, gone, in_place, published=published)
            if row:
                found[index] = gone.pop(row.pk)
    return found


def _continued(
    label: str, gone: dict[int, Line], in_place: Line | None, *, published: bool
) -> Line | None:
    """The most alike of those that are gone; of very many only the one in its place."""
    at_place = in_place if in_place and in_place.pk in gone else None
    few = list(gone.values()) if len(gone) <= MOST_COMPARED else [at_place]
    rows = [row for row in few if row]
    nearest = max(rows, key=lambda row: _likeness(row.label, label), default=None)
    if nearest and _likeness(nearest.label, label) >= ALIKE:
        return nearest
    return None if published else at_place


def _likeness(old: str, new: str) -> float:
    return SequenceMatcher(None, old.casefold(), new.casefold()).ratio()


def write_choices(
    question: Question,
    drafts: Sequence[ChoiceDraft],
    rows: Sequence[Choice],
    *,
    published: bool,
    by: User,
) -> None:
    """Make the question's choices those of `drafts`, in order; put the rest away."""
    by_code = {row.code: row for row in rows}
    # "<key>:hint" names the question's hint among the texts of a version.
    taken = {"hint", *by_code, *(draft.code for draft in drafts)}
    kept, new, changed = set(), [], []
    labels = [draft.label for draft in drafts]
    matched = match(labels, rows, published=published)
    for position, (draft, row) in enumerate(zip(drafts, matched, strict=True)):
        row = by_code.get(draft.code) if draft.code else row
        if row is None:
            code = draft.code or keys.slug_key(draft.label, taken)
            taken.add(code)
            row = Choice(question=question, code=code, driver=draft.driver)
        kept.add(row.code)
        if _takes(row, draft, position):
            (changed if row.pk else new).append(row)
    for row in rows:
        if row.code not in kept and row.archived_at is None:
            row.archived_at = timezone.now()
            changed.append(row)
    bulk_create_with_history(new, Choice, default_user=by)
    write_over(Choice, changed, WRITTEN)
    bulk_update_with_history(changed, Choice, [], default_user=by)


def _takes(row: Choice, draft: ChoiceDraft, position: int) -> bool:
    """Give the row what was written; False where it says all of that already."""
    wanted = {
        "label": draft.label,
        "exclusive": draft.exclusive,
        "other": draft.other,
        "apart": draft.apart,
        "position": position,
        "archived_at": None,
    }
    if row.pk and all(getattr(row, name) == value for name, value in wanted.items()):
        return False
    for name, value in wanted.items():
        setattr(row, name, value)
    return True
