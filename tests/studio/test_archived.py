import pytest
from django.urls import reverse
from django.utils import timezone

from tests import make

pytestmark = pytest.mark.django_db


def put_away(agency, **fields):
    return make.service(agency=agency, archived_at=timezone.now(), **fields)


def enter(client, role="designer"):
    member = make.member(role=role)
    client.force_login(member.user)
    return member


def test_the_page_lists_what_the_agency_put_away(client):
    member = enter(client)
    put_away(member.agency, name="Old service")
    make.service(agency=member.agency, name="Present service")
    put_away(make.agency(), name="Their old service")

    page = client.get(reverse("archived-list")).content.decode()

    assert "Old service" in page
    assert "Present service" not in page
    assert "Their old service" not in page


def test_a_row_comes_back_and_its_history_says_who_did_it(client):
    member = enter(client)
    service = put_away(member.agency)
    address = reverse("archived-bring-back", args=["service", service.pk])

    first = client.post(address, follow=True)
    client.post(address)

    service.refresh_from_db()
    assert service.archived_at is None
    assert [one.history_user for one in service.history.all()[:1]] == [member.user]
    assert f"“{service.name}” is back." in first.content.decode()
    assert service.history.count() == 2


def test_a_viewer_sees_what_is_archived_and_brings_nothing_back(client):
    member = enter(client, role="viewer")
    service = put_away(member.agency)
    address = reverse("archived-bring-back", args=["service", service.pk])

    page = client.get(reverse("archived-list")).content.decode()

    assert service.name in page
    assert address not in page
    assert client.post(address).status_code == 404
    service.refresh_from_db()
    assert service.archived_at is not None


def test_a_kind_that_cannot_be_archived_is_not_found(client):
    enter(client, role="administrator")

    address = reverse("archived-bring-back", args=["agency", 1])

    assert client.post(address).status_code == 404


def test_an_empty_archive_says_so(client):
    enter(client)

    assert "Nothing is archived." in (
        client.get(reverse("archived-list")).content.decode()
    )
