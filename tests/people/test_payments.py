from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cxstudio.refusal import Refusal
from studies.people import payments
from studies.people.models import Payment
from tests import make

pytestmark = pytest.mark.django_db

How, State = Payment.How, Payment.State
TERMS = {"what_for": "Interview on May 4", "cents": 40_00, "currency": "USD"}
DAY = date(2026, 4, 6)


@pytest.fixture
def member(client):
    row = make.member(role="designer")
    client.force_login(row.user)
    return row


@pytest.fixture
def study(member):
    return make.study(agency=member.agency)


@pytest.fixture
def person(study):
    return make.participant(study=study)


def at(name, study, *more):
    return reverse(name, args=[study.slug, *more])


def test_a_payment_is_offered_due_and_paid(person, member):
    row = payments.offer(person.pk, **TERMS, by=member.user)
    offered = (row.state, row.due_on, row.settled_on, row.amount)
    payments.mark_due(row.pk, by=member.user)
    payments.paid(row.pk, how="gift_card", on=DAY, by=member.user)

    today = timezone.localdate()
    row = Payment.objects.get()
    assert offered == (State.OFFERED, None, None, "40.00 USD")
    assert (row.state, row.how, row.settled_on) == (State.PAID, How.GIFT_CARD, DAY)
    assert (row.offered_on, row.due_on, row.marked_by) == (today, today, member.user)
    states = row.history.order_by("history_id").values_list("state", flat=True)
    assert list(states) == ["offered", "due", "paid"]


def test_the_same_occasion_is_one_payment_with_the_terms_that_were_promised(person):
    first = payments.offer(person.pk, **TERMS, by=None)
    more = TERMS | {"what_for": "  interview ON May 4", "cents": 1}

    again = payments.offer(person.pk, **more, by=None)

    assert again == first
    assert Payment.objects.get().cents == 40_00


def test_rounds_and_occasions_of_their_own_are_payments_of_their_own(person, study):
    round_ = make.round_(study=study)

    payments.offer(person.pk, **TERMS, by=None)
    payments.offer(person.pk, **TERMS, round_=round_, by=None)
    payments.offer(person.pk, **TERMS, occasion="visit 7", by=None)

    assert Payment.objects.count() == 3


def test_who_came_is_paid_once_whatever_happens_twice(person, member):
    offered = payments.offer(person.pk, **TERMS, occasion="visit 7", by=None)

    first = payments.due(person.pk, occasion="visit 7", by=None)
    payments.paid(offered.pk, how="cash", on=DAY, by=member.user)
    payments.due(person.pk, occasion="visit 7", by=None)
    payments.paid(offered.pk, how="check", on=timezone.localdate(), by=member.user)

    row = Payment.objects.get()
    assert first.state == State.DUE
    assert (row.state, row.how, row.settled_on) == (State.PAID, How.CASH, DAY)


def test_where_nothing_was_offered_nothing_is_due(person):
    assert payments.due(person.pk, occasion="visit 7", by=None) is None


def test_a_refusal_and_a_mistake_can_be_taken_back(member):
    row = make.payment()

    payments.refused(row.pk, by=member.user)
    refused = Payment.objects.get()
    payments.reopen(row.pk, by=member.user)
    payments.paid(row.pk, how="cash", on=DAY, by=member.user)
    payments.reopen(row.pk, by=member.user)

    again = Payment.objects.get()
    assert (refused.state, refused.settled_on) == (State.REFUSED, timezone.localdate())
    assert (again.state, again.how, again.settled_on) == (State.DUE, "", None)


def test_a_repeated_refusal_or_reopening_changes_nothing(member):
    row = make.payment()
    payments.refused(row.pk, by=member.user)
    payments.refused(row.pk, by=member.user)
    payments.reopen(row.pk, by=member.user)

    payments.reopen(row.pk, by=member.user)

    assert row.history.count() == 3


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"what_for": " "}, "no_occasion"),
        ({"cents": 0}, "no_amount"),
        ({"round_": "another study's"}, "other_study"),
    ],
)
def test_a_promise_that_says_too_little_is_refused(person, terms, code):
    if "round_" in terms:
        terms = {"round_": make.round_()}

    with pytest.raises(Refusal) as refused:
        payments.offer(person.pk, **TERMS | terms, by=None)

    assert refused.value.code == code
    assert not Payment.objects.exists()


def test_nothing_is_paid_on_a_day_to_come(member):
    row = make.payment()
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(Refusal) as refused:
        payments.paid(row.pk, how="cash", on=tomorrow, by=member.user)

    assert refused.value.code == "future"


def test_what_is_paid_is_not_refused_afterwards(member):
    row = make.payment(state="paid", how="cash", settled_on=DAY)

    with pytest.raises(Refusal) as refused:
        payments.refused(row.pk, by=member.user)

    assert refused.value.code == "paid"


def test_a_payment_knows_nothing_of_consent_and_answers():
    related = {
        field.related_model.__name__
        for field in Payment._meta.get_fields()
        if field.is_relation
    }

    assert related == {"Study", "Participant", "Round", "User"}


def test_records_are_kept_as_long_as_the_agency_says():
    today = date(2034, 5, 1)
    agency = make.agency(payment_years=6)
    study = make.study(agency=agency)
    days = {"study": study, "offered_on": date(2020, 1, 1)}
    make.payment(**days, state="paid", how="cash", settled_on=date(2028, 5, 1))
    old = make.payment(
        **days, state="paid", how="cash", settled_on=date(2028, 4, 30), what_for="old"
    )
    make.payment(**days, state="due", due_on=date(2033, 1, 1))
    make.payment(offered_on=date(2020, 1, 1))

    assert list(Payment.objects.past_keeping(agency, today)) == [old]


def test_the_list_shows_who_waits_first(client, study, person):
    waiting = make.payment(participant=person, state="due", due_on=DAY)
    settled = make.payment(
        study=study, state="paid", how="check", settled_on=DAY, what_for="Workshop"
    )

    page = client.get(at("payments", study)).content.decode()
    everything = client.get(at("payments", study) + "?show=all").content.decode()

    assert "P-001" in page
    assert "since April 6, 2026" in page
    assert "Workshop" not in page
    assert "No bank account, card number or name is kept here." in page
    for row in (waiting, settled):
        assert at("payment", study, row.pk) in everything


def test_a_payment_is_offered_and_marked_on_pages(client, study, person):
    said = {
        "number": "p-001",
        "what_for": "Interview",
        "amount": "40",
        "currency": "us",
    }
    page = client.post(at("payment-new", study), said).content.decode()
    client.post(at("payment-new", study), said | {"currency": "usd"})
    row = Payment.objects.get()
    client.post(at("payment-due", study, row.pk))
    client.post(at("payment-paid", study, row.pk), {"how": "check", "on": "2026-04-06"})
    shown = client.get(at("payment", study, row.pk)).content.decode()

    assert "Write three letters, such as USD." in page
    row.refresh_from_db()
    assert (row.amount, row.state, row.how) == ("40.00 USD", State.PAID, How.CHECK)
    assert "Mark as paid" not in shown
    assert "It is due again" in shown


@pytest.mark.parametrize("number", ["P-999", "ana", "9" * 12, "-1"])
def test_only_a_number_of_the_study_is_paid(client, study, person, number):
    said = {"number": number, "what_for": "Talk", "amount": "40", "currency": "USD"}

    page = client.post(at("payment-new", study), said).content.decode()

    assert "Nobody in this study has this number" in page
    assert not Payment.objects.exists()


def test_a_second_page_does_not_say_otherwise_how_it_was_paid(client, study, person):
    row = make.payment(participant=person)
    cash, card = ({"how": how, "on": "2026-04-06"} for how in ("cash", "gift_card"))

    pages = [
        client.post(at("payment-paid", study, row.pk), said, follow=True)
        for said in (cash, cash, card)
    ]

    first, twice, other = (page.content.decode() for page in pages)
    assert "Marked as paid." in first
    assert "Marked as paid." in twice
    assert "Marked as paid." not in other
    assert "it was marked as paid before, cash, April 6, 2026." in other
    assert Payment.objects.get().how == How.CASH


def test_paid_wants_to_know_how(client, study, person):
    row = make.payment(participant=person)

    page = client.post(at("payment-paid", study, row.pk), {"on": "2026-04-06"})

    assert "Choose one." in page.content.decode()
    assert Payment.objects.get().state == State.OFFERED


def test_the_file_runs_no_formula_and_names_nobody(client, study):
    person = make.person(agency=study.agency, name="Ana Ruiz")
    row = make.participant(study=study, person=person)
    make.payment(participant=row, what_for="=1+1", offered_on=DAY)

    answer = client.post(at("payment-export", study))

    text = b"".join(answer.streaming_content).decode()
    assert text.lstrip("\ufeff").splitlines() == [
        "participant,round,what for,state,offered,due since,paid or refused,how,"
        "amount,currency,marked by",
        "P-001,,'=1+1,offered,2026-04-06,,,,40.00,USD,",
    ]


@pytest.mark.parametrize("role", ["viewer", "analyst", "front_line"])
def test_payments_have_a_permission_of_their_own(client, study, role):
    client.force_login(make.member(agency=study.agency, role=role).user)

    assert client.get(at("payments", study)).status_code == 403
    assert client.post(at("payment-export", study)).status_code == 403


def test_the_list_asks_as_often_for_three_as_for_one(
    client, study, django_assert_num_queries
):
    make.payment(study=study, state="due", due_on=DAY)
    client.get(at("payments", study))
    with django_assert_num_queries(7):
        client.get(at("payments", study))
    for _ in range(2):
        make.payment(study=study, state="due", due_on=DAY)

    with django_assert_num_queries(7):
        client.get(at("payments", study))
