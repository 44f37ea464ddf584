from datetime import date

import pytest

from feedback.demo import counter
from feedback.demo.days import Days
from studies.partners import prints
from studies.partners.models import OfficeAddress
from tests import make


@pytest.mark.django_db
def test_the_demos_office_has_a_card_an_address_and_words_of_its_staff():
    dana = make.user(name="Dana Whitlock")
    activity = make.activity(
        round=make.round_(), state="published", languages_ready=["en", "es"]
    )
    today = date(2026, 4, 26)

    office = counter.open_counter(
        activity, {"Dana Whitlock": dana}, Days.around(today), by=dana
    )

    [link] = office.invite_links.all()
    assert (office.kind, link.channel) == ("office", "counter")
    assert prints.sheet(link, "counter-card", ["en", "es"])["partner"] == office.name
    assert OfficeAddress.objects.current().get().partner == office
    days = [row.seen_on for row in office.observations.all()]
    assert (len(days), max(days) < today) == (3, True)
    assert {row.study for row in office.observations.all()} == {activity.study}
