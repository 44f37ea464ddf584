"""What a provider tells later of a mail about a visit is laid to its row."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from studies.outreach import news
from studies.outreach.models import ProviderNews
from studies.outreach.models.trail import moved
from studies.sessions.models import Letter

State, Kind = Letter.State, ProviderNews.Kind
PREFIX = "visit-"
# A visit does not wait for a mailbox: whoever looks at the visit sends it again.
BACK = {
    Kind.CAME_BACK: "came_back",
    Kind.FOR_NOW: "came_back",
    Kind.REFUSED: "provider_refused",
    Kind.NO_SUCH_ADDRESS: "no_such_address",
}
LEFT = [State.IN_HAND, State.HANDED_OVER, State.UNCERTAIN]


def fold_waiting(*, now: datetime | None = None) -> int:
    """Lay all that waits to its letters; returns how many pieces of news."""
    now, folded = now or timezone.now(), 0
    while batch := news.fold_others(PREFIX, lay, now):
        folded += batch
    return folded


def lay(told: list[ProviderNews], now: datetime) -> news.Laid:
    names = {row.pk: _name(row.about) for row in told}
    rows = Letter.objects.select_related("booking__participant__person")
    letters = rows.in_bulk({pk for pk, _booking in names.values()})
    laid: news.Laid = {}
    for row in told:
        pk, booking = names[row.pk]
        letter = letters.get(pk)
        if letter is not None and letter.booking_id.hex == booking:
            _write(row.kind, Letter.objects.filter(pk=pk), now)
            laid[row.pk] = letter.booking.participant.person
    return laid


def _name(about: str) -> tuple[int, str]:
    _visit, pk, booking = about.split("-")
    return int(pk), booking


def _write(kind: str, rows: QuerySet[Letter], now: datetime) -> None:
    """In whatever order: what came back did, and what arrived settles a doubt."""
    left = rows.filter(state__in=LEFT)
    if reason := BACK.get(kind):
        left.update(**moved(State.REFUSED, now, reason))
    elif kind == Kind.DELIVERED:
        unsure = rows.filter(state=State.UNCERTAIN)
        unsure.update(handed_over_at=now, **moved(State.HANDED_OVER, now))
