"""News of providers: kept in one insert as it comes, and laid to its messages soon."""

import logging
from collections import defaultdict
from collections.abc import Callable, Container, Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from studies.outreach import bounces, ledger, second_tries, stopping
from studies.outreach.models import Delivery, ProviderNews, Suppression
from studies.outreach.stopping import Closed
from studies.people.models import Person

log = logging.getLogger(__name__)

Kind, State = ProviderNews.Kind, ProviderNews.State
BATCH = 1000
# News may overtake our own mark of the message; after that it is about none of ours.
TRIES, NEXT_TRY = 3, timedelta(minutes=5)
# So long a call that is told again is known; see docs/decisions/0029.
KEPT = timedelta(days=90)
# In this order, and each only from where it can follow: the end is the same in
# whatever order news comes.
STATES = {
    Kind.DELIVERED: (Delivery.State.DELIVERED, ""),
    Kind.CAME_BACK: (Delivery.State.BOUNCED, "came_back"),
    Kind.REFUSED: (Delivery.State.BOUNCED, "provider_refused"),
    Kind.NO_SUCH_ADDRESS: (Delivery.State.BOUNCED, "no_such_address"),
    Kind.COMPLAINED: (Delivery.State.COMPLAINED, "complained"),
}
STOPS = ProviderNews.STOPS


def keep(news: Iterable[ProviderNews]) -> None:
    """Take in one call's news in one insert; what was told before is passed over.

    In the order of their keys: the same call twice at once, told in another order, does
    not wait for itself.
    """
    rows = sorted(news, key=lambda row: row.key)
    ProviderNews.objects.bulk_create(rows, ignore_conflicts=True)


def fold_waiting(*, now: datetime | None = None) -> int:
    """Lay all that waits to its messages; returns how many pieces of news."""
    now, folded = now or timezone.now(), 0
    while batch := _fold_batch(now):
        folded += batch
    return folded


def forget_old(*, now: datetime | None = None) -> None:
    old = (now or timezone.now()) - KEPT
    ProviderNews.objects.filter(received_at__lt=old).delete()


@transaction.atomic
def _fold_batch(now: datetime) -> int:
    """One folder at a time; two would only wait for each other's rows."""
    if not _alone():
        return 0
    rows = _taken(ProviderNews.objects.due(now).filter(about=""))
    known = _messages(rows)
    told = [(news, known[news.pk]) for news in rows if news.pk in known]
    for kind, (state, reason) in STATES.items():
        messages = [message for news, message in told if news.kind == kind]
        if messages:
            about = Delivery.objects.filter(pk__in=[one.pk for one in messages])
            ledger.report(about, state, now, reason)
            second_tries.settle(about, state, now, reason)
    second_tries.offer(told, now)
    _keep_off(told)
    _end(rows, known, now)
    for wave_id in sorted(
        {m.wave_id for news, m in told if news.kind != Kind.DELIVERED}
    ):
        bounces.watch(wave_id)
    return len(rows)


Laid = dict[int, Person | None]


@transaction.atomic
def fold_others(
    prefix: str, lay: Callable[[list[ProviderNews], datetime], Laid], now: datetime
) -> int:
    """The same for mails of another ledger, whose names begin so; a batch of them.

    `lay` writes the news to that ledger, and says whom each piece is about that it
    found: {news: person}. Do not contact is the same for all mails.
    """
    if not _alone():
        return 0
    rows = _taken(ProviderNews.objects.due(now).filter(about__startswith=prefix))
    known = lay(rows, now) if rows else {}
    closed = [row for row in rows if row.pk in known]
    stopping.close(one for row in closed for one in _closed(row, known[row.pk]))
    _end(rows, known, now)
    return len(rows)


def unknown() -> QuerySet[ProviderNews]:
    """News about no message of ours, the newest first."""
    return ProviderNews.objects.filter(state=State.UNKNOWN).order_by("-received_at")


def unknown_lately(now: datetime) -> int:
    """How much of the last week's news was about no message of ours."""
    return unknown().filter(received_at__gt=now - timedelta(days=7)).count()


def _taken(due: QuerySet[ProviderNews]) -> list[ProviderNews]:
    return list(due.select_for_update()[:BATCH])


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('provider-news'))")
        return cursor.fetchone()[0]


def _messages(rows: list[ProviderNews]) -> dict[int, Delivery]:
    """The message that each speaks of, by our name for it, else by the provider's."""
    found = Delivery.objects.only(
        *("pk", "wave_id", "person_id", "channel", "provider_id", "trail", "attempts")
    )
    ours = found.in_bulk({row.reference for row in rows if row.reference})
    names = defaultdict(set)
    for row in rows:
        if row.provider_id and row.reference not in ours:
            names[row.channel].add(row.provider_id)
    # Said once more that it is not empty: only then the index of names serves.
    named = found.exclude(provider_id="").order_by()
    theirs = {
        (channel, message.provider_id): message
        for channel, ids in names.items()
        for message in named.filter(channel=channel, provider_id__in=ids)
    }
    both = {
        row.pk: ours.get(row.reference) or theirs.get((row.channel, row.provider_id))
        for row in rows
    }
    return {pk: message for pk, message in both.items() if message is not None}


def _keep_off(told: list[tuple[ProviderNews, Delivery]]) -> None:
    """Do not contact, at once: who complained or stopped, and addresses that are none."""
    about = STOPS | {Kind.NO_SUCH_ADDRESS}
    ids = {message.person_id for news, message in told if news.kind in about}
    people = Person.objects.defer("name", "email", "phone").in_bulk(ids)
    stopping.close(
        one
        for news, message in told
        for one in _closed(news, people.get(message.person_id))
    )


def _closed(news: ProviderNews, person: Person | None) -> list[Closed]:
    """Which addresses nobody may write to after this."""
    texted = news.channel == Delivery.Channel.SMS
    theirs = (person.phone_hash if texted else person.email_hash) if person else ""
    # A mail that came back names nobody whom we would believe.
    at = news.address_hash or theirs
    if news.kind == Kind.NO_SUCH_ADDRESS:
        return [Closed(at, Suppression.Reason.BOUNCED)]
    if news.kind not in STOPS:
        return []
    if texted:
        return stopping.by_number(at)
    ways = {at, *(person.address_hashes if person else [])}
    return [Closed(way, Suppression.Reason.STOPPED) for way in ways]


def _end(rows: list[ProviderNews], known: Container, now: datetime) -> None:
    """Mark them. Whoever said stop is heard, whatever message it was about."""
    strange = [row for row in rows if row.pk not in known and row.address_hash]
    stopping.close(one for row in strange for one in _closed(row, None))
    _mark(rows, known, now)


def _mark(rows: list[ProviderNews], known: Container, now: datetime) -> None:
    """Folded, tried again soon, or counted as about nothing of ours."""
    marks = defaultdict(list)
    for row in rows:
        if row.pk in known:
            marks["folded"].append(row.pk)
        else:
            marks["later" if row.tries + 1 < TRIES else "unknown"].append(row.pk)
    ours = ProviderNews.objects
    ours.filter(pk__in=marks["folded"]).update(state=State.FOLDED)
    waiting = [row for row in rows if row.pk in set(marks["later"])]
    for row in waiting:
        row.tries, row.due_at = row.tries + 1, now + NEXT_TRY
    ours.bulk_update(waiting, ["tries", "due_at"])
    if marks["unknown"]:
        ours.filter(pk__in=marks["unknown"]).update(state=State.UNKNOWN)
        log.warning("provider_news_unknown", extra={"news": len(marks["unknown"])})
