"""A draft's texts as translators' files carry them, whatever the format."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.surveys.models import Survey
from feedback.surveys.translation.rows import TranslateRow, rows_of, state_names
from studies.wording.translations import cleaned, place, source_hash


class FileFault(Refusal):
    """A file that can't be read; the sentence names the row, and nothing was saved."""


def too_many(most: int) -> FileFault:
    return FileFault(
        _("Row %(row)d: a file can have %(most)d texts. Nothing was saved.")
        % {"row": most + 1, "most": most},
        code="too_many",
    )


@dataclass(frozen=True)
class Unit:
    """One text in a file.

    `key` is its name in compiled versions, which stays when its words change. `mark`
    says which source and which translation the file was made from, so that what
    somebody else did meanwhile is seen; empty where a tool left it out.
    """

    key: str
    source: str
    target: str
    mark: str = ""
    where: str = ""
    state: str = ""
    is_open: bool = False  # has words, and somebody is to look at them again
    keep: str = ""  # placeholders, for people
    before: str = ""  # the source that an outdated translation was made from
    row: int = 0  # the line, row or unit in the file, for people

    @property
    def source_mark(self) -> str:
        return self.mark.partition("-")[0] or short_mark(self.source)

    @property
    def target_mark(self) -> str | None:
        """The mark of the translation then; None where the file does not say."""
        return self.mark.partition("-")[2] or None


@dataclass(frozen=True)
class Batch:
    """One file's content: whose texts, from and into which language."""

    survey: str
    source_language: str
    target_language: str
    units: Sequence[Unit]


def short_mark(text: str) -> str:
    return source_hash(cleaned(text))[:12]


def batch_of(
    survey: Survey, language: str, rows: Iterable[TranslateRow] | None = None
) -> Batch:
    """Texts of the draft with their translations, in reading order; all, or `rows`."""
    rows = rows_of(survey, language) if rows is None else rows
    names = state_names()
    return Batch(
        survey=place(survey, "texts"),
        source_language=survey.source_language,
        target_language=language,
        units=[
            _unit(row, str(names[row.state]), number)
            for number, row in enumerate(rows, start=1)
        ],
    )


def _unit(row: TranslateRow, state: str, number: int) -> Unit:
    source, target = cleaned(row.text.source), row.text.text
    return Unit(
        key=row.name,
        source=source,
        target=target,
        mark=f"{short_mark(source)}-{short_mark(target)}",
        where=f"{row.group} · {row.what}",
        state=state,
        is_open=row.state in ("outdated", "machine"),
        keep=", ".join(row.placeholders),
        before=row.text.made_from if row.state == "outdated" else "",
        row=number,
    )
