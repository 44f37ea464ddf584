import pytest

from cxstudio.refusal import Refusal
from studies.partners import actions as partners
from studies.partners import many_links, sites
from studies.partners.actions import Place
from studies.partners.models import InviteLink
from tests import make

pytestmark = pytest.mark.django_db
Channel = InviteLink.Channel


def make_many(activity, partner, **fields) -> list[InviteLink]:
    return many_links.make(activity.pk, partner, **{"by": make.user()} | fields)


def test_one_link_is_made_for_each_place_language_and_channel_and_none_twice():
    activity = make.activity()
    partner = make.partner(agency=activity.agency)
    places = [sites.add(partner.pk, name=n, by=None) for n in ("Desk", "Clinic")]
    chosen = {"sites": places, "languages": ["en", "es"], "channels": ["flyer"]}

    first = make_many(activity, partner, **chosen)
    partners.revoke_link(first[0].pk, by=make.user())
    again = make_many(activity, partner, **chosen | {"channels": ["flyer", "poster"]})

    assert [str(link) for link in first] == [
        "Desk · English · flyer",
        "Desk · Spanish · flyer",
        "Clinic · English · flyer",
        "Clinic · Spanish · flyer",
    ]
    assert [str(link) for link in again] == [
        "Desk · English · flyer",
        "Desk · English · poster",
        "Desk · Spanish · poster",
        "Clinic · English · poster",
        "Clinic · Spanish · poster",
    ]
    assert len({link.short_code for link in first + again}) == 9


def test_with_nothing_chosen_one_link_is_made():
    activity = make.activity()
    partner = make.partner(agency=activity.agency)

    [link] = make_many(activity, partner)

    assert str(link) == partner.name


def test_too_many_at_once_are_refused_with_the_limit_and_none_is_made():
    activity = make.activity()
    partner = make.partner(agency=activity.agency)
    languages = [f"x-{number}" for number in range(15)]

    with pytest.raises(Refusal, match="105 links, and 100") as refused:
        make_many(activity, partner, languages=languages, channels=Channel.values)

    assert refused.value.code == "too_many_links"
    assert not InviteLink.objects.exists()


def test_a_place_of_another_partner_is_refused():
    activity = make.activity()
    place = sites.add(make.partner(agency=activity.agency).pk, name="Desk", by=None)

    with pytest.raises(Refusal) as refused:
        partners.make_link(
            activity.pk,
            partner=make.partner(agency=activity.agency),
            place=Place(site=place),
            by=None,
        )

    assert refused.value.code == "other_partners_place"


def test_a_place_is_added_once_and_one_that_was_put_away_comes_back():
    partner = make.partner()
    place = sites.add(partner.pk, name=" Desk ", by=None)

    for _ in range(2):
        sites.archive(place.pk, by=make.user())
    gone = list(partner.sites.current())
    back = sites.add(partner.pk, name="Desk", by=None)

    assert (gone, back, list(partner.sites.current())) == ([], place, [place])


def test_a_partner_has_so_many_places_at_most(monkeypatch):
    monkeypatch.setattr(sites, "MOST", 1)
    partner = make.partner()
    sites.add(partner.pk, name="Desk", by=None)

    with pytest.raises(Refusal, match="at most 1 places") as refused:
        sites.add(partner.pk, name="Clinic", by=None)

    assert refused.value.code == "too_many_places"


def test_the_end_of_a_link_can_be_undone_with_its_address_and_code():
    link = partners.make_link(make.activity().pk, by=None)
    partners.revoke_link(link.pk, by=make.user())

    for _ in range(2):
        partners.open_link_again(link.pk, by=make.user())

    again = InviteLink.objects.get()
    assert (again.works, again.token, again.short_code) == (
        True,
        link.token,
        link.short_code,
    )
