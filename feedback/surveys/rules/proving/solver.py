"""A small decision procedure for propositional clauses: it learns from conflicts.

A literal is a number, its negation the negative. Clauses may be added between
questions; what was learned stays true and is kept. A question that needs more
conflicts than its budget has no answer, never a guessed one.
"""

from collections.abc import Iterable, Sequence

TRUE = 1


class Solver:
    """Clauses over numbered variables; variable 1 is always true."""

    def __init__(self):
        # Both signs of each variable that is set: looked up far more than written.
        self._known: dict[int, bool] = {}
        self._levels: list[int] = [0]
        self._reasons: list[list[int] | None] = [None]
        self._watches: dict[int, list[list[int]]] = {}
        self._trail: list[int] = []
        self._limits: list[int] = []
        self._head = 0
        self._scores: list[float] = [0.0]
        self._bump = 1.0
        self.is_broken = False
        self.conflicts = 0  # of the last question
        self._passed = 0
        self.add([self.new()])

    def new(self) -> int:
        self._levels.append(0)
        self._reasons.append(None)
        self._scores.append(0.0)
        return len(self._levels) - 1

    def value(self, literal: int) -> bool | None:
        return self._known.get(literal)

    def add(self, literals: Iterable[int]) -> None:
        """One of the literals holds."""
        self._back_to(0)
        clause = list(dict.fromkeys(literals))
        if any(-one in clause or self.value(one) is True for one in clause):
            return
        clause = [one for one in clause if self.value(one) is None]
        if not clause:
            self.is_broken = True
        elif len(clause) == 1:
            self._set(clause[0], None)
            self.is_broken = self.is_broken or self._propagate() is not None
        else:
            self._watch(clause)

    def solve(
        self, assumed: Sequence[int], deciding: Sequence[int], *, budget: int
    ) -> bool | None:
        """Whether all assumed literals can hold; None where the budget ran out.

        Only the variables in `deciding` are decided: every other must follow from
        them, or be free. After True `value` says what they are.
        """
        self._back_to(0)
        self.conflicts = self._passed = 0
        while not self.is_broken:
            conflict = self._propagate()
            if conflict is not None:
                if not self._limits:
                    self.is_broken = True
                    break
                self.conflicts += 1
                if self.conflicts > budget:
                    self._back_to(0)
                    return None
                self._learn(conflict)
                continue
            literal = self._next(assumed, deciding)
            if literal is None:
                return True
            if self.value(literal) is False:  # an assumption that can't hold
                return False
            self._limits.append(len(self._trail))
            if self.value(literal) is None:
                self._set(literal, None)
        return False

    def _next(self, assumed: Sequence[int], deciding: Sequence[int]) -> int | None:
        if len(self._limits) < len(assumed):
            return assumed[len(self._limits)]
        known, scores = self._known, self._scores
        if not self.conflicts:  # nothing to learn from yet: as they come
            for place in range(self._passed, len(deciding)):
                if deciding[place] not in known:
                    self._passed = place
                    return deciding[place]
            return None
        free = [variable for variable in deciding if variable not in known]
        return max(free, key=scores.__getitem__) if free else None

    def _set(self, literal: int, reason: list[int] | None) -> None:
        variable = abs(literal)
        self._known[literal], self._known[-literal] = True, False
        self._levels[variable] = len(self._limits)
        self._reasons[variable] = reason
        self._trail.append(literal)

    def _watch(self, clause: list[int]) -> None:
        for literal in clause[:2]:
            self._watches.setdefault(literal, []).append(clause)

    def _propagate(self) -> list[int] | None:
        """Set all that follows; the clause that can't hold where there is one."""
        known, trail = self._known.get, self._trail
        while self._head < len(trail):
            false = -trail[self._head]
            self._head += 1
            watching = self._watches.get(false)
            if not watching:
                continue
            kept = self._watches[false] = []
            for place, clause in enumerate(watching):
                first = clause[0]
                if first == false:
                    first, clause[0], clause[1] = clause[1], clause[1], false
                state = known(first)
                if state or not self._moved(clause, false):
                    kept.append(clause)
                    if state is None:
                        self._set(first, clause)
                    elif state is False:
                        kept.extend(watching[place + 1 :])
                        return clause
        return None

    def _moved(self, clause: list[int], false: int) -> bool:
        """Watch another literal of the clause instead of one that became false."""
        known = self._known.get
        for place in range(2, len(clause)):
            other = clause[place]
            if known(other) is not False:
                clause[1], clause[place] = other, false
                self._watches.setdefault(other, []).append(clause)
                return True
        return False

    def _learn(self, conflict: list[int]) -> None:
        """Add the clause that names the cause, and go back to where it follows."""
        learned, level = self._cause(conflict)
        self._back_to(level)
        if len(learned) > 1:
            others = range(1, len(learned))
            last = max(others, key=lambda at: self._levels[abs(learned[at])])
            learned[1], learned[last] = learned[last], learned[1]
            self._watch(learned)
        self._set(learned[0], learned if len(learned) > 1 else None)
        self._bump *= 1.05
        if self._bump > 1e100:
            self._scores = [score / 1e100 for score in self._scores]
            self._bump = 1.0

    def _cause(self, conflict: list[int]) -> tuple[list[int], int]:
        """The first single cause on the present level, with what it met before."""
        level, seen = len(self._limits), set()
        earlier: list[int] = []
        open_, clause, at = 0, conflict, len(self._trail) - 1
        pivot = 0
        while True:
            for literal in clause:
                variable = abs(literal)
                if literal == pivot or variable in seen or not self._levels[variable]:
                    continue
                seen.add(variable)
                self._scores[variable] += self._bump
                if self._levels[variable] == level:
                    open_ += 1
                else:
                    earlier.append(literal)
            while abs(self._trail[at]) not in seen:
                at -= 1
            pivot = self._trail[at]
            at -= 1
            open_ -= 1
            if open_ == 0:
                break
            clause = self._reasons[abs(pivot)] or []
        back = max((self._levels[abs(one)] for one in earlier), default=0)
        return [-pivot, *earlier], back

    def _back_to(self, level: int) -> None:
        if len(self._limits) <= level:
            return
        limit = self._limits[level]
        for literal in self._trail[limit:]:
            del self._known[literal], self._known[-literal]
            self._reasons[abs(literal)] = None
        del self._trail[limit:]
        del self._limits[level:]
        self._head = min(self._head, limit)


class Gates:
    """Conditions made of literals, each as one literal that holds just when it does."""

    def __init__(self, solver: Solver):
        self._solver = solver
        self._made: dict[tuple, int] = {}

    def all_of(self, literals: Iterable[int]) -> int:
        parts = sorted(set(literals) - {TRUE})
        if -TRUE in parts or any(-one in parts for one in parts):
            return -TRUE
        if len(parts) < 2:
            return parts[0] if parts else TRUE
        known = self._made.get(tuple(parts))
        if known is None:
            known = self._made[tuple(parts)] = self._solver.new()
            for one in parts:
                self._solver.add([-known, one])
            self._solver.add([known, *(-one for one in parts)])
        return known

    def any_of(self, literals: Iterable[int]) -> int:
        return -self.all_of(-one for one in literals)

    def at_least(self, count: int, literals: Sequence[int]) -> int:
        """At least `count` of the literals hold, counted along the list."""
        reached = [TRUE] + [-TRUE] * count
        for literal in literals:
            reached = [TRUE] + [
                self.any_of([reached[n], self.all_of([literal, reached[n - 1]])])
                for n in range(1, count + 1)
            ]
        return reached[count] if count > 0 else TRUE

    def just_one(self, literals: Sequence[int], when: int) -> None:
        """Where `when` holds just one of them does, else none."""
        self._solver.add([-when, *literals])
        for place, one in enumerate(literals):
            self._solver.add([when, -one])
            for other in literals[place + 1 :]:
                self._solver.add([-one, -other])
