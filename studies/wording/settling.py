"""What somebody does with a remark: put the suggestion in, or let the words stand."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import Agency, User
from studies.wording import vouching
from studies.wording.models import Translation
from studies.wording.remarks import Remark, WrittenText, review

LONGEST_REASON = 300


@transaction.atomic
def settle(
    texts: Iterable[WrittenText],
    posted: Mapping[str, str],
    *,
    agency: Agency,
    by: User | None,
) -> Remark:
    """Do what one button of a review asks; the caller holds the row's lock.

    `posted` names the remark by its key, with "fix", "again" or a "reason". Raises
    Refusal where the text has changed since, or no reason is written.
    """
    remark = find(texts, posted.get("key", ""))
    if "fix" in posted:
        put_in(remark, agency=agency, by=by)
    elif "again" in posted:
        if remark.override:
            vouching.let_stand_no_more(remark.override.pk)
    else:
        vouching.let_stand(
            remark.place,
            remark.finding.rule,
            remark.words,
            posted.get("reason", "")[:LONGEST_REASON],
            agency=agency,
            by=by,
        )
    return remark


def find(texts: Iterable[WrittenText], key: str) -> Remark:
    present = review(texts)
    for remark in [*present.found, *present.let_stand]:
        if remark.key == key:
            return remark
    raise Refusal(
        _("The text has changed since this page was opened. Nothing was changed."),
        code="text_changed",
    )


def put_in(remark: Remark, *, agency: Agency, by: User | None) -> None:
    """Write the suggestion where the marked words stand, in the text's own language."""
    if not remark.fix:
        raise Refusal(
            _("This has no ready words to put in. Change the text by hand."),
            code="no_suggestion",
        )
    written = remark.written
    if not written.is_translation:
        setattr(written.row, written.field, remark.mended)
        written.row.save(update_fields=[written.field])
        return
    # Its source hash stays: mending a word does not bring an old translation up to date.
    rows = Translation.objects.within(agency).of([written.place], written.language)
    rows.update(text=remark.mended, state=Translation.State.DRAFT, updated_by=by)
