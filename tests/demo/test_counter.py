from datetime import date

import pytest

from feedback.demo import counter
from feedback.demo.days import Days
from studies.partners.models import OfficeAddress
from tests import make


@pytest.mark.django_db
def test_the_demos_office_has_an_address_and_words_of_its_staff():
    dana, study = make.user(name="Dana Whitlock"), make.study()
    today = date(2026, 4, 26)

    office = counter.open_counter(
        study, {"Dana Whitlock": dana}, Days.around(today), by=dana
    )

    assert office.kind == "office"
    assert OfficeAddress.objects.current().get().partner == office
    days = [row.seen_on for row in office.observations.all()]
    assert (len(days), max(days) < today) == (3, True)
    assert {row.study for row in office.observations.all()} == {study}
