"""PO: one entry for each text, named by its context, with the wording before."""

import re
import tempfile
from codecs import BOM_UTF8
from pathlib import Path

import polib
from django.utils.translation import gettext as _

from feedback.interchange.units import Batch, FileFault, Unit, too_many
from studies.wording.tags import tidy
from studies.wording.translations import cleaned

MARK = re.compile(r"cx-mark: ([0-9a-f]{12}-[0-9a-f]{12})")
LINE = re.compile(r"line (\d+)")
# The library reads on where a quote is missing, and loses a letter at each end.
WHOLE = re.compile(
    rb"\s*(?:\#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*)?"
    rb'"[^"\\]*(?:\\.[^"\\]*)*"\s*)?'
)
# It takes ten seconds for what is no translation.
MOST_ENTRIES = 20_000


def write(batch: Batch) -> bytes:
    catalog = polib.POFile(wrapwidth=0)
    catalog.metadata = {
        "Project-Id-Version": batch.survey,
        "Language": batch.target_language,
        "X-Source-Language": batch.source_language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for unit in batch.units:
        catalog.append(
            polib.POEntry(
                msgctxt=unit.key,
                msgid=unit.source,
                msgstr=unit.target,
                comment="\n".join(
                    filter(None, [unit.where, unit.mark and f"cx-mark: {unit.mark}"])
                ),
                flags=["fuzzy"] if unit.is_open else [],
                previous_msgid=unit.before or None,
            )
        )
    return str(catalog).encode()


def read(content: bytes) -> Batch:
    """The texts of a catalog; refused where a line can't be read."""
    catalog = _parsed(content)
    return Batch(
        survey=catalog.metadata.get("Project-Id-Version", ""),
        source_language=tidy(catalog.metadata.get("X-Source-Language", "")),
        target_language=tidy(catalog.metadata.get("Language", "")),
        units=[
            _unit(entry)
            for entry in catalog
            if not entry.obsolete and (entry.msgctxt or entry.msgid)
        ],
    )


def _parsed(content: bytes) -> polib.POFile:
    if content.count(b"msgid ") > 2 * MOST_ENTRIES:  # the wording before counts too
        raise too_many(MOST_ENTRIES)
    # The library takes a text for the name of a file where there is one of that name:
    # what comes from outside is therefore only ever given to it as a file.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sent.po"
        path.write_bytes(content.replace(b"\r\n", b"\n"))
        try:
            catalog = polib.pofile(str(path))
        except (OSError, UnicodeDecodeError, LookupError, ValueError) as fault:
            line = LINE.search(str(fault))
            if line:
                raise _not_whole(int(line[1])) from fault
            raise FileFault(
                _("This is not a PO file in UTF-8. Nothing was saved."), code="not_po"
            ) from fault
    for number, line in enumerate(content.removeprefix(BOM_UTF8).splitlines(), start=1):
        if WHOLE.fullmatch(line) is None:
            raise _not_whole(number)
    return catalog


def _not_whole(line: int) -> FileFault:
    return FileFault(
        _("Line %(line)s is not as a PO file has it. Nothing was saved.")
        % {"line": line},
        code="not_po",
    )


def _unit(entry: polib.POEntry) -> Unit:
    if not entry.msgctxt:
        raise FileFault(
            _(
                "Line %(line)d: the context (msgctxt) that names the text is missing. "
                "Nothing was saved."
            )
            % {"line": entry.linenum},
            code="no_key",
        )
    mark = MARK.search(entry.comment)
    return Unit(
        key=entry.msgctxt[:200],
        source=cleaned(entry.msgid),
        target=cleaned(entry.msgstr),
        mark=mark[1] if mark else "",
        row=entry.linenum,
    )
