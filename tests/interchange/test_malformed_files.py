"""Damaged, dangerous and foreign files: a sentence that names the row, nothing saved."""

import io
import zipfile

import openpyxl
import pytest

from feedback.interchange import formats, po, xlsx
from feedback.interchange.formats import FORMATS
from feedback.interchange.units import Batch, FileFault, Unit


def whole(ending):
    units = [Unit(key="q1", source="One", target="Uno", where="Question 1")]
    return FORMATS[ending].write(Batch("survey:7:texts", "en", "es", units))


def fault(name, content):
    with pytest.raises(FileFault) as refused:
        formats.read(name, content)
    return refused.value


BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><xliff version="1.2">&c;</xliff>"""
OUTSIDE = b"""<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>
<xliff version="1.2">&b;</xliff>"""


@pytest.mark.parametrize("content", [BOMB, OUTSIDE])
def test_xml_that_brings_entities_is_not_read(content):
    assert fault("texts.xlf", content).code == "not_plain"


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"not xml", "not_xml", "line 1"),
        (whole("xlf")[:-30], "not_xml", "line 2"),
        (b"", "not_xml", "Nothing was saved."),
        (b"<a/>", "not_xliff", "XLIFF 1.2"),
        (b'<xliff version="2.0"/>', "not_xliff", "XLIFF 1.2"),
        (
            b'<xliff version="1.2"><file><body><trans-unit/></body></file></xliff>',
            "no_key",
            "Text 1",
        ),
    ],
)
def test_what_is_not_whole_xliff_is_refused_with_its_line(content, code, said):
    found = fault("texts.xlf", content)

    assert found.code == code
    assert said in found.message
    assert "Nothing was saved." in found.message


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b'msgctxt "q1"\nmsgid "One"\nmsgstr "Un\nfoo', "not_po", "Line 4"),
        # Read on where a quote is missing, each would lose letters.
        (b'msgctxt "q1"\nmsgid "One"\nmsgstr Uno"', "not_po", "Line 3"),
        (b'msgctxt "q1"\nmsgid "One"\nmsgstr "Uno" dos"', "not_po", "Line 3"),
        (b'msgctxt "q1"\nmsgid "One"\nmsgstr "Uno', "not_po", "Line 3"),
        (b"\xff\xfe\x00", "not_po", "UTF-8"),
        (
            b'msgctxt "a"\nmsgid "b"\nmsgstr "c"\n\nmsgid "d"\nmsgstr "e"\n',
            "no_key",
            "Line 5",
        ),
        (b"/etc/hostname", "not_po", "Line 1"),
    ],
)
def test_what_is_not_whole_po_is_refused_with_its_line(content, code, said):
    found = fault("texts.po", content)

    assert found.code == code
    assert said in found.message


@pytest.mark.parametrize("ending", FORMATS)
def test_a_text_longer_than_any_of_a_survey_is_refused(monkeypatch, ending):
    monkeypatch.setattr(formats, "LONGEST_TEXT", 2)

    assert fault(f"texts.{ending}", whole(ending)).code == "too_long"


@pytest.mark.parametrize("ending", FORMATS)
def test_more_texts_than_any_survey_has_are_refused(monkeypatch, ending):
    monkeypatch.setattr(formats, "MOST_TEXTS", 0)

    assert fault(f"texts.{ending}", whole(ending)).code == "too_many"


def test_a_catalog_of_very_many_entries_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(po, "MOST_ENTRIES", 0)
    monkeypatch.setattr(po.polib, "pofile", None)

    assert fault("texts.po", whole("po")).code == "too_many"


def sheet(rows):
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


HEADINGS = ["where", "source (en)", "translation (es)", "key", "mark"]


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"not a zip", whole("xlsx")[:-200], whole("xlsx")[:400]],
)
def test_a_damaged_workbook_is_refused(content):
    assert fault("texts.xlsx", content).code == "not_xlsx"


def test_a_zip_that_is_no_workbook_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("hello.txt", "Hello")

    assert fault("texts.xlsx", buffer.getvalue()).code == "not_xlsx"


def test_a_workbook_with_an_entity_bomb_is_refused():
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole("xlsx"))) as old,
        zipfile.ZipFile(buffer, "w") as new,
    ):
        for name in old.namelist():
            is_text = name.endswith("sharedStrings.xml")
            new.writestr(name, BOMB if is_text else old.read(name))

    assert fault("texts.xlsx", buffer.getvalue()).code == "not_xlsx"


@pytest.mark.parametrize(
    ("limit", "value"), [("UNPACKED_LIMIT", 900), ("PARTS_LIMIT", 3)]
)
def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch, limit, value):
    monkeypatch.setattr(xlsx, limit, value)

    assert fault("texts.xlsx", whole("xlsx")).code == "too_large"


def test_a_sheet_without_its_headings_or_with_a_row_without_key_is_refused():
    unnamed = fault("texts.xlsx", sheet([["Quelle", "Ziel"]]))
    nameless = fault("texts.xlsx", sheet([HEADINGS, ["", "One", "Uno", "", ""]]))

    assert (unnamed.code, nameless.code) == ("no_heading", "no_key")
    assert "“key”, “source”, “translation”" in unnamed.message
    assert "Row 2" in nameless.message


def test_a_sheet_with_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(xlsx, "ROWS_LIMIT", 2)
    rows = [["", "One", "Uno", f"q{number}", ""] for number in range(3)]

    found = fault("texts.xlsx", sheet([HEADINGS, *rows]))

    assert found.code == "too_many"
    assert "Row 3" in found.message


def test_columns_may_be_moved_and_cells_may_hold_numbers():
    rows = [["key", "translation (es)", "source (en)"], ["q1", 5, "Five"], [None] * 3]

    batch = formats.read("Texts.XLSX", sheet(rows))

    assert batch.units == [Unit(key="q1", source="Five", target="5", row=2)]
    assert (batch.survey, batch.target_language) == ("", "es")


@pytest.mark.parametrize("ending", FORMATS)
def test_more_than_ten_megabytes_are_not_read(ending):
    assert fault(f"a.{ending}", b"x" * (formats.SIZE_LIMIT + 1)).code == "too_large"


def test_a_file_of_another_kind_is_refused_by_its_ending():
    assert fault("texts.docx", whole("xlsx")).code == "unknown_format"
    assert fault("texts", b"").code == "unknown_format"


def test_a_text_longer_than_a_cell_is_refused_and_named():
    unit = Unit(key="q1", source="a" * 32_768, target="", where="Question 1 · Hint")

    with pytest.raises(FileFault) as refused:
        FORMATS["xlsx"].write(Batch("survey:7:texts", "en", "es", [unit]))

    assert refused.value.code == "too_long"
    assert "Question 1 · Hint" in refused.value.message


def test_inline_elements_of_a_tool_are_read_as_the_words_in_them():
    content = b"""<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
    <file target-language="es"><body><group><trans-unit id="q1">
    <source>Your <g id="1">letter</g></source>
    <target>Su <g id="1">carta</g> de <ph id="2">[program]</ph></target>
    </trans-unit></group></body></file></xliff>"""

    [unit] = formats.read("texts.xliff", content).units

    assert (unit.source, unit.target) == ("Your letter", "Su carta de [program]")
