import io
import zipfile

import openpyxl
import pytest

from studies.intake import reading
from studies.intake.faults import FileFault
from studies.intake.headings import Field
from tests.intake.files import csv_of, xlsx_of

HEAD = ["Name", "E-mail", "Phone"]
ANA = ["Ana Ruiz", "ana@example.org", "555-0142"]


def read(content: bytes, encoding: str | None = None, below: int = 0) -> list:
    encoding = reading.encoding_of(content) if encoding is None else encoding
    return list(reading.people_rows(content, encoding, below))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_whatever_stands_between_the_cells(delimiter):
    content = csv_of(
        HEAD, ANA, ["Bo; Lin, Jr.", "bo@example.org", ""], delimiter=delimiter
    )

    assert read(content, below=1) == [
        (2, ANA),
        (3, ["Bo; Lin, Jr.", "bo@example.org", ""]),
    ]


@pytest.mark.parametrize(
    ("encoding", "name", "guessed"),
    [
        ("utf-8", "Añá Ruiz", "utf-8-sig"),
        ("utf-8-sig", "أنا", "utf-8-sig"),
        ("utf-16", "安娜", "utf-16"),
        ("cp1252", "Añá Ruiz", "cp1252"),
    ],
)
def test_letters_are_read_as_they_were_written(encoding, name, guessed):
    content = csv_of(["name", "email"], [name, "a@example.org"], encoding=encoding)

    assert reading.encoding_of(content) == guessed
    assert read(content, below=1) == [(2, [name, "a@example.org"])]


def test_letters_guessed_wrong_are_read_right_once_somebody_chooses():
    content = csv_of(["name", "email"], ["أنا", "a@example.org"], encoding="cp1256")

    assert read(content, "cp1256", 1) == [(2, ["أنا", "a@example.org"])]
    with pytest.raises(FileFault) as refused:
        read(content, "utf-8-sig", 1)
    assert refused.value.code == "wrong_letters"


def test_a_sheet_counts_its_rows_as_the_person_sees_them():
    content = csv_of(HEAD, [], ["two\nlines", "b@example.org", ""], ANA)

    assert [line for line, _cells in read(content, below=1)] == [3, 4]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ('="0155501"', "0155501"),
        ("=A1&B1", None),
        ("'=SUM(A1)", "=SUM(A1)"),
        ("'+1 555 0142", "+1 555 0142"),
        ("O'Hara", "O'Hara"),
    ],
)
def test_formulas_in_a_csv_are_not_taken_for_words(cell, words):
    assert read(csv_of([cell, "x"]))[0][1][0] == words


def test_a_workbook_gives_numbers_as_people_typed_them():
    content = xlsx_of(HEAD, ["Ana", "ana@example.org", 2125550142], ["Bo", "", 3.5])

    assert read(content, below=1) == [
        (2, ["Ana", "ana@example.org", "2125550142"]),
        (3, ["Bo", "", "3.5"]),
    ]


def test_a_workbook_gives_the_first_sheet_that_holds_anything():
    assert read(xlsx_of(HEAD, ANA, sheets=("Notes", "Empty")), below=1) == [(2, ANA)]


def test_a_formula_counts_by_its_result_and_without_one_is_not_known():
    buffer = io.BytesIO()
    book = openpyxl.Workbook()  # writes formulas without results
    book.active.append(["Ana", '=LOWER("ANA@EXAMPLE.ORG")'])
    book.save(buffer)

    assert read(buffer.getvalue()) == [(1, ["Ana", None])]
    with_result = xlsx_of(["Bo", ""])
    assert read(_with_result(with_result)) == [(1, ["Bo", "bo@example.org"])]


def _with_result(content: bytes) -> bytes:
    """The second cell becomes a formula with its result, as Excel stores it."""
    found, made = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in found.namelist():
            part = found.read(name)
            if name.endswith("sheet1.xml"):
                cell = (
                    b'<c r="B1" t="str"><f>LOWER(C1)</f><v>bo@example.org</v></c></row>'
                )
                part = part.replace(b"</row>", cell)
            archive.writestr(name, part)
    return made.getvalue()


def test_openpyxl_and_we_read_the_same_from_a_made_up_workbook():
    rows = [
        [f"Näme {n} & <b>", f"p{n}@example.org", f"+1 555 01{n:02}"] for n in range(50)
    ]
    content = xlsx_of(HEAD, *rows)

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    theirs = [[str(c) for c in row] for row in book.active.iter_rows(values_only=True)]
    book.close()

    assert [cells for _line, cells in read(content)] == theirs


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\xd0\xcf\x11\xe0rest", "old_sheet"),
        (b"%PDF-1.7\0\0", "not_a_list"),
        (b"PK\x03\x04 not a zip", "damaged"),
        (b"a" * 20_000_001, "too_large"),
        (b"\xff\xfea", "damaged"),
    ],
)
def test_what_is_no_list_is_refused_in_clear_words(content, code):
    with pytest.raises(FileFault) as refused:
        read(content)

    assert refused.value.code == code
    assert refused.value.message != ""


def test_a_zip_of_something_else_is_no_list():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("letter.txt", "hello")

    with pytest.raises(FileFault, match="neither a CSV nor an XLSX"):
        read(buffer.getvalue())


def test_a_workbook_that_declares_words_of_its_own_is_refused():
    good = zipfile.ZipFile(io.BytesIO(xlsx_of(HEAD, ANA)))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in good.namelist():
            part = good.read(name)
            if name.endswith("sharedStrings.xml"):
                part = (
                    b'<!DOCTYPE x [<!ENTITY a "aaaa">]><sst><si><t>&a;</t></si></sst>'
                )
            archive.writestr(name, part)

    with pytest.raises(FileFault) as refused:
        read(buffer.getvalue())
    assert refused.value.code == "damaged"


def test_a_workbook_that_unpacks_to_far_too_much_is_not_unpacked(monkeypatch):
    monkeypatch.setattr("studies.intake.xlsx_rows.UNPACKED_LIMIT", 1_000)

    with pytest.raises(FileFault) as refused:
        read(xlsx_of(HEAD, ANA))
    assert refused.value.code == "too_large"


@pytest.mark.parametrize("make_file", [csv_of, xlsx_of])
def test_more_people_than_the_limit_are_refused(make_file, monkeypatch):
    monkeypatch.setattr("studies.intake.reading.ROWS_LIMIT", 3)
    content = make_file(HEAD, *[ANA] * 3)

    assert len(read(content, below=1)) == 3
    with pytest.raises(FileFault) as refused:
        read(make_file(HEAD, *[ANA] * 4), below=1)
    assert "100,000 people at most" in refused.value.message


def test_a_million_rows_are_refused_before_they_are_read_to_the_end():
    content = b"email\n" + b"a@b.co\n" * 1_000_000

    with pytest.raises(FileFault) as refused:
        for _row in reading.people_rows(content, "utf-8-sig", 1):
            pass
    assert refused.value.code == "too_many"


def test_a_merged_heading_and_a_title_stand_above_the_headings():
    content = xlsx_of(
        ["", "", ""],
        ["Renewal letters, spring"],
        ["Nombre", "Correo electrónico", "Teléfono"],
        ANA,
        merged=[(0, 2, "Contact data")],
    )

    assert reading.first_guess(content, "") == (
        3,
        {0: Field.NAME, 1: Field.EMAIL, 2: Field.PHONE},
    )


def test_without_headings_the_cells_say_what_they_are():
    content = csv_of(ANA, ["Bo", "bo@example.org", "(212) 555-0143"])

    assert reading.first_guess(content, "utf-8-sig") == (
        0,
        {1: Field.EMAIL, 2: Field.PHONE},
    )


def test_the_page_sees_headings_and_the_first_people_of_each_column():
    rows = [[f"P{n}", f"p{n}@example.org"] for n in range(9)]

    columns = reading.columns(csv_of(["Name", "Mail"], *rows), "utf-8-sig", 1)

    assert [(c.letter, c.heading, c.cells[:2], len(c.cells)) for c in columns] == [
        ("A", "Name", ["P0", "P1"], 5),
        ("B", "Mail", ["p0@example.org", "p1@example.org"], 5),
    ]


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        ("Email\na@e.org\nb@e.org\nc@e.org\n", False),
        ("Email\na@e.org\nb@e.org\nc@e.org\nd@e.org\n", True),
        ('Email,Note\na@e.org,"1\n2\n3\n4"\nb@e.org,\n', False),
    ],
)
def test_too_many_rows_are_refused_as_soon_as_they_are_sent(
    monkeypatch, lines, refused
):
    monkeypatch.setattr("studies.intake.reading.ROWS_LIMIT", 3)

    try:
        reading.refuse_too_many(lines.encode(), "utf-8-sig")
        found = ""
    except FileFault as fault:
        found = fault.code

    assert found == ("too_many" if refused else "")
