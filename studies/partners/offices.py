"""Our own front-line offices: where they are written to, and which months are due."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.partners.models import OfficeAddress, OfficeMonth, Partner
from studies.people import access
from studies.people.models import AccessLog, Where

State = OfficeMonth.State
# On the second day everything of the month before is counted and judged.
FIRST_DAY, FIRST_HOUR, LAST_HOUR = 2, 9, 20
# A worker that does not come back leaves its mail to a person.
STUCK_AFTER = timedelta(minutes=30)


@transaction.atomic
def make_office(partner_id: int, *, by: User, back: bool = False) -> Partner:
    """Say that a partner is an office of our own, or is not; its links stay as they are.

    Where it is none any more, its address is erased.
    """
    row = Partner.objects.select_for_update().get(pk=partner_id)
    kind = Partner.Kind.COMMUNITY if back else Partner.Kind.OFFICE
    if row.kind != kind:
        row.kind, row._history_user = kind, by
        row.save()
    if back:
        forget_address(row.pk, by=by)
    return row


@transaction.atomic
def write_to(
    partner_id: int,
    *,
    email: str,
    how_we_got_it: str,
    language: str = "en",
    by: User | None,
) -> OfficeAddress:
    """Tell an office at this address from now on; it takes the place of the one before.

    Refused where they stopped these mails: they alone can start them again.
    """
    office = Partner.objects.select_for_update().get(pk=partner_id)
    if office.kind != Partner.Kind.OFFICE:
        raise Refusal(
            _("This partner is no office of yours, so it gets no monthly mail."),
            code="no_office",
        )
    there = office.addresses.at(email).first()
    if there and there.stopped_at:
        raise Refusal(
            _(
                "Nothing was saved. They stopped these mails at this address. They can "
                "start them again from the page in their last mail."
            ),
            code="stopped",
        )
    office.addresses.current().exclude(pk=there and there.pk).delete()
    row = there or OfficeAddress(partner=office, added_by=by)
    row.email, row.language = email.strip(), language
    row.how_we_got_it = how_we_got_it.strip()
    row.save()
    _note(AccessLog.Act.CHANGED if there else AccessLog.Act.ADDED, office, by)
    return row


@transaction.atomic
def forget_address(partner_id: int, *, by: User) -> None:
    """Erase the address for good; no mail goes there any more."""
    office = Partner.objects.select_for_update().get(pk=partner_id)
    if office.addresses.current().delete()[0]:
        _note(AccessLog.Act.ERASED, office, by)


def stop(address_id: object) -> None:
    """They stop the mails, by a tap; a second one changes nothing."""
    rows = OfficeAddress.objects.filter(pk=address_id, stopped_at=None)
    rows.update(stopped_at=timezone.now())


@transaction.atomic
def start_again(address_id: object) -> bool:
    """They want the mails again; False where the office is told elsewhere by now."""
    row = OfficeAddress.objects.select_related("partner").get(pk=address_id)
    Partner.objects.select_for_update().get(pk=row.partner_id)
    others = row.partner.addresses.current().exclude(pk=row.pk)
    if others.exists():
        return False
    OfficeAddress.objects.filter(pk=row.pk).update(stopped_at=None)
    return True


def month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def first_of_next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def open_months(now: datetime) -> int:
    """A row for each office that can be told of last month, as its own clock has it.

    An office whose counter had no link in that month hears nothing.
    """
    current = OfficeAddress.objects.current().filter(
        partner__kind=Partner.Kind.OFFICE, partner__archived_at=None
    )
    rows = []
    for address in current.select_related("partner__agency"):
        local = now.astimezone(address.partner.agency.zone)
        if local.day < FIRST_DAY or not FIRST_HOUR <= local.hour < LAST_HOUR:
            continue
        month = month_before(local.date())
        if had_links(address.partner, month):
            row = OfficeMonth(partner=address.partner, month=month, address=address)
            rows.append(row)
    # office_is_told_once_a_month keeps those that there are.
    return len(OfficeMonth.objects.bulk_create(rows, ignore_conflicts=True))


def had_links(office: Partner, month: date) -> bool:
    """Whether people could answer from there on some day of this month."""
    zone = office.agency.zone
    begin = datetime.combine(month, time.min, zone)
    end = datetime.combine(first_of_next(month), time.min, zone)
    links = office.invite_links.shared().filter(created_at__lt=end)
    ends = Q(revoked_at=None) | Q(revoked_at__gte=begin)
    return links.filter(ends, Q(expires_at=None) | Q(expires_at__gte=begin)).exists()


def claim(month_id: int, now: datetime) -> OfficeMonth | None:
    """Take one in hand; None where somebody else did, or nobody waits for it any more."""
    rows = OfficeMonth.objects.filter(pk=month_id)
    if not rows.filter(state=State.QUEUED).update(state=State.IN_HAND, claimed_at=now):
        return None
    row = rows.select_related("partner__agency", "address").get()
    address = row.address
    if address is None or address.stopped_at or row.partner.archived_at:
        rows.update(state=State.DROPPED)
        return None
    access.log(
        AccessLog.Act.MAILED,
        agency=row.partner.agency,
        by=None,
        people=1,
        about=Where.OFFICE,
    )
    return row


def settle(month_id: int, state: str) -> None:
    OfficeMonth.objects.filter(pk=month_id, state=State.IN_HAND).update(state=state)


def set_aside_stuck(now: datetime) -> int:
    """What was in hand when a worker died may have left: it is never sent by itself."""
    stuck = OfficeMonth.objects.filter(
        state=State.IN_HAND, claimed_at__lt=now - STUCK_AFTER
    )
    # Nothing leaves before it is settled what it says.
    again = stuck.filter(said__isnull=True).update(state=State.QUEUED)
    return again + stuck.update(state=State.UNSURE)


def is_first(row: OfficeMonth) -> bool:
    """Whether nothing of this kind went to this address before."""
    return not row.address.months.sent().exclude(pk=row.pk).exists()


def _note(act: str, office: Partner, by: User | None) -> None:
    access.log(act, agency=office.agency, by=by, people=1, about=Where.OFFICE)
