"""What a mailing's page shows: where its messages are, and why some were not sent."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from studies.outreach import reasons
from studies.outreach.models import SENT, Delivery, Step, Wave

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
    """The mailing's messages, all or those in one state."""
    rows = wave.deliveries.select_related("participant", "person", "judged_by").defer(
        "person__name", "person__email", "person__phone"
    )
    if show in SHOWN:
        rows = rows.filter(SHOWN[show])
    if show == "due":
        rows = rows.filter(due_at__lte=now)
    return rows.order_by("participant__number", "person_id", "step")
