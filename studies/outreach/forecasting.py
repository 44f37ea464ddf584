"""What starting a mailing now would do: how many get it, in which language, and why
others would not."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.text import capfirst

from studies.outreach import reasons, reminding, wanted, ways
from studies.outreach.models import Wave
from studies.people.models.person import PersonQuerySet
from studies.wording.tags import language_name


@dataclass(frozen=True)
class Forecast:
    wanted: int
    others: list[tuple[str, int]]  # (why, how many), most first
    languages: list[tuple[str, int]]  # of those who get it
    texted: int  # of those, as a text message; the others by e-mail
    # Of those too, by their clock (empty is the agency's) and the reminders about the
    # survey that they have had.
    zones: dict[tuple[str, int], int]

    @property
    def people(self) -> int:
        return self.wanted + self.left_out

    @property
    def mailed(self) -> int:
        return self.wanted - self.texted

    @property
    def left_out(self) -> int:
        return sum(number for _why, number in self.others)


def forecast(wave: Wave, people: PersonQuerySet, now: datetime) -> Forecast:
    """The rules of the moment of sending, asked now, of everyone in one statement."""
    rows = wanted.with_reason(people.order_by(), wave, wave.steps[0], now, of_many=True)
    rows = rows.annotate(texted=ways.by_text(wave), had=reminding.had(wave))
    counted = rows.values("reason", "language", "time_zone", "texted", "had")
    by_reason, by_language, by_zone, by_way = (Counter() for _each in range(4))
    for row in counted.annotate(number=Count("pk")):
        by_reason[row["reason"]] += row["number"]
        if not row["reason"]:
            by_language[row["language"]] += row["number"]
            by_zone[row["time_zone"], row["had"]] += row["number"]
            by_way[row["texted"]] += row["number"]
    wanted_now = by_reason.pop("", 0)
    return Forecast(
        wanted_now,
        [(reasons.label(why), number) for why, number in by_reason.most_common()],
        [
            (str(capfirst(language_name(code))), number)
            for code, number in by_language.most_common()
        ],
        by_way[True],
        dict(by_zone),
    )
