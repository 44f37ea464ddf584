"""What a mailing writes to people, as the plain-language check reads it."""

from collections.abc import Iterator, Mapping

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.outreach.models import Step, Wave
from studies.wording.findings import TextKind
from studies.wording.remarks import Remark, WrittenText, in_all_languages
from studies.wording.settling import settle


def written_texts(wave: Wave) -> list[WrittenText]:
    return in_all_languages(_sources(wave))


def _sources(wave: Wave) -> Iterator[WrittenText]:
    for step in wave.steps:
        message = wave.message(step)
        name = capfirst(Step(step).label)
        language = message.source_language
        parts = [("subject", _("%(step)s, subject")), ("body", "%(step)s")]
        if message.short:
            parts.append(("short", _("%(step)s as a text message")))
        for field, what in parts:
            yield WrittenText(
                message,
                field,
                getattr(message, field),
                language,
                TextKind.MESSAGE,
                name=what % {"step": name},
                whole=name if field == "body" else "",
            )


@transaction.atomic
def settle_mailing(wave_id: int, posted: Mapping[str, str], *, by: User) -> Remark:
    """Do what a button of the review asks; see `settle`.

    Refused once it has started: its words stay as people got them.
    """
    rows = Wave.objects.select_related(
        "agency", "first", "reminder", "second_reminder", "thanks"
    )
    wave = rows.select_for_update(of=["self"]).get(pk=wave_id)
    if wave.state != Wave.State.DRAFT:
        raise Refusal(
            _("This mailing has started, so its words stay as people got them."),
            code="started",
        )
    return settle(written_texts(wave), posted, agency=wave.agency, by=by)
