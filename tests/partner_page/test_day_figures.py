from datetime import timedelta

import pytest
from django.utils import timezone

from studies.disclosure.outside import rounded
from studies.partner_page import day_figures
from studies.partner_page.models import DayFigures
from studies.partners.models import InviteLink
from tests import make
from tests.partner_page.pages import Home, home

pytestmark = pytest.mark.django_db
NOON = timezone.now().replace(hour=12, minute=0)


def opened(at: Home, number: int, *, days: int = 0, now=NOON) -> dict:
    """What is shown after so many openings, on a day."""
    InviteLink.objects.filter(pk=at.link.pk).update(openings=number)
    day_figures.refresh(now + timedelta(days=days))
    row = DayFigures.objects.first()
    return row and {
        "all": row.shown["all"],
        "one": row.shown["links"].get(str(at.link.pk)),
    }


@pytest.mark.parametrize(
    ("number", "about"), [(0, None), (10, None), (11, 10), (13, 15), (41, 40)]
)
def test_few_openings_are_hidden_and_others_rounded(number, about):
    assert opened(home(), number) == {"all": about, "one": about}


def test_within_a_day_nothing_moves_and_from_day_to_day_by_eleven_at_least():
    at = home()

    seen = [
        opened(at, 20),
        opened(at, 90),
        opened(at, 30, days=1),
        opened(at, 31, days=2),
    ]

    assert [one["all"] for one in seen] == [20, 20, 20, 30]
    assert DayFigures.objects.count() == 1


def test_before_morning_where_the_agency_is_nothing_is_counted():
    at = home()
    agency = at.partner.agency
    agency.time_zone = "America/New_York"
    agency.save()
    local = NOON.astimezone(agency.zone)

    early = opened(at, 50, now=local.replace(hour=4, minute=59))
    morning = opened(at, 50, now=local.replace(hour=5))

    assert (early, morning) == (None, {"all": 50, "one": 50})


def test_shared_screens_and_other_partners_links_are_left_out():
    at, other = home(), home()
    InviteLink.objects.filter(pk=other.link.pk).update(openings=70)
    make.partner(agency=at.partner.agency)
    kiosk = InviteLink.objects.get(pk=at.link.pk)
    kiosk.pk, kiosk.is_kiosk, kiosk.openings = None, True, 40
    kiosk.token_hash, kiosk.short_code = "x", "CDFG3467"
    kiosk.save(force_insert=True)

    opened(at, 20)

    shown = at.partnership.figures.shown
    assert (shown["all"], list(shown["links"])) == (20, [str(at.link.pk)])


def test_a_partner_without_a_page_has_no_figures():
    at = home()
    at.page.delete()

    assert day_figures.refresh(NOON) == 0


def test_numbers_are_rounded_to_the_nearest_five():
    assert [rounded(n) for n in (11, 12, 13, 17, 18)] == [10, 10, 15, 15, 20]
