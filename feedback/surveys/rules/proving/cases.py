"""The cases of one question's answer, as literals, and an answer for each case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from math import ceil, floor
from random import Random
from typing import Any

from feedback.surveys.kinds import Answer
from feedback.surveys.rules.answers import DECLINED, NOT_APPLICABLE
from feedback.surveys.rules.proving.solver import TRUE, Gates, Solver

Compiled = Mapping[str, Any]

# Past this a question's cases are left open, which no proof suffers from.
MOST_TEXTS = 40
SAMPLES = ("yes", "x", "0", "word")


class Cases:
    """What every question has: empty, a way out, or an answer; only where it shows."""

    def __init__(self, question: Compiled, shown: int, solver: Solver, gates: Gates):
        self.question, self.solver, self.gates = question, solver, gates
        settings = question["settings"]
        self.answered, self.empty = solver.new(), solver.new()
        self.declined = solver.new() if settings.get("may_decline") else -TRUE
        apart = solver.new() if settings.get("may_not_apply") else -TRUE
        states = [self.answered, self.declined, apart, self.empty]
        self._apart = apart
        gates.just_one([one for one in states if one != -TRUE], TRUE)
        solver.add([shown, self.empty])
        self.variables = [one for one in states if one > 0]
        self.can_answer = self.can_write = True

    def picks(self, codes: Iterable[str]) -> int:
        """One of the codes is chosen."""
        codes, ways = set(codes), []
        if DECLINED in codes:
            ways.append(self.declined)
        if NOT_APPLICABLE in codes:
            ways.append(self._apart)
        return self.gates.any_of([*ways, self.picks_own(codes)])

    def picks_own(self, codes: set[str]) -> int:
        return -TRUE

    def code_literals(self) -> dict[str, int]:
        """Code → literal, where each code is a case of its own."""
        return {}

    def text_is(self, text: str) -> int:
        return self.open()

    def contains(self, text: str) -> int:
        return self.open()

    def open(self) -> int:
        """A condition that nothing is known of, but that it needs an answer."""
        literal = self.solver.new()
        self.variables.append(literal)
        self.solver.add([-literal, self.answered])
        return literal

    def answer(self) -> Answer:
        """The answer that the solver's present values stand for; {} for none."""
        if self.solver.value(self.declined):
            return {"code": DECLINED}
        if self.solver.value(self._apart):
            return {"code": NOT_APPLICABLE}
        return self.own_answer() if self.solver.value(self.answered) else {}

    def require(self, when: int) -> None:
        """Where it holds, going on takes an answer or a way out."""
        self.solver.add([-when, -self.empty])

    def of_line(self, name: str) -> Cases:
        """The cases of one of its lines: only where it has several, another."""
        return self

    def own_answer(self) -> Answer:
        return {}

    def any_answer(self, chance: Random) -> Answer:
        """Some answer of its own, {} where it takes none."""
        return self.samples[int(chance.random() * len(self.samples))]

    @cached_property
    def samples(self) -> list[Answer]:
        return [self.own_answer()]


class Nothing(Cases):
    """A statement: there is nothing to answer."""

    def __init__(self, *args):
        super().__init__(*args)
        self.solver.add([-self.answered])
        self.can_answer = self.can_write = False

    @cached_property
    def samples(self):
        return [{}]


class Written(Cases):
    """Own words, as far as rules compare them."""

    def __init__(self, *args, texts: Sequence[str]):
        super().__init__(*args)
        self._is: dict[str, int] = {}
        self._has: dict[str, int] = {}
        if len(texts) > MOST_TEXTS:
            return
        for text in texts:
            self._is[text], self._has[text] = self.open(), self.open()
        for text in texts:
            for other in texts:
                if other != text:
                    self.solver.add([-self._is[text], -self._is[other]])
                if other in text:
                    self.solver.add([-self._has[text], self._has[other]])
                holds = self._has[other] if other in text else -self._has[other]
                self.solver.add([-self._is[text], holds])

    def text_is(self, text: str) -> int:
        return self._is[text] if text in self._is else self.open()

    def contains(self, text: str) -> int:
        return self._has[text] if text in self._has else self.open()

    def own_answer(self) -> Answer:
        value = self.solver.value
        exact = [text for text, literal in self._is.items() if value(literal)]
        held = [text for text, literal in self._has.items() if value(literal)]
        if exact or held:
            return self._written(exact[0] if exact else " ".join([*held, "…"]))
        free = [s for s in SAMPLES if not any(text in s for text in self._has)]
        return self._written(free[0] if free else "…")

    @cached_property
    def samples(self):
        return [self._written(words) for words in [*self._is, *SAMPLES]]

    def _written(self, words: str) -> Answer:
        name = "text" if self.question["kind"].endswith("text") else "value"
        return {name: words}


class Ordered(Cases):
    """A number or date: cells between the amounts that rules compare it with.

    Questions that are compared with each other share one line of cells. Cell 0 lies
    before the first threshold, 1 is that threshold, 2 lies behind it, and so on.
    """

    def __init__(self, *args, line: Sequence[Decimal], limits: tuple, whole: bool):
        super().__init__(*args)
        self.line, self.whole = line, whole
        low, high = limits
        self.cells: dict[int, int] = {}
        for cell in range(2 * len(line) + 1):
            first, last = self.ends(cell)
            if cell % 2:
                fits = not whole or first == first.to_integral_value()
            else:
                fits = self.room(cell) > 0
            below = low is not None and last is not None and last <= low
            above = high is not None and first is not None and first >= high
            outside = (below and not (cell % 2 and last == low)) or (
                above and not (cell % 2 and first == high)
            )
            if fits and not outside:
                self.cells[cell] = self.solver.new()
        self.variables = [*self.cells.values(), *self.variables]
        self.gates.just_one(list(self.cells.values()), self.answered)

    def ends(self, cell: int) -> tuple[Decimal | None, Decimal | None]:
        at = cell // 2
        if cell % 2:
            return self.line[at], self.line[at]
        first = self.line[at - 1] if at else None
        return first, self.line[at] if at < len(self.line) else None

    def room(self, cell: int) -> float:
        """How many answers lie in a cell between two thresholds."""
        first, last = self.ends(cell)
        if first is None or last is None or not self.whole:
            return float("inf")
        return ceil(last) - floor(first) - 1

    def compares(self, op: str, known: Decimal) -> int:
        point = 2 * self.line.index(known) + 1
        tests = {
            "lt": lambda cell: cell < point,
            "le": lambda cell: cell <= point,
            "gt": lambda cell: cell > point,
            "ge": lambda cell: cell >= point,
            "eq": lambda cell: cell == point,
            "ne": lambda cell: cell != point,
        }
        held = [one for cell, one in self.cells.items() if tests[op](cell)]
        return self.gates.any_of(held)

    def cell(self) -> int | None:
        """The cell that holds now."""
        for cell, literal in self.cells.items():
            if self.solver.value(literal):
                return cell
        return None

    def own_answer(self) -> Answer:
        return self.answer_in(self.cell())

    @cached_property
    def samples(self):
        return [self.answer_in(cell) for cell in self.cells] or [{}]

    def answer_in(self, cell: int | None, rank: int = 0, ranks: int = 1) -> Answer:
        """An answer in the cell, the one of `rank` among those that follow."""
        first, last = self.ends(cell or 0)
        if cell is not None and cell % 2:
            amount = first
        elif first is None:
            amount = Decimal(ranks + 1 if last is None else ceil(last)) - ranks + rank
        elif self.whole or last is None:
            amount = Decimal(floor(first) + 1 + rank)
        else:
            amount = first + (last - first) * (rank + 1) / (ranks + 1)
        if self.question["kind"] == "date":
            return {"value": date.fromordinal(int(amount)).isoformat()}
        return {"value": format(amount.normalize() + 0, "f")}
