"""The generated part of docs/accessibility.md: written by a run, read by a test."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.access.every_page import LANGUAGES

REPORT = Path(__file__).parents[2] / "docs/accessibility.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
CHECKS = (
    "axe-core, all its rules for WCAG 2.0, 2.1 and 2.2 A and AA",
    "color contrast once more in the dark theme",
    "no wider than the screen at 320 × 256 px (a phone; a desk at 400 % zoom)",
    "the same with the text spacing of WCAG 1.4.12",
    "one main heading",
    "focus goes in reading order and is visible on each control",
    "targets of at least 24 px, 44 px for the main ones",
)
Results = Mapping[str, Mapping[str, list[str]]]  # page → language → faults


@dataclass(frozen=True)
class Measured:
    results: Results
    axe: str
    rules: int
    browser: str
    on: date


def drawn(measured: Measured) -> str:
    pages, count = measured.results, len(measured.results) * len(LANGUAGES)
    lines = [
        f"{len(pages)} pages in {len(LANGUAGES)} languages, {count} in all, on "
        f"{measured.on.isoformat()}: axe-core {measured.axe} with {measured.rules} "
        f"rules, Chromium {measured.browser}. Checked on each:",
        "",
        *(f"- {check}" for check in CHECKS),
        "",
        f"| Page | {' | '.join(LANGUAGES)} |",
        f"| --- |{' --- |' * len(LANGUAGES)}",
    ]
    for name, by_language in pages.items():
        cells = [_in_words(by_language[language]) for language in LANGUAGES]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _in_words(faults: list[str]) -> str:
    if len(faults) == 1:
        return "1 fault"
    return f"{len(faults)} faults" if faults else "no fault"


def write(measured: Measured) -> None:
    before, _begin, rest = REPORT.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    REPORT.write_text(f"{before}{BEGIN}\n{drawn(measured)}\n{END}{after}")


def kept() -> str:
    """The generated part as it stands in the report."""
    return REPORT.read_text().partition(BEGIN)[2].partition(END)[0].strip()


def table() -> list[list[str]]:
    """Its rows: the name of a page, then what was found in each language."""
    rows = [line for line in kept().splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
