"""XLIFF 1.2: one trans-unit for each text, its placeholders as untouchable <ph>."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from defusedxml import ElementTree as SafeTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from feedback.interchange.units import Batch, FileFault, Unit
from studies.wording.placeholders import PLACEHOLDER
from studies.wording.tags import tidy
from studies.wording.translations import cleaned

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
XML = "{http://www.w3.org/XML/1998/namespace}"
# Who reads a unit's state: translators' tools show these as work to do.
TO_DO = "needs-translation", "needs-review-translation"
# Tools that fill each target with its source say so by these.
UNTOUCHED = frozenset(["new", "needs-translation"])


def write(batch: Batch) -> bytes:
    ElementTree.register_namespace("", NAMESPACE)
    root = Element(f"{{{NAMESPACE}}}xliff", {"version": "1.2"})
    file = _add(root, "file", original=batch.survey, datatype="plaintext")
    file.set("source-language", batch.source_language)
    file.set("target-language", batch.target_language)
    body = _add(file, "body")
    for unit in batch.units:
        _write_unit(body, unit, batch)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _write_unit(body: Element, unit: Unit, batch: Batch) -> None:
    element = _add(body, "trans-unit", id=unit.key, resname=unit.key)
    element.set(f"{XML}space", "preserve")
    if unit.mark:
        element.set("extradata", unit.mark)
    source = _add(element, "source")
    source.set(f"{XML}lang", batch.source_language)
    _fill(source, unit.source)
    target = _add(element, "target")
    target.set(f"{XML}lang", batch.target_language)
    if unit.is_open or not unit.target:
        target.set("state", TO_DO[bool(unit.target)])
    _fill(target, unit.target)
    _add(element, "note").text = ". ".join(filter(None, [unit.where, unit.state]))


def _fill(element: Element, text: str) -> None:
    """The words, with placeholders in elements that tools keep as they are."""
    last, position = None, 0
    # {{name|words}} has words to translate in it, so it stays open.
    kept = [found for found in PLACEHOLDER.finditer(text) if "|" not in found[0]]
    for number, found in enumerate(kept, start=1):
        _append(element, last, text[position : found.start()])
        last = _add(element, "ph", id=str(number))
        last.text, position = found[0], found.end()
    _append(element, last, text[position:])


def _append(element: Element, last: Element | None, text: str) -> None:
    if last is None:
        element.text = text
    else:
        last.tail = text


def _add(parent: Element, tag: str, **attributes: str) -> Element:
    return SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)


def read(content: bytes) -> Batch:
    """The texts of a file; refused where it is not XLIFF 1.2, or more than plain XML."""
    try:
        root = SafeTree.fromstring(content, forbid_dtd=True)
    except DefusedXmlException as danger:
        raise FileFault(
            _(
                "This file brings instructions of its own (a DTD), which a translation "
                "has no need of. Nothing was saved. Save it again as plain XLIFF 1.2."
            ),
            code="not_plain",
        ) from danger
    except (ElementTree.ParseError, ValueError, LookupError) as fault:
        line = getattr(fault, "position", (0, 0))[0]
        raise FileFault(
            _(
                "This is not whole XML: reading stopped at line %(line)d. Nothing was "
                "saved. Save the file again in your tool, and send that one."
            )
            % {"line": line},
            code="not_xml",
        ) from fault
    if _tag(root) != "xliff" or not root.get("version", "").startswith("1."):
        raise FileFault(
            _("This is not an XLIFF 1.2 file. Nothing was saved."), code="not_xliff"
        )
    files = [element for element in root.iter() if _tag(element) == "file"]
    first = files[0] if files else root
    return Batch(
        survey=first.get("original", ""),
        source_language=tidy(first.get("source-language", "")),
        target_language=tidy(first.get("target-language", "")),
        units=[
            _read_unit(element, number)
            for number, element in enumerate(_units(files), start=1)
        ],
    )


def _units(files: list[Element]) -> Iterator[Element]:
    for file in files:
        yield from (one for one in file.iter() if _tag(one) == "trans-unit")


def _read_unit(element: Element, number: int) -> Unit:
    key = element.get("resname") or element.get("id", "")
    if not key:
        raise FileFault(
            _("Text %(number)d of the file has no id. Nothing was saved.")
            % {"number": number},
            code="no_key",
        )
    source = _text(element, "source")
    target = _text(element, "target", source)
    return Unit(
        key=key[:200],
        source=source,
        target="" if target == source and _is_untouched(element) else target,
        mark=_mark(element.get("extradata", "")),
        row=number,
    )


def _mark(text: str) -> str:
    return text if re.fullmatch(r"[0-9a-f]{12}-[0-9a-f]{12}", text) else ""


def _is_untouched(element: Element) -> bool:
    targets = (child for child in element if _tag(child) == "target")
    return any(target.get("state") in UNTOUCHED for target in targets)


def _text(element: Element, tag: str, source: str = "") -> str:
    """All words of a child, those inside inline elements too."""
    found = next((child for child in element if _tag(child) == tag), None)
    if found is None:
        return ""
    _take_out_left_behind(found, source)
    return cleaned("".join(found.itertext()))


def _take_out_left_behind(target: Element, source: str) -> None:
    """Some tools write the translation as plain words, and leave the old one's end.

    Then each placeholder stands in the plain words too, more often than in the source.
    """
    kept = [child.text or "" for child in target]
    first, whole = target.text or "", "".join(target.itertext())
    if kept and all(
        word in first and whole.count(word) > source.count(word) for word in kept
    ):
        for child in list(target):
            target.remove(child)


def _tag(element: Element) -> str:
    name = element.tag if isinstance(element.tag, str) else ""
    return name.rpartition("}")[2]
