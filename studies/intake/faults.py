"""Why a whole file can't be taken in, each with what to do."""

from django.utils.translation import gettext_lazy as _

from cxstudio.refusal import Refusal

ROWS_LIMIT = 100_000
SIZE_LIMIT = 20_000_000
# What stands further to the right is not read.
COLUMNS_LIMIT = 60

FAULTS = {
    "empty": _("There is nobody in this file. Nothing was kept."),
    "too_large": _(
        "The file is larger than 20 MB. One file may hold 100,000 people at most. "
        "Nothing was kept. Split it, and send the parts one after the other."
    ),
    "too_many": _(
        "One file may hold 100,000 people at most, and this one has more. Nothing was "
        "kept. Split it, and send the parts one after the other."
    ),
    "old_sheet": _(
        "This is an old Excel file, or one with a password. Nothing was kept. Open it, "
        "save it as XLSX without a password, and send that one."
    ),
    "not_a_list": _(
        "This is neither a CSV nor an XLSX file. Nothing was kept. Save your list as "
        "one of these, and send that one."
    ),
    "damaged": _(
        "This file is damaged. Nothing was kept. Open it in your tool, save it again, "
        "and send that one."
    ),
    "wrong_letters": _(
        "The file can't be read with these letters. Choose other ones, and look "
        "whether the names read right."
    ),
}


class FileFault(Refusal):
    """Nothing of this file can be taken in; its code is one of `FAULTS`."""

    def __init__(self, code: str):
        super().__init__(str(FAULTS[code]), code=code)
