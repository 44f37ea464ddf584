"""What partners read of each group: "keep going", "nearly", "full"; never a number.

The words are written once a day, so that none of them changes in the moment of an
answer, and again where the team itself changes a quota.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language

from studies.disclosure.outside import FEWEST
from studies.partners.models import Partner, Quota, QuotaPlace, QuotaWord
from studies.planning.models import Activity, Round

Word = QuotaWord.Word
# From here on partners read "nearly enough" (p).
NEARLY_PERCENT = 80
KEPT_DAYS = 7


@dataclass(frozen=True)
class Standing:
    """A group as its people call themselves, and what a partner reads of it today."""

    group: str
    word: Word


def standing(
    of: Activity | Round, partner: Partner | None = None, *, language: str = ""
) -> list[Standing]:
    """Each quota of a survey, or of a round's surveys, in the words for this partner.

    Words of today, else of the last day that has some; two queries.
    """
    at = {"activity": of} if isinstance(of, Activity) else {"activity__round": of}
    quotas = Quota.objects.current().filter(**at, activity__archived_at=None)
    theirs = Q(partner=None) | Q(partner=partner) if partner else Q(partner=None)
    # The newest day last, and on each day the partner's own word after everybody's.
    in_order = ["day", F("partner").asc(nulls_first=True)]
    words = QuotaWord.objects.filter(theirs, quota__in=quotas).order_by(*in_order)
    found = {row.quota_id: Word(row.word) for row in words}
    language = language or get_language()
    return [
        Standing(quota.in_words(language), found[quota.pk])
        for quota in quotas
        if quota.pk in found
    ]


def write(quotas: Iterable[Quota], *, anew: bool = False) -> None:
    """Keep today's words of these; what was written today stays, but for `anew`."""
    day, rows = timezone.localdate(), []
    for quota in quotas:
        places = list(quota.places.all())
        partners = {place.partner_id for place in places} | {None}
        for partner_id in partners:
            word = word_for(places, partner_id)
            rows.append(
                QuotaWord(quota=quota, partner_id=partner_id, day=day, word=word)
            )
    if anew:
        QuotaWord.objects.filter(quota__in=[row.quota_id for row in rows]).delete()
    QuotaWord.objects.bulk_create(rows, ignore_conflicts=True)


def write_all() -> None:
    """At night: today's words of all quotas, and none that are long over."""
    write(Quota.objects.current().prefetch_related("places"))
    over = timezone.localdate() - timedelta(days=KEPT_DAYS)
    QuotaWord.objects.filter(day__lt=over).delete()


def word_for(places: list[QuotaPlace], partner_id: int | None) -> Word:
    """Of the places that are open to a partner's people.

    Where these are fewer than what may be shown by itself, of all places: else the word
    would say of the one person whom a partner sent that they answered.
    """
    theirs = [place for place in places if place.partner_id in (None, partner_id)]
    seen = theirs if len(theirs) >= FEWEST else places
    taken = sum(place.is_taken for place in seen)
    if taken >= len(seen):
        return Word.FULL
    is_near = taken * 100 >= NEARLY_PERCENT * len(seen)
    return Word.NEARLY if is_near else Word.KEEP_GOING
