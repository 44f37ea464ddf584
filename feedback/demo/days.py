from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as formatted
from django.utils.translation import override

from feedback.demo import content

# As docs/translations.md asks: the day written out, as the sentence around it needs.
WRITTEN = {"en": "F j", "es": r"j \d\e F", "ar": "j F", "zh-hans": "n 月 j 日"}


def zone() -> ZoneInfo:
    return ZoneInfo(content.load("agency")["time_zone"])


@dataclass(frozen=True)
class Days:
    """The demo's calendar: days counted from the first day of round 2."""

    start: date

    @classmethod
    def around(cls, today: date) -> "Days":
        """The calendar in which `today` falls into round 2."""
        return cls(today - timedelta(days=content.load("dates")["today"]))

    def on(self, offset: int) -> date:
        return self.start + timedelta(days=offset)

    def at(self, offset: int, hour: int = 9) -> datetime:
        """An hour of a day where the demo's agency is."""
        return datetime.combine(self.on(offset), time(hour), tzinfo=zone())

    def round(self, number: int) -> dict[str, int]:
        rounds = content.load("dates")["rounds"]
        return next(row for row in rounds if row["number"] == number)

    def fill(self, text: str, language: str, **offsets: int) -> str:
        """Put days into a text's holes, written out in its language."""
        with override(language):
            words = {
                name: formatted(self.on(offset), WRITTEN[language])
                for name, offset in offsets.items()
            }
        for name, word in words.items():
            text = text.replace(f"{{{name}}}", word)
        return text

    def month_start(self, offset: int) -> int:
        """The offset of the first day of the month that is nearest to a day."""
        day = self.on(offset)
        first = day.replace(day=1)
        following = (first + timedelta(days=32)).replace(day=1)
        nearest = min((first, following), key=lambda other: abs(other - day))
        return (nearest - self.start).days
