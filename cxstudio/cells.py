"""What stands in a sheet's cells, as the words that a person sees there."""

from datetime import date, datetime, time

from openpyxl.cell.text import Text
from openpyxl.reader import excel
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from cxstudio.escaped_signs import unescaped


class Reader(excel.ExcelReader):
    """Keeps escaped signs as they are: the library takes out half of some."""

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            self.shared_strings = []
            for _event, node in iterparse(source):
                if node.tag == f"{{{SHEET_MAIN_NS}}}si":
                    self.shared_strings.append(Text.from_tree(node).content)
                    node.clear()


def words(cell: object) -> str:
    """What a person typed: a sheet makes numbers, days and truths of some words."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return unescaped(str(cell))
