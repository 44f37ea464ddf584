"""Who was invited, opened, started and finished, by link, partner and language."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, Q, Sum

from feedback.answering.models import SurveyResponse, UnsentTally
from feedback.results.models import FINISHED, Tally
from feedback.surveys.models import Survey
from studies.disclosure.team import is_small
from studies.outreach.models import SENT, Delivery, Step
from studies.partners.models import InviteLink, Partner

# The columns of a Place, in responses and in counters.
PLACE = ("language", "partner", "mode", "is_synthetic")

# Invite links with what each counted.
Links = list[tuple[InviteLink, dict[str, int]]]


class Place(NamedTuple):
    """What responses are split by wherever they are counted."""

    language: str
    partner_id: int | None
    mode: str
    is_synthetic: bool


@dataclass(frozen=True)
class Group:
    """People of one language, partner or way: how many started, how many finished."""

    key: str | int | None
    started: int
    finished: int

    @property
    def is_small(self) -> bool:
        return is_small(self.finished)


@dataclass(frozen=True)
class Participation:
    """Counts of one survey. Practice, pilots and who came over a quota are numbers of their
    own, in no other.

    Opened is about right only: openings are counted without knowing who opens.
    """

    started: Counter[Place]
    finished: Counter[Place]
    partners: dict[int, Partner]
    links: tuple[InviteLink, ...]
    invited: int
    waiting: int
    practice: int
    pilots: int = 0
    unsent: Counter[Place] = field(default_factory=Counter)
    partial: Counter[Place] = field(default_factory=Counter)
    over_quota: Counter[Place] = field(default_factory=Counter)

    def by_link(self, *, is_synthetic: bool) -> Links:
        """What each link counted: all links, or those with counts that are made up."""
        found = [(link, link.counts(is_synthetic=is_synthetic)) for link in self.links]
        return [
            (link, counts)
            for link, counts in found
            if not is_synthetic or any(counts.values())
        ]

    def people(self, name: str, *, is_synthetic: bool) -> int:
        """How many "started" or "finished", did not send, or count though "partial"."""
        counts = getattr(self, name).items()
        return sum(n for place, n in counts if place.is_synthetic == is_synthetic)

    def counted(
        self, split: str, is_synthetic: bool, *, is_finished: bool = False
    ) -> Counter:
        """People whose answers count, by "language", "partner_id" or "mode"."""
        found: Counter = Counter()
        for counts in (
            (self.finished,) if is_finished else (self.finished, self.partial)
        ):
            for place, number in counts.items():
                if place.is_synthetic == is_synthetic:
                    found[getattr(place, split)] += number
        return found

    def takes_synthetic(self, asked: str = "") -> bool:
        """Whether to look at synthetic answers: as asked, else where there are no real.

        The two are never added up.
        """
        if asked:
            return asked == "synthetic"
        made_up = self.people("finished", is_synthetic=True)
        return made_up > 0 and not self.people("finished", is_synthetic=False)

    def groups(self, split: str, *, is_synthetic: bool) -> list[Group]:
        """Most finished first; `split` is "language", "partner_id" or "mode"."""
        started, finished = Counter(), Counter()
        for totals, counts in ((started, self.started), (finished, self.finished)):
            for place, number in counts.items():
                if place.is_synthetic == is_synthetic:
                    totals[getattr(place, split)] += number
        keys = sorted(started | finished, key=lambda key: (-finished[key], str(key)))
        return [Group(key, started[key], finished[key]) for key in keys]


def participation(survey: Survey) -> Participation:
    """Six queries, however many people answered."""
    started, unsent, over, waiting, practice, pilots = _begun(survey)
    erased = _erased(survey)
    finished, partial = _finished(survey)
    links = InviteLink.objects.filter(activity=survey.activity_id).shared()
    # Where the answers are erased by now, those that were counted had started, too.
    started, unsent = started + erased, unsent + erased
    started |= finished + partial + erased
    ids = {place.partner_id for place in started | finished} - {None}
    return Participation(
        started=started,
        finished=finished,
        partners=Partner.objects.in_bulk(ids),
        links=tuple(links.select_related("partner").order_by("partner__name", "pk")),
        invited=_invited(survey),
        waiting=waiting,
        practice=practice,
        pilots=pilots,
        unsent=unsent,
        partial=partial,
        over_quota=over,
    )


def _begun(survey: Survey) -> tuple:
    """Who started, finished or not; who did not send, or came over a quota; how many
    wait; practice; pilots.

    Who took their answers back is in no number any more, nor is who was left out.
    """
    waiting = Q(state__in=SurveyResponse.ENDED, folded__isnull=True, is_practice=False)
    rows = (
        SurveyResponse.objects.still_there()
        .filter(survey=survey, is_left_out=False)
        .values_list(*PLACE, "is_practice", "is_pilot", "is_over_quota")
        .annotate(
            people=Count("pk"),
            waiting=Count("pk", filter=waiting),
            unsent=Count("pk", filter=Q(state__in=["started", "partial"])),
        )
        .order_by()
    )
    started, left, over, still, practice, pilots = (
        Counter(),
        Counter(),
        Counter(),
        0,
        0,
        0,
    )
    for *place, is_practice, is_pilot, is_over, people, late, unsent in rows:
        if is_over:
            over[Place(*place)] += people
            continue
        still += late
        if is_pilot:
            pilots += people
        elif is_practice:
            practice += people
        else:
            started[Place(*place)] += people
            left[Place(*place)] += unsent
    return started, left, over, still, practice, pilots


def _erased(survey: Survey) -> Counter[Place]:
    """Who began and did not send, of answers that are erased by now."""
    rows = UnsentTally.objects.filter(survey=survey)
    cells = rows.values_list(*PLACE, "people")
    return Counter({Place(*place): people for *place, people in cells})


def _finished(survey: Survey) -> tuple[Counter[Place], Counter[Place]]:
    """Who finished, and who counts though they stopped part-way."""
    key, code = FINISHED
    rows = Tally.objects.filter(survey=survey, question_key=key, code=code, count__gt=0)
    places = rows.order_by().values_list(*PLACE, "is_partial")
    finished, partial = Counter(), Counter()
    for *place, is_partial, people in places.annotate(people=Sum("count")):
        (partial if is_partial else finished)[Place(*place)] += people
    return finished, partial


def _invited(survey: Survey) -> int:
    """Invitations handed over; the ledger says how many, never who answered."""
    sent = Delivery.objects.filter(
        wave__activity=survey.activity_id,
        step=Step.INVITATION,
        state__in=SENT,
    )
    return sent.count()


@dataclass(frozen=True)
class Overview:
    """One survey in the list of results; `finished` are real, and so are `started`
    unless all who finished are synthetic."""

    survey: Survey
    started: int
    finished: int
    synthetic: int


def overviews(surveys: list[Survey]) -> list[Overview]:
    """Three numbers for each survey; three queries, however many surveys."""
    key, code = FINISHED
    tallies = Tally.objects.filter(
        survey__in=surveys, question_key=key, code=code, is_partial=False
    )
    counted = {
        (row["survey"], row["is_synthetic"]): row["people"]
        for row in tallies.values("survey", "is_synthetic").annotate(
            people=Sum("count")
        )
    }
    begun = SurveyResponse.objects.still_there().filter(
        survey__in=surveys, is_practice=False, is_left_out=False, is_over_quota=False
    )
    rows = begun.order_by().values_list("survey", "is_synthetic")
    started = {tuple(key): n for *key, n in rows.annotate(people=Count("pk"))}
    erased = UnsentTally.objects.filter(survey__in=surveys)
    for survey_id, kind, people in erased.values_list(
        "survey", "is_synthetic", "people"
    ):
        started[survey_id, kind] = started.get((survey_id, kind), 0) + people
    return [_overview(survey, started, counted) for survey in surveys]


def _overview(survey: Survey, started: dict, finished: dict) -> Overview:
    """Synthetic answers are looked at only where there are no real ones."""
    real, made_up = (finished.get((survey.pk, kind), 0) for kind in (False, True))
    looked_at = bool(made_up and not real)
    begun = max(started.get((survey.pk, looked_at), 0), real or made_up)
    return Overview(survey, begun, real, made_up)
