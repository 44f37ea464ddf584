"""The cases of what is chosen from a list, and of several lines with one list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import pairwise
from random import Random

from feedback.surveys.kinds import Answer
from feedback.surveys.rules.answers import LINE
from feedback.surveys.rules.proving.cases import Cases, Compiled, Nothing
from feedback.surveys.rules.proving.solver import TRUE

# Past these a question's cases are left open, which no proof suffers from.
MOST_CASES = 200
MOST_SAMPLES = 40
# How often a way leaves out a line of a question with several.
LEFT_OUT = 0.15


class Choices(Cases):
    """One or several choices; those that no rule tells apart are one case."""

    def __init__(self, *args, told_apart: Iterable[frozenset[str]], several: bool):
        super().__init__(*args)
        codes = [choice["code"] for choice in self.question["choices"]]
        alone = {c["code"] for c in self.question["choices"] if c["exclusive"]}
        sets = [*told_apart, *(frozenset([code]) for code in alone if several)]
        groups: dict[tuple, list[str]] = {}
        for code in codes:
            mark = tuple(place for place, held in enumerate(sets) if code in held)
            groups.setdefault(mark, []).append(code)
        self._several, self._alone = several, alone
        self._cases: list[tuple[int, list[str]]] = []
        self.can_answer = bool(codes)
        self.can_write = any(c["other"] for c in self.question["choices"])
        if len(groups) > MOST_CASES:
            return
        self._cases = [(self.solver.new(), group) for group in groups.values()]
        picked = [literal for literal, _group in self._cases]
        self.variables = [*picked, *self.variables]
        if not several:
            self.gates.just_one(picked, self.answered)
            return
        self.solver.add([-self.answered, *picked])
        for literal, group in self._cases:
            self.solver.add([-literal, self.answered])
            if alone.intersection(group):
                for other in picked:
                    self.solver.add([-literal, -other] if other != literal else [TRUE])

    def picks_own(self, codes: set[str]) -> int:
        if not self._cases:
            known = codes.intersection(c["code"] for c in self.question["choices"])
            return self.open() if known else -TRUE
        return self.gates.any_of(
            literal for literal, group in self._cases if codes.issuperset(group)
        )

    def code_literals(self) -> dict[str, int]:
        """Code → literal, where each code is a case of its own."""
        return {group[0]: literal for literal, group in self._cases if len(group) == 1}

    def own_answer(self) -> Answer:
        held = [group[0] for one, group in self._cases if self.solver.value(one)]
        return self._picked(held or [self.question["choices"][0]["code"]])

    @cached_property
    def samples(self):
        """One for each case, and for several choices each two of those together."""
        if not self.can_answer:
            return [{}]
        codes = [group[0] for _one, group in self._cases]
        codes = codes or [choice["code"] for choice in self.question["choices"]]
        picked = [[code] for code in codes[:MOST_SAMPLES]]
        if self._several:
            free = [code for code in codes[:MOST_SAMPLES] if code not in self._alone]
            picked += [list(pair) for pair in pairwise(free)] + ([free] if free else [])
        return [self._picked(codes) for codes in picked]

    def _picked(self, codes: list[str]) -> Answer:
        if not self._several:
            return {"code": codes[0]}
        order = [choice["code"] for choice in self.question["choices"]]
        return {"codes": sorted(codes, key=order.index)}


class Lines(Cases):
    """Several lines with the same choices: each is a choice of its own."""

    def __init__(
        self,
        *args,
        lines: Mapping[str, Compiled],
        told_apart: Mapping[str, Iterable[frozenset[str]]],
    ):
        super().__init__(*args)
        rest = (TRUE, self.solver, self.gates)
        self._lines = {
            name: Choices(line, *rest, told_apart=told_apart[name], several=False)
            for name, line in lines.items()
        }
        self._gone = Nothing(self.question, *rest)
        self.can_answer = any(line.can_answer for line in self._lines.values())
        self.can_write = False
        self._join()

    def _join(self) -> None:
        """Lines are answered with the question, and left by each of its ways out."""
        lines = list(self._lines.values())
        self.solver.add([-self.answered, *(line.answered for line in lines)])
        for line in [*lines, self._gone]:
            self.solver.add([-line.answered, self.answered])
            for whole, own in (
                (self.declined, line.declined),
                (self._apart, line._apart),
            ):
                self.solver.add([-whole, own])
                self.solver.add([whole, -own])
            self.variables += line.variables
        for line in lines:
            line.variables = self.variables  # what is left open there is decided here

    def of_line(self, name: str) -> Cases:
        return self._lines.get(name, self._gone)

    def require(self, when: int) -> None:
        """A page asks for each line that is left out; see kinds.matrix."""
        super().require(when)
        for line in self._lines.values():
            if line.can_answer:
                self.solver.add([-when, -self.answered, line.answered])

    def own_answer(self) -> Answer:
        held = {
            name: line.own_answer()["code"]
            for name, line in self._lines.items()
            if line.can_answer and self.solver.value(line.answered) is not False
        }
        return _rows(held)

    def any_answer(self, chance: Random) -> Answer:
        """Some lines may be left out where none must be answered."""
        is_free = not (self.question["required"] or self.question["require_when"])
        held = {
            name: line.any_answer(chance)["code"]
            for name, line in self._lines.items()
            if line.can_answer and not (is_free and chance.random() < LEFT_OUT)
        }
        return _rows(held)


def _rows(held: Mapping[str, str]) -> Answer:
    codes = {name.partition(LINE)[2]: code for name, code in held.items()}
    return {"rows": codes} if codes else {}
