from datetime import timedelta

import pytest
from django.utils import timezone

from cxstudio.refusal import Refusal
from studies.partners import actions as partners
from studies.partners import partnerships, terms_texts
from studies.partners.models import InviteLink, Partnership, PartnershipTerms
from studies.partners.partnerships import Offer
from tests import make
from tests.today import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_o_clock")]
State = Partnership.State
WORDS = {
    "en": {"purpose": "We want a clear letter.", "pay": "$300 for the house."},
    "es": {"purpose": "Queremos una carta clara.", "pay": "$300 para la casa."},
}


def an_offer(**fields) -> Offer:
    values = {
        "hours": 6,
        "words": WORDS,
        "source_language": "en",
        "from_on": TODAY,
        "until_on": TODAY + timedelta(days=30),
    }
    return Offer(**values | fields)


def offered(**fields) -> Partnership:
    """A partnership with terms that nobody has accepted yet."""
    study = fields.pop("study", None) or make.study()
    partner = fields.pop("partner", None) or make.partner(agency=study.agency)
    row = partnerships.offer(partner.pk, study.pk, an_offer(**fields), by=make.user())
    return fresh(row)


def fresh(row: Partnership) -> Partnership:
    return Partnership.objects.with_terms().get(pk=row.pk)


def accept(row: Partnership, **fields) -> Partnership:
    values = {"name": "Luz Prado", "language": "es", "contact": None}
    partnerships.accept(row.newest.pk, **values | fields)
    return fresh(row)


def refusal(call, *args, **fields) -> str:
    with pytest.raises(Refusal) as refused:
        call(*args, **fields)
    return refused.value.code


def test_terms_are_offered_then_accepted_by_whom_when_and_in_which_words():
    row = offered()
    before = row.state

    row = accept(row)

    terms = row.newest
    assert (before, row.state) == (State.OFFERED, State.ACTIVE)
    assert (terms.accepted_by, terms.accepted_language) == ("Luz Prado", "es")
    assert terms.accepted_at.date() == TODAY
    assert terms.accepted_text == terms_texts.as_text(terms, "es")
    assert "Queremos una carta clara." in terms.accepted_text


def test_a_second_yes_changes_nothing():
    row = accept(offered())

    again = accept(row, name="Somebody Else", language="en")

    assert again.newest.accepted_by == "Luz Prado"
    assert again.newest.accepted_at == row.newest.accepted_at


def test_offering_the_same_again_changes_nothing():
    row = offered()

    partnerships.offer(row.partner_id, row.study_id, an_offer(), by=make.user())

    assert fresh(row).terms.count() == 1


def test_changed_terms_are_accepted_again_and_the_old_hold_until_then():
    row = accept(offered())
    until = row.over_at
    later = TODAY + timedelta(days=60)

    partnerships.offer(
        row.partner_id, row.study_id, an_offer(until_on=later), by=make.user()
    )
    changed = fresh(row)
    yes = accept(changed)

    assert (changed.state, changed.over_at, changed.in_force.number) == (
        State.CHANGED,
        until,
        1,
    )
    assert (yes.state, yes.over_at, yes.in_force.number) == (
        State.ACTIVE,
        until + timedelta(days=30),
        2,
    )
    assert yes.terms.get(number=1).accepted_text != yes.newest.accepted_text


def test_terms_that_changed_while_somebody_read_them_are_not_accepted():
    row = offered()
    read = row.newest
    partnerships.offer(row.partner_id, row.study_id, an_offer(hours=12), by=make.user())

    code = refusal(
        partnerships.accept, read.pk, name="Luz", language="es", contact=None
    )

    assert code == "terms_changed"
    assert not PartnershipTerms.objects.exclude(accepted_at=None).exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"until_on": TODAY - timedelta(days=1)}, "ends_before_it_begins"),
        (
            {
                "from_on": TODAY - timedelta(days=9),
                "until_on": TODAY - timedelta(days=1),
            },
            "ends_in_the_past",
        ),
    ],
)
def test_dates_that_cannot_be_are_refused(fields, code):
    study = make.study()
    partner = make.partner(agency=study.agency)

    said = refusal(
        partnerships.offer, partner.pk, study.pk, an_offer(**fields), by=make.user()
    )

    assert (said, Partnership.objects.count()) == (code, 0)


def test_a_partner_of_another_agency_is_offered_nothing():
    code = refusal(
        partnerships.offer,
        make.partner().pk,
        make.study().pk,
        an_offer(),
        by=make.user(),
    )

    assert code == "other_agency"


def test_a_yes_needs_a_name():
    row = offered()

    code = refusal(
        partnerships.accept, row.newest.pk, name=" ", language="es", contact=None
    )

    assert code == "no_name"


def test_it_expires_by_itself_on_its_day_and_a_late_yes_is_refused():
    row, late = accept(offered()), offered()
    yesterday = TODAY - timedelta(days=1)
    PartnershipTerms.objects.update(from_on=yesterday, until_on=yesterday)
    over_at = partnerships.end_of(yesterday, row.study.agency)
    Partnership.objects.update(over_at=over_at)

    code = refusal(
        partnerships.accept, late.newest.pk, name="Luz", language="es", contact=None
    )

    assert (fresh(row).state, fresh(late).state) == (State.EXPIRED, State.EXPIRED)
    assert code == "terms_over"


def test_the_last_day_is_a_whole_day_where_the_agency_is():
    study = make.study(agency=make.agency(time_zone="America/New_York"))

    row = offered(study=study, until_on=TODAY)

    after = TODAY + timedelta(days=1)
    local = timezone.localtime(row.over_at, study.agency.zone)
    assert (local.date(), local.hour, row.is_over) == (after, 0, False)


def test_ended_by_hand_it_is_over_at_once_and_a_new_offer_begins_it_again():
    row = accept(offered())

    first = partnerships.end(row.pk, by=make.user())
    again = partnerships.end(row.pk, by=make.user())
    an_hour_ago = again.ended_at - timedelta(hours=1)
    Partnership.objects.update(ended_at=an_hour_ago, over_at=an_hour_ago)
    partnerships.offer(row.partner_id, row.study_id, an_offer(), by=make.user())
    waiting = fresh(row)
    back = accept(waiting)

    assert first.ended_at == again.ended_at
    assert (waiting.state, waiting.is_over, waiting.terms.count()) == (
        State.OFFERED,
        True,
        2,
    )
    assert (back.state, back.is_over, back.ended_at) == (State.ACTIVE, False, None)


def test_terms_offered_before_the_end_cannot_undo_it():
    row = offered()
    partnerships.end(row.pk, by=make.user())

    code = refusal(
        partnerships.accept, row.newest.pk, name="Luz", language="es", contact=None
    )

    assert (code, fresh(row).state) == ("terms_over", State.ENDED)


def test_a_partnership_from_before_there_were_terms_goes_on():
    row = Partnership.objects.create(partner=make.partner(), study=make.study())

    assert (fresh(row).state, row.is_over) == (State.ACTIVE, False)


def link_of(row: Partnership) -> InviteLink:
    activity = row.study.rounds.first().activities.first()
    return partners.make_link(activity.pk, partner=row.partner, by=None)


def in_field() -> Partnership:
    activity = make.open_activity()
    study = activity.round.study
    return offered(study=study, partner=make.partner(agency=study.agency))


def test_its_links_work_until_it_is_over_and_none_is_made_after(
    django_assert_num_queries,
):
    row = in_field()
    link = link_of(row)
    works = InviteLink.objects.get(pk=link.pk).works

    partnerships.end(row.pk, by=make.user())

    assert (works, InviteLink.objects.get(pk=link.pk).works) == (True, False)
    with django_assert_num_queries(1):
        found = InviteLink.objects.with_partnership().get(pk=link.pk)
        assert (found.works, found.partnership_is_over) == (False, True)
    assert refusal(link_of, row) == "partnership_over"


def test_the_end_in_one_study_leaves_links_of_another_alone():
    row = in_field()
    other = make.open_activity(agency=row.partner.agency)
    link = partners.make_link(other.pk, partner=row.partner, by=None)

    partnerships.end(row.pk, by=make.user())

    assert InviteLink.objects.with_partnership().get(pk=link.pk).works


def test_what_is_asked_is_paid_and_the_promise_come_first_in_one_language():
    row = offered(words={"en": WORDS["en"]})

    lines = terms_texts.lines(row.newest, "ar")

    assert [line.language for line in lines] == ["ar", "en", "ar", "en", "ar", "ar"]
    assert lines[1].text == "$300 for the house."


def test_no_hours_and_no_pay_are_said_in_words():
    row = offered(hours=0, words={"en": {"purpose": "A clear letter.", "pay": ""}})

    asked, paid = terms_texts.lines(row.newest, "en")[:2]

    assert asked.text == "Only to pass the links on."
    assert (paid.text, paid.language) == ("No payment.", "en")
