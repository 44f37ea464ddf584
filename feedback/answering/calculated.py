"""What the rules of a version calculate from one person's answers, kept as sent."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from feedback.surveys.kinds import Answer
from feedback.surveys.rules import Program, Walk, program

# {name: a number or a day as text, None where an answer that it needs is missing}
Calculated = Mapping[str, str | None]


def fixed(ready: Program, walk: Walk) -> dict[str, str | None]:
    """All values at the end of a walk, as they are stored when it is sent."""
    return {
        name: written(ready.amount(name, walk.counted)) for name in sorted(ready.values)
    }


def of_response(
    stored: Calculated | None,
    document: Mapping[str, Any],
    answers: Mapping[str, Answer],
) -> Calculated:
    """What was fixed on sending; of an older response, what its version says of it."""
    if stored is not None:
        return stored
    ready = program(document)
    return fixed(ready, ready.walk(answers)) if ready.values else {}


def written(amount: Decimal | date | None) -> str | None:
    """Without an exponent and without zeros behind the last digit."""
    if amount is None:
        return None
    if isinstance(amount, date):
        return amount.isoformat()
    return format(amount.normalize() + 0, "f")
