"""What a round tells people, as the plain-language check reads it before they do."""

from collections.abc import Iterator, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from studies.agencies.models import User
from studies.evidence.models import ShareBack
from studies.planning.models import Round
from studies.wording.findings import TextKind
from studies.wording.remarks import Remark, WrittenText, in_all_languages
from studies.wording.settling import settle


def written_texts(round_: Round) -> list[WrittenText]:
    """Lines that nobody has read yet; a published one stays as people read it."""
    return in_all_languages(_sources(round_))


def _sources(round_: Round) -> Iterator[WrittenText]:
    language, kind = round_.study.source_language, TextKind.SHARE_BACK
    rows = ShareBack.objects.current().filter(round=round_, published_at=None)
    for row in rows:
        said, did = row.you_said, row.what_we_did
        yield WrittenText(row, "you_said", said, language, kind, name=_("You said"))
        name = row.get_outcome_display()
        yield WrittenText(row, "what_we_did", did, language, kind, name=name)
    name = _("Who we did not hear from")
    text = round_.not_heard
    yield WrittenText(round_, "not_heard", text, language, kind, name=name)


@transaction.atomic
def settle_round(round_id: int, posted: Mapping[str, str], *, by: User) -> Remark:
    """Do what a button of the review asks; see `settle`."""
    rows = Round.objects.select_related("study__agency")
    round_ = rows.select_for_update(of=["self"]).get(pk=round_id)
    # Held, so that publishing does not pass while a word is put in.
    list(ShareBack.objects.filter(round=round_).select_for_update(of=["self"]))
    agency = round_.study.agency
    return settle(written_texts(round_), posted, agency=agency, by=by)
