"""Translators' files come in in two steps: read and kept apart, then taken in."""

from collections.abc import Collection
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.interchange import formats
from feedback.interchange.comparing import (
    ASKED,
    TAKEN,
    ComparedRow,
    Comparison,
    Kind,
    compare,
)
from feedback.interchange.models import IncomingFile
from feedback.interchange.units import Batch, FileFault, Unit
from feedback.surveys.drafting import locked
from feedback.surveys.models import Survey
from studies.agencies.models import User
from studies.wording.models import Translation
from studies.wording.tags import is_same_language, language_name
from studies.wording.translations import Wording, place, translate_all

# Files that wait to be looked at, of one survey: a link that leaked fills no disk.
MOST_WAITING = 20
KEPT = ("key", "source", "target", "mark", "row")


def receive(
    survey: Survey,
    language: str,
    name: str,
    content: bytes,
    *,
    by: User | None,
    only: Collection[str] | None = None,
) -> IncomingFile:
    """Read a file and keep it to look at; no text of the draft changes by that.

    Without a member (`by=None`) it comes through a translator's link, which takes the
    texts `only` of its task; what else is in the file is left out.
    """
    if by is None and survey.incoming_files.waiting().count() >= MOST_WAITING:
        raise FileFault(
            _(
                "The team has not looked at the files that wait already. Nothing was "
                "sent. Tell them, and send it again later."
            ),
            code="too_many",
        )
    batch = formats.read(name, content)
    _refuse_foreign(batch, survey, language)
    units = [
        {name: value for name, value in asdict(unit).items() if name in KEPT}
        for unit in batch.units
        if only is None or unit.key in only
    ]
    if not units:
        raise FileFault(
            _("There is no text in this file. Nothing was saved."), code="empty"
        )
    return IncomingFile.objects.create(
        survey=survey, language=language, name=name[-200:], units=units, sent_by=by
    )


def _refuse_foreign(batch: Batch, survey: Survey, language: str) -> None:
    """A file of another survey, or for another language, was sent here by mistake."""
    if not _is_for(batch.target_language, survey, language):
        words = {
            "theirs": language_name(batch.target_language),
            "ours": language_name(language),
        }
        raise FileFault(
            _("This file is for %(theirs)s, not %(ours)s. Nothing was saved.") % words,
            code="wrong_language",
        )
    is_ours = batch.survey.startswith("survey:")
    if is_ours and batch.survey != place(survey, "texts"):
        raise FileFault(
            _("This file was made from another survey. Nothing was saved."),
            code="other_survey",
        )


def _is_for(tag: str, survey: Survey, language: str) -> bool:
    """Many tools know a language by its country alone, as "es-US" for our "es"."""
    if tag in ("", language):
        return True
    others = {*survey.languages, *survey.later_languages}
    return tag not in others and is_same_language(tag, language)


def comparison(file: IncomingFile, survey: Survey) -> Comparison:
    return compare(survey, file.language, [Unit(**unit) for unit in file.units])


@transaction.atomic
def take_in(
    file_id: int,
    *,
    mark: str,
    left_out: Collection[int] = (),
    picked: Collection[int] = (),
    as_reviewed: bool = False,
    by: User,
) -> int:
    """Save what the person chose of a file, all or nothing; returns how many texts.

    New and changed rows are taken in unless `left_out`; rows that clash only where
    `picked`. Both name rows of the file. Refused where the draft is no longer what
    was shown (`mark`), and the second time.
    """
    file = IncomingFile.objects.select_for_update().get(pk=file_id)
    if file.taken_at:
        raise Refusal(
            _("This file was taken in before. Nothing was saved a second time."),
            code="taken",
        )
    survey = locked(file.survey_id)
    compared = comparison(file, survey)
    if compared.mark != mark:
        raise Refusal(
            _(
                "Somebody changed the survey or a translation while you looked. Nothing "
                "was saved yet. Look at the rows again, then choose again."
            ),
            code="stale",
        )
    chosen = [row for row in compared.of(TAKEN) if row.unit.row not in left_out]
    chosen += [row for row in compared.of(ASKED) if row.unit.row in picked]
    wordings = [_wording(row, as_reviewed) for row in chosen]
    translate_all(wordings, file.language, agency=survey.agency, by=by)
    file.taken_at, file.taken_by = timezone.now(), by
    file.texts_saved = len(wordings)
    file.save(update_fields=["taken_at", "taken_by", "texts_saved"])
    return len(wordings)


def _wording(row: ComparedRow, as_reviewed: bool) -> Wording:
    """As read over only where nothing is wrong with it; of an old source, outdated."""
    is_fine = not row.faults and row.kind != Kind.SOURCE
    state = Translation.State.DRAFT
    if as_reviewed and is_fine:
        state = Translation.State.REVIEWED
    return Wording(row.source, row.unit.target, state)


def throw_away(file_id: int) -> None:
    """Forget a file that was not taken in; repeating changes nothing."""
    IncomingFile.objects.waiting().filter(pk=file_id).delete()
