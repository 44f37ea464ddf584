"""Somebody with the whole database looks for a way from an answer to a person."""

import pytest
from django.apps import apps
from django.db import connection

from feedback.answering.models import Receipt, SurveyResponse
from studies.partners import actions as partners
from studies.partners import links
from studies.partners.models import InviteLink
from studies.people import updates
from studies.planning.models import Study
from tests import make
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db


def every_cell() -> dict[str, list[str]]:
    """Every value of every table of ours, as text."""
    cells = {}
    for model in [
        model
        for app in ("studies", "feedback")
        for model in apps.get_app_config(app).get_models()
    ]:
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            cells[table] = [str(cell) for row in cursor for cell in row]
    return cells


def answer_anonymously(study) -> tuple[SurveyResponse, InviteLink]:
    survey = surveys.letter(study=study)
    link = partners.make_link(
        survey.activity_id, partner=make.partner(agency=study.agency), by=None
    )
    person = Person("/i/" + links.url(link).split("/i/")[1]).starts()
    person.answers_all(surveys.ANSWERS).sends()
    return SurveyResponse.objects.get(), link


def test_an_anonymous_answer_holds_no_link_no_person_and_no_time():
    response, _ = answer_anonymously(make.study(state=Study.State.RUNNING))

    assert (response.personal_link, response.participant, response.submitted_at) == (
        None,
        None,
        None,
    )


def test_the_id_of_an_anonymous_answer_stands_in_no_other_table_but_its_receipt():
    study = make.study(state=Study.State.RUNNING)
    make.participant(study=study)
    response, link = answer_anonymously(study)

    holding = {
        table
        for table, cells in every_cell().items()
        if any(str(response.pk) in c or response.pk.hex in c for c in cells)
    }

    assert holding == {SurveyResponse._meta.db_table, Receipt._meta.db_table}


def test_the_row_of_an_anonymous_answer_names_nothing_of_its_link():
    response, link = answer_anonymously(make.study(state=Study.State.RUNNING))

    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM {SurveyResponse._meta.db_table} WHERE id = %s",
            [response.pk],
        )
        row = " ".join(str(cell) for cell in cursor.fetchone())

    assert str(link.pk) not in row
    assert link.token_hash not in row


def test_a_personal_link_to_an_anonymous_survey_leaves_no_trace():
    study = make.study(state=Study.State.RUNNING)
    survey = surveys.letter(study=study)
    participant = make.participant(study=study)
    link = partners.personal_link(survey.activity_id, participant.pk)
    person = Person("/i/" + links.url(link).split("/i/")[1]).starts()

    person.answers_all(surveys.ANSWERS).sends()

    response = SurveyResponse.objects.get()
    link.refresh_from_db()
    assert (response.personal_link, response.participant) == (None, None)
    assert (link.openings, link.starts, link.finishes) == (0, 0, 0)


def marks(table: str) -> list[int]:
    """The transactions that wrote a table's rows, as PostgreSQL notes them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT xmin::text::bigint FROM {table} ORDER BY ctid")
        return [mark for (mark,) in cursor]


@pytest.mark.django_db(transaction=True)
def test_who_asks_to_be_told_after_answering_cannot_be_told_by_the_order_of_rows():
    study = make.study(state=Study.State.RUNNING)
    survey = surveys.letter(study=study)
    for number in range(3):
        person = Person(f"/s/{survey.activity.slug}/").starts()
        person.answers_all(surveys.ANSWERS).sends()
        address = f"asks{number}@example.org"
        updates.ask_for_updates(study.pk, email=address, language="en", asks=True)

    updates.keep_requests()

    assert len(set(marks("feedback_receipt"))) == 3
    assert len(set(marks("studies_person"))) == 1
    assert len(set(marks("studies_updaterequest"))) == 1
    assert len(set(marks("studies_panelmember"))) == 1
    assert marks("studies_waitingrequest") == []
    assert len(marks("studies_accesslog")) == 1


def test_moments_are_kept_to_the_day():
    moments = {
        field.name
        for field in SurveyResponse._meta.concrete_fields
        if field.get_internal_type() in ("DateTimeField", "TimeField")
    }

    assert moments == {"submitted_at"}  # null where anonymous: a constraint keeps it
