"""Links for people who help with a draft and have no account: make, find, end."""

import time
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.surveys.drafting import locked
from feedback.surveys.models import GuestLink
from studies.agencies.models import User
from studies.partners.models import hash_token
from studies.partners.tokens import new_token

WORKS_FOR = timedelta(days=14)
# The same person asking again within this pressed twice.
PRESSED_TWICE = timedelta(seconds=10)
# Far more than one person saves by hand, far less than a program would.
SAVES, IN_SECONDS = 60, 600


@transaction.atomic
def make_link(
    survey_id: int, purpose: str, language: str = "", *, by: User | None
) -> GuestLink:
    """A new link of two weeks; those made before go on working."""
    survey = locked(survey_id)
    same = survey.guest_links.open().filter(purpose=purpose, language=language)
    now = timezone.now()
    twin = same.filter(created_by=by, created_at__gt=now - PRESSED_TWICE).first()
    if twin:
        return twin
    token = new_token()
    link = GuestLink(
        survey=survey,
        purpose=purpose,
        language=language,
        token=token,
        token_hash=hash_token(token),
        created_by=by,
        expires_at=now + WORKS_FOR,
    )
    if not link.works:
        raise Refusal(
            _("No link was made. The survey, or this language of it, is archived."),
            code="not_wanted",
        )
    link.save()
    return link


def end_link(link_id: int, *, by: User) -> bool:
    """Make a link stop working at once and for good; what came by it is kept."""
    rows = GuestLink.objects.filter(pk=link_id, revoked_at=None)
    return bool(rows.update(revoked_at=timezone.now()))


def working_link(token: str, purpose: str) -> GuestLink | None:
    """The link behind a token, if it still opens this job."""
    rows = GuestLink.objects.filter(token_hash=hash_token(token), purpose=purpose)
    link = rows.select_related("survey__activity__agency").first()
    return link if link and link.works else None


def note_save(link: GuestLink) -> None:
    """Refuse when a link saves too often; else remember that it was used."""
    key = f"guest-saves:{link.pk}:{int(time.time()) // IN_SECONDS}"
    cache.add(key, 0, 2 * IN_SECONDS)  # never gone before its count is read
    if cache.incr(key) > SAVES:
        raise Refusal(
            _(
                "This link was used very often in the last minutes. What you wrote "
                "is still below. Wait ten minutes, then save again."
            ),
            code="too_often",
        )
    GuestLink.objects.filter(pk=link.pk).update(saved_at=timezone.now())
