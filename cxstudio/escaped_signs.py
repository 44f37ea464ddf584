"""Signs that a workbook writes by their number."""

import re

# The format writes so a sign that XML can't hold, or this very pattern.
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Two numbers can be the halves of one sign; a half alone can't be written down."""
    signs, escaped = ESCAPED.subn(lambda found: chr(int(found[1], 16)), text)
    if not escaped:
        return text
    return signs.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
