from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cxstudio import guessing
from feedback.results.models import Tally
from feedback.results.reach import Reach, reach
from feedback.safety.cards import waiting_for
from feedback.safety.models import SafetyFlag
from feedback.surveys.models import Survey
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.outreach import heartbeats, news
from studies.planning.models import Round, Study
from studies.progress.checklists import Line, to_close_field, to_field
from studies.progress.pace import Behind
from studies.progress.summary import Few, RoundHeard, Summary, summarize

# Where the study that a member looked at last is kept; home opens it again.
LAST_STUDY = "study"
# So that a column stays a glance; the rest is one link away.
SHOWN = 3


def studies_of(request):
    ours = Study.objects.within(request.agency).current()
    return ours.select_related("service", "agency")


@requires(Permission.STUDIO_ENTER)
def home(request):
    """The board looked at last, else the newest running study's, else a first step."""
    studies = list(
        studies_of(request).order_by("-started_at", "-created_at", "-pk")[:20]
    )
    if not studies:
        context = {"stands_still": heartbeats.trouble()}
        return render(request, "studio/board_empty.html", context)
    last = request.session.get(LAST_STUDY)
    first = min(studies, key=lambda study: (study.slug != last, not study.counts))
    return _board(request, first, studies)


@requires(Permission.STUDY_VIEW)
def study_board(request, slug):
    study = get_object_or_404(studies_of(request), slug=slug)
    if request.session.get(LAST_STUDY) != slug:
        request.session[LAST_STUDY] = slug
    return _board(request, study, list(studies_of(request)[:20]))


def _board(request, study, studies):
    today = timezone.localdate()
    summary = summarize(study, today=today)
    return render(
        request,
        "studio/board.html",
        {
            "study": study,
            "studies": studies,
            "summary": summary,
            "may_do_next": summary.next and request.member.may(summary.next.permission),
            "columns": columns(
                summary,
                surveys_by_round(study),
                today,
                shows_flags=request.member.may(Permission.RESPONSE_READ),
            ),
            "may_need_help": waiting_for(request.member),
            "stands_still": heartbeats.trouble(),
            "guessed_at": request.user.is_operator and guessing.last_alarm(),
            "news_unknown": _news_unknown(request),
            "reach": _reach(request, study),
            "behind": _also_behind(summary),
        },
    )


def _news_unknown(request) -> int:
    """For whoever runs the installation: a provider speaks of what is not ours."""
    return news.unknown_lately(timezone.now()) if request.user.is_operator else 0


def _also_behind(summary: Summary) -> list[Behind]:
    """The groups that fall behind, but for the one that the next step names."""
    is_next = summary.next and summary.next.names_late
    return summary.behind[1:] if is_next else summary.behind


def _reach(request, study: Study) -> Reach | None:
    """For the team that met the people; others see the plan and whom we talked to."""
    may = request.member.may(Permission.RESPONSE_READ)
    return reach(study, is_quick=True) if may else None


@dataclass(frozen=True)
class BoardRound:
    """One round as the board shows it: what was heard, decided and told, in short."""

    heard: RoundHeard
    surveys: list[Survey]
    flags: int  # people who may need help, and for whom nobody has looked
    insights: Few
    decisions: Few
    told: Few
    is_now: bool
    is_ahead: bool
    not_yet: list[Line]
    to_close: list[Line]  # what is still open when its fieldwork ends


def columns(
    summary: Summary, surveys: dict, today: date, *, shows_flags: bool
) -> list[BoardRound]:
    return [
        BoardRound(
            heard=heard,
            surveys=surveys.get(heard.round.pk, []),
            flags=sum(row.flags for row in surveys.get(heard.round.pk, [])),
            insights=Few.of(heard.insights, SHOWN),
            decisions=Few.of(heard.decisions, SHOWN),
            told=Few.of(heard.share_backs, SHOWN),
            is_now=heard.round.starts_on <= today <= heard.round.tell_by,
            is_ahead=heard.round.starts_on > today,
            not_yet=_not_yet(heard.round, surveys.get(heard.round.pk, []), today),
            to_close=_to_close(
                heard, surveys.get(heard.round.pk, []), today, shows_flags
            ),
        )
        for heard in summary.rounds
    ]


def _not_yet(round_: Round, surveys: list[Survey], today: date) -> list[Line]:
    """What its surveys still want, as long as nobody has answered them."""
    if round_.ends_on < today:
        return []
    unasked = [survey.activity for survey in surveys if not survey.finished]
    return [line for line in to_field(round_, unasked) if not line.met]


def _to_close(
    heard: RoundHeard, surveys: list[Survey], today: date, shows_flags: bool
) -> list[Line]:
    """From its last day on, as long as something of it is open."""
    is_closed = heard.round.state == Round.State.CLOSED
    if heard.round.ends_on > today or is_closed or not heard.round.study.counts:
        return []
    lines = to_close_field(
        heard.round,
        talked=heard.talked,
        unheard=heard.unheard,
        waiting=sum(row.flags for row in surveys) if shows_flags else None,
        waiting_url=reverse("may-need-help"),
    )
    return [line for line in lines if not line.met]


def surveys_by_round(study: Study) -> dict[int, list[Survey]]:
    """Each round's surveys with `finished` and `flags`; three queries."""
    rows = Survey.objects.current().filter(activity__round__study=study)
    surveys = list(rows.select_related("activity").order_by("pk"))
    counts = Tally.objects.filter(
        survey__in=surveys, question_key="", code="finished", is_partial=False
    )
    finished = dict(counts.values_list("survey").annotate(Sum("count")))
    flags = SafetyFlag.objects.open().filter(survey__in=surveys).order_by()
    flags = dict(flags.values_list("survey").annotate(Count("response", distinct=True)))
    by_round: dict[int, list[Survey]] = {}
    for survey in surveys:
        survey.finished = finished.get(survey.pk, 0)
        survey.flags = flags.get(survey.pk, 0)
        by_round.setdefault(survey.activity.round_id, []).append(survey)
    return by_round


@requires(Permission.STUDY_VIEW)
def counts(request, slug):
    """The numbers of the board that grow while somebody looks at it."""
    study = get_object_or_404(studies_of(request), slug=slug)
    surveys = surveys_by_round(study).values()
    return JsonResponse(
        {f"survey-{row.pk}": row.finished for rows in surveys for row in rows}
    )
