"""Responses that look as if no person, or one person twice, had sent them.

Each is only a reason to look: a person judges. Signs of a single response are kept when
it is sent (`answering.signs`); twins are found by comparing.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from feedback.answering.models import SurveyResponse
from feedback.answering.signs import Sign
from feedback.results.models import Judgment
from feedback.surveys.models import Survey

# Two people may well both write "no"; fewer letters than this say nothing.
TELLING_LETTERS = 12
TWIN = "twin"

# The same answers, own words included, on the same day through the same partner. The
# time is not known of an anonymous response, so the day is the shortest that is.
TWINS = """
    SELECT id FROM (
        SELECT id, count(*) OVER (
            PARTITION BY version_id, partner_id, is_synthetic, submitted_on,
                md5(answers::text)
        ) AS alike
        FROM feedback_surveyresponse
        WHERE survey_id = %s AND state = 'submitted' AND NOT is_practice
            AND NOT is_left_out AND EXISTS (
                SELECT FROM jsonb_each(answers) AS answer
                WHERE length(answer.value ->> 'text') >= %s
            )
    ) AS compared
    WHERE alike > 1
"""


def unusual(survey: Survey) -> tuple[QuerySet, set[UUID]]:
    """Responses that nobody judged yet, newest day first; and which of them are twins."""
    with connection.cursor() as cursor:
        cursor.execute(TWINS, [survey.pk, TELLING_LETTERS])
        twins = {pk for (pk,) in cursor}
    rows = SurveyResponse.objects.counted().filter(survey=survey, judgments=None)
    found = rows.filter(Q(signs__isnull=False) | Q(pk__in=twins))
    return found.order_by("-submitted_on", "id"), twins


def reasons(response: SurveyResponse, twins: set[UUID]) -> list[str]:
    """Why somebody should look, in words."""
    words = _words()
    found = [*(response.signs or ()), *([TWIN] if response.pk in twins else ())]
    return [words[sign] for sign in found if sign in words]


def left_out(survey: Survey) -> QuerySet:
    """Those that somebody left out, each with `reason`."""
    last = Judgment.objects.filter(response=OuterRef("pk")).order_by("-pk")
    rows = survey.responses.ended().filter(is_left_out=True)
    rows = rows.annotate(reason=Subquery(last.values("reason")[:1]))
    return rows.order_by("-submitted_on", "id")


def _words() -> Mapping[str, str]:
    return {
        Sign.QUICK: _("Sent faster than a person can read it."),
        Sign.TRAP: _("Filled in a field that people do not see. Programs do that."),
        Sign.STRAIGHT: _("The same point on every line."),
        TWIN: _("The same answers and the same words as another response of that day."),
    }
