"""Processes of a real installation are killed while they send; see killing.py.

`python -m bench.killing --long` does the same to 20,000 people.
"""

from collections import Counter
from pathlib import Path

import pytest

from tests.outreach.proof import killing
from tests.outreach.proof.house import House, copied_from, of_this_run
from tests.outreach.proof.sink import Manners, Taken

SEED = 6
ROWS = [f"00000000-0000-0000-0000-{number:012}" for number in range(4)]


@pytest.mark.django_db
def test_whoever_is_killed_nobody_is_mailed_twice_and_nobody_is_forgotten(tmp_path):
    house = House(tmp_path, lease_seconds=60, quick=True)
    try:
        house.open(Manners(), copied_from(of_this_run()))
        ending = killing.run(house, 200, 5, SEED, hurry=True, say=print)
    finally:
        house.close()

    assert ending.kills == {"beat": 1, "postgres": 1, "valkey": 1, "worker": 2}
    assert ending.faults == dict.fromkeys(ending.faults, 0)
    assert sum(ending.states.values()) == 200


def ending(states: list[str], received: list[int], listed: list[int], broken: int = 1):
    """The verdict where the messages of these rows were received and listed."""
    arrived = Counter(f"<{ROWS[row].replace('-', '')}@example.org>" for row in received)
    people = Counter(f"customer{row}@example.org" for row in received)
    taken = Taken(Path(), messages=arrived, people=people, broken=broken)
    state_of = dict(zip(ROWS, states, strict=False))
    unsure = {ROWS[row] for row in listed}
    return killing.judge(taken, state_of, unsure, ["worker"], len(states))


SENT, UNSURE = "handed_over", "uncertain"


def test_a_verdict_is_clean_where_each_message_is_sent_or_listed():
    clean = ending([SENT, SENT, UNSURE], [0, 1, 2], [2])

    assert clean.faults == dict.fromkeys(clean.faults, 0)
    assert clean.states == {SENT: 2, UNSURE: 1}


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        (ending([SENT, SENT], [0, 1, 1], []), {"received twice": 2}),
        (
            ending([SENT, SENT], [0], []),
            {"missed": 1, "untrue in the ledger": 1},
        ),
        (ending([SENT, "queued"], [0], []), {"missed": 1}),
        (ending([SENT, "dropped"], [0, 1], []), {"untrue in the ledger": 1}),
        (
            ending([SENT, UNSURE], [0], [1], broken=0),
            {"uncertain without an interruption": 1},
        ),
        (ending([SENT, UNSURE], [0], []), {"uncertain and not listed": 1}),
    ],
)
def test_a_verdict_names_each_fault(found, fault):
    assert found.faults == dict.fromkeys(found.faults, 0) | fault
