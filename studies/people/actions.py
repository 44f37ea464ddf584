from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import Agency, User
from studies.people import access
from studies.people.models import (
    AccessLog,
    Participant,
    Person,
    Where,
    next_number,
)
from studies.people.models.person import PersonQuerySet
from studies.planning.models import Study

Act = AccessLog.Act


@transaction.atomic
def add_person(
    *,
    agency: Agency,
    name: str,
    email: str,
    phone: str = "",
    language: str = "en",
    time_zone: str = "",
    how_we_got_it: str,
    by: User | None,
) -> Person:
    """Put one person into the vault; the same address may stand there before.

    People are never merged by address, because families and shelters share them.
    """
    person = Person(
        agency=agency,
        name=name.strip(),
        email=whole_address(email),
        phone=phone.strip(),
        language=language,
        time_zone=time_zone,
        how_we_got_it=how_we_got_it.strip(),
    )
    if not (person.email or person.phone):
        raise Refusal(
            _("Nothing was added. Give an e-mail address or a phone number."),
            code="no_address",
        )
    if not person.how_we_got_it:
        raise Refusal(
            _("Nothing was added. Say how we got this address."), code="no_source"
        )
    person.save()
    access.log(Act.ADDED, agency=agency, by=by, people=1)
    return person


def whole_address(email: str) -> str:
    """The address without spaces around it; half of one is refused."""
    email = email.strip()
    try:
        if email:
            validate_email(email)
    except ValidationError:
        raise Refusal(
            _(
                "Nothing was added. This is not a whole e-mail address, such as "
                "name@example.org."
            ),
            code="bad_address",
        ) from None
    return email


@transaction.atomic
def join_study(person_id: object, study_id: int, *, by: User) -> Participant:
    """Give a person a pseudonym in a study; a second time gives the same one."""
    study = Study.objects.select_for_update().get(pk=study_id)
    person = Person.objects.filter(agency=study.agency_id).get(pk=person_id)
    participant = study.participants.filter(person=person).first()
    if participant is None:
        participant = Participant.objects.create(
            study=study,
            person=person,
            number=next_number(study),
            language=person.language,
        )
        _note_joined(study, 1, by)
    refuse_left(participant)
    return participant


def refuse_left(participant: Participant) -> None:
    """Who took everything back is left alone in this study."""
    if participant.withdrawn_on:
        raise Refusal(
            _(
                "Nothing was saved. %(pseudonym)s left this study and took everything "
                "back."
            )
            % {"pseudonym": participant.pseudonym},
            code="withdrawn",
        )


def _note_joined(study: Study, number: int, by: User | None) -> None:
    access.log(
        Act.CHANGED,
        agency=study.agency,
        by=by,
        people=number,
        about=Where.PARTICIPANTS,
        study=study,
    )


@transaction.atomic
def join_many(study_id: int, people: PersonQuerySet, *, by: User | None) -> None:
    """Give everyone a pseudonym in one statement; who has one keeps it."""
    # Whoever writes rows that point at the study need not wait.
    study = Study.objects.select_for_update(no_key=True).get(pk=study_id)
    listed, values = people.order_by().values("pk", "language").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO studies_participant
                   (study_id, person_id, language, joined_on, number)
            SELECT %s, listed.pk, listed.language, %s,
                   %s + row_number() OVER (ORDER BY listed.pk)
              FROM ({listed}) AS listed (pk, language)
             WHERE NOT EXISTS (SELECT 1 FROM studies_participant AS had
                                WHERE had.study_id = %s AND had.person_id = listed.pk)
            """,
            [
                study.pk,
                timezone.localdate(),
                next_number(study) - 1,
                *values,
                study.pk,
            ],
        )
        joined = cursor.rowcount
    if joined:
        _note_joined(study, joined, by)


def archive(person_id: object, *, by: User) -> Person:
    """Take a person off the list: nothing is sent to them any more."""
    return _archived(person_id, True, by)


def bring_back(person_id: object, *, by: User) -> Person:
    return _archived(person_id, False, by)


@transaction.atomic
def _archived(person_id: object, away: bool, by: User) -> Person:
    person = Person.objects.select_for_update().get(pk=person_id)
    if (person.archived_at is not None) != away:
        person.archived_at = timezone.now() if away else None
        person.save(update_fields=["archived_at"])
        act = Act.ARCHIVED if away else Act.CHANGED
        access.log(act, agency=person.agency, by=by, people=1)
    return person
