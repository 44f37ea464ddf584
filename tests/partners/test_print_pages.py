import pytest

from studies.partners import actions as partners
from studies.partners.actions import Place
from studies.partners.models import InviteLink
from tests import make
from tests.partners.papers import a_link, an_agency, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def designer(client):
    member = make.member(role="designer", agency=an_agency())
    client.force_login(member.user)
    return member


def url(link, end: str) -> str:
    return f"/studio/partners/link/{link.pk}/{end}/"


def test_a_designer_chooses_and_gets_the_file(client, designer):
    link = a_link(agency=designer.agency)
    asked = {"kind": "flyer", "languages": ["es", "en"], "paper": "a4"}

    answer = client.get(url(link, "print"), asked)

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        'inline; filename="flyer-front-desk-es-en-a4.pdf"'
    )
    assert read(answer.content).trailer["/Root"]["/Lang"] == "es"


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [({}, ["es", "en"]), ({"languages": "en,ar"}, ["en", "ar"])],
)
def test_the_form_begins_with_what_the_partner_or_the_address_speaks(
    client, designer, asked, chosen
):
    page = client.get(url(a_link(agency=designer.agency), "flyer"), asked)

    begun = page.context["form"]
    assert [begun[name].value() for name in ("kind", "languages", "paper")] == [
        "flyer",
        chosen,
        "letter",
    ]


def test_a_link_of_a_counter_begins_with_the_card(client, designer):
    place = Place(channel=InviteLink.Channel.COUNTER)
    link = a_link(agency=designer.agency, place=place)

    form = client.get(url(link, "flyer")).context["form"]

    assert form["kind"].value() == "counter-card"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"languages": ["en", "es", "ar"]}, "At most 2 languages fit on this."),
        ({"languages": ["en", "fr"]}, "This is not on the list. Choose again."),
        ({"languages": []}, "Choose at least one language."),
        ({"kind": "banner"}, "This is not on the list. Choose again."),
    ],
)
def test_what_cannot_be_printed_is_said_beside_the_form(client, designer, asked, said):
    link = a_link(agency=designer.agency)
    usual = {"kind": "flyer", "languages": ["en"], "paper": "letter"}

    page = client.get(url(link, "print"), usual | asked)

    assert page["Content-Type"].startswith("text/html")
    assert said in page.content.decode()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda link: partners.revoke_link(link.pk, by=None), "This link has ended"),
        (
            lambda link: type(link).objects.update(is_kiosk=True),
            "This link is not for paper",
        ),
    ],
)
def test_a_link_that_paper_must_not_carry_says_why(client, designer, spoil, said):
    link = a_link(agency=designer.agency)
    spoil(link)
    asked = {"kind": "flyer", "languages": ["en"], "paper": "letter"}

    form = client.get(url(link, "flyer"), follow=True)
    file = client.get(url(link, "print"), asked)

    assert form.redirect_chain == [(f"/studio/partners/link/{link.pk}/", 302)]
    assert said in form.content.decode()
    assert said in file.content.decode()


def test_a_viewer_prints_and_another_agency_finds_nothing(client, designer):
    ours, theirs = a_link(agency=designer.agency), a_link()
    viewer = make.member(role="viewer", agency=designer.agency)
    client.force_login(viewer.user)

    statuses = [client.get(url(link, "flyer")).status_code for link in (ours, theirs)]
    strange = client.get(url(theirs, "print")).status_code

    assert (statuses, strange) == ([200, 404], 404)
