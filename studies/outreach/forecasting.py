"""What starting a mailing now would do: how many get it, in which language, and why
others would not."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.text import capfirst

from studies.outreach import reasons, wanted
from studies.outreach.models import Wave
from studies.people.models.person import PersonQuerySet
from studies.wording.tags import language_name


@dataclass(frozen=True)
class Forecast:
    wanted: int
    others: list[tuple[str, int]]  # (why, how many), most first
    languages: list[tuple[str, int]]  # of those who get it

    @property
    def people(self) -> int:
        return self.wanted + self.left_out

    @property
    def left_out(self) -> int:
        return sum(number for _why, number in self.others)


def forecast(wave: Wave, people: PersonQuerySet, now: datetime) -> Forecast:
    """The rules of the moment of sending, asked now, of everyone in one statement."""
    rows = wanted.with_reason(people.order_by(), wave, wave.steps[0], now)
    counted = rows.values("reason", "language").annotate(number=Count("pk"))
    by_reason, by_language = Counter(), Counter()
    for row in counted:
        by_reason[row["reason"]] += row["number"]
        if not row["reason"]:
            by_language[row["language"]] += row["number"]
    wanted_now = by_reason.pop("", 0)
    return Forecast(
        wanted_now,
        [(reasons.label(why), number) for why, number in by_reason.most_common()],
        [
            (str(capfirst(language_name(code))), number)
            for code, number in by_language.most_common()
        ],
    )
