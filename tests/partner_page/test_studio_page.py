import pytest

from studies.partner_page import problems
from studies.partner_page.models import PartnerPage
from tests import make
from tests.partner_page.pages import home

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(client):
    there = home()
    client.force_login(make.member(agency=there.partner.agency, role="designer").user)
    return there


def door(at) -> str:
    return f"/studio/partners/{at.partner.pk}/page/"


def test_the_address_is_shown_made_anew_and_ended(client, at):
    first = client.get(door(at)).content.decode()
    client.post(door(at), {"act": "make", "language": "es"})
    page = PartnerPage.objects.get()
    second = client.get(door(at)).content.decode()
    client.post(door(at), {"act": "revoke"})
    ended = client.get(door(at)).content.decode()

    assert f"/partner/{at.page.token}/" in first
    assert f"/partner/{page.token}/" in second
    assert page.language == "es"
    assert page.token not in ended
    assert "Their address has ended." in ended
    assert client.get(f"/partner/{page.token}/").status_code == 404


def test_the_language_changes_and_the_address_stays(client, at):
    client.post(door(at), {"act": "speak", "language": "ar"})

    page = PartnerPage.objects.get()
    assert (page.language, page.token) == ("ar", at.page.token)


def test_a_partner_without_a_page_is_offered_one_in_its_own_language(client, at):
    PartnerPage.objects.all().delete()

    page = client.get(door(at)).content.decode()
    client.post(door(at), {"act": "make", "language": "es"})

    assert "They have no page yet." in page
    assert '<option value="es" selected>' in page
    assert PartnerPage.objects.get().partner == at.partner


def test_a_problem_is_read_and_settled(client, at):
    row = problems.tell(
        at.partner,
        at.partnership.study,
        text="The link does not open.",
        language="en",
        contact=at.contact,
    )

    page = client.get(door(at)).content.decode()
    for _ in range(2):
        client.post(door(at), {"act": "settle", "problem": row.pk})

    row.refresh_from_db()
    assert "The link does not open." in page
    assert row.settled_at
    assert client.post(door(at), {"act": "settle", "problem": "x"}).status_code == 404


def test_open_problems_stand_before_newer_ones_that_are_settled(client, at):
    said = {"language": "en", "contact": at.contact}
    for text in ("It is shut.", "It is slow."):
        problems.tell(at.partner, at.partnership.study, text=text, **said)
    newest = at.partner.problems.first()
    problems.settle(newest.pk, by=make.user())

    page = client.get(door(at)).content.decode()

    assert newest.text == "It is slow."
    assert page.index("It is shut.") < page.index("It is slow.")


def test_a_viewer_looks_and_changes_nothing(client, at):
    client.force_login(make.member(agency=at.partner.agency, role="viewer").user)

    page = client.get(door(at)).content.decode()

    assert client.post(door(at), {"act": "revoke"}).status_code == 403
    assert "End this address" not in page


def test_too_many_problems_wait(at, monkeypatch):
    monkeypatch.setattr(problems, "MOST_OPEN", 0)

    with pytest.raises(problems.Refusal) as refusal:
        problems.tell(
            at.partner,
            at.partnership.study,
            text="A",
            language="en",
            contact=at.contact,
        )

    assert refusal.value.code == "too_many_problems"
