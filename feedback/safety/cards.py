"""One card for each person: all that their answers raised, and what was done."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Max, Min

from feedback.safety.models import SafetyFlag
from feedback.surveys.models import Question, Survey
from studies.agencies.models import Agency, Member

BESIDE = ("closed_by", "survey__activity__round__study__safety_owner__user")


@dataclass(frozen=True)
class Card:
    """One person's flags of one tab, and the questions in whose answers they were."""

    response: UUID
    flags: list[SafetyFlag]
    labels: list[str]

    @property
    def last(self) -> SafetyFlag:
        return self.flags[-1]

    @property
    def survey(self) -> Survey:
        return self.last.survey

    @property
    def day(self) -> date:
        return self.flags[0].raised_on


def cards(agency: Agency, *, is_closed: bool, page: str | None, most: int) -> Page:
    """The people who wait longest first; of those that are closed, the last one first."""
    ours = SafetyFlag.objects.within(agency)
    rows = ours.exclude(state="open") if is_closed else ours.open()
    people = rows.order_by().values_list("response", flat=True)
    if is_closed:
        people = people.annotate(on=Max("closed_on")).order_by("-on", "response")
    else:
        people = people.annotate(on=Min("raised_on")).order_by("on", "response")
    found = Paginator(people, most).get_page(page)
    flags = rows.filter(response__in=list(found.object_list)).select_related(*BESIDE)
    by_person: dict[UUID, list[SafetyFlag]] = {}
    for flag in flags.order_by("raised_on", "closed_on", "pk"):
        by_person.setdefault(flag.response, []).append(flag)
    labels = _labels([flag for each in by_person.values() for flag in each])
    found.object_list = [
        Card(person, by_person[person], _asked(by_person[person], labels))
        for person in found.object_list
        if person in by_person
    ]
    return found


def _labels(flags: list[SafetyFlag]) -> dict[tuple[int, str], tuple[int, str]]:
    """What the questions say now and where they stand, in one query."""
    rows = Question.objects.filter(
        survey__in={flag.survey_id for flag in flags},
        key__in={flag.question_key for flag in flags},
    )
    return {(row.survey_id, row.key): (row.position, row.label) for row in rows}


def _asked(flags: list[SafetyFlag], labels: dict) -> list[str]:
    """The questions in their order; those that are no more stand last, by their key."""
    nowhere = 10_000
    found = {
        labels.get((flag.survey_id, flag.question_key), (nowhere, flag.question_key))
        for flag in flags
    }
    return [label for _place, label in sorted(found)]


def waiting_for(member: Member) -> int:
    """How many people wait for this member, who looks for one study or several."""
    return (
        SafetyFlag.objects.open()
        .filter(survey__activity__round__study__safety_owner=member)
        .people()
    )
