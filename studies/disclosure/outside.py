"""What readers outside the team that met the people may look at by itself."""

from collections.abc import Mapping
from typing import TypeVar

# No part of fewer people is shown by itself, nor left over when others are shown (p).
FEWEST = 11
STEP = 5

Part = TypeVar("Part")


def withheld(people: Mapping[Part, int]) -> set[Part]:
    """The parts of a whole that are not shown by themselves; the whole itself is.

    Each part of 1 to 10 people. Where all of these together are as few, whoever takes
    the others from the whole would see them: the smallest of the others goes too.
    """
    parts = {part: number for part, number in people.items() if number > 0}
    hidden = {part for part, number in parts.items() if number < FEWEST}
    shown = sorted(parts.keys() - hidden, key=lambda part: (parts[part], str(part)))
    while hidden and shown and sum(parts[part] for part in hidden) < FEWEST:
        hidden.add(shown.pop(0))
    return hidden


def rounded(people: int) -> int:
    """A count as it is shown, "about 25": two of the same do not tell of one person."""
    return (people + STEP // 2) // STEP * STEP
