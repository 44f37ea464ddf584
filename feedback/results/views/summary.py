from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from feedback.answering.models import SurveyResponse
from feedback.results import comments
from feedback.results.narrowing import Narrowing
from feedback.results.participation import Group, Links, overviews, participation
from feedback.results.rounds import round_before
from feedback.results.summary import summarize
from feedback.results.ways import compare
from feedback.results.wordings import published
from feedback.surveys.models import Survey
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.disclosure import outside
from studies.disclosure.team import is_small, percent
from studies.wording.tags import language_name

PER_PAGE = 50


def survey_or_404(request, pk: int) -> Survey:
    ours = Survey.objects.within(request.agency)
    return get_object_or_404(ours.select_related("activity__round__study"), pk=pk)


@requires(Permission.RESULTS_VIEW)
def results_list(request):
    ours = Survey.objects.within(request.agency).current().order_by("-pk")
    surveys = ours.select_related("activity__round__study")
    page = Paginator(surveys, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": overviews(list(page.object_list))}
    return render(request, "results/list.html", context)


@requires(Permission.RESULTS_VIEW)
def results(request, pk):
    """Counters only, so that a page costs the same for ten answers and a million."""
    survey = survey_or_404(request, pk)
    people = participation(survey)
    form = Narrowing(request.GET, people=people, is_outside=_is_outside(request))
    if form.refused:
        return _refused(request, survey, form)
    narrowed = form.counted
    versions = published(survey)
    looked_at = {"is_synthetic": form.is_synthetic, "spoken": get_language()}
    summary = summarize(survey, versions, **looked_at, **narrowed)
    before = None
    # Partners of one round are not those of another, and few people may have answered
    # there in a way that many answered here.
    is_open = not (form.is_outside and form.is_narrowed)
    if form.chosen_partner == "" and is_open:
        before = round_before(
            survey,
            versions,
            summary.questions,
            **looked_at,
            language=form.chosen_language,
            mode=form.chosen_mode,
            is_finished=narrowed["is_finished"],
        )
    compared = before.questions if before else {}
    reworded = before.reworded if before else {}
    texts = [row.question.key for row in summary.questions if row.is_text]
    may_read = request.member.may(Permission.RESPONSE_READ)
    said = {}
    if may_read and texts:
        said = comments.newest(
            survey.pk, texts, is_synthetic=form.is_synthetic, **narrowed
        )
    context = {
        "survey": survey,
        "form": form,
        "summary": summary,
        "rows": [
            (row, said.get(key, []), compared.get(key), reworded.get(key))
            for row, key in [(row, row.question.key) for row in summary.questions]
        ],
        "before": before,
        "is_few": is_small(summary.people),
    }
    return render(request, "results/results.html", context | _participation(form))


def _refused(request, survey: Survey, form: Narrowing):
    """Who took part, and why no answers are shown."""
    context = {
        "survey": survey,
        "form": form,
        "is_refused": True,
        "summary": {"is_synthetic": form.is_synthetic},
    }
    return render(request, "results/results.html", context | _participation(form))


@requires(Permission.RESULTS_VIEW)
def results_by_way(request, pk):
    """Each question by the way in which people took part."""
    survey = survey_or_404(request, pk)
    people, is_outside = participation(survey), _is_outside(request)
    form = Narrowing(request.GET, people=people, is_outside=is_outside)
    del form.fields["mode"]
    hidden: set[str] = set()
    if is_outside:  # a way and a language together may be one person
        for name in ("language", "partner", "finished"):
            del form.fields[name]
        hidden = form.withheld("mode")
    compared = compare(
        survey,
        published(survey),
        is_synthetic=form.is_synthetic,
        spoken=get_language(),
        language=form.chosen_language,
        partner=form.chosen_partner,
        is_finished=form.counted["is_finished"],
        hidden=hidden,
    )
    context = {
        "survey": survey,
        "form": form,
        "compared": compared,
        "is_synthetic": form.is_synthetic,
        "hides_some": bool(hidden),
        "is_refused": bool(form.refused),
    }
    return render(request, "results/ways.html", context)


def _is_outside(request) -> bool:
    """Who may not read single answers is not of the team that met the people."""
    return not request.member.may(Permission.RESPONSE_READ)


def _participation(form: Narrowing) -> dict:
    """Figures and tables of who took part, of the kind of answers looked at."""
    people, kind = form.people, form.is_synthetic
    started = people.people("started", is_synthetic=kind)
    finished = people.people("finished", is_synthetic=kind)
    languages, modes, partners = (
        people.groups(split, is_synthetic=kind)
        for split in ("language", "mode", "partner_id")
    )
    links = people.by_link(is_synthetic=kind)
    opened = sum(counts["openings"] for _link, counts in links)
    if form.is_outside:
        languages, modes, partners = map(_enough, (languages, modes, partners))
        links = _enough_by_link(links)
    return {
        "people": people,
        "links": links,
        "opened": opened,
        "started": started,
        "finished": finished,
        "partial": people.people("partial", is_synthetic=kind),
        "unsent": people.people("unsent", is_synthetic=kind),
        "over_quota": _over_quota(form),
        "finish_percent": percent(finished, started),
        "synthetic_finished": people.people("finished", is_synthetic=True),
        "real_finished": people.people("finished", is_synthetic=False),
        "by_language": [(language_name(group.key), group) for group in languages],
        "by_mode": [(SurveyResponse.Mode(group.key).label, group) for group in modes],
        "by_partner": [(people.partners.get(group.key), group) for group in partners],
    }


def _over_quota(form: Narrowing) -> int:
    """Who answered when their group was full; of few, outside readers do not read."""
    over = form.people.people("over_quota", is_synthetic=form.is_synthetic)
    return 0 if form.is_outside and over < outside.FEWEST else over


def _enough(groups: list[Group]) -> list[Group]:
    """The groups of enough people, as they started and as they finished."""
    started = outside.withheld({group.key: group.started for group in groups})
    finished = outside.withheld({group.key: group.finished for group in groups})
    return [group for group in groups if group.key not in started | finished]


def _enough_by_link(links: Links) -> Links:
    starts = outside.withheld({link.pk: counts["starts"] for link, counts in links})
    ends = outside.withheld({link.pk: counts["finishes"] for link, counts in links})
    return [(link, counts) for link, counts in links if link.pk not in starts | ends]
