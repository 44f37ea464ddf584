from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from feedback.answering.models import SurveyResponse
from feedback.results import tallying
from feedback.results.counting import counted
from feedback.results.folding import documents_of
from feedback.results.models import Tally
from feedback.results.tallying import Cell
from feedback.surveys.models import Survey

CHUNK = 2000


@dataclass(frozen=True)
class Difference:
    """A counter that says something else than the responses do."""

    cell: Cell
    tally: int
    responses: int


@transaction.atomic
def recount(survey_id: int, *, repair: bool = False) -> list[Difference]:
    """Compare the counters with a count from the folded responses themselves.

    With `repair`, counters and what each response remembers are set to that count.
    Responses that still wait to be folded are left to wait. Where the answers are
    erased, as people were promised, the counters are all that is left, and stay.
    """
    tallying.lock(survey_id)
    erased = Q(activity__round__study__words_erased_on__isnull=False)
    if Survey.objects.filter(erased, pk=survey_id).exists():
        return []
    true, stale = _count(survey_id)
    stored = Counter(
        {
            Cell(*row[:-1]): row[-1]
            for row in Tally.objects.filter(survey=survey_id).values_list(
                *Cell._fields, "count"
            )
        }
    )
    differences = [
        Difference(cell, stored[cell], true[cell])
        for cell in sorted(stored.keys() | true.keys(), key=repr)
        if stored[cell] != true[cell]
    ]
    if repair:
        tallying.change(survey_id, {d.cell: d.responses - d.tally for d in differences})
        SurveyResponse.objects.bulk_update(stale, ["folded"], batch_size=CHUNK)
    return differences


def _count(survey_id: int) -> tuple[Counter, list[SurveyResponse]]:
    """The true counters, and the responses that remember something else."""
    true, stale, documents = Counter(), [], {}
    folded = SurveyResponse.objects.counted().filter(survey=survey_id)
    for response in folded.exclude(folded__isnull=True).iterator(chunk_size=CHUNK):
        if response.version_id not in documents:
            documents |= documents_of({response.version_id})
        counts = counted(documents[response.version_id], response.answers)
        true.update(tallying.cells_of(response, counts))
        if response.folded != [list(count) for count in counts]:
            response.folded = counts
            stale.append(response)
    return true, stale
