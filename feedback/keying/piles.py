"""What one member keyed today, as their session remembers it: numbers and one id."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

NAME = "keyed_sheets"


@dataclass(frozen=True)
class Pile:
    """Sheets of one survey that were keyed today, and the last of them."""

    sheets: int = 0
    last: uuid.UUID | None = None


def pile(request: HttpRequest, survey_id: int) -> Pile:
    kept = request.session.get(NAME, {})
    if kept.get("on") != timezone.localdate().isoformat():
        return Pile()
    sheets, last = kept["surveys"].get(str(survey_id), (0, None))
    return Pile(sheets, uuid.UUID(last) if last else None)


def add(request: HttpRequest, survey_id: int, response_id: uuid.UUID) -> None:
    _keep(request, survey_id, pile(request, survey_id).sheets + 1, response_id.hex)


def take_last(request: HttpRequest, survey_id: int) -> None:
    """Forget the last one, which was undone; the one before can't be undone."""
    sheets = pile(request, survey_id).sheets
    _keep(request, survey_id, max(sheets - 1, 0), None)


def _keep(request: HttpRequest, survey_id: int, sheets: int, last: str | None) -> None:
    today = timezone.localdate().isoformat()
    kept = request.session.get(NAME, {})
    surveys = kept.get("surveys", {}) if kept.get("on") == today else {}
    surveys[str(survey_id)] = (sheets, last)
    request.session[NAME] = {"on": today, "surveys": surveys}
