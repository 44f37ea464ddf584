from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from feedback.surveys.rules.proving.solver import TRUE, Gates, Solver

VARIABLES = 6
literals = st.integers(1, VARIABLES).flatmap(lambda n: st.sampled_from([n, -n]))
clauses = st.lists(st.lists(literals, min_size=1, max_size=4), max_size=30)


def satisfies(values, clause):
    return any(values[abs(one) - 1] == (one > 0) for one in clause)


def by_trying(clauses, assumed):
    every = [*clauses, *([one] for one in assumed)]
    return any(
        all(satisfies(values, clause) for clause in every)
        for values in product([True, False], repeat=VARIABLES)
    )


@given(clauses, st.lists(st.lists(literals, max_size=3), min_size=1, max_size=4))
def test_it_agrees_with_trying_all_values_whatever_was_asked_before(clauses, asked):
    solver = Solver()
    variables = [solver.new() for _ in range(VARIABLES)]
    shift = variables[0] - 1
    for clause in clauses:
        solver.add([one + shift if one > 0 else one - shift for one in clause])

    for assumed in asked:
        moved = [one + shift if one > 0 else one - shift for one in assumed]
        said = solver.solve(moved, variables, budget=10_000)

        assert said == by_trying(clauses, assumed)
        if said:
            values = [bool(solver.value(one)) for one in variables]
            assert all(
                satisfies(values, c) for c in [*clauses, *([a] for a in assumed)]
            )


@given(st.integers(0, 6), st.lists(st.booleans(), min_size=5, max_size=5))
def test_at_least_counts(count, values):
    solver = Solver()
    gates = Gates(solver)
    variables = [solver.new() for _ in values]
    gate = gates.at_least(count, variables)
    assumed = [v if held else -v for v, held in zip(variables, values, strict=True)]

    assert solver.solve([*assumed, gate], variables, budget=100) is (
        sum(values) >= count
    )


def pigeons(holes):
    """One pigeon more than holes: false, and dear to find out."""
    solver = Solver()
    rows = [[solver.new() for _ in range(holes)] for _ in range(holes + 1)]
    for row in rows:
        solver.add(row)
    for column in zip(*rows, strict=True):
        for place, one in enumerate(column):
            for other in column[place + 1 :]:
                solver.add([-one, -other])
    return solver, [one for row in rows for one in row]


def test_a_question_past_its_budget_has_no_answer():
    solver, variables = pigeons(7)

    assert solver.solve([TRUE], variables, budget=20) is None


def test_a_hard_question_is_answered_within_a_large_budget():
    solver, variables = pigeons(4)

    assert solver.solve([], variables, budget=100_000) is False
    assert solver.solve([], variables, budget=100_000) is False
