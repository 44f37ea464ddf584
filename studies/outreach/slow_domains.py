"""A mail provider that turns our messages away is left alone for a while.

Only a keyed hash of its domain is kept: the domain of a small provider can name the
person. One whole address that is wrong says nothing about its provider.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.db.models.functions import Least

from studies.outreach.channels import Outcome
from studies.outreach.models import Delivery, SlowDomain
from studies.people.vault import keyed_hash

# So many in a row, each within an hour of the one before, and it is slowed.
MANY, FORGOTTEN = 5, timedelta(hours=1)
# 5, 10, 20, 40, 80 minutes; then a few are tried before the rest follow.
FIRST_WAIT, MOST_WAITS, TRIED = timedelta(minutes=5), 5, 2
BEHIND_TRIED = timedelta(minutes=1)
AWAY = [Outcome.LATER, Outcome.REFUSED]
SLOW_DOMAIN = "slow_domain"  # why a message waits


def hash_of(domain: str) -> str:
    return keyed_hash(f"@{domain}")


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def failed(domain_hash: str, now: datetime) -> SlowDomain:
    """It turned a message away, for now or for good."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO studies_slowdomain AS slow
                   (domain_hash, failures, waits, failed_at)
            VALUES (%s, 1, 0, %s)
            ON CONFLICT (domain_hash) DO UPDATE
               SET failures = CASE WHEN {old} THEN 1
                                   ELSE least(slow.failures + 1, 1000) END,
                   waits = CASE WHEN {old} THEN 0 ELSE slow.waits END,
                   failed_at = excluded.failed_at
            """.format(old="greatest(slow.failed_at, slow.slowed_until) < %s"),
            [domain_hash, now, now - FORGOTTEN, now - FORGOTTEN],
        )
    row = SlowDomain.objects.get(domain_hash=domain_hash)
    resting = row.slowed_until is not None and row.slowed_until > now
    if row.failures < MANY or resting:
        return row
    # One step further for each time that it was tried again, and not for each message.
    row.slowed_until = now + FIRST_WAIT * 2 ** min(row.waits, MOST_WAITS - 1)
    same = SlowDomain.objects.filter(pk=row.pk, waits=row.waits)
    same.update(waits=Least(F("waits") + 1, 100), slowed_until=row.slowed_until)
    return row


@dataclass
class Domains:
    """The providers of one batch's messages, and which of them turned others away."""

    hashes: dict[UUID, str]  # by delivery
    known: dict[str, SlowDomain]
    _tried: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, addresses: Mapping[UUID, str]) -> "Domains":
        found = {at: _domain(address) for at, address in addresses.items()}
        sealed = {name: hash_of(name) for name in set(found.values())}
        rows = SlowDomain.objects.filter(domain_hash__in=sealed.values())
        known = {row.domain_hash: row for row in rows}
        return cls({at: sealed[name] for at, name in found.items()}, known)

    def wait_until(self, delivery: Delivery, now: datetime) -> datetime | None:
        """Until when this one is put off; None where it may go."""
        provider = self.hashes.get(delivery.pk, "")
        row = self.known.get(provider)
        if row is None or row.slowed_until is None:
            return None
        if row.slowed_until > now:
            return row.slowed_until
        self._tried[provider] += 1
        return None if self._tried[provider] <= TRIED else now + BEHIND_TRIED

    def note(self, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
        """What became of a message; one that is taken ends the slowness."""
        provider = self.hashes.get(delivery.pk, "")
        if not provider:  # a text message
            return
        if outcome in AWAY:
            self.known[provider] = failed(provider, now)
        elif outcome == Outcome.HANDED_OVER and self.known.pop(provider, None):
            SlowDomain.objects.filter(domain_hash=provider).delete()


def slowed(now: datetime) -> int:
    """How many providers are left alone just now."""
    return SlowDomain.objects.filter(slowed_until__gt=now).count()
