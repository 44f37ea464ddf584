import pytest
from django.urls import reverse

from cxstudio.refusal import Refusal
from studies.people import participants
from studies.people.models import AccessLog, Participant
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def designer(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


@pytest.fixture
def study(designer):
    return make.study(agency=designer.agency)


def at(study, name="participants", *more):
    return reverse(name, args=[study.slug, *more])


def test_the_study_shows_pseudonyms_and_no_contact_data(client, study):
    group = make.segment(study=study, name="Parents")
    person = make.person(agency=study.agency, name="Ana Ruiz", email="ana@example.org")
    row = make.participant(
        study=study, person=person, needs=["no_steps", "interpreter"]
    )
    row.segments.add(group)

    page = client.get(at(study)).content.decode()

    assert at(study, "participant", row.number) in page
    for shown in (">P-001<", "an interpreter, a place without steps", "Parents"):
        assert shown in page
    assert "Ana" not in page
    assert "ana@" not in page
    assert not AccessLog.objects.exists()


def test_the_list_shows_what_somebody_asked_for_when_they_booked(client, study):
    session = make.session(round=make.round_(study=study))
    row = make.participant(study=study, needs=["interpreter"])
    said = {"needs": ["read_aloud"], "interpreter": "es", "brings_somebody": True}
    make.booking(session=session, participant=row, **said)
    off = {"state": "canceled", "canceled_by": "person", "needs": ["no_steps"]}
    other = make.session(round=session.round)
    make.booking(session=other, participant=row, **off)

    page = client.get(at(study)).content.decode()

    shown = "questions read aloud, somebody comes along, an interpreter: Spanish"
    assert f">{shown}<" in page


@pytest.mark.parametrize("role", ["viewer", "analyst"])
def test_needs_and_groups_are_for_those_who_may_read_people(client, study, role):
    row = make.participant(study=study, needs=["interpreter"])
    row.segments.add(make.segment(study=study, name="Parents"))
    client.force_login(make.member(agency=study.agency, role=role).user)

    page = client.get(at(study)).content.decode()

    assert "P-001" in page
    for hidden in ("interpreter", "need to take part", "Parents", "Groups they say"):
        assert hidden not in page


def test_what_somebody_said_is_kept_and_may_be_taken_back(client, study):
    group = make.segment(study=study)
    row = make.participant(study=study)
    address = at(study, "participant", row.number)

    page = client.get(address).content.decode()
    said = {
        "language": "es",
        "needs": ["breaks", "large_print"],
        "segments": [group.pk],
    }
    client.post(address, said)
    kept = Participant.objects.get()
    first = (kept.language, kept.needs, list(kept.segments.all()))
    client.post(address, {"language": "es"})

    assert "are really heard, and for nothing else" in page
    assert first == ("es", ["large_print", "breaks"], [group])
    kept = Participant.objects.get()
    assert (kept.needs, list(kept.segments.all())) == ([], [])


def test_a_study_without_groups_asks_for_none(client, study):
    row = make.participant(study=study)

    page = client.get(at(study, "participant", row.number)).content.decode()
    client.post(at(study, "participant", row.number), {"language": "ar"})

    assert "Groups they say" not in page
    assert Participant.objects.get().language == "ar"


@pytest.mark.parametrize(
    ("fields", "code"), [({"language": ""}, "no_language"), ({}, "other_study")]
)
def test_what_does_not_fit_the_study_is_refused(study, fields, code):
    row = make.participant(study=study)
    group = make.segment() if code == "other_study" else make.segment(study=study)
    values = {"language": "es", "needs": [], "segments": [group], "by": make.user()}

    with pytest.raises(Refusal) as refused:
        participants.describe(row.pk, **values | fields)

    assert refused.value.code == code
    assert Participant.objects.get().language == "en"


def test_a_need_that_is_not_on_the_list_is_not_kept(study):
    row = make.participant(study=study)

    participants.describe(
        row.pk, language="es", needs=["diagnosis"], segments=[], by=make.user()
    )

    assert Participant.objects.get().needs == []


def test_somebody_of_the_list_is_found_by_address_and_brought_in_once(
    client, designer, study
):
    fields = {"agency": study.agency, "email": "family@example.org"}
    ana, _nico = make.person(name="Ana", **fields), make.person(name="Nico", **fields)

    found = client.post(at(study), {"address": "Family@example.org"}).content.decode()
    for _ in range(2):
        answer = client.post(at(study, "participant-add", ana.pk))
    again = client.post(at(study), {"address": "family@example.org"}).content.decode()

    assert ("Ana" in found, "Nico" in found, ">P-001<" in found) == (True, True, False)
    assert answer["Location"] == at(study, "participant", 1)
    assert Participant.objects.get().person == ana
    assert ">P-001<" in again
    lines = AccessLog.objects.order_by("pk").values_list("act", "people", "study")
    assert list(lines) == [
        ("read", 2, study.pk),
        ("changed", 1, study.pk),
        ("read", 2, study.pk),
    ]


def test_nobody_at_an_address_is_said_and_written_down(client, study):
    page = client.post(at(study), {"address": "x@example.org"}).content.decode()

    assert "Nobody on the list has this address." in page
    assert AccessLog.objects.get().people == 0


def test_a_viewer_looks_and_changes_nothing(client):
    viewer = make.member(role="viewer")
    client.force_login(viewer.user)
    study = make.study(agency=viewer.agency)
    row = make.participant(study=study)

    assert client.get(at(study)).status_code == 200
    assert client.post(at(study), {"address": "a@example.org"}).status_code == 403
    for name, of in (("participant", row.number), ("participant-add", row.person_id)):
        assert client.post(at(study, name, of)).status_code == 403


def test_somebody_taken_off_the_list_or_of_another_agency_is_not_brought_in(
    client, study
):
    theirs = make.person()

    assert client.post(at(study, "participant-add", theirs.pk)).status_code == 404
    assert not Participant.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number(
    client, study, number, django_assert_num_queries
):
    for _ in range(number):
        make.participant(study=study).segments.add(make.segment(study=study))
    client.get(at(study))

    with django_assert_num_queries(8):  # with all visits in one
        client.get(at(study))
