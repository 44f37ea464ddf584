"""Numbers and dates that are compared with each other: which comes before which."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, permutations

from feedback.surveys.kinds import Answer
from feedback.surveys.rules.proving.cases import Ordered
from feedback.surveys.rules.proving.mentions import Mentions
from feedback.surveys.rules.proving.solver import TRUE, Gates, Solver

# In larger groups a circle of "before" is not found, so nothing is said of it.
MOST_TOGETHER = 6


class Orders:
    """For each two answers that are compared: before, same or behind, in one cell."""

    def __init__(self, solver: Solver, gates: Gates, mentions: Mentions):
        self.solver, self.gates, self._mentions = solver, gates, mentions
        self._groups: dict[str, list[Ordered]] = {}
        self._before: dict[tuple[str, str], int] = {}
        self._same: dict[tuple[str, str], int] = {}

    def add(self, cases: Ordered) -> None:
        group = self._mentions.group(cases.question["key"])
        others = self._groups.setdefault(group, [])
        for other in others:
            self._pair(other.question["key"], cases.question["key"])
        others.append(cases)
        if 2 < len(others) <= MOST_TOGETHER:
            self._close(others)

    def _pair(self, one: str, other: str) -> None:
        first, same, last = (self.solver.new() for _ in range(3))
        self.gates.just_one([first, same, last], TRUE)
        self._before[one, other], self._before[other, one] = first, last
        self._same[one, other] = self._same[other, one] = same

    def _close(self, members: list[Ordered]) -> None:
        """Whatever is before what is before another is before that other."""
        newest = members[-1].question["key"]
        for trio in combinations([m.question["key"] for m in members], 3):
            if newest not in trio:
                continue
            for a, b, c in permutations(trio):
                not_after = [-self._before[a, b], -self._same[a, b]]
                self.solver.add([not_after[0], -self._before[b, c], self._before[a, c]])
                self.solver.add([not_after[0], -self._same[b, c], self._before[a, c]])
                self.solver.add([not_after[1], -self._same[b, c], self._same[a, c]])

    def compares(self, op: str, one: Ordered, other: Ordered) -> int:
        before, same, behind = self._relations(one, other)
        found = {"lt": [before], "gt": [behind], "eq": [same]}
        found |= {"le": [before, same], "ge": [behind, same], "ne": [before, behind]}
        return self.gates.any_of(found[op])

    def _relations(self, one: Ordered, other: Ordered) -> tuple[int, int, int]:
        """That one lies before, with or behind the other; none where one is missing."""
        keys = (one.question["key"], other.question["key"])
        if keys[0] == keys[1]:
            return -TRUE, one.answered, -TRUE
        all_of, any_of = self.gates.all_of, self.gates.any_of
        before, same, behind = [], [], []
        for cell, literal in one.cells.items():
            lower = [held for at, held in other.cells.items() if at < cell]
            higher = [held for at, held in other.cells.items() if at > cell]
            before.append(all_of([literal, any_of(higher)]))
            behind.append(all_of([literal, any_of(lower)]))
            if cell not in other.cells:
                continue
            both = all_of([literal, other.cells[cell]])
            if cell % 2 or (one.whole and other.whole and one.room(cell) == 1):
                same.append(both)
                continue
            before.append(all_of([both, self._before[keys]]))
            same.append(all_of([both, self._same[keys]]))
            behind.append(all_of([both, self._before[keys[1], keys[0]]]))
        return any_of(before), any_of(same), any_of(behind)

    def variables(self, groups: Iterable[str]) -> list[int]:
        wanted = {m.question["key"] for g in groups for m in self._groups.get(g, ())}
        pairs = [*self._before.items(), *self._same.items()]
        return [one for (first, _other), one in pairs if first in wanted]

    def answers(self, keys: set[str]) -> dict[str, Answer]:
        """Answers of one cell told apart as the solution has them."""
        found = {}
        for members in self._groups.values():
            held = [m for m in members if m.question["key"] in keys]
            held = [m for m in held if self.solver.value(m.answered)]
            for cell in {member.cell() for member in held}:
                found |= self._in_cell([m for m in held if m.cell() == cell])
        return found

    def _in_cell(self, members: list[Ordered]) -> dict[str, Answer]:
        if len(members) < 2:
            return {}
        keys = [member.question["key"] for member in members]

        def earlier(key: str) -> int:
            others = [other for other in keys if other != key]
            return sum(bool(self.solver.value(self._before[o, key])) for o in others)

        ranks = sorted({earlier(key) for key in keys})
        return {
            member.question["key"]: member.answer_in(
                member.cell(),
                ranks.index(earlier(member.question["key"])),
                len(ranks),
            )
            for member in members
        }
