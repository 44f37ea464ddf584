"""Links for people who help with a draft and have no account: make, find, end."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.surveys.drafting import locked
from feedback.surveys.models import GuestLink
from feedback.surveys.translation.rows import TranslateRow
from studies.agencies.models import User
from studies.partners.models import hash_token
from studies.partners.tokens import new_token

WORKS_FOR = timedelta(days=14)
# The same person asking again within this pressed twice.
PRESSED_TWICE = timedelta(seconds=10)
# Far more than one person saves by hand, far less than a program would.
SAVES, IN_SECONDS = 60, 600


@dataclass(frozen=True)
class Task:
    """Which texts a translator gets: parts of the draft, and texts in some states.

    Parts are keys of questions, "section/<key>", or OWN_TEXTS with all that stands
    outside of questions; nothing chosen means all of them.
    """

    parts: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


@transaction.atomic
def make_link(
    survey_id: int,
    purpose: str,
    language: str = "",
    *,
    task: Task | None = None,
    asks_for: str = "",
    by: User | None,
) -> GuestLink:
    """A new link of two weeks; those made before go on working.

    A translator's link opens the texts of its `task` alone; a reviewer's may ask for
    an approval.
    """
    survey, task = locked(survey_id), task or Task()
    job = {
        "purpose": purpose,
        "language": language,
        "parts": list(task.parts),
        "states": list(task.states),
        "asks_for": asks_for,
    }
    same = survey.guest_links.open().filter(**job)
    now = timezone.now()
    twin = same.filter(created_by=by, created_at__gt=now - PRESSED_TWICE).first()
    if twin:
        return twin
    token = new_token()
    link = GuestLink(
        survey=survey,
        **job,
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


def assigned(link: GuestLink, rows: Iterable[TranslateRow]) -> list[TranslateRow]:
    """The texts that a translator was given, and those that came through this link."""
    return [
        row
        for row in rows
        if (not link.parts or {row.part, row.section} & set(link.parts))
        and (not link.states or row.state in link.states or row.text.guest == link.mark)
    ]


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
