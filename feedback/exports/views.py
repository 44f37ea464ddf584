from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify

from cxstudio.csv_lines import download, lines
from feedback.exports import codebook, csv_file
from feedback.exports.models import ExportLog
from feedback.exports.plan import plan
from feedback.results.summary import documents_of_survey
from feedback.results.views.summary import survey_or_404
from feedback.surveys.models import Survey
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission

NEWEST = 10


@requires(Permission.RESPONSE_EXPORT)
def export(request, pk):
    """What can be downloaded, and who did so before."""
    survey = survey_or_404(request, pk)
    downloads = survey.export_logs.select_related("by")[:NEWEST]
    context = {"survey": survey, "downloads": downloads}
    return render(request, "exports/export.html", context)


@requires(Permission.RESPONSE_EXPORT)
def answers_csv(request, pk):
    survey = survey_or_404(request, pk)
    with_practice, bom = "practice" in request.GET, "bom" in request.GET
    columns = plan(documents_of_survey(survey))
    pieces = csv_file.answers(survey, columns, with_practice=with_practice, bom=bom)
    name = _file_name(survey, "answers")
    ExportLog.objects.create(
        survey=survey, by=request.user, file_name=name, with_practice=with_practice
    )
    return download(pieces, name)


@requires(Permission.RESPONSE_EXPORT)
def codebook_csv(request, pk):
    survey = survey_or_404(request, pk)
    documents = documents_of_survey(survey)
    consents = codebook.read_texts(survey)
    quotas = codebook.quotas_of(survey)
    rows = codebook.rows(plan(documents), documents, consents, quotas)
    name = _file_name(survey, "codebook")
    ExportLog.objects.create(survey=survey, by=request.user, file_name=name)
    return download(lines(codebook.HEADER, rows, bom="bom" in request.GET), name)


def _file_name(survey: Survey, what: str) -> str:
    """Says so where the answers are synthetic, so that a file on a desk says it too."""
    title = slugify(survey.title)[:60] or f"survey-{survey.pk}"
    day = timezone.localdate().isoformat()
    ended = survey.responses.ended()
    made_up = what == "answers" and ended.filter(is_synthetic=True).exists()
    mark = "synthetic-" if made_up else ""
    return f"{title}-{mark}{what}-{day}.csv"
