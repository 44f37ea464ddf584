"""Giving places of quotas out, and back, in one statement that PostgreSQL keeps whole.

A place is a row, so however many come at once, none is given twice: see `QuotaPlace`.
"""

import uuid
from collections.abc import Collection, Mapping

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from studies.partners.models import Quota, QuotaPlace

# A place whose time ran out is free. One kept for a partner is for its people alone.
_IS_FREE = """
    place.quota_id = asked.quota_id AND NOT place.is_taken
    AND (place.holder IS NULL OR place.until <= now())
    AND (place.partner_id IS NULL OR place.partner_id = %(partner)s)
"""
# Each asked quota, whether it gave a place, and whether one looked free all the same.
_GIVE = f"""
    WITH asked AS (
        SELECT * FROM unnest(%(quotas)s::bigint[], %(minutes)s::int[])
            AS given(quota_id, minutes) ORDER BY quota_id
    ), let_go AS (
        UPDATE studies_quotaplace SET holder = NULL, until = NULL
        WHERE holder = %(holder)s AND quota_id <> ALL(%(wanted)s::bigint[])
    ), own AS (
        UPDATE studies_quotaplace AS place SET {{change}} FROM asked
        WHERE place.quota_id = asked.quota_id AND place.holder = %(holder)s
        RETURNING place.quota_id
    ), free AS MATERIALIZED (
        SELECT one.id FROM asked CROSS JOIN LATERAL (
            SELECT place.id FROM studies_quotaplace AS place WHERE {_IS_FREE}
            ORDER BY place.partner_id NULLS LAST, place.id
            LIMIT 1 FOR UPDATE OF place {{waiting}}
        ) AS one
        WHERE asked.quota_id NOT IN (
            SELECT quota_id FROM studies_quotaplace WHERE holder = %(holder)s
        )
    ), new AS (
        UPDATE studies_quotaplace AS place SET {{change}} FROM asked
        WHERE place.id IN (SELECT id FROM free) AND place.quota_id = asked.quota_id
        RETURNING place.quota_id
    )
    SELECT asked.quota_id,
        asked.quota_id IN (SELECT quota_id FROM own UNION SELECT quota_id FROM new),
        EXISTS (SELECT FROM studies_quotaplace AS place WHERE {_IS_FREE})
    FROM asked
"""
# To the minute only: nothing here should say when somebody answered.
_HOLD = (
    "holder = %(holder)s, until = date_trunc('minute', now())"
    " + make_interval(mins => asked.minutes + 1)"
)
_TAKE = "is_taken = TRUE, holder = NULL, until = NULL"
# First past whatever others are taking at this moment; if only that was left, once more
# and waiting for them, because one of them may let go.
_TURNS = ("SKIP LOCKED", "")


def hold(
    holder: uuid.UUID, quotas: Mapping[int, int], *, partner_id: int | None
) -> set[int]:
    """Keep a place in each of `quotas` ({id: minutes}) for an attempt, and no others.

    Gives the quotas in which it has one: the others are full. Repeating keeps the
    places longer.
    """
    return _give(_HOLD, holder, quotas, partner_id)


def take(
    holder: uuid.UUID, quotas: Collection[int], *, partner_id: int | None
) -> set[int]:
    """Take a place in each of `quotas` for good, the kept one where there still is one.

    Gives the quotas that had one. Call it inside the transaction that sends the answers.
    """
    return _give(_TAKE, holder, dict.fromkeys(quotas, 0), partner_id)


def _give(
    change: str, holder: uuid.UUID, quotas: Mapping[int, int], partner_id: int | None
) -> set[int]:
    left, got = dict(sorted(quotas.items())), set()
    for waiting in _TURNS:
        values = {
            "holder": holder,
            "partner": partner_id,
            "wanted": list(quotas),
            "quotas": list(left),
            "minutes": list(left.values()),
        }
        statement = _GIVE.format(change=change, waiting=waiting)
        try:
            with connection.prepared_cursor() as cursor:
                cursor.execute(statement, values)
                rows = cursor.fetchall()
        except (
            IntegrityError
        ):  # the same attempt, saved twice at once: see the next turn
            continue
        got |= {pk for pk, has_one, _looked_free in rows if has_one}
        left = {
            pk: left[pk] for pk, has, looked_free in rows if looked_free and not has
        }
        if not left:
            break
    return got


@transaction.atomic
def give_back(quota_ids: Collection[int], *, partner_id: int | None) -> None:
    """Somebody who had a place in each of these is counted no more: it is free again.

    A quota that has more people than places loses the place with them.
    """
    quotas = Quota.objects.select_for_update().filter(pk__in=quota_ids)
    for quota in quotas.order_by("pk"):
        taken = quota.places.filter(is_taken=True).select_for_update()
        place = taken.filter(partner=partner_id).first() or taken.first()
        if place is None:
            continue
        if quota.places.count() > quota.target:
            place.delete()
        else:
            QuotaPlace.objects.filter(pk=place.pk).update(is_taken=False)


@transaction.atomic
def add_taken(quota_ids: Collection[int], *, partner_id: int | None) -> None:
    """Count somebody whom the team counts again, even where the places are taken."""
    got = take(uuid.uuid4(), quota_ids, partner_id=partner_id)
    QuotaPlace.objects.bulk_create(
        QuotaPlace(quota_id=pk, is_taken=True) for pk in quota_ids if pk not in got
    )


def let_go(holder: uuid.UUID) -> None:
    """Nobody waits for this attempt any more."""
    QuotaPlace.objects.filter(holder=holder).update(holder=None, until=None)


def forget_old() -> int:
    """Forget the attempts whose time ran out; their places were free already."""
    over = QuotaPlace.objects.filter(until__lte=Now())
    return over.update(holder=None, until=None)
