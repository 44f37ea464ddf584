from datetime import date, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from cxstudio.refusal import Refusal
from studies.partners import observations
from studies.partners.models import Observation
from studies.people.models import Conversation
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/studio/observations/"
BADGE = "staff observation, not customer evidence"


@pytest.fixture
def staff(client):
    member = make.member(role="front_line")
    client.force_login(member.user)
    return member


def write(agency, text="Many ask about form 12.", **fields) -> Observation:
    given = {"seen_on": date(2026, 10, 1), "by": make.user()}
    return observations.write(agency, text, **given | fields)


def test_an_observation_is_kept_and_counts_as_no_conversation():
    agency, by = make.agency(), make.user()
    office, study = make.office(agency=agency), make.study(agency=agency)

    row = write(agency, "  Many ask about form 12. ", office=office, study=study, by=by)

    assert (row.text, row.office, row.study, row.written_by) == (
        "Many ask about form 12.",
        office,
        study,
        by,
    )
    assert not Conversation.objects.exists()


def test_no_row_of_evidence_can_stand_on_an_observation():
    pointing = [
        (model.__name__, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created
        if field.related_model is Observation
    ]

    assert pointing == []


def test_numbers_and_addresses_of_people_are_left_out_and_the_agencys_own_stay():
    agency = make.agency(contact_phone="212-555-0142")

    row = write(
        agency,
        "He said: call 212-555-0187 or ana@example.org. We gave him 212-555-0142.",
    )

    assert row.text == (
        "He said: call [phone number left out] or [e-mail address left out]. "
        "We gave him 212-555-0142."
    )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": "  "}, "empty"),
        ({"text": "x" * 2001}, "long"),
        ({"seen_on": timezone.localdate() + timedelta(days=2)}, "not_yet"),
    ],
)
def test_what_cannot_be_kept_is_refused(fields, code):
    with pytest.raises(Refusal) as refused:
        write(make.agency(), **fields)

    assert refused.value.code == code
    assert not Observation.objects.exists()


def test_an_office_or_study_of_another_agency_is_refused():
    agency = make.agency()

    for theirs in ({"office": make.office()}, {"study": make.study()}):
        with pytest.raises(Refusal) as refused:
            write(agency, **theirs)
        assert refused.value.code == "other_agency"


def test_one_is_put_away_and_comes_back():
    row = make.observation()

    observations.archive(row.pk, by=row.written_by)
    observations.archive(row.pk, by=row.written_by)
    assert list(Observation.objects.archived()) == [row]
    observations.archive(row.pk, by=row.written_by, back=True)

    assert list(Observation.objects.current()) == [row]


def test_front_line_staff_write_down_what_they_noticed(client, staff):
    office = make.office(agency=staff.agency, name="Front Street")
    data = {"text": "People bring two letters.", "seen_on": "2026-10-01"}

    answer = client.post(LIST, data | {"office": office.pk})

    assert answer.headers["Location"] == LIST
    page = client.get(LIST).content.decode()
    assert "People bring two letters." in page
    assert "Front Street" in page
    assert page.count(BADGE) == 1


def test_what_is_refused_keeps_what_was_typed(client, staff):
    day = timezone.localdate() + timedelta(days=9)

    page = client.post(LIST, {"text": "People wait.", "seen_on": day}).content.decode()

    assert "That day has not come yet" in page
    assert ">\nPeople wait.</textarea>" in page


def test_only_offices_and_studies_of_the_agency_are_offered(client, staff):
    ours = make.office(agency=staff.agency)
    make.partner(agency=staff.agency)
    make.office()
    study = make.study(agency=staff.agency)
    make.study()

    form = client.get(LIST).context["form"]

    assert list(form.fields["office"].queryset) == [ours]
    assert list(form.fields["study"].queryset) == [study]


def test_who_wrote_it_puts_it_away_and_brings_it_back(client, staff):
    row = make.observation(agency=staff.agency, written_by=staff.user)
    archive = f"{LIST}{row.pk}/archive/"

    client.post(archive)
    away = client.get(LIST, {"show": "archived"}).content.decode()
    current = client.get(LIST).content.decode()
    client.post(archive)

    assert (row.text in away, row.text in current) == (True, False)
    assert list(Observation.objects.current()) == [row]


def test_staff_leave_alone_what_others_wrote_and_designers_do_not(client, staff):
    row = make.observation(agency=staff.agency)
    archive = f"{LIST}{row.pk}/archive/"

    refused = client.post(archive).status_code
    client.force_login(make.member(role="designer", agency=staff.agency).user)
    allowed = client.post(archive).status_code

    assert (refused, allowed) == (403, 302)
    assert list(Observation.objects.archived()) == [row]


def test_a_viewer_reads_and_writes_nothing(client, staff):
    row = make.observation(agency=staff.agency)
    client.force_login(make.member(role="viewer", agency=staff.agency).user)

    page = client.get(LIST)

    assert row.text in page.content.decode()
    assert page.context["form"] is None
    assert client.post(LIST, {"text": "x"}).status_code == 403
    assert client.post(f"{LIST}{row.pk}/archive/").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_any_number(
    client, staff, number, django_assert_num_queries
):
    for _each in range(number):
        make.observation(
            agency=staff.agency,
            office=make.office(agency=staff.agency),
            study=make.study(agency=staff.agency),
        )
    client.get(LIST)

    with django_assert_num_queries(7):
        client.get(LIST)


def test_a_long_list_has_pages(client, staff):
    given = {"agency": staff.agency, "text": "x", "written_by": staff.user}
    Observation.objects.bulk_create([Observation(**given) for _each in range(51)])

    second = client.get(LIST, {"page": 2})

    assert len(second.context["rows"]) == 1
