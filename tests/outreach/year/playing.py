"""Years drawn by a number: the same number gives the same year."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from django.db import transaction

from tests.outreach.clock import Clock
from tests.outreach.year import rules
from tests.outreach.year.witness import Mail
from tests.outreach.year.world import BEGINS, LENGTH, USUAL, ZONES, Deeds, witnessed

Step = tuple[int, str, int, int]


@dataclass(frozen=True)
class Played:
    """What came of a year: every message, and every breach of a rule."""

    mails: list[Mail]
    visits: int
    breaches: list[str]
    steps: list[Step] = field(repr=False)


def own_rules(random: Random) -> dict:
    """The agency's zone, and its own numbers within their bounds."""
    zone = {"time_zone": random.choice(["America/New_York", "America/Denver", "UTC"])}
    if random.random() < 0.5:
        return zone
    return zone | {
        "mail_from": random.randint(8, 12),
        "mail_until": random.randint(16, 20),
        "cap_days": random.choice([30, 60]),
        "cap_in_a_year": random.randint(1, 3),
        "most_reminders": random.randint(0, 2),
        "reminder_days": random.randint(3, 9),
    }


def drawn(random: Random, slow: int) -> Iterator[Step]:
    """One deed after the other; a larger `slow` lets more time pass between them."""
    while True:
        hours = random.choice([0, 1, 3, 7, 20, 60, 170, 400]) * slow
        deed = random.choice(USUAL)
        yield hours, deed, random.randint(0, 63), random.randint(0, 63)


def play(number: int, *, slow: int = 1) -> Played:
    """Play a year on the real ledger; nothing of it stays in the database."""
    random = Random(number)
    clock = Clock(random.choice(BEGINS))
    ends, steps = clock.now + LENGTH, []
    zones = [random.choice(ZONES) for _person in range(6)]
    with transaction.atomic(), witnessed(clock) as witness:
        year = Deeds(clock, witness, zones, **own_rules(random))
        for step in drawn(random, slow):
            steps.append(step)
            year.play(*step)
            if clock.now > ends:
                break
        year.run_out()
        found = rules.breaches(year)
        transaction.set_rollback(True)
    return Played(witness.mails, len(witness.visits), found, steps)
