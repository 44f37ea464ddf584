import pytest

from cxstudio.refusal import Refusal
from studies.people import changing
from studies.people.models import AccessLog, Person
from tests import make

pytestmark = pytest.mark.django_db
SAID = {
    "name": "Ana Ruiz",
    "email": "ana@example.org",
    "phone": "555-0142",
    "language": "es",
    "time_zone": "America/Denver",
    "how_we_got_it": "Counter",
}


@pytest.fixture
def designer(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


def at(person) -> str:
    return f"/studio/people/{person.pk}/"


def test_a_wrong_address_is_mended_and_both_look_and_change_are_written_down(
    client, designer
):
    person = make.person(agency=designer.agency, name="Ana", email="anna@example.org")

    page = client.get(at(person))
    marker = page.context["form"]["marker"].value()
    client.post(at(person), SAID | {"marker": marker})

    kept = Person.objects.get()
    assert {field: getattr(kept, field) for field in SAID} == SAID
    assert Person.objects.at_address("ana@example.org").get() == person
    assert not Person.objects.at_address("anna@example.org").exists()
    lines = AccessLog.objects.order_by("pk").values_list("act", "by", "people")
    who = designer.user.pk
    assert list(lines) == [("read", who, 1), ("changed", who, 1)]


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(client, designer):
    person = make.person(agency=designer.agency)
    marker = client.get(at(person)).context["form"]["marker"].value()
    changing.change(
        person.pk, seen=marker, by=make.user(), **SAID | {"name": "Somebody else"}
    )

    page = client.post(at(person), SAID | {"marker": marker}).content.decode()

    assert "Somebody else changed this while you were writing" in page
    assert Person.objects.get().name == "Somebody else"


def test_saving_without_a_change_writes_no_line_of_a_change(designer):
    person = make.person(agency=designer.agency, **SAID)

    for _ in range(2):
        changing.change(
            person.pk, seen=changing.marker(person), by=designer.user, **SAID
        )

    assert not AccessLog.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"email": "", "phone": ""}, "no_address"),
        ({"email": "ana at example"}, "bad_address"),
        ({"how_we_got_it": " "}, "no_source"),
    ],
)
def test_what_is_no_whole_contact_is_refused_and_nothing_changes(designer, wrong, code):
    person = make.person(agency=designer.agency, name="Ana")

    with pytest.raises(Refusal) as refused:
        changing.change(
            person.pk, seen=changing.marker(person), by=designer.user, **SAID | wrong
        )

    assert refused.value.code == code
    assert Person.objects.get().name == "Ana"
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("state", ["pending", "confirmed", "left"])
@pytest.mark.parametrize("email", ["bo@example.org", ""])
def test_who_is_on_the_panel_keeps_the_address_that_they_spoke_for(
    designer, state, email
):
    person = make.person(agency=designer.agency, **SAID)
    make.panel_member(person=person, state=state)

    with pytest.raises(Refusal) as refused:
        change(person, by=designer.user, email=email)
    change(person, by=designer.user, name="Ana R.", email="ANA@example.org")

    person.refresh_from_db()
    assert refused.value.code == "on_panel"
    assert (person.name, person.email) == ("Ana R.", "ANA@example.org")


def change(person, *, by, **said) -> None:
    changing.change(person.pk, seen=changing.marker(person), by=by, **SAID | said)


def test_errors_stand_by_their_field_and_what_was_typed_is_kept(client, designer):
    person = make.person(agency=designer.agency)
    marker = client.get(at(person)).context["form"]["marker"].value()

    page = client.post(at(person), SAID | {"marker": marker, "email": "ana at"})

    assert 'value="ana at"' in page.content.decode()
    assert "not a whole e-mail address" in page.content.decode()


def test_how_we_got_an_address_cannot_be_emptied(client, designer):
    person = make.person(agency=designer.agency)
    marker = client.get(at(person)).context["form"]["marker"].value()

    page = client.post(at(person), SAID | {"marker": marker, "how_we_got_it": ""})

    assert page.context["form"].errors == {"how_we_got_it": ["Fill this in."]}


def test_a_language_that_is_not_on_the_menu_stays(client, designer):
    person = make.person(agency=designer.agency, language="ht")

    page = client.get(at(person)).content.decode()

    assert "Haitian Creole" in page


def test_who_may_not_edit_and_strangers_to_the_agency_see_nobody(client, designer):
    theirs = make.person()
    assert client.get(at(theirs)).status_code == 404

    viewer = make.member(role="viewer")
    client.force_login(viewer.user)
    ours = make.person(agency=viewer.agency)
    assert client.get(at(ours)).status_code == 403
    assert not AccessLog.objects.exists()
