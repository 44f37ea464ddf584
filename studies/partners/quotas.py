"""How many people of each group are to answer: planning it, and how it stands."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.partners import quota_words
from studies.partners.models import Partner, Quota, QuotaPlace
from studies.partners.quota_words import standing
from studies.planning.models import Activity, Segment

__all__ = ["add", "archive", "change", "lock", "rooms_of", "standing"]

# {partner: people who count}; nobody stands for those who came without a partner.
Heard = Mapping[int | None, int]


@transaction.atomic
def add(
    activity_id: int,
    *,
    question_key: str,
    codes: Collection[str],
    labels: Mapping[str, str],
    target: int,
    heard: Heard,
    segment: Segment | None = None,
    when_full: str = Quota.WhenFull.GO_ON,
    lease_minutes: int | None = None,
    by: User | None,
) -> Quota:
    """A quota for whoever chooses one of `codes`; who answered so before is counted."""
    activity = Activity.objects.select_for_update().get(pk=activity_id)
    ours = Quota.objects.filter(activity=activity)
    same = ours.current().filter(question_key=question_key, codes=sorted(codes))
    if same.exists():
        raise Refusal(
            _("Nothing was saved. There is a quota for these answers already."),
            code="quota_exists",
        )
    if when_full == Quota.WhenFull.STOP and not activity.anonymous:
        raise Refusal(
            _(
                "Nothing was saved. People with a link of their own would be reminded "
                "to come back and be stopped again. Let them go on."
            ),
            code="stop_needs_anonymous",
        )
    number = (ours.aggregate(top=Max("number"))["top"] or 0) + 1
    quota = Quota(
        activity=activity,
        segment=segment,
        number=number,
        question_key=question_key,
        codes=sorted(codes),
        labels=dict(labels),
        target=target,
        when_full=when_full,
    )
    quota.lease_minutes = lease_minutes or quota.lease_minutes
    _save(quota, by)
    _deal(quota, {}, heard)
    return quota


@transaction.atomic
def change(
    quota_id: int,
    *,
    target: int,
    rooms: Mapping[int, int],
    heard: Heard,
    lease_minutes: int | None = None,
    by: User | None,
) -> Quota:
    """Set the number of places, and `rooms` ({partner: places kept for its people}).

    Fewer places than people who count is allowed: then it is full, and over by some.
    Whoever is on the way and has no place any more reads so on their next page.
    """
    quota = Quota.objects.select_for_update().get(pk=quota_id)
    if sum(rooms.values()) > target:
        raise Refusal(
            _("Nothing was saved. More places are kept for partners than there are."),
            code="rooms_too_large",
        )
    ours = Partner.objects.filter(agency=quota.activity.agency_id, pk__in=rooms)
    if ours.count() != len(rooms):
        raise Refusal(_("This partner works with another agency."), code="other_agency")
    quota.target = target
    quota.lease_minutes = lease_minutes or quota.lease_minutes
    _save(quota, by)
    _deal(quota, rooms, heard)
    return quota


@transaction.atomic
def archive(quota_id: int, *, by: User | None, back: bool = False) -> Quota:
    """End a quota, or bring it back; who was counted stays so."""
    quota = Quota.objects.select_for_update().get(pk=quota_id)
    if (quota.archived_at is None) != back:
        quota.archived_at = None if back else timezone.now()
        _save(quota, by)
    return quota


def _save(quota: Quota, by: User | None) -> None:
    quota._history_user = by
    quota.save()


def rooms_of(quota: Quota) -> dict[int, int]:
    """{partner: places that are kept for its people}, taken or not."""
    rows = quota.places.exclude(partner=None).order_by().values_list("partner")
    return dict(rows.annotate(Count("pk")))


def lock(quota_id: int) -> None:
    """Wait for whoever is sending an answer, so that `heard` can be counted."""
    list(QuotaPlace.objects.select_for_update().filter(quota=quota_id).order_by("pk"))


def _deal(quota: Quota, rooms: Mapping[int, int], heard: Heard) -> None:
    """Lay the places out anew: a partner's people sit in its room first.

    Those on the way keep theirs, as far as there is one.
    """
    held: dict[int | None, list[QuotaPlace]] = {}
    for row in quota.places.filter(until__gt=timezone.now()).order_by("pk"):
        held.setdefault(row.partner_id, []).append(row)
    quota.places.all().delete()
    others, made = sum(heard.values()), []
    for partner_id, size in sorted(rooms.items()):
        taken = min(size, heard.get(partner_id, 0))
        made += _room(quota, partner_id, size, taken, held.get(partner_id, []))
        others -= taken
    size = max(quota.target - sum(rooms.values()), others)
    made += _room(quota, None, size, others, held.get(None, []))
    QuotaPlace.objects.bulk_create(made)
    quota_words.write([quota], anew=True)


def _room(
    quota: Quota, partner_id: int | None, size: int, taken: int, held: list[QuotaPlace]
) -> list[QuotaPlace]:
    rows = [
        QuotaPlace(quota=quota, partner_id=partner_id, is_taken=index < taken)
        for index in range(size)
    ]
    for row, before in zip(rows[taken:], held, strict=False):
        row.holder, row.until = before.holder, before.until
    return rows
