"""PO: one entry for each text, named by its context, with the wording before."""

import re
import tempfile
from pathlib import Path

import polib
from django.utils.translation import gettext as _

from feedback.interchange.units import Batch, FileFault, Unit
from studies.wording.tags import tidy
from studies.wording.translations import cleaned

MARK = re.compile(r"cx-mark: ([0-9a-f]{12}-[0-9a-f]{12})")
LINE = re.compile(r"line (\d+)")


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
    # The library takes a text for the name of a file where there is one of that name:
    # what comes from outside is therefore only ever given to it as a file.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sent.po"
        path.write_bytes(content.replace(b"\r\n", b"\n"))
        try:
            return polib.pofile(str(path))
        except (OSError, UnicodeDecodeError, LookupError, ValueError) as fault:
            line = LINE.search(str(fault))
            raise FileFault(
                _("Line %(line)s is not as a PO file has it. Nothing was saved.")
                % {"line": line[1] if line else "1"}
                if line
                else _("This is not a PO file in UTF-8. Nothing was saved."),
                code="not_po",
            ) from fault


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
