"""What one member keyed today, as their session remembers it: numbers and three ids."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

NAME = "keyed_sheets"
EARLIER = 2


@dataclass(frozen=True)
class Pile:
    """Sheets of one survey that were keyed today, and the last of them."""

    sheets: int = 0
    last: uuid.UUID | None = None
    # Of the sheets before, newest first: a second press must not hide a number.
    earlier: tuple[uuid.UUID, ...] = ()


def pile(request: HttpRequest, survey_id: int) -> Pile:
    kept = request.session.get(NAME, {})
    if kept.get("on") != timezone.localdate().isoformat():
        return Pile()
    sheets, last, *more = kept["surveys"].get(str(survey_id), (0, None))
    earlier = tuple(uuid.UUID(one) for one in (more[0] if more else ()))
    return Pile(sheets, uuid.UUID(last) if last else None, earlier)


def add(request: HttpRequest, survey_id: int, response_id: uuid.UUID) -> None:
    now = pile(request, survey_id)
    earlier = (now.last, *now.earlier) if now.last else now.earlier
    _keep(request, survey_id, Pile(now.sheets + 1, response_id, earlier[:EARLIER]))


def take_last(request: HttpRequest, survey_id: int) -> None:
    """Forget the last one, which was undone; the one before can't be undone."""
    now = pile(request, survey_id)
    _keep(request, survey_id, Pile(max(now.sheets - 1, 0), None, now.earlier))


def _keep(request: HttpRequest, survey_id: int, now: Pile) -> None:
    today = timezone.localdate().isoformat()
    kept = request.session.get(NAME, {})
    surveys = kept.get("surveys", {}) if kept.get("on") == today else {}
    last = now.last.hex if now.last else None
    surveys[str(survey_id)] = (now.sheets, last, [one.hex for one in now.earlier])
    request.session[NAME] = {"on": today, "surveys": surveys}
