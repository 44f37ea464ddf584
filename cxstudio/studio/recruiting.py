"""The recruiting board of a round: whom we need, whom we heard, and what to do next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from feedback.results.reach import reach
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.partners import introductions
from studies.partners.models import (
    InviteLink,
    Partnership,
    PartnershipTerms,
    Quota,
)
from studies.planning.models import Activity, Round
from studies.progress.summary import Summary, summarize
from studies.sessions import when
from studies.sessions.models import Slot

# A link is close to its end so many days before.
ENDS_SOON = timedelta(days=7)
# Coming times on the page; the rest is on the page of the sessions.
MOST_TIMES = 8
LINKS_A_PAGE = 50


@dataclass(frozen=True)
class Task:
    """One thing to do, computed from the data, and where it is done."""

    text: str
    label: str
    url: str


@requires(Permission.RESPONSE_READ)
def recruiting(request, slug, number):
    """For the team that meets the people: their own counts, small ones flagged."""
    ours = Round.objects.within(request.agency).select_related("study__agency")
    round_ = get_object_or_404(ours, study__slug=slug, number=number)
    study, now = round_.study, timezone.now()
    summary = summarize(study, today=timezone.localdate())
    links = list(_links(round_))
    ours = Quota.objects.current().filter(activity__round=round_)
    quotas = list(ours.with_counts().select_related("segment", "activity__survey"))
    works = [link for link in links if link.works]
    times = Slot.objects.standing().filter(session__round=round_, starts_at__gt=now)
    context = {
        "study": study,
        "round": round_,
        "reach": reach(study, round_),
        "page": Paginator(works, LINKS_A_PAGE).get_page(request.GET.get("page")),
        "ended": [link for link in links if not link.works],
        "quotas": quotas,
        "times": [
            when.spoken(slot, slot.zone)
            for slot in times.select_related("session")[:MOST_TIMES]
        ],
        "tasks": list(tasks(round_, summary, works, quotas, now)),
        "rounds": study.rounds.all(),
        "came_twice": introductions.brought_twice(study),
    }
    return render(request, "studio/recruiting.html", context)


def _links(round_: Round):
    rows = InviteLink.objects.shared().filter(activity__round=round_)
    related = rows.select_related("activity", "partner", "site", "segment")
    return related.with_partnership().order_by("partner__name", "created_at", "pk")


def tasks(
    round_: Round,
    summary: Summary,
    links: list[InviteLink],
    quotas: list[Quota],
    now: datetime,
) -> Iterator[Task]:
    """What waits for the team, the most urgent first; nothing of a closed round."""
    if round_.state == Round.State.CLOSED:
        return
    yield from _late(round_, summary, timezone.localdate(now))
    yield from _terms(round_)
    for link in links:
        if link.expires_at and link.expires_at - now <= ENDS_SOON:
            yield _ending(link)
    for quota in quotas:
        if quota.counted >= quota.target:
            yield _full(quota)
    if not links and _asks_everybody(round_):
        yield Task(
            _("No link works for this round. Make one for each partner."),
            _("Partners"),
            reverse("partner-list"),
        )


def _asks_everybody(round_: Round) -> bool:
    """Whether a survey of it is open to whoever has a link that carries nobody."""
    surveys = round_.activities.current().filter(kind=Activity.Kind.SURVEY)
    return any(row.is_open and row.anonymous for row in surveys)


def _late(round_: Round, summary: Summary, today: date) -> Iterator[Task]:
    if not round_.starts_on <= today <= round_.ends_on:
        return
    for row in summary.behind:
        text = _(
            "%(group)s falls behind: %(heard)d heard, %(expected)d planned by now, "
            "%(needed)d in all. Ask for these people."
        )
        words = {
            "group": row.segment.name,
            "heard": row.heard,
            "expected": row.expected,
            "needed": row.segment.needed,
        }
        yield Task(text % words, _("Partners"), reverse("partner-list"))


def _terms(round_: Round) -> Iterator[Task]:
    """Of partners whose time with us meets the round: others can't help it."""
    ours = Partnership.objects.filter(study=round_.study).with_terms()
    for partnership in ours.order_by("partner__name"):
        if not (partnership.waits and _overlaps(partnership.newest, round_)):
            continue
        text = _("%(partner)s has not said yes to the terms. Call them.")
        url = reverse("partner", args=[partnership.partner_id])
        yield Task(text % {"partner": partnership.partner}, _("Look"), url)


def _overlaps(terms: PartnershipTerms, round_: Round) -> bool:
    """Whether they help on a day of the round, once they say yes."""
    return terms.from_on <= round_.ends_on and terms.until_on >= round_.starts_on


def _ending(link: InviteLink) -> Task:
    text = _("The link “%(link)s” ends on %(day)s. Make another one if you need it.")
    day = date_format(timezone.localdate(link.expires_at), "MONTH_DAY_FORMAT")
    url = reverse("link", args=[link.pk])
    return Task(text % {"link": link, "day": day}, _("Look"), url)


def _full(quota: Quota) -> Task:
    text = _(
        "%(group)s is full in the survey. Tell partners to ask for others, or add places."
    )
    url = reverse("survey-quotas", args=[quota.activity.survey.pk])
    return Task(text % {"group": quota}, _("Quotas"), url)
