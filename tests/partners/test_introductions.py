import pytest
from django.urls import reverse

from cxstudio.refusal import Refusal
from studies.partners import introductions
from studies.partners.models import Introduction, Partnership
from tests import make

pytestmark = pytest.mark.django_db


def test_the_first_partner_stays_first_and_the_others_are_named():
    person = make.participant()
    agency = person.study.agency
    first, second = make.partner(agency=agency), make.partner(agency=agency)

    introductions.note(person.pk, [second], by=make.user())
    introductions.note(person.pk, [first, second], by=make.user())

    came = introductions.came_by([person.pk])[person.pk]
    assert (came.first, came.others) == (second, (first,))


def test_only_who_came_by_several_partners_is_listed(django_assert_num_queries):
    study = make.study()
    partners = [make.partner(agency=study.agency) for _ in range(2)]
    people = [make.participant(study=study) for _ in range(3)]
    introductions.note(people[1].pk, partners, by=make.user())
    introductions.note(people[2].pk, partners[:1], by=make.user())

    with django_assert_num_queries(2):
        [(person, came)] = introductions.brought_twice(study)

    assert (person, came.first, came.others) == (people[1], partners[0], (partners[1],))


def test_noting_twice_notes_once_and_unticking_takes_away():
    person = make.participant()
    partner = make.partner(agency=person.study.agency)

    for _ in range(2):
        introductions.note(person.pk, [partner], by=make.user())
    once = Introduction.objects.count()
    introductions.note(person.pk, [], by=make.user())

    assert (once, Introduction.objects.count()) == (1, 0)


def test_a_partner_of_another_agency_is_refused():
    person = make.participant()

    with pytest.raises(Refusal, match="another agency"):
        introductions.note(person.pk, [make.partner()], by=make.user())

    assert introductions.came_by([person.pk]) == {}


def test_the_team_says_and_reads_who_brought_somebody(client):
    person = make.participant()
    study = person.study
    first = make.partner(agency=study.agency, name="Harbor Lane")
    second = make.partner(agency=study.agency, name="Cedar Street")
    for partner in (first, second):
        Partnership.objects.create(partner=partner, study=study)
    client.force_login(make.member(agency=study.agency, role="designer").user)
    address = reverse("participant-came-by", args=[study.slug, person.number])

    client.post(address, {"partners": [first.pk]})
    client.post(address, {"partners": [first.pk, second.pk]})
    page = client.get(address).content.decode()

    assert "First: <b>Harbor Lane</b>." in page
    assert "Also came by:" in page
    assert "<b>Cedar Street</b>." in page
