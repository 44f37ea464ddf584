from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from studies.evidence.models import Decision, Insight, ShareBack
from studies.evidence.strength import Backing, backing
from studies.partners.models import InviteLink
from studies.people.models import Conversation, Level, Method
from studies.planning.models import Round, Segment, Study
from studies.progress.next_step import Step, next_step
from studies.progress.pace import Behind, behind


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
    """What one round amounts to: people by depth and how, and what came of it."""

    round: Round
    surveyed: int
    synthetic: int
    talked: int
    proxies: int
    by_method: list[tuple[str, int]]
    insights: list[tuple[Insight, Backing]]
    decisions: list[Decision]
    share_backs: list[ShareBack]
    unheard: list[Segment]  # groups we must hear of whom nobody was talked to in it

    @property
    def answered(self) -> int:
        return self.surveyed + self.synthetic

    @property
    def unpublished(self) -> list[ShareBack]:
        return [row for row in self.share_backs if row.published_at is None]


TAKEN_UP = {Decision.State.ADOPTED, Decision.State.ADAPTED}


@dataclass(frozen=True)
class Few:
    """The first rows of a list, and how many more there are."""

    rows: list
    more: int

    @classmethod
    def of(cls, rows: list, limit: int) -> "Few":
        return cls(rows[:limit], max(0, len(rows) - limit))


@dataclass(frozen=True)
class Summary:
    """Whom we heard, who is missing, what changed, what is next; on one page."""

    study: Study
    rounds: list[RoundHeard]
    groups: list[GroupHeard]
    languages: list[tuple[str, int]]
    next: Step | None
    behind: list[Behind]
    heard: int
    synthetic: int

    @property
    def is_synthetic(self) -> bool:
        return self.synthetic > 0

    @property
    def is_all_synthetic(self) -> bool:
        return self.is_synthetic and self.synthetic == self.heard

    @property
    def missing(self) -> list[GroupHeard]:
        return [group for group in self.groups if not group.is_met]

    def learned(self, limit: int) -> Few:
        """What was learned: what blocks people first, then what most people back."""
        rows = [pair for item in self.rounds for pair in item.insights]
        blocks = Insight.Severity.BLOCKS
        rows.sort(key=lambda pair: (pair[0].severity != blocks, -pair[1].people))
        return Few.of(rows, limit)

    def changed(self, limit: int) -> Few:
        """What was decided and taken up, as it was or adapted."""
        return Few.of([row for row in self._decisions if row.state in TAKEN_UP], limit)

    def unchanged(self, limit: int) -> Few:
        """What was put off, declined, or is only proposed."""
        rows = [row for row in self._decisions if row.state not in TAKEN_UP]
        return Few.of(rows, limit)

    @property
    def _decisions(self) -> list[Decision]:
        return [row for item in self.rounds for row in item.decisions]


def summarize(study: Study, *, today: date) -> Summary:
    """Everything the board and the leader's page show, in a fixed number of queries."""
    talks = list(
        Conversation.objects.filter(round__study=study, archived_at=None)
        .prefetch_related("segments")
        .order_by("pk")
    )
    must_hear = [group for group in study.segments.all() if group.must_hear]
    rounds, groups = _rounds(study, talks, must_hear), _groups(must_hear, talks)
    late = behind(groups, [item.round for item in rounds], today)
    late = late if study.counts else []
    heard = _different(study, talks)
    return Summary(
        study=study,
        rounds=rounds,
        groups=groups,
        languages=_languages(talks),
        next=next_step(study, rounds, groups, today=today, late=late),
        behind=late,
        heard=heard,
        synthetic=heard - _different(study, [t for t in talks if not t.is_synthetic]),
    )


def people_in(talks: list[Conversation]) -> int:
    """Different people: the same participant in two talks is one person."""
    known = {talk.participant_id for talk in talks if talk.participant_id}
    return len(known) + sum(talk.people for talk in talks if not talk.participant_id)


def _different(study: Study, talks: list[Conversation]) -> int:
    """People in the talks, each once however often they talked and answered.

    A personal link says whose the answers to a confidential survey are. Of anonymous
    answers nobody can know it.
    """
    if not talks:
        return 0
    answered = InviteLink.objects.personal().filter(
        activity__round__study=study, activity__anonymous=False, finishes__gt=0
    )
    found = list(answered.values_list("participant", flat=True))
    met = {talk.participant_id for talk in talks if talk.participant_id}
    return people_in(talks) - (len(found) - len(set(found) - met))


def _rounds(
    study: Study, talks: list[Conversation], must_hear: list[Segment]
) -> list[RoundHeard]:
    insights = Insight.objects.current().filter(study=study)
    insights = list(insights.prefetch_related("highlights__conversation"))
    decisions = list(Decision.objects.current().filter(study=study))
    told = list(ShareBack.objects.current().filter(study=study))
    return [
        _round(round_, talks, must_hear, insights, decisions, told)
        for round_ in study.rounds.prefetch_related("questions")
    ]


def _round(round_, talks, must_hear, insights, decisions, told) -> RoundHeard:
    mine = [talk for talk in talks if talk.round_id == round_.pk]
    answers = [talk for talk in mine if talk.level == Level.HEARD_FROM]
    deep = [talk for talk in mine if talk.level > Level.HEARD_FROM]
    met = {segment.pk for talk in deep for segment in talk.segments.all()}
    own_voices = [talk for talk in deep if not talk.is_proxy]
    backed = [
        (insight, backing(insight, of=_talked_until(talks, insight)))
        for insight in insights
        if insight.round_id == round_.pk
    ]
    return RoundHeard(
        round=round_,
        surveyed=sum(talk.people for talk in answers if not talk.is_synthetic),
        synthetic=sum(talk.people for talk in answers if talk.is_synthetic),
        talked=people_in(deep),
        proxies=people_in([talk for talk in deep if talk.is_proxy]),
        by_method=_by_method(own_voices),
        insights=sorted(backed, key=lambda pair: -pair[1].people),
        decisions=[row for row in decisions if row.round_id == round_.pk],
        share_backs=[row for row in told if row.round_id == round_.pk],
        unheard=[group for group in must_hear if group.pk not in met],
    )


def _talked_until(talks: list[Conversation], insight: Insight) -> int:
    """People who spoke for themselves in the rounds that the insight draws on."""
    backing_it = [row for row in insight.highlights.all() if not row.archived_at]
    rounds = {row.round_id for row in backing_it} | {insight.round_id}
    return people_in(
        [
            talk
            for talk in talks
            if talk.round_id in rounds
            and talk.level > Level.HEARD_FROM
            and not talk.is_proxy
        ]
    )


def _by_method(talks: list[Conversation]) -> list[tuple[str, int]]:
    """(method, people), most people first."""
    methods: dict[str, list[Conversation]] = {}
    for talk in talks:
        methods.setdefault(talk.method, []).append(talk)
    counted = [(in_words(method), people_in(held)) for method, held in methods.items()]
    return sorted(counted, key=lambda pair: -pair[1])


def in_words(method: str) -> str:
    """How people were met, to follow a number of them."""
    return {
        Method.INTERVIEW: _("in interviews"),
        Method.TEST: _("in tests of a draft"),
        Method.WORKSHOP: _("in workshops"),
        Method.CALL: _("on the phone"),
        Method.COUNTER: _("at the counter"),
        Method.SURVEY: _("by survey"),
    }[Method(method)]


def _groups(must_hear: list[Segment], talks: list[Conversation]) -> list[GroupHeard]:
    heard: dict[int, list[Conversation]] = {}
    for talk in talks:
        if talk.level > Level.HEARD_FROM:
            for segment in talk.segments.all():
                heard.setdefault(segment.pk, []).append(talk)
    return [
        GroupHeard(group, people_in(heard.get(group.pk, []))) for group in must_hear
    ]


def _languages(talks: list[Conversation]) -> list[tuple[str, int]]:
    names = dict(settings.LANGUAGES)
    counted: dict[str, int] = {}
    for talk in talks:
        counted[talk.language] = counted.get(talk.language, 0) + talk.people
    ordered = sorted(counted.items(), key=lambda pair: -pair[1])
    return [(str(names.get(code, code)), people) for code, people in ordered]
