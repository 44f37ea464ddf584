"""The formats that a translator's tool can send and take, by their file's ending."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.interchange import po, xliff, xlsx
from feedback.interchange.units import Batch, FileFault

# As much as a translation can ever be; larger ones are not read at all.
SIZE_LIMIT = 10_000_000


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
    return known.read(content)
