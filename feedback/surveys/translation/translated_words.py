"""A survey's words in another language, as the plain-language check reads them."""

from collections.abc import Iterable, Iterator, Mapping

from django.db import transaction

from feedback.surveys.drafting import locked
from feedback.surveys.models import Survey
from feedback.surveys.translation.rows import TranslateRow, rows_of
from studies.agencies.models import User
from studies.wording.findings import TextKind
from studies.wording.remarks import Remark, WrittenText
from studies.wording.settling import settle


def written_texts(
    survey: Survey, language: str, rows: Iterable[TranslateRow]
) -> list[WrittenText]:
    """Every translation of a text that may be worded freely; one query."""
    fixed = survey.questions.current().filter(locked=True).values_list("key", flat=True)
    return list(_free(language, rows, frozenset(fixed)))


def _free(
    language: str, rows: Iterable[TranslateRow], fixed: frozenset[str]
) -> Iterator[WrittenText]:
    for row in rows:
        if row.name.split(":")[0] in fixed or not row.text.text:
            continue
        yield WrittenText(
            None,
            "",
            row.text.text,
            language,
            kind_of(row.name),
            name=row.what,
            is_translation=True,
            at=row.place,
        )


def kind_of(name: str) -> TextKind:
    """By the text's name in a compiled version: "q1:yes" and "q1:row:r1" are choices."""
    if name.endswith((":hint", "::message")) or name.startswith("section/"):
        return TextKind.QUESTION
    return TextKind.CHOICE if ":" in name else TextKind.QUESTION


@transaction.atomic
def settle_translation(
    survey_id: int, language: str, posted: Mapping[str, str], *, by: User
) -> Remark:
    """Do what a button of the review asks; see `settle`."""
    survey = locked(survey_id)
    texts = written_texts(survey, language, rows_of(survey, language))
    return settle(texts, posted, agency=survey.agency, by=by)
