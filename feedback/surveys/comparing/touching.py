"""How many answers each change touches."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import BooleanField, Count, F, Func, Q, Value

from feedback.surveys.comparing.changes import Change, What
from feedback.surveys.models import Survey

EVERY = ""
# These leave the other answers to their question as they are.
OF_ONE_CODE = {
    What.CHOICE_REMOVED: (
        "$.{key} ? (@.code == {code} || @.codes[*] == {code} || @.rows.* == {code})"
    ),
    What.ROW_REMOVED: "$.{key}.rows.{code}",
}
# What is counted: whole responses, answers to a question, or those with one code.
Part = tuple[str, str]


@dataclass(frozen=True)
class Answers:
    """Finished, counted responses by language, and those that answered a question.

    {(part, language): people}; the part ("", "") counts whole responses, (key, "") a
    question's answers, and (key, code) those in which a choice or line was answered.
    """

    people: dict[tuple[Part, str], int] = field(default_factory=dict)

    def touched_by(self, change: Change) -> int:
        """Answers to its question, in its language where only that one changes.

        A choice or line that is taken away touches those who chose or answered it.
        """
        return sum(
            people
            for (part, language), people in self.people.items()
            if part == _part(change) and change.language in (EVERY, language)
        )


def answers_touched(survey: Survey, found: Iterable[Change]) -> Answers:
    """One query, however many changes and answers there are."""
    wanted = {_part(change): _touched(change) for change in found}
    counts = {
        f"part_{place}": Count("pk", filter=condition)
        for place, condition in enumerate(wanted.values())
    }
    rows = survey.responses.counted().order_by().values("language")
    people = {}
    for row in rows.annotate(**counts):
        for place, part in enumerate(wanted):
            people[part, row["language"]] = row[f"part_{place}"]
    return Answers(people)


def _part(change: Change) -> Part:
    return (change.key, change.code if change.what in OF_ONE_CODE else "")


def _touched(change: Change) -> Q | Func:
    if not change.key:
        return Q(pk__isnull=False)
    if change.what not in OF_ONE_CODE:
        return Q(answers__has_key=change.key) & ~Q(**{f"answers__{change.key}": {}})
    names = {"key": json.dumps(change.key), "code": json.dumps(change.code)}
    return Func(
        F("answers"),
        Value(OF_ONE_CODE[change.what].format(**names)),
        function="jsonb_path_exists",
        template="%(function)s(%(expressions)s::jsonpath)",
        output_field=BooleanField(),
    )
