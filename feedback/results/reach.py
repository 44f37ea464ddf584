"""Whom we must hear, step by step: who was reached, who started, who finished.

One function for the study's board and for the recruiting board of a round. What nobody
can know is None and is said so: a link that names no group reaches everybody.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from feedback.answering.models import SurveyResponse, UnsentTally
from feedback.results.reach_by_person import Steps, steps_by
from studies.disclosure.team import PERCENT_FROM, is_small, percent
from studies.partners import introductions
from studies.partners.models import InviteLink, Partner, Quota
from studies.people.models import Conversation
from studies.planning.models import Round, Study
from studies.progress.summary import people_in
from studies.wording.tags import language_name

# Of those who opened a link, more than this part should start; of those who started,
# more than that part should finish (p).
START_PART, FINISH_PART = 3, 2


@dataclass(frozen=True)
class Row:
    """One group, partner or language: people at each step; None where nobody knows.

    `needed` is the plan's, over all rounds, and so is `heard`: people talked to.
    """

    name: str
    reached: int | None
    started: int | None
    finished: int | None
    talked: int
    heard: int = 0
    needed: int | None = None

    def __post_init__(self) -> None:
        # Fewer openings than starts: links that do not say for whom brought them too.
        if self.reached is not None and self.reached < (self.started or 0):
            object.__setattr__(self, "reached", None)

    @property
    def finish_percent(self) -> int | None:
        return percent(self.finished or 0, self.started or 0)

    @property
    def is_small(self) -> bool:
        return is_small(self.finished or 0) or is_small(self.talked)

    @property
    def is_one(self) -> bool:
        """Nobody speaks for a group alone."""
        return (self.finished or 0) + self.talked == 1

    @property
    def is_met(self) -> bool:
        return self.needed is not None and self.heard >= self.needed

    @property
    def lost(self) -> str:
        """The step that loses these people, and what to look at; "" where none does."""
        if self.is_met:
            return ""
        reached, started, finished = self.reached, self.started, self.finished
        few_start = reached is not None and started is not None
        if few_start and reached >= max(PERCENT_FROM, started * START_PART + 1):
            return _("Many opened the link, few started: look at the first page.")
        few_finish = started is not None and finished is not None
        if few_finish and started >= max(PERCENT_FROM, finished * FINISH_PART + 1):
            return _("Many started, few finished: look at where they stop.")
        if self.needed and (finished or 0) >= self.needed > self.heard * 2:
            return _("Many answered the survey, few were talked to: invite them.")
        if reached is not None and reached < (self.needed or 1):
            return _("Few opened the link: ask those who share it to go on.")
        return ""


@dataclass(frozen=True)
class Reach:
    """The same people three times: by group, by partner and by language."""

    groups: list[Row]
    partners: list[Row]
    languages: list[Row]
    is_synthetic: bool


def reach(
    study: Study, round_: Round | None = None, *, is_quick: bool = False
) -> Reach:
    """Of one round, or of all of them; a fixed number of queries.

    `is_quick`: the groups alone, from counters, for a page that has to open as fast for
    a million answers as for ten. Who started is not known then.

    People who stopped part-way and whose answers were erased stay in "started" by
    partner and language. By group they are gone, because their answers are.
    """
    rounds = [round_] if round_ else list(study.rounds.all())
    links = _openings(rounds)
    mailed = {} if is_quick else steps_by(rounds, "segments")
    if not is_quick:
        for language, steps in steps_by(rounds, "language").items():
            links["language"][language] += steps.reached
    answers = _Answers() if is_quick else _answers(rounds)
    talks = list(
        Conversation.objects.filter(round__study=study, archived_at=None)
        .deep()
        .prefetch_related("segments")
        .order_by("pk")
    )
    now = [talk for talk in talks if talk.round_id in {row.pk for row in rounds}]
    return Reach(
        groups=_groups(study, rounds, links, mailed, talks, now, is_quick),
        partners=[] if is_quick else _partners(study, links, answers, now),
        languages=_languages(links, answers, now),
        is_synthetic=answers.is_synthetic or any(talk.is_synthetic for talk in now),
    )


@dataclass(frozen=True)
class _Answers:
    """(language, partner): people, of all surveys of the rounds."""

    started: Counter = field(default_factory=Counter)
    finished: Counter = field(default_factory=Counter)
    is_synthetic: bool = False


def _answers(rounds: Sequence[Round]) -> _Answers:
    ours = SurveyResponse.objects.filter(survey__activity__round__in=rounds)
    there = ours.still_there().filter(is_practice=False, is_left_out=False)
    ends = Q(state=SurveyResponse.State.SUBMITTED, is_over_quota=False)
    rows = there.order_by().values_list("language", "partner", "is_synthetic")
    started, finished, is_synthetic = Counter(), Counter(), False
    for *place, made_up, people, sent in rows.annotate(
        people=Count("pk"), sent=Count("pk", filter=ends)
    ):
        started[tuple(place)] += people
        finished[tuple(place)] += sent
        is_synthetic = is_synthetic or made_up
    gone = UnsentTally.objects.filter(survey__activity__round__in=rounds)
    for language, partner, people in gone.values_list("language", "partner", "people"):
        started[language, partner] += people
    return _Answers(started, finished, is_synthetic)


def _openings(rounds: Sequence[Round]) -> dict[str, Counter]:
    """{"segment": {id: openings}, …} of shared links that say for whom they are."""
    links = InviteLink.objects.shared().filter(activity__round__in=rounds)
    found: dict[str, Counter] = {name: Counter() for name in _SAID}
    rows = links.order_by().values_list(*_SAID).annotate(Sum("openings"))
    for *said, openings in rows:
        for name, value in zip(_SAID, said, strict=True):
            if value:
                found[name][value] += openings
    return found


_SAID = ("segment", "partner", "language")


def _groups(
    study: Study,
    rounds: Sequence[Round],
    links: dict[str, Counter],
    mailed: dict[object, Steps],
    talks: list[Conversation],
    now: list[Conversation],
    is_quick: bool,
) -> list[Row]:
    quotas = list(_quotas(rounds))
    started = {} if is_quick else begun(quotas)
    rows = []
    for group in study.segments.filter(must_hear=True):
        mine = [quota for quota in quotas if quota.segment_id == group.pk]
        known = mailed.get(group.pk)
        counted = sum(q.counted for q in mine) if mine else None
        rows.append(
            Row(
                name=group.name,
                reached=_both(links["segment"].get(group.pk), known and known.reached),
                started=_both(_begun_in(mine, started), known and known.started),
                finished=_both(counted, known and known.finished),
                talked=people_in(_of(now, group.pk)),
                heard=people_in(_of(talks, group.pk)),
                needed=group.needed,
            )
        )
    return rows


def _both(first: int | None, second: int | None) -> int | None:
    """The sum of what is known; None where neither is."""
    known = [number for number in (first, second) if number is not None]
    return sum(known) if known else None


def _begun_in(quotas: list[Quota], started: Mapping[int, int]) -> int | None:
    return sum(started[quota.pk] for quota in quotas) if quotas and started else None


def _quotas(rounds: Sequence[Round]) -> Iterable[Quota]:
    ours = Quota.objects.current().filter(activity__round__in=rounds)
    return ours.exclude(segment=None).with_counts()


def _of(talks: list[Conversation], segment_id: int) -> list[Conversation]:
    return [
        talk
        for talk in talks
        if any(segment.pk == segment_id for segment in talk.segments.all())
    ]


def begun(quotas: Sequence[Quota]) -> Counter:
    """{quota: people who gave the answer that makes the group, finished or not}."""
    if not quotas:
        return Counter()
    ours = SurveyResponse.objects.still_there().filter(
        survey__activity__in={quota.activity_id for quota in quotas},
        is_practice=False,
        is_left_out=False,
    )
    counts = {
        f"quota_{quota.pk}": Count("pk", filter=_chose(quota)) for quota in quotas
    }
    found = ours.aggregate(**counts)
    return Counter({quota.pk: found[f"quota_{quota.pk}"] for quota in quotas})


def _chose(quota: Quota) -> Q:
    """Whoever chose one of its codes, at a question that takes one answer or several."""
    answer = f"answers__{quota.question_key}"
    chosen = Q(**{f"{answer}__code__in": quota.codes})
    for code in quota.codes:
        chosen |= Q(**{f"{answer}__codes__contains": [code]})
    return chosen & Q(survey__activity=quota.activity_id)


def _partners(
    study: Study, links: dict[str, Counter], answers: _Answers, now: list[Conversation]
) -> list[Row]:
    ours = Partner.objects.filter(partnerships__study=study).order_by("name", "pk")
    brought = introductions.came_by({t.participant_id for t in now} - {None})

    def first(talk: Conversation) -> int | None:
        came = brought.get(talk.participant_id)
        return came.first.pk if came else None

    return [
        Row(
            name=partner.name,
            reached=links["partner"].get(partner.pk),
            started=_sum(answers.started, 1, partner.pk),
            finished=_sum(answers.finished, 1, partner.pk),
            talked=people_in([t for t in now if first(t) == partner.pk]),
        )
        for partner in ours
    ]


def _languages(
    links: dict[str, Counter], answers: _Answers, now: list[Conversation]
) -> list[Row]:
    spoken = {language for language, _partner in answers.started}
    spoken |= {talk.language for talk in now} | set(links["language"])
    rows = [
        Row(
            name=language_name(code),
            reached=links["language"].get(code),
            started=_sum(answers.started, 0, code),
            finished=_sum(answers.finished, 0, code),
            talked=people_in([talk for talk in now if talk.language == code]),
        )
        for code in sorted(spoken)
    ]
    return sorted(rows, key=lambda row: -(row.finished + row.talked))


def _sum(counts: Counter, place: int, wanted: object) -> int:
    return sum(people for where, people in counts.items() if where[place] == wanted)
