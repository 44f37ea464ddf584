"""How much room a text to copy takes, so that none of it is hidden in its field."""

import unicodedata

# So many letters fit on a line of a narrow phone; a Chinese one is as wide as two.
ON_A_LINE = 32


def rows(text: str) -> int:
    return sum(1 + _width(line) // ON_A_LINE for line in text.split("\n"))


def _width(line: str) -> int:
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in line)
    return len(line) + wide
