"""Files as other tools write them: the same texts, put down in other ways."""

import io
from datetime import datetime

import openpyxl
import pytest

from cxstudio.refusal import Refusal
from feedback.interchange import formats, taking_in
from feedback.interchange.formats import FORMATS
from feedback.interchange.units import Batch, Unit
from tests import make
from tests.interchange.files import sent_back, survey_of

SOURCE = "Your [program] letter for {{ q1 }}"


def written(ending, target="", source=SOURCE):
    unit = Unit(key="title", source=source, target=target, row=1)
    return FORMATS[ending].write(Batch("survey:7:texts", "en", "es", [unit]))


def targets(ending, content):
    return [unit.target for unit in formats.read(f"texts.{ending}", content).units]


def sheet_with(cell, row=2):
    """The sheet as somebody's spreadsheet saved it, with this cell as translation."""
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx")))
    book.active.cell(row=row, column=3, value=cell)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("Uno_x000D_\nDos", "Uno\nDos"),
        (True, "TRUE"),
        (7.0, "7"),
        (2.5, "2.5"),
        (datetime(2027, 4, 30), "2027-04-30"),
        (datetime(2027, 4, 30, 9, 15), "2027-04-30T09:15:00"),
    ],
)
def test_a_cell_gives_the_words_that_a_person_sees(cell, words):
    assert targets("xlsx", sheet_with(cell)) == [words]


def test_a_mark_put_on_the_last_row_of_a_sheet_is_no_text():
    assert targets("xlsx", sheet_with("", row=1_048_576)) == [""]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        # The whole target written as plain words, its former inline parts left behind.
        (
            "Carta [program] de {{ q1 }}<ph>[program]</ph> y <ph>{{ q1 }}</ph>",
            "Carta [program] de {{ q1 }}",
        ),
        (
            "Carta <ph>[program]</ph> de <ph>{{ q1 }}</ph>",
            "Carta [program] de {{ q1 }}",
        ),
        ("<g>Carta</g> <x/><ph>[program]</ph>", "Carta [program]"),
        ("Carta [program], su <ph>{{ q1 }}</ph>", "Carta [program], su {{ q1 }}"),
    ],
)
def test_inline_parts_are_read_once(target, words):
    content = written("xlf", "x").replace(b">x</", f">{target}</".encode())

    assert targets("xlf", content) == [words]


@pytest.mark.parametrize(
    ("state", "words"),
    [("needs-translation", ""), ("new", ""), ("final", SOURCE), ("", SOURCE)],
)
def test_a_source_that_a_tool_filled_in_is_no_translation(state, words):
    mark = f' state="{state}"' if state else ""
    content = (
        '<xliff version="1.2"><file><body><trans-unit id="title">'
        f"<source>{SOURCE}</source><target{mark}>{SOURCE}</target>"
        "</trans-unit></body></file></xliff>"
    )

    assert targets("xlf", content.encode()) == [words]


@pytest.mark.parametrize("tag", ["es-MX", "es_US", "es-419", "ES"])
@pytest.mark.django_db
def test_a_language_with_a_country_of_the_tool_s_own_is_taken(tag):
    survey = survey_of()
    name, content = sent_back(survey, {"title": "Carta [program]"})
    content = content.replace(
        b'target-language="es"', f'target-language="{tag}"'.encode()
    )

    file = taking_in.receive(survey, "es", name, content, by=make.user())

    assert "Carta [program]" in {unit["target"] for unit in file.units}


@pytest.mark.parametrize("languages", [["es", "es-mx"], ["es"]])
@pytest.mark.django_db
def test_a_country_is_another_language_where_the_survey_has_both(languages):
    survey = survey_of(languages=languages)
    name, content = sent_back(survey, {"title": "Carta [program]"})
    tag = "es-mx" if len(languages) == 2 else "fr"
    content = content.replace(
        b'target-language="es"', f'target-language="{tag}"'.encode()
    )

    with pytest.raises(Refusal) as refused:
        taking_in.receive(survey, "es", name, content, by=make.user())

    assert refused.value.code == "wrong_language"
