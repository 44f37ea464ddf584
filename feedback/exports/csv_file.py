import csv
import io
import re
from collections.abc import Iterable, Iterator

from feedback.answering.models import SurveyResponse
from feedback.exports.plan import FIELDS, Exported, Plan
from feedback.surveys.models import Survey

# Spreadsheets run a cell that begins like this as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-\d+(?:\.\d+)?", re.ASCII)
CHUNK = 1000
BOM = "\ufeff"


def answers(
    survey: Survey, plan: Plan, *, with_practice: bool = False, bom: bool = False
) -> Iterator[bytes]:
    """The CSV file in pieces, one row a finished response, always in the same order.

    Rows come from a server-side cursor, so that memory does not grow with them.
    """
    rows = SurveyResponse.objects.submitted().filter(survey=survey)
    if not with_practice:
        rows = rows.filter(is_practice=False)
    found = rows.order_by("submitted_on", "id").values_list(*FIELDS)
    stored = found.iterator(chunk_size=CHUNK)
    return lines(plan.names, (plan.row(Exported(*row)) for row in stored), bom=bom)


def lines(
    header: list[str], rows: Iterable[list[str]], *, bom: bool
) -> Iterator[bytes]:
    """UTF-8 pieces of some hundred rows each; the mark helps spreadsheets, if asked."""
    buffer = io.StringIO()
    if bom:
        buffer.write(BOM)
    writer = csv.writer(buffer)
    writer.writerow(header)
    for number, row in enumerate(rows, start=1):
        writer.writerow([harmless(cell) for cell in row])
        if number % CHUNK == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs: formulas get an apostrophe in front.

    A number below zero is none, and stays a number.
    """
    is_formula = cell.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(cell)
    return f"'{cell}" if is_formula else cell
