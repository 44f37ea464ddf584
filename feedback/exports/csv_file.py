from collections.abc import Iterator

from cxstudio.csv_lines import CHUNK, lines
from feedback.answering.models import SurveyResponse
from feedback.exports.plan import FIELDS, Exported, Plan
from feedback.surveys.models import Survey


def answers(
    survey: Survey, plan: Plan, *, with_practice: bool = False, bom: bool = False
) -> Iterator[bytes]:
    """The CSV file in pieces, one row a response, always in the same order.

    Rows come from a server-side cursor, so that memory does not grow with them.
    """
    rows = SurveyResponse.objects.ended().filter(survey=survey)
    if not with_practice:
        rows = rows.filter(is_practice=False)
    found = rows.order_by("submitted_on", "id").values_list(*FIELDS)
    stored = found.iterator(chunk_size=CHUNK)
    return lines(plan.names, (plan.row(Exported(*row)) for row in stored), bom=bom)
