"""Who was reached, began and finished of those who have a link of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from studies.partners.models import InviteLink, Quota
from studies.planning.models import Round


@dataclass(frozen=True)
class Steps:
    """People of whom we know, because each has a link of their own."""

    reached: int
    started: int
    finished: int


def steps_by(rounds: Sequence[Round], by: str) -> dict[object, Steps]:
    """{group or language: people with a personal link}, of confidential surveys.

    Where a quota counts a survey's groups by what people answer, they are left to it.
    """
    theirs = InviteLink.objects.personal().filter(activity__round__in=rounds)
    if by == "segments":
        counted = Quota.objects.current().exclude(segment=None)
        theirs = theirs.exclude(activity__in=counted.values("activity"))

    def people(step: str) -> Count:
        there = Q(**{f"{step}__gt": 0})
        return Count("participant", filter=there, distinct=True)

    rows = theirs.order_by().values_list(f"participant__{by}")
    found = rows.annotate(
        reached=people("openings"),
        started=people("starts"),
        finished=people("finishes"),
    )
    # Who started has opened it, though not each opening is counted.
    return {
        of: Steps(max(reached, started), started, finished)
        for of, reached, started, finished in found
        if of
    }
