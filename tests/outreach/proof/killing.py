"""Kills what sends a mailing, again and again, and says what became of each message."""

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import psycopg

from tests.outreach.proof.house import WORKERS, House
from tests.outreach.proof.sink import Taken

Say = Callable[[str], None]
KINDS = ("worker", "postgres", "valkey", "beat", "worker", "worker")
AWAY_SECONDS = 1.5  # at most, before what was killed is started again
STILL_SECONDS = 180  # nothing has moved for so long: something is stuck
ON_THE_WAY = ("queued", "claimed", "in_hand")
ID = re.compile(r"[0-9a-f-]{36}")


@dataclass(frozen=True)
class Ending:
    """What the ledger, the sink and the studio say when all is over."""

    states: dict[str, int]
    twice: int  # messages that somebody got more than once
    missed: int  # neither received nor uncertain
    untrue: int  # received, but the ledger says that it was not sent; or the reverse
    uncertain: int
    unlisted: int  # uncertain, but not in the studio's list
    interrupted: int  # connections that ended in the middle
    kills: dict[str, int]
    ended_alone: int  # workers that nobody killed, and that were started again

    @property
    def faults(self) -> dict[str, int]:
        """All of it is 0 where nobody is mailed twice and nobody is forgotten."""
        return {
            "received twice": self.twice,
            "missed": self.missed,
            "untrue in the ledger": self.untrue,
            "uncertain without an interruption": max(
                0, self.uncertain - self.interrupted
            ),
            "uncertain and not listed": self.unlisted,
        }


def run(
    house: House, people: int, kills: int, seed: int, *, hurry: bool, say: Say
) -> Ending:
    """Send to that many people, and kill on the way; `seed` picks whom and when.

    In a hurry, nobody waits at the end until the leases of the killed run out: what
    they held is made older.
    """
    chance = random.Random(seed)
    wave = int(house.run("tests.outreach.proof.seed", str(people)).split()[-1])
    for name in (*WORKERS, "beat"):
        house.start(name)
    moments = sorted(chance.uniform(0, 0.97) * people for _ in range(kills))
    kinds = [KINDS[number % len(KINDS)] for number in range(kills)]
    chance.shuffle(kinds)
    for number, (kind, moment) in enumerate(zip(kinds, moments, strict=True), 1):
        _reach(house, moment)
        time.sleep(chance.uniform(0, 0.2))
        name = chance.choice(WORKERS) if kind == "worker" else kind
        house.kill(name)
        say(f"{number:3} of {kills}: {name} at {house.taken.number:,} messages")
        time.sleep(chance.uniform(0, AWAY_SECONDS))
        house.start(name)
    if hurry:
        house.end_workers()
        _make_older(house)
        house.start(WORKERS[0])
    _settle(house, people, say)
    # One that lives may still know better than whoever gave it up as lost.
    house.end_workers()
    return _ending(house, wave, people, kinds)


def _reach(house: House, moment: float) -> None:
    """Wait until so many messages have arrived."""
    since, seen = time.monotonic(), house.taken.look().number
    while house.taken.look().number < moment:
        if house.taken.number > seen:
            since, seen = time.monotonic(), house.taken.number
        house.look_after()
        _stuck(house, since, f"{seen} messages")
        time.sleep(0.02)


def _settle(house: House, people: int, say: Say) -> None:
    """Wait until nothing is on the way any more."""
    since, before = time.monotonic(), -1
    while waiting := _waiting(house):
        if waiting != before:
            since, before = time.monotonic(), waiting
            say(f"{waiting:,} of {people:,} messages wait")
        house.look_after()
        _stuck(house, since, f"{waiting} messages wait")
        time.sleep(0.5)


def _make_older(house: House) -> None:
    aged = "UPDATE studies_delivery SET claimed_at = claimed_at - %s::interval"
    lease = f"{house.lease_seconds} seconds"
    with psycopg.connect(house.database_url) as database:
        database.execute(aged + " WHERE state IN ('claimed', 'in_hand')", [lease])


def _stuck(house: House, since: float, what: str) -> None:
    if time.monotonic() - since < STILL_SECONDS:
        return
    ends = "\n".join(f"{name}:\n{house.end_of(name)}" for name in (*WORKERS, "beat"))
    raise RuntimeError(f"Nothing has moved for {STILL_SECONDS} s: {what}.\n{ends}")


def _waiting(house: House) -> int:
    return sum(_states(house).get(state, 0) for state in ON_THE_WAY)


def _states(house: House) -> dict[str, int]:
    count = "SELECT state, count(*) FROM studies_delivery GROUP BY 1"
    with psycopg.connect(house.database_url) as database:
        return dict(database.execute(count).fetchall())


def _ending(house: House, wave: int, people: int, kinds: list[str]) -> Ending:
    taken = house.taken.look()
    listed = set(ID.findall(house.run("tests.outreach.proof.listed", str(wave))))
    with psycopg.connect(house.database_url) as database:
        rows = database.execute("SELECT id::text, state FROM studies_delivery")
        state_of = dict(rows.fetchall())
    ended = len(house.ended_alone)
    return judge(taken, state_of, listed, kinds, people, ended)


def judge(
    taken: Taken,
    state_of: dict[str, str],
    listed: set[str],
    kinds: list[str],
    people: int,
    ended_alone: int = 0,
) -> Ending:
    """Compare what arrived with what the ledger says about each message."""
    received = {row_of(message): times for message, times in taken.messages.items()}
    unsure = {pk for pk, state in state_of.items() if state == "uncertain"}
    sent = {pk for pk, state in state_of.items() if state == "handed_over"}
    states = list(state_of.values())
    return Ending(
        states={state: states.count(state) for state in sorted(set(states))},
        twice=sum(times > 1 for times in received.values())
        + sum(times > 1 for times in taken.people.values()),
        missed=people - len(received.keys() | unsure),
        untrue=len(sent - received.keys()) + len(received.keys() - sent - unsure),
        uncertain=len(unsure),
        unlisted=len(unsure - listed),
        interrupted=taken.broken,
        kills={kind: kinds.count(kind) for kind in sorted(set(kinds))},
        ended_alone=ended_alone,
    )


def row_of(message: str) -> str:
    """The row that a Message-ID is made of."""
    return str(UUID(message.strip("<>").partition("@")[0]))
