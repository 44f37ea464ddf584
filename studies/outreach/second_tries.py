"""What came back for now, as its provider tells hours later, is tried again.

Never where the message may have arrived: news that it did ends the waiting, and news of
an earlier try is not taken for news of the last one.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from studies.outreach import ledger
from studies.outreach.models import Delivery, DeliveryQuerySet, ProviderNews

State, Kind = Delivery.State, ProviderNews.Kind
# Its own tries went on for hours before; and all is over before a reminder may follow.
WAITS = [timedelta(hours=6), timedelta(hours=12), timedelta(hours=24)]


def offer(told: Iterable[tuple[ProviderNews, Delivery]], now: datetime) -> None:
    """Queue them for another try; what had its tries, or can't be told apart, is over."""
    waits, over = defaultdict(list), []
    for news, message in told:
        tries = _came_back(message)
        if news.kind != Kind.FOR_NOW or (tries and _is_of_another(news, message)):
            continue
        if _may_go_again(news, message, tries):
            waits[tries].append(message.pk)
        # Also where it is not ours to send once more: it may have arrived.
        over.append(message.pk)
    for tries, pks in waits.items():
        ledger.offer_again(pks, WAITS[tries], now)
    rows = Delivery.objects.filter(pk__in=over)
    ledger.report(rows, State.BOUNCED, now, ledger.CAME_BACK)


def settle(rows: DeliveryQuerySet, state: str, now: datetime, reason: str) -> None:
    """What waits for another try, of which later news comes.

    "It arrived" after "it came back" is no more believed than the other way around, and
    is reason enough to send nothing.
    """
    if state == State.DELIVERED:
        state, reason = State.BOUNCED, ledger.CAME_BACK
    ledger.end_again(rows, state, now, reason)


def _came_back(message: Delivery) -> int:
    return message.trail.count(f"/{ledger.CAME_BACK}") // 2  # bounced, queued


def _is_of_another(news: ProviderNews, message: Delivery) -> bool:
    """By the provider's name for it, which is another for each try."""
    names = news.provider_id, message.provider_id
    return all(names) and names[0] != names[1]


def _may_go_again(news: ProviderNews, message: Delivery, tries: int) -> bool:
    """A second report of the first try looks the same where it has no such name."""
    if tries >= len(WAITS) or message.attempts >= ledger.MOST_TRIES:
        return False
    return not tries or bool(news.provider_id and message.provider_id)
