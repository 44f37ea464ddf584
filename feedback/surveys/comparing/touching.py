"""How many answers each change touches."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from feedback.surveys.comparing.changes import Change
from feedback.surveys.models import Survey

EVERY = ""


@dataclass(frozen=True)
class Answers:
    """Finished, counted responses by language, and those that answered a question.

    {(question key, language): people}; the key "" counts whole responses.
    """

    people: dict[tuple[str, str], int] = field(default_factory=dict)

    def touched_by(self, change: Change) -> int:
        """Answers to its question, in its language where only that one changes."""
        return sum(
            people
            for (key, language), people in self.people.items()
            if key == change.key and change.language in (EVERY, language)
        )


def answers_touched(survey: Survey, found: Iterable[Change]) -> Answers:
    """One query, however many changes and answers there are."""
    keys = sorted({change.key for change in found if change.key})
    counts = {
        f"answered_{place}": Count(
            "pk",
            filter=Q(answers__has_key=key) & ~Q(**{f"answers__{key}": {}}),
        )
        for place, key in enumerate(keys)
    }
    rows = survey.responses.counted().order_by().values("language")
    people = {}
    for row in rows.annotate(everyone=Count("pk"), **counts):
        language = row["language"]
        people[EVERY, language] = row["everyone"]
        for place, key in enumerate(keys):
            people[key, language] = row[f"answered_{place}"]
    return Answers(people)
