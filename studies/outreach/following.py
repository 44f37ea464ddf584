"""What a mailing's page shows: where its messages are, and why some were not sent."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, Prefetch

from studies.outreach import reasons, wanted
from studies.outreach.models import SENT, Delivery, Step, Wave
from studies.people.models import Person

State = Delivery.State
# Of a mailing with more messages the counts are kept for as long as its page waits.
MANY, KEPT_SECONDS = 100_000, 15
FEW = 1000  # put in order for each look
ON_THE_WAY = [State.QUEUED, State.CLAIMED, State.IN_HAND]


@dataclass(frozen=True)
class Funnel:
    """How many messages of one step are where."""

    step: str
    waiting: int
    sending: int
    sent: int  # whatever their providers told later
    arrived: int
    answered: int
    came_back: int
    complained: int
    uncertain: int
    not_sent: list[tuple[str, int]]  # (why, how many)

    @property
    def label(self) -> str:
        return Step(self.step).label

    @property
    def dropped(self) -> int:
        return sum(number for _why, number in self.not_sent)

    @property
    def all(self) -> int:
        return self.waiting + self.sending + self.dealt_with

    @property
    def dealt_with(self) -> int:
        return self.sent + self.came_back + self.uncertain + self.dropped


@dataclass(frozen=True)
class Counts:
    """How many messages of a mailing are in which state, for which reason."""

    rows: list[dict]
    answered: dict[str, int]  # by step

    @property
    def all(self) -> int:
        return sum(row["messages"] for row in self.rows)

    @property
    def sent(self) -> int:
        return sum(row["messages"] for row in self.rows if row["state"] in SENT)

    def shown(self, show: str) -> int:
        """How many `messages` lists; not for what is due."""
        states = SHOWN.get(show, State.values)
        return sum(row["messages"] for row in self.rows if row["state"] in states)


def counts(wave: Wave) -> Counts:
    """Of a mailing to very many, as it was some seconds ago: everybody who looks on
    asks again and again, and one of them pays for all."""
    return counts_of([wave])[wave.pk]


def counts_of(waves: Iterable[Wave]) -> dict[int, Counts]:
    """Of several mailings, in two statements."""
    keys = {wave.pk: _key(wave.pk) for wave in waves}
    kept = cache.get_many(keys.values())
    found = {pk: kept[key] for pk, key in keys.items() if key in kept}
    fresh = _counted([pk for pk in keys if pk not in found])
    for pk, counts_ in fresh.items():
        if counts_.all > MANY:
            cache.set(keys[pk], counts_, KEPT_SECONDS)
    return found | fresh


def count_anew(wave_id: int) -> None:
    """Somebody has just changed it, and looks at once what that did."""
    cache.delete(_key(wave_id))


def _key(wave_id: int) -> str:
    return f"mailing-counts:{wave_id}"


def _counted(pks: list[int]) -> dict[int, Counts]:
    ours = Delivery.objects.filter(wave__in=pks).order_by()
    found = {pk: Counts([], {}) for pk in pks}
    if not pks:
        return found
    grouped = ours.values("wave", "step", "state", "reason")
    for row in grouped.annotate(messages=Count("*")):
        found[row.pop("wave")].rows.append(row)
    answered = ours.filter(link__finishes__gt=0).values("wave", "step")
    for row in answered.annotate(messages=Count("*")):
        found[row["wave"]].answered[row["step"]] = row["messages"]
    return found


def funnels(wave: Wave, found: Counts | None = None) -> list[Funnel]:
    found = found or counts(wave)
    return [
        _funnel(
            step,
            [row for row in found.rows if row["step"] == step],
            found.answered.get(step, 0),
        )
        for step in wave.steps
    ]


def _funnel(step: str, rows: list[dict], answered: int) -> Funnel:
    def count(*states: str) -> int:
        return sum(row["messages"] for row in rows if row["state"] in states)

    dropped = [
        (reasons.label(row["reason"]), row["messages"])
        for row in rows
        if row["state"] == State.DROPPED
    ]
    return Funnel(
        step=step,
        waiting=count(State.QUEUED, State.CLAIMED),
        sending=count(State.IN_HAND),
        sent=count(*SENT),
        arrived=count(State.DELIVERED),
        answered=answered,
        came_back=count(State.BOUNCED),
        complained=count(State.COMPLAINED),
        uncertain=count(State.UNCERTAIN),
        not_sent=sorted(dropped, key=lambda line: -line[1]),
    )


SHOWN = {
    "waiting": ON_THE_WAY,
    "due": ON_THE_WAY,  # and due by now; see `messages`
    "uncertain": [State.UNCERTAIN],
    "came_back": [State.BOUNCED],
    "not_sent": [State.DROPPED],
    "sent": SENT,
}


def messages(wave: Wave, show: str, now: datetime, *, few: bool = False):
    """The mailing's messages, all or those in one state; few by their numbers.

    Many in the order of an index, and people are looked up for the rows of a page alone: the
    page asks again every few seconds, of mailings to a million.
    """
    people = Person.objects.defer("name", "email", "phone")
    rows = wave.deliveries.select_related("judged_by").prefetch_related(
        "participant", Prefetch("person", people)
    )
    if show in SHOWN:
        rows = rows.filter(state__in=SHOWN[show])
    if show == "due":
        rows = rows.filter(due_at__lte=now)
    first = ["participant__number"] if few else []
    return rows.order_by("step", *first, "person_id", "pk")


def due(wave: Wave, now: datetime) -> int:
    """How many should have left by now; each state by an index of its own."""
    under_way = wave.deliveries.filter(state__in=[State.CLAIMED, State.IN_HAND])
    return (
        wave.deliveries.due(now).order_by().count()
        + under_way.filter(due_at__lte=now).order_by().count()
    )


def against(wave: Wave, rows: Iterable[Delivery], now: datetime) -> dict[object, str]:
    """What stands as of now against messages that wait: {row: reason}.

    It is asked again at the moment of sending, and may have changed by then.
    """
    waiting = defaultdict(dict)
    for row in rows:
        if row.state == State.QUEUED and row.person_id:
            waiting[row.step][row.person_id] = row.pk
    found = {}
    for step, by_person in waiting.items():
        if reason := wanted.over(wave, step, now):
            found |= dict.fromkeys(by_person.values(), reason)
            continue
        people = Person.objects.filter(pk__in=by_person).order_by()
        asked = wanted.with_reason(people, wave, step, now).exclude(reason="")
        for person, reason in asked.values_list("pk", "reason"):
            found[by_person[person]] = reason
    return found
