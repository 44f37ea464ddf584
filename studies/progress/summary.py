from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q, Sum

from studies.evidence.models import Decision, Insight, ShareBack
from studies.evidence.strength import Backing, backing
from studies.people.models import Conversation, Level
from studies.planning.models import Round, Segment, Study
from studies.progress.checklists import Line, next_line


@dataclass(frozen=True)
class GroupHeard:
    """One group we must hear, and how many people of it we talked to."""

    segment: Segment
    heard: int

    @property
    def is_met(self) -> bool:
        return self.heard >= self.segment.needed


@dataclass(frozen=True)
class RoundHeard:
    """What one round amounts to: people by depth, by language, and what came of it."""

    round: Round
    surveyed: int
    synthetic: int
    talked: int
    by_method: list[tuple[str, int]]
    insights: list[tuple[Insight, Backing]]
    decisions: list[Decision]
    share_backs: list[ShareBack]


@dataclass(frozen=True)
class Summary:
    """Whom we heard, who is missing, what changed, what is next; on one page."""

    study: Study
    rounds: list[RoundHeard]
    groups: list[GroupHeard]
    languages: list[tuple[str, int]]
    next: Line | None

    @property
    def missing(self) -> list[GroupHeard]:
        return [group for group in self.groups if not group.is_met]


def summarize(study: Study, *, today: date) -> Summary:
    """Everything the board and the leader's page show, in a fixed number of queries."""
    talks = list(
        Conversation.objects.filter(round__study=study, archived_at=None).order_by("pk")
    )
    return Summary(
        study=study,
        rounds=_rounds(study, talks),
        groups=_groups(study),
        languages=_languages(talks),
        next=next_line(study, today=today),
    )


def _rounds(study: Study, talks: list[Conversation]) -> list[RoundHeard]:
    insights = Insight.objects.current().filter(study=study)
    insights = insights.prefetch_related("highlights__conversation")
    decisions = Decision.objects.current().filter(study=study)
    decisions = list(decisions.prefetch_related("highlights", "insights"))
    told = list(ShareBack.objects.current().filter(study=study))
    backed = [(insight, backing(insight)) for insight in insights]
    return [
        RoundHeard(
            round=round_,
            surveyed=_people(talks, round_, synthetic=False, survey=True),
            synthetic=_people(talks, round_, synthetic=True, survey=True),
            talked=_people(talks, round_, survey=False),
            by_method=_by_method([t for t in talks if t.round_id == round_.pk]),
            insights=[pair for pair in backed if pair[0].round_id == round_.pk],
            decisions=[d for d in decisions if d.round_id == round_.pk],
            share_backs=[s for s in told if s.round_id == round_.pk],
        )
        for round_ in study.rounds.all()
    ]


def _people(talks, round_, *, survey: bool, synthetic: bool | None = None) -> int:
    return sum(
        talk.people
        for talk in talks
        if talk.round_id == round_.pk
        and (talk.level == Level.HEARD_FROM) == survey
        and synthetic in (None, talk.is_synthetic)
    )


def _by_method(talks: list[Conversation]) -> list[tuple[str, int]]:
    """(method, people) without surveys, most people first."""
    counted: dict[str, int] = {}
    for talk in talks:
        if talk.level > Level.HEARD_FROM:
            label = str(talk.get_method_display())
            counted[label] = counted.get(label, 0) + talk.people
    return sorted(counted.items(), key=lambda pair: -pair[1])


def _groups(study: Study) -> list[GroupHeard]:
    talked = Q(
        conversations__level__gte=Level.TALKED_TO, conversations__archived_at=None
    )
    rows = study.segments.filter(must_hear=True).annotate(
        heard_people=Sum("conversations__people", filter=talked, default=0)
    )
    return [GroupHeard(row, row.heard_people) for row in rows]


def _languages(talks: list[Conversation]) -> list[tuple[str, int]]:
    names = dict(settings.LANGUAGES)
    counted: dict[str, int] = {}
    for talk in talks:
        counted[talk.language] = counted.get(talk.language, 0) + talk.people
    ordered = sorted(counted.items(), key=lambda pair: -pair[1])
    return [(str(names.get(code, code)), people) for code, people in ordered]
