"""The conformance report keeps up with the pages, and with what it is about."""

import re
from datetime import date

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.access.every_page import LANGUAGES, NAMES
from tests.access.report import CHECKS, REPORT, Measured, drawn, kept, table

# Each criterion of WCAG 2.2 at levels A and AA; 4.1.1 was taken out of it.
CRITERIA = [
    "1.1.1",
    "1.2.1",
    "1.2.2",
    "1.2.3",
    "1.2.4",
    "1.2.5",
    "1.3.1",
    "1.3.2",
    "1.3.3",
    "1.3.4",
    "1.3.5",
    "1.4.1",
    "1.4.2",
    "1.4.3",
    "1.4.4",
    "1.4.5",
    "1.4.10",
    "1.4.11",
    "1.4.12",
    "1.4.13",
    "2.1.1",
    "2.1.2",
    "2.1.4",
    "2.2.1",
    "2.2.2",
    "2.3.1",
    "2.4.1",
    "2.4.2",
    "2.4.3",
    "2.4.4",
    "2.4.5",
    "2.4.6",
    "2.4.7",
    "2.4.11",
    "2.5.1",
    "2.5.2",
    "2.5.3",
    "2.5.4",
    "2.5.7",
    "2.5.8",
    "3.1.1",
    "3.1.2",
    "3.2.1",
    "3.2.2",
    "3.2.3",
    "3.2.4",
    "3.2.6",
    "3.3.1",
    "3.3.2",
    "3.3.3",
    "3.3.4",
    "3.3.7",
    "3.3.8",
    "4.1.2",
    "4.1.3",
]
LEVELS = {
    "Supports",
    "Partially Supports",
    "Does Not Support",
    "Not Applicable",
}
AGAIN = "Make it anew: python3 scripts/accessibility.py"


def test_every_page_was_measured_in_every_language():
    heading, _line, *rows = table()

    assert heading == ["Page", *LANGUAGES], AGAIN
    assert [row[0] for row in rows] == NAMES, AGAIN


def test_no_page_has_a_fault():
    _heading, _line, *rows = table()

    assert {cell for row in rows for cell in row[1:]} == {"no fault"}


def test_it_was_measured_by_the_axe_that_we_use_and_for_each_check():
    version = re.search(r'axe\.version="([\d.]+)"', AXE_SCRIPT)[1]

    assert f"axe-core {version} " in kept(), AGAIN
    assert [check for check in CHECKS if f"- {check}" not in kept()] == [], AGAIN


def test_each_criterion_stands_once_with_a_level_and_a_reason():
    rows = re.findall(
        r"^\| (\d\.\d\.\d+) [^|]+\| ([AA]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$",
        REPORT.read_text(),
        re.MULTILINE,
    )

    assert [row[0] for row in rows] == CRITERIA
    assert {level for row in rows for level in row[2:4]} <= LEVELS
    assert [row[0] for row in rows if len(row[4]) < 10] == []


def test_each_picture_is_there_and_small_and_says_what_it_shows():
    pictures = re.findall(r"!\[([^\]]+)\]\((\S+)\)", REPORT.read_text())
    sizes = [(REPORT.parent / path).stat().st_size for _words, path in pictures]

    assert len(pictures) == 5
    assert max(sizes) < 400_000


@pytest.mark.django_db
def test_the_public_statement_says_what_the_report_says(client):
    page = client.get("/accessibility/").content.decode()

    said = ["WCAG 2.2", "AA", "screen reader"]
    assert [words for words in said if words not in page] == []
    assert [words for words in said if words not in REPORT.read_text()] == []
    assert "3.1.2 Language of Parts | AA | Partially Supports" in REPORT.read_text()
    assert "The buttons are in English there." in page


def test_a_fault_is_counted_where_it_was_found():
    results = {"first page": {code: [] for code in LANGUAGES} | {"ar": ["wide", "x"]}}

    text = drawn(Measured(results, "4.0", 60, "140", date(2027, 1, 2)))

    assert "1 pages in 4 languages, 4 in all, on 2027-01-02: axe-core 4.0" in text
    assert "| first page | no fault | no fault | 2 faults | no fault |" in text
