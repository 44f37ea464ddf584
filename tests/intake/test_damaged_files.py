"""Whatever is wrong in a file, it is refused in words, and never a crash."""

import io
import random
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxstudio import cells
from studies.intake import csv_rows, reading
from studies.intake.faults import COLUMNS_LIMIT, FileFault
from studies.intake.headings import Field
from studies.intake.rows import listed_people
from tests.intake.files import csv_of, xlsx_of

HEAD = ["Name", "E-mail", "Phone", "Language"]
ROWS = [[f"Ana {n}", f"ana{n}@example.org", 5550100 + n, "es"] for n in range(5)]
COLUMNS = {0: Field.NAME, 1: Field.EMAIL, 2: Field.PHONE, 3: Field.LANGUAGE}


def taken_in(content: bytes) -> list | None:
    """All people of it, or None where it was refused."""
    try:
        encoding = reading.encoding_of(content)
        line, guessed = reading.first_guess(content, encoding)
        reading.columns(content, encoding, line)
        rows = reading.people_rows(content, encoding, line)
        people = list(listed_people(rows, guessed or COLUMNS, language="en"))
    except FileFault:
        return None
    for person in people:
        # What goes into the vault can be written down.
        (person.name + person.email + person.phone + person.language).encode()
    return people


@given(st.binary(max_size=400))
def test_any_bytes_are_a_list_or_are_refused(content):
    taken_in(content)


@given(st.lists(st.lists(st.text(max_size=30), max_size=5), max_size=6))
def test_any_words_in_a_csv_are_people_or_findings(rows):
    clean = [[c.encode("utf-8", "ignore").decode() for c in row] for row in rows]

    taken_in(csv_of(HEAD, *clean))


@pytest.mark.parametrize("encoding", csv_rows.ENCODINGS)
def test_any_bytes_in_any_letters_are_read_or_refused(encoding):
    content = bytes(range(1, 256)) * 3

    assert read_or_refused(content, encoding) != []


def read_or_refused(content: bytes, encoding: str) -> list | str:
    try:
        return list(csv_rows.rows(content, encoding))
    except FileFault as fault:
        return fault.code


@pytest.mark.parametrize("seed", range(40))
def test_a_workbook_with_bytes_gone_wrong_is_read_or_refused(seed):
    chance, content = random.Random(seed), bytearray(xlsx_of(HEAD, *ROWS))
    for _ in range(chance.randint(1, 30)):
        content[chance.randrange(4, len(content))] = chance.randrange(256)

    taken_in(bytes(content[: chance.choice([len(content), len(content) // 2])]))


@pytest.mark.parametrize("seed", range(60))
def test_a_workbook_whose_parts_say_nonsense_is_read_or_refused(seed):
    chance = random.Random(seed)
    good, buffer = zipfile.ZipFile(io.BytesIO(xlsx_of(HEAD, *ROWS))), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in good.namelist():
            part = good.read(name).decode()
            for _ in range(chance.randint(0, 4)):
                old, new = chance.choice(NONSENSE)
                part = part.replace(old, new, chance.choice([1, 3, -1]))
            if chance.random() > 0.05:
                archive.writestr(name, part)

    taken_in(buffer.getvalue())


NONSENSE = [
    ("<v>", "<v>999"),
    ("<v>", "<v>-"),
    ("<v>0</v>", "<v>words</v>"),
    ('r="A', 'r="XFDXFD'),
    ('r="1"', 'r="one"'),
    ('t="s"', 't="inlineStr"'),
    ("<row", "<c><row"),
    ("<row ", "<nothing "),
    ("</si>", ""),
    ("<si>", "<t>"),
    ("sheetData", "sheetWords"),
    ("rId1", "rId99"),
    ("Ana", "_xD800_"),
    ("Ana", "_x0000_"),
    ("worksheets/", "../../../etc/"),
    ("<sheet ", "<leaf "),
    ("<v>", "<v>1e999"),
    ("<v>", "<v>nan"),
]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("_xD83D__xDE00_", "\U0001f600"),
        ("_xD83D_Bo", "\ufffdBo"),
        ("_xDE00__xD83D_", "\ufffd\ufffd"),
        ("_x005F_x0041_", "_x0041_"),
    ],
)
def test_signs_written_by_their_numbers_are_whole_or_marked_as_lost(written, read):
    good, buffer = zipfile.ZipFile(io.BytesIO(xlsx_of(HEAD, ["Ana"]))), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in good.namelist():
            archive.writestr(name, good.read(name).replace(b"Ana", written.encode()))

    shown = reading.columns(buffer.getvalue(), "", 1)

    assert (shown[0].cells, cells.words(written)) == ([read], read)


@pytest.mark.parametrize("sheet", [csv_of, xlsx_of])
def test_what_stands_far_to_the_right_is_not_read(sheet):
    row = [f"C{n}" for n in range(70)]
    content = sheet(row, row)

    encoding = reading.encoding_of(content)

    assert len(reading.columns(content, encoding, 1)) == COLUMNS_LIMIT


def test_a_line_of_a_hundred_thousand_commas_is_cut():
    content = b"name,email" + b"," * 100_000 + b"far\nAna,ana@example.org\n"

    assert [len(cells) for _line, cells in csv_rows.rows(content, "utf-8-sig")] == [
        COLUMNS_LIMIT,
        2,
    ]


def test_signs_that_nobody_sees_do_not_reach_the_vault():
    content = xlsx_of(HEAD, ["A\u200bna\u00ad", "a\u200bna@example.org", "", ""])

    [person] = taken_in(content)

    assert (person.name, person.email, person.finding) == (
        "Ana",
        "ana@example.org",
        None,
    )
