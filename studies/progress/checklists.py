from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studies.evidence.models import Decision, ShareBack
from studies.people.models import Conversation
from studies.planning.models import Round, Study

# A round qualifies with this many different people at level 2 or above, from at
# least this many groups (domain rule; agencies may set their own later).
QUALIFYING_PEOPLE = 5
QUALIFYING_GROUPS = 2


@dataclass(frozen=True)
class Line:
    """One line of a checklist, computed from data; nobody ticks it by hand.

    A `stop` that is not met refuses the action; any other line is only shown.
    """

    text: str
    met: bool
    stop: bool
    url: str
    mend: str = ""


def unmet_stops(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.stop and not line.met]


def to_start(study: Study) -> list[Line]:
    """What protects people before anything counts: goals, whom, groups, keeping."""
    plan = reverse("study-plan", args=[study.slug])
    groups = study.segments.filter(must_hear=True).exists()
    return [
        Line(
            _("The study has a goal"), bool(study.goals), True, plan, _("Write a goal")
        ),
        Line(
            _("The plan says whom the service is for"),
            bool(study.population.strip()),
            True,
            plan,
            _("Say whom it is for"),
        ),
        Line(
            _("The plan names people we must hear"),
            groups,
            True,
            plan,
            _("Name the groups"),
        ),
        Line(
            _("The plan says how long answers are kept"),
            study.retention_months > 0,
            True,
            plan,
            _("Set the months"),
        ),
    ]


def to_qualify(round_: Round) -> list[Line]:
    """Whether the round's conversations are enough to count as a real round."""
    deep = Conversation.objects.filter(round=round_, archived_at=None).deep()
    people = deep.people()
    groups = deep.exclude(segments=None).values("segments").distinct().count()
    log = reverse("conversation-new", args=[round_.study.slug, round_.number])
    return [
        Line(
            ngettext(
                "Talked to %(n)d person (a round needs %(need)d)",
                "Talked to %(n)d people (a round needs %(need)d)",
                people,
            )
            % {"n": people, "need": QUALIFYING_PEOPLE},
            people >= QUALIFYING_PEOPLE,
            False,
            log,
            _("Log a conversation"),
        ),
        Line(
            ngettext(
                "From %(n)d group (a round needs %(need)d)",
                "From %(n)d groups (a round needs %(need)d)",
                groups,
            )
            % {"n": groups, "need": QUALIFYING_GROUPS},
            groups >= QUALIFYING_GROUPS,
            False,
            log,
            _("Log a conversation"),
        ),
    ]


def to_decide(round_: Round) -> list[Line]:
    slug, number = round_.study.slug, round_.number
    return [
        Line(
            _("A decision is written"),
            Decision.objects.current().filter(round=round_).exists(),
            False,
            reverse("decision-new", args=[slug, number]),
            _("Write a decision"),
        )
    ]


def to_tell(round_: Round) -> list[Line]:
    slug, number = round_.study.slug, round_.number
    told = ShareBack.objects.current().filter(round=round_)
    return [
        Line(
            _("Who we did not hear from is written"),
            bool(round_.not_heard.strip()),
            False,
            reverse("share-backs", args=[slug, number]),
            _("Write it"),
        ),
        Line(
            _("“You said, we did” is on the public page"),
            told.exclude(published_at=None).exists(),
            False,
            reverse("share-backs", args=[slug, number]),
            _("Tell people"),
        ),
    ]


def next_line(study: Study, *, today: date) -> Line | None:
    """The one thing to do next: the first unmet line, in the order of the work."""
    if not study.counts:
        unmet = [line for line in to_start(study) if not line.met]
        start = Line(
            _("Everything is practice. Press Start when the plan is ready"),
            False,
            True,
            reverse("study-plan", args=[study.slug]),
            _("Go to the plan"),
        )
        return (unmet or [start])[0]
    for round_ in study.rounds.all():
        if round_.starts_on > today:
            break
        lines = to_qualify(round_)
        if round_.ends_on <= today:
            lines += to_decide(round_) + to_tell(round_)
        for line in lines:
            if not line.met:
                return line
    return None
