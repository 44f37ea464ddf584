import pytest
from django.db import IntegrityError, connection, transaction

from cxstudio.refusal import Refusal
from studies.people import actions as people
from studies.people.models import AccessLog, Participant, Person
from tests import make

pytestmark = pytest.mark.django_db


def add(agency, **fields) -> Person:
    values = {
        "name": "Marisol Vega",
        "email": "marisol@example.org",
        "language": "es",
        "how_we_got_it": "Signed up at Harbor Lane",
        "by": None,
    }
    return people.add_person(agency=agency, **values | fields)


def test_a_person_is_kept_sealed_and_can_be_looked_up_by_address():
    agency = make.agency()

    person = add(agency, email=" Marisol@Example.org ")

    kept = Person.objects.get(pk=person.pk)
    found = Person.objects.within(agency).at_address("marisol@example.org")
    assert (kept.name, kept.email) == ("Marisol Vega", "Marisol@Example.org")
    assert list(found) == [person]


def test_the_database_holds_no_name_and_no_address_in_clear():
    person = add(make.agency(), phone="555-0101")

    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text FROM studies_person p")
        [(row,)] = cursor.fetchall()
        cursor.execute("SELECT name, email, phone FROM studies_person")
        sealed = [bytes(value) for value in cursor.fetchone()]

    assert str(person.pk) in row
    assert "Marisol" not in row
    assert [b"Marisol" in value or b"555" in value for value in sealed] == [False] * 3


def test_the_same_address_twice_is_two_people():
    agency = make.agency()

    first, second = add(agency), add(agency, name="Nico Vega")

    assert first.pk != second.pk
    assert Person.objects.at_address("marisol@example.org").count() == 2


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"email": "marisol"}, "bad_address"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "bad_address"),
        ({"email": ""}, "no_address"),
        ({"how_we_got_it": "  "}, "no_source"),
    ],
)
def test_an_incomplete_person_is_refused_and_nothing_is_kept(fields, code):
    with pytest.raises(Refusal) as refused:
        add(make.agency(), **fields)

    assert refused.value.code == code
    assert Person.objects.count() == AccessLog.objects.count() == 0


def test_constraints_keep_a_source_and_an_address():
    with pytest.raises(IntegrityError, match="person_says_how_we_got_it"):
        make.person(how_we_got_it="")


def test_constraint_keeps_an_address():
    with pytest.raises(IntegrityError, match="person_has_an_address"):
        make.person(email="", phone="")


def test_each_change_of_the_list_leaves_a_line():
    member = make.member()
    person = add(member.agency, by=member.user)
    people.archive(person.pk, by=member.user)
    people.archive(person.pk, by=member.user)
    people.bring_back(person.pk, by=member.user)

    lines = AccessLog.objects.within(member.agency).order_by("pk")

    assert list(lines.values_list("act", "by", "people")) == [
        ("added", member.user.pk, 1),
        ("archived", member.user.pk, 1),
        ("changed", member.user.pk, 1),
    ]


def test_the_access_log_is_only_ever_added_to():
    add(make.agency())
    line = AccessLog.objects.get()

    for change in (
        line.save,
        line.delete,
        AccessLog.objects.all().delete,
        lambda: AccessLog.objects.update(people=0),
    ):
        with pytest.raises(TypeError):
            change()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE studies_accesslog SET people = 0",
        "DELETE FROM studies_accesslog",
        "TRUNCATE studies_accesslog",
    ],
)
def test_the_database_itself_refuses_to_change_the_access_log(change):
    with connection.cursor() as cursor:
        add(make.agency())
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

        with (
            pytest.raises(IntegrityError, match="access_log_is_only_added_to"),
            transaction.atomic(),
        ):
            cursor.execute(change)

    assert list(AccessLog.objects.values_list("act", "people")) == [("added", 1)]


def test_joining_a_study_twice_gives_one_pseudonym():
    study = make.study()
    one, other = make.person(agency=study.agency), make.person(agency=study.agency)

    pseudonyms = [
        people.join_study(person.pk, study.pk, by=make.user()).pseudonym
        for person in (one, other, one)
    ]

    assert pseudonyms == ["P-001", "P-002", "P-001"]


def test_a_person_of_another_agency_cannot_join():
    study, stranger = make.study(), make.person()

    with pytest.raises(Person.DoesNotExist):
        people.join_study(stranger.pk, study.pk, by=make.user())


def test_many_join_in_one_statement_and_keep_their_pseudonyms():
    study = make.study()
    persons = [make.person(agency=study.agency, language="es") for _ in range(3)]
    people.join_study(persons[2].pk, study.pk, by=make.user())
    listed = Person.objects.within(study.agency)

    people.join_many(study.pk, listed, by=None)
    people.join_many(study.pk, listed, by=None)

    rows = Participant.objects.filter(study=study).order_by("number")
    assert [row.number for row in rows] == [1, 2, 3]
    assert rows[0].person == persons[2]
    assert {row.person_id for row in rows} == {person.pk for person in persons}
    assert {row.language for row in rows} == {"es"}
    lines = AccessLog.objects.filter(study=study).order_by("pk")
    assert list(lines.values_list("act", "people", "about")) == [
        ("changed", 1, "participants"),
        ("changed", 2, "participants"),
    ]
