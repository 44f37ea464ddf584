from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from cxstudio.refusal import Refusal
from studies.partners import actions as partners
from studies.partners import offices
from studies.partners.models import OfficeAddress, OfficeMonth, Partner
from studies.people.models import AccessLog
from tests import make

pytestmark = pytest.mark.django_db
State = OfficeMonth.State
SECOND_OF_NOVEMBER = datetime(2026, 11, 2, 15, 20, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)


def with_a_link(address: OfficeAddress) -> OfficeAddress:
    """Its counter had a link since September."""
    activity = make.activity(agency=address.partner.agency)
    link = partners.make_link(activity.pk, partner=address.partner, by=None)
    type(link).objects.update(created_at=datetime(2026, 9, 5, tzinfo=UTC))
    return address


def test_an_address_is_kept_sealed_and_the_change_is_in_the_log():
    office, by = make.office(), make.user()

    row = offices.write_to(
        office.pk, email="desk@example.org", how_we_got_it=" They asked ", by=by
    )

    assert (row.email, row.how_we_got_it, row.added_by) == (
        "desk@example.org",
        "They asked",
        by,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT email::text FROM studies_officeaddress")
        assert "desk@" not in cursor.fetchone()[0]
    line = AccessLog.objects.get()
    assert (line.act, line.by, line.people, line.where) == (
        "added",
        by,
        1,
        "monthly mails to an office",
    )


def test_a_new_address_takes_the_place_of_the_old_one():
    old = make.office_address()

    new = offices.write_to(
        old.partner_id, email="new@example.org", how_we_got_it="Moved", by=None
    )

    assert list(OfficeAddress.objects.all()) == [new]


def test_the_same_address_again_is_changed_in_place():
    old = make.office_address(email="desk@example.org")

    offices.write_to(
        old.partner_id,
        email=" Desk@example.org ",
        how_we_got_it="Asked again",
        language="es",
        by=None,
    )

    row = OfficeAddress.objects.get()
    assert (row.pk, row.language, row.how_we_got_it) == (old.pk, "es", "Asked again")


def test_a_partner_that_is_no_office_gets_no_mail():
    partner = make.partner()

    with pytest.raises(Refusal) as refused:
        offices.write_to(partner.pk, email="a@example.org", how_we_got_it="x", by=None)

    assert refused.value.code == "no_office"
    assert not OfficeAddress.objects.exists()


def test_whoever_stopped_stays_stopped_for_the_team_and_can_come_back():
    row = make.office_address(email="desk@example.org")
    offices.stop(row.pk)
    offices.stop(row.pk)

    with pytest.raises(Refusal) as refused:
        offices.write_to(
            row.partner_id, email="DESK@example.org", how_we_got_it="x", by=None
        )
    offices.forget_address(row.partner_id, by=None)

    assert refused.value.code == "stopped"
    assert OfficeAddress.objects.get().stopped_at is not None
    assert offices.start_again(row.pk)
    assert OfficeAddress.objects.get().stopped_at is None


def test_nobody_comes_back_beside_another_address_of_the_office():
    old = make.office_address()
    offices.stop(old.pk)
    make.office_address(partner=old.partner)

    assert not offices.start_again(old.pk)
    assert OfficeAddress.objects.get(pk=old.pk).stopped_at is not None


def test_a_partner_becomes_an_office_and_is_none_any_more():
    partner, by = make.partner(), make.user()

    offices.make_office(partner.pk, by=by)
    make.office_address(partner=partner)
    offices.make_office(partner.pk, by=by)
    assert Partner.objects.get().kind == "office"
    offices.make_office(partner.pk, by=by, back=True)

    partner.refresh_from_db()
    assert (partner.kind, partner.addresses.count()) == ("community", 0)
    assert [row.kind for row in partner.history.all()] == [
        "community",
        "office",
        "community",
    ]


def test_each_office_with_a_link_has_one_row_for_last_month():
    address = with_a_link(make.office_address())
    make.office_address()  # whose counter had no link

    opened = [offices.open_months(SECOND_OF_NOVEMBER) for _again in range(2)]

    row = OfficeMonth.objects.get()
    assert (row.partner, row.month, row.address, row.state) == (
        address.partner,
        OCTOBER,
        address,
        "queued",
    )
    assert opened[0] == 1


@pytest.mark.parametrize(
    ("moment", "rows"),
    [
        (datetime(2026, 11, 1, 15, tzinfo=UTC), 0),  # a first day
        (datetime(2026, 11, 2, 12, tzinfo=UTC), 0),  # seven in New York
        (datetime(2026, 11, 2, 14, tzinfo=UTC), 1),
        (datetime(2026, 11, 3, 1, tzinfo=UTC), 0),  # eight in the evening there
    ],
)
def test_offices_are_told_by_day_from_the_second_day_on(moment, rows):
    agency = make.agency(time_zone="America/New_York")
    with_a_link(make.office_address(partner=make.office(agency=agency)))

    offices.open_months(moment)

    assert OfficeMonth.objects.count() == rows


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: offices.stop(row.pk),
        lambda row: partners.archive_partner(row.partner_id, by=None),
        lambda row: row.partner.invite_links.update(
            revoked_at=datetime(2026, 9, 30, tzinfo=UTC)
        ),
        lambda row: row.partner.invite_links.update(
            expires_at=datetime(2026, 9, 30, tzinfo=UTC)
        ),
        lambda row: row.partner.invite_links.update(created_at=SECOND_OF_NOVEMBER),
    ],
)
def test_an_office_without_address_counter_or_link_waits_for_nothing(spoil):
    spoil(with_a_link(make.office_address()))

    offices.open_months(SECOND_OF_NOVEMBER)

    assert not OfficeMonth.objects.exists()


def a_month(**fields) -> OfficeMonth:
    address = make.office_address()
    values = {"partner": address.partner, "address": address, "month": OCTOBER}
    return OfficeMonth.objects.create(**values | fields)


def test_one_worker_takes_a_month_in_hand():
    row = a_month()

    taken = [offices.claim(row.pk, SECOND_OF_NOVEMBER) for _worker in range(2)]

    assert taken == [row, None]
    assert AccessLog.objects.get().act == "mailed"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: offices.stop(row.address_id),
        lambda row: offices.forget_address(row.partner_id, by=None),
        lambda row: partners.archive_partner(row.partner_id, by=None),
    ],
)
def test_a_month_that_nobody_waits_for_any_more_is_dropped(spoil):
    row = a_month()
    spoil(row)

    assert offices.claim(row.pk, SECOND_OF_NOVEMBER) is None
    assert OfficeMonth.objects.get().state == State.DROPPED


def test_a_mail_in_hand_for_long_is_left_to_a_person_unless_it_cannot_have_left():
    late = SECOND_OF_NOVEMBER + timedelta(hours=1)
    early = a_month(state=State.IN_HAND, claimed_at=SECOND_OF_NOVEMBER)
    ready = a_month(state=State.IN_HAND, claimed_at=SECOND_OF_NOVEMBER, said=[])
    fresh = a_month(state=State.IN_HAND, claimed_at=late, said=[])

    assert offices.set_aside_stuck(late) == 2

    states = [OfficeMonth.objects.get(pk=row.pk).state for row in (early, ready, fresh)]
    assert states == ["queued", "unsure", "in_hand"]


def test_the_first_mail_to_an_address_is_known_as_such():
    before = a_month(state=State.HANDED_OVER, said=[])
    row = OfficeMonth.objects.create(
        partner=before.partner, address=before.address, month=date(2026, 11, 1)
    )

    assert (offices.is_first(before), offices.is_first(row)) == (True, False)
