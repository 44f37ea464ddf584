"""The last sheet as its Undo button carries it, so that a second press loses nothing.

The first press erases the answers, and its page may never be seen. So the lines come
along with the button, signed and stored nowhere.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core import signing
from django.utils.crypto import salted_hmac

from cxstudio.refusal import Refusal
from feedback.answering.models import SurveyResponse
from feedback.keying import form_names, lines
from feedback.keying.form_names import PaperForm
from feedback.keying.rows import rows_of
from feedback.surveys.models import Survey

SALT = "keying.undo"


@dataclass(frozen=True)
class LastSheet:
    """A sheet that was just keyed, as it can be keyed again."""

    response_id: uuid.UUID
    form: PaperForm
    lines: Mapping[str, str]
    day: date

    @property
    def mended_id(self) -> uuid.UUID:
        """The id that it has once it is mended: two presses lead to one sheet."""
        digest = salted_hmac(SALT, self.response_id.hex, algorithm="sha256").digest()
        return uuid.UUID(bytes=digest[:16], version=4)


def carried(survey: Survey, response_id: uuid.UUID | None) -> str:
    """For the button; "" where there is no such sheet any more."""
    sent = survey.responses.submitted().select_related("version")
    row = sent.filter(pk=response_id).first() if response_id else None
    return signing.dumps(_told(survey, row), salt=_salt(survey)) if row else ""


def read(survey: Survey, text: str) -> LastSheet | None:
    """What the button brought; None where it can't be keyed again, or is made up."""
    try:
        pk, name, typed, day = signing.loads(text, salt=_salt(survey))
        form = form_names.find(survey, name)
    except (signing.BadSignature, Refusal):
        return None
    return LastSheet(uuid.UUID(pk), form, typed, date.fromisoformat(day))


def _told(survey: Survey, row: SurveyResponse) -> tuple:
    form = form_names.of_response(survey, row)
    typed = lines.all_written(rows_of(form), row)
    return row.pk.hex, form.name, typed, row.submitted_on.isoformat()


def _salt(survey: Survey) -> str:
    return f"{SALT}:{survey.pk}"
