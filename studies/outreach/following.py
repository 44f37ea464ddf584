"""What a mailing's page shows: where its messages are, and why some were not sent."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q

from studies.outreach import reasons, wanted
from studies.outreach.models import SENT, Delivery, Step, Wave
from studies.people.models import Person

State = Delivery.State
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


def funnels(wave: Wave) -> list[Funnel]:
    rows = wave.deliveries.order_by().values("step", "state", "reason")
    rows = rows.annotate(
        messages=Count("pk"), answered=Count("pk", filter=Q(link__finishes__gt=0))
    )
    found = list(rows)
    return [
        _funnel(step, [row for row in found if row["step"] == step])
        for step in wave.steps
    ]


def _funnel(step: str, rows: list[dict]) -> Funnel:
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
        answered=sum(row["answered"] for row in rows),
        came_back=count(State.BOUNCED),
        complained=count(State.COMPLAINED),
        uncertain=count(State.UNCERTAIN),
        not_sent=sorted(dropped, key=lambda line: -line[1]),
    )


SHOWN = {
    "waiting": Q(state__in=ON_THE_WAY),
    "due": Q(state__in=ON_THE_WAY),  # and due by now; see `messages`
    "uncertain": Q(state=State.UNCERTAIN),
    "came_back": Q(state=State.BOUNCED),
    "not_sent": Q(state=State.DROPPED),
    "sent": Q(state__in=SENT),
}


def messages(wave: Wave, show: str, now: datetime):
    """The mailing's messages, all or those in one state.

    In the order of an index, and people are looked up for the rows of a page alone: the
    page asks again every few seconds, of mailings to a million.
    """
    people = Person.objects.defer("name", "email", "phone")
    rows = wave.deliveries.select_related("judged_by").prefetch_related(
        "participant", Prefetch("person", people)
    )
    if show in SHOWN:
        rows = rows.filter(SHOWN[show])
    if show == "due":
        rows = rows.filter(due_at__lte=now)
    return rows.order_by("step", "person_id", "pk")


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
