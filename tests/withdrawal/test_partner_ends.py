"""What ends of partners and offices: in the night, in the dry run, and under a hold."""

from datetime import timedelta

import pytest
from django.utils import timezone

from studies.partner_page import problems
from studies.partners import actions as partners
from studies.partners import contacts, offices
from studies.partners.models import (
    Observation,
    OfficeAddress,
    OfficeMonth,
    Partner,
    PartnerContact,
)
from studies.people.models import AccessLog
from studies.planning.models import Study
from studies.withdrawal import retention
from studies.withdrawal.models import RetentionRun
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_o_clock")]


def days_ago(days: int):
    return timezone.localdate() - timedelta(days=days)


def night(agency) -> RetentionRun:
    return next(run for run in retention.run_all() if run.agency == agency)


def closed(days: int) -> Study:
    study = make.study(state="running")
    Study.objects.filter(pk=study.pk).update(state="closed", closed_on=days_ago(days))
    return Study.objects.get(pk=study.pk)


@pytest.mark.parametrize(("days", "left"), [(370, 0), (360, 1)])
def test_an_observation_of_no_study_goes_after_a_year(days, left):
    row = make.observation(seen_on=days_ago(days))

    run = night(row.agency)

    assert Observation.objects.count() == left
    assert run.went == ({} if left else {"observations": 1})


def test_an_observation_goes_with_the_words_of_its_study_and_not_before():
    over, running = closed(400), make.study(state="running")
    gone = make.observation(agency=over.agency, study=over)
    kept = make.observation(agency=running.agency, study=running, seen_on=days_ago(900))

    night(over.agency)

    assert list(Observation.objects.all()) == [kept]
    assert gone.pk != kept.pk


def test_what_a_partner_told_us_goes_with_the_words_of_the_study():
    study = closed(400)
    partner = make.partner(agency=study.agency)
    contact = contacts.add(partner.pk, name="Luz Prado", by=None)
    problems.tell(partner, study, text="It is shut.", language="en", contact=contact)

    run = night(study.agency)

    assert run.went == {"problems": 1}
    assert PartnerContact.objects.count() == 1


def test_what_an_office_was_told_goes_after_two_years():
    office = make.partner()
    for days in (900, 300):
        month = days_ago(days).replace(day=1)
        OfficeMonth.objects.create(partner=office, month=month)

    run = night(office.agency)

    assert run.went == {"office_mails": 1}
    assert OfficeMonth.objects.get().month == days_ago(300).replace(day=1)


def an_archived_office(days: int) -> Partner:
    by = make.user()
    office = make.partner()
    contacts.add(office.pk, name="Luz Prado", email="luz@example.org", by=by)
    offices.make_office(office.pk, by=by)
    told = {"email": "desk@example.org", "how_we_got_it": "by phone", "by": by}
    offices.write_to(office.pk, **told)
    partners.archive_partner(office.pk, by=by)
    at = timezone.now() - timedelta(days=days)
    Partner.objects.filter(pk=office.pk).update(archived_at=at)
    return office


@pytest.mark.parametrize(("days", "left"), [(32, 0), (29, 1)])
def test_addresses_go_thirty_days_after_the_partner_was_archived(days, left):
    office = an_archived_office(days)

    run = night(office.agency)

    assert (PartnerContact.objects.count(), OfficeAddress.objects.count()) == (
        left,
        left,
    )
    assert run.went == ({} if left else {"partner_contacts": 2})
    erased = AccessLog.objects.filter(act="erased", by=None)
    assert [line.people for line in erased] == ([] if left else [2])


def of_everything() -> Study:
    """A study with something of each kind that is over by today."""
    study, office = closed(400), an_archived_office(40)
    for model in (Study, Partner):
        model.objects.update(agency=office.agency)
    study.refresh_from_db()
    make.observation(agency=study.agency, study=study)
    make.observation(agency=study.agency, seen_on=days_ago(400))
    OfficeMonth.objects.create(partner=office, month=days_ago(900).replace(day=1))
    contact = office.contacts.get()
    problems.tell(office, study, text="It is shut.", language="en", contact=contact)
    return study


ALL = {"observations": 2, "problems": 1, "office_mails": 1, "partner_contacts": 2}


def test_the_dry_run_says_the_same_and_changes_nothing():
    study = of_everything()

    told = retention.forecast(study.agency)
    again = retention.forecast(study.agency)
    run = night(study.agency)

    assert dict(told.went) == dict(again.went) == run.went == ALL


@pytest.mark.parametrize(
    ("of_agency", "went"),
    [
        (True, {}),
        (False, {"observations": 1, "office_mails": 1, "partner_contacts": 2}),
    ],
)
def test_a_hold_keeps_what_is_in_its_reach(of_agency, went):
    study = of_everything()
    reach = {"agency": study.agency} if of_agency else {"study": study}
    make.legal_hold(**reach)

    run = night(study.agency)

    held = {kind: n - went.get(kind, 0) for kind, n in ALL.items()}
    assert run.went == went
    assert run.held == {kind: n for kind, n in held.items() if n}
