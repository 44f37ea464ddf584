"""Writes to other forms of a first page: give one, replace it, take it away."""

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.surveys.aid_files import paper_type, sound_type
from feedback.surveys.drafting import locked
from feedback.surveys.models import Aid, Survey
from studies.agencies.models import User

TOKEN_LENGTH = 24
CHECKS = {Aid.Kind.LISTEN: sound_type, Aid.Kind.EASY_READ: paper_type}


@transaction.atomic
def give_file(survey_id: int, *, language: str, kind: str, file: File, by: User) -> Aid:
    """Keep a sound or a PDF; what stood in its place goes, with its address."""
    survey = locked(survey_id)
    _refuse_other_languages(survey, language)
    try:
        found = CHECKS[Aid.Kind(kind)](file)
    except ValidationError as fault:
        raise Refusal(fault.message, code=fault.code) from fault
    aid, token = _begun(survey, language, kind, by)
    aid.ending, aid.size = found.ending, file.size
    name = f"aids/{token}.{found.ending}"
    aid.file.save(name, file, save=False)
    aid.save()
    return aid


@transaction.atomic
def give_video(
    survey_id: int,
    *,
    language: str,
    url: str,
    sign_language: str,
    minutes: int | None,
    by: User,
) -> Aid:
    """Point to a video on a site of its own; it is opened there, never shown here."""
    survey = locked(survey_id)
    _refuse_other_languages(survey, language)
    if not url.startswith("https://"):
        raise Refusal(
            _("The address has to begin with https://, so that it can be trusted."),
            code="not_https",
        )
    aid, _token = _begun(survey, language, Aid.Kind.SIGNED, by)
    aid.url, aid.sign_language, aid.minutes = url, sign_language, minutes
    aid.save()
    return aid


@transaction.atomic
def take_away(aid_id: int, *, by: User) -> None:
    """Repeating it is harmless. The file goes as well, once the row is gone."""
    aid = Aid.objects.select_for_update().filter(pk=aid_id).first()
    if aid:
        _forget_file(aid)
        aid.delete()


def _begun(survey: Survey, language: str, kind: str, by: User) -> tuple[Aid, str]:
    """A new row, or the one in its place, with an address that was never used."""
    aid = survey.aids.filter(language=language, kind=kind).first()
    if aid:
        _forget_file(aid)
    else:
        aid = Aid(survey=survey, language=language, kind=kind)
    aid.token, aid.given_by = get_random_string(TOKEN_LENGTH), by
    return aid, aid.token


def _forget_file(aid: Aid) -> None:
    if aid.file:
        storage, name = aid.file.storage, aid.file.name
        transaction.on_commit(lambda: storage.delete(name))


def _refuse_other_languages(survey: Survey, language: str) -> None:
    offered = [survey.source_language, *survey.languages, *survey.later_languages]
    if language not in offered:
        raise Refusal(
            _("This survey is not in that language. Add the language first."),
            code="other_language",
        )
