"""The formats that a translator's tool can send and take, by their file's ending."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.interchange import po, xliff, xlsx
from feedback.interchange.units import Batch, FileFault, too_many

# As much as a translation can ever be; larger ones are not read at all.
SIZE_LIMIT = 10_000_000
# A survey of 600 questions has some 6,000 texts, and its longest some 5,000 characters.
MOST_TEXTS, LONGEST_TEXT = 20_000, 100_000


@dataclass(frozen=True)
class Format:
    """One format: how it is named, and how it is written and read."""

    ending: str
    label: str
    content_type: str
    write: Callable[[Batch], bytes]
    read: Callable[[bytes], Batch]


FORMATS = {
    one.ending: one
    for one in [
        Format(
            "xlf",
            gettext_lazy("XLIFF, for translators' tools"),
            "application/x-xliff+xml",
            xliff.write,
            xliff.read,
        ),
        Format(
            "po", gettext_lazy("PO"), "text/x-gettext-translation", po.write, po.read
        ),
        Format(
            "xlsx",
            gettext_lazy("Excel sheet"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            xlsx.write,
            xlsx.read,
        ),
    ]
}
OTHER_ENDINGS = {"xliff": "xlf", "xml": "xlf", "pot": "po"}


def read(name: str, content: bytes) -> Batch:
    """The content of a file by its name's ending."""
    ending = name.rpartition(".")[2].lower()
    known = FORMATS.get(OTHER_ENDINGS.get(ending, ending))
    if known is None:
        raise FileFault(
            _("Send a file that ends in .xlf, .po or .xlsx. Nothing was saved."),
            code="unknown_format",
        )
    if len(content) > SIZE_LIMIT:
        raise FileFault(
            _(
                "The file is larger than 10 MB, far more than a translation is. "
                "Nothing was saved."
            ),
            code="too_large",
        )
    batch = known.read(content)
    _refuse_too_much(batch)
    return batch


def _refuse_too_much(batch: Batch) -> None:
    if len(batch.units) > MOST_TEXTS:
        raise too_many(MOST_TEXTS)
    for unit in batch.units:
        if max(len(unit.source), len(unit.target)) > LONGEST_TEXT:
            raise FileFault(
                _(
                    "Row %(row)d: this text is longer than %(most)d characters, far "
                    "more than a text of a survey is. Nothing was saved."
                )
                % {"row": unit.row, "most": LONGEST_TEXT},
                code="too_long",
            )
