"""The demo that `make run` starts with: made once, labeled, and dated around today."""

from collections import Counter
from datetime import date

import pytest
from django.apps import apps
from django.utils import timezone

from feedback.answering.models import SurveyResponse
from feedback.demo import seeding
from feedback.demo.days import Days
from feedback.results.models import Tally
from feedback.results.office_said import said
from feedback.surveys.models import Survey
from studies.agencies.models import Agency, User
from studies.evidence.models import Change, Highlight, Insight, ShareBack
from studies.partners.models import InviteLink, Partner
from studies.people.models import (
    Conversation,
    PanelMember,
    Participant,
    Payment,
    Person,
)
from studies.planning.models import Round, Study
from studies.sessions.holidays import holiday
from studies.sessions.models import Booking, Session, Slot
from studies.wording.models import Translation
from tests import once

pytestmark = pytest.mark.django_db
# Round 2 then begins on April 12, as in the design, in a year that is surely past.
TODAY = date(2026, 4, 26)


def row_counts():
    models = [*apps.get_app_config("studies").get_models()]
    models += apps.get_app_config("feedback").get_models()
    return {model.__name__: model.objects.count() for model in models}


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker):
    with once.in_one_transaction(django_db_blocker):
        yield seeding.seed(today=TODAY)


def test_seeding_twice_changes_nothing(demo):
    before = row_counts()

    second = seeding.seed(today=TODAY)

    assert (demo, second) == (True, False)
    assert row_counts() == before


def test_what_people_did_meanwhile_is_kept():
    Study.objects.update(title="Our own title")

    seeding.seed(today=TODAY)

    assert Study.objects.get().title == "Our own title"


def test_rounds_carry_the_dates_of_the_design():
    dates = Round.objects.order_by("number").values_list(
        "starts_on", "ends_on", "tell_by", "state"
    )
    assert list(dates) == [
        (date(2026, 3, 1), date(2026, 3, 26), date(2026, 4, 9), "told"),
        (date(2026, 4, 12), date(2026, 5, 7), date(2026, 5, 21), "in_field"),
        (date(2026, 5, 24), date(2026, 6, 11), date(2026, 6, 25), "planned"),
    ]
    assert Study.objects.get().launch_on == date(2026, 6, 28)


def test_days_are_written_out_in_each_language():
    days = Days.around(TODAY)

    assert {
        language: days.fill("{tell_by}", language, tell_by=39)
        for language in ("en", "es", "ar", "zh-hans")
    } == {
        "en": "May 21",
        "es": "21 de mayo",
        "ar": "21 مايو",
        "zh-hans": "5 月 21 日",
    }


def test_letters_in_other_languages_start_on_the_first_of_a_month():
    row = ShareBack.objects.get(outcome="not_yet")
    assert row.what_we_did.startswith(
        "Spanish starts September 1, Arabic and Chinese on December 1."
    )


def test_synthetic_answers_have_the_totals_and_the_shares_of_the_design():
    letter = SurveyResponse.objects.filter(survey__title="Your renewal letter")
    finished = letter.submitted()
    dates = Counter(
        answers["date_meaning"]["code"]
        for answers in finished.values_list("answers", flat=True)
        if "date_meaning" in answers
    )

    assert (letter.count(), finished.count()) == (371, 312)
    languages = Counter(finished.values_list("language", flat=True))
    assert languages == {"en": 186, "es": 84, "ar": 24, "zh-hans": 18}
    shares = {code: round(100 * n / dates.total()) for code, n in dates.items()}
    assert shares == {
        "last_day": 31,
        "interview": 34,
        "help_ends": 11,
        "written": 6,
        "no_date": 9,
        "not_remember": 9,
    }


def test_the_answers_are_counted_at_once():
    finished = Tally.objects.filter(question_key="", code="finished")
    heard = Conversation.objects.filter(method="survey")

    assert sum(row.count for row in finished) == 312 + 5
    assert sum(row.people for row in heard) == 312 + 5


def assert_visits_are_whole() -> None:
    """Held ones have their talks, and coming ones free seats."""
    held = Booking.objects.met().select_related("conversation__round", "session")
    assert Counter(row.session.kind for row in held) == {"interview": 10, "workshop": 8}
    assert all(row.conversation.participant_id == row.participant_id for row in held)
    tests = Session.objects.get(kind="test")
    states = Counter(tests.bookings.values_list("state", flat=True))
    assert states == {"invited": 3, "booked": 2, "canceled": 1}
    taken = Counter(Booking.objects.seated().values_list("slot", flat=True))
    seats = dict(Slot.objects.filter(taken__gt=0).values_list("pk", "taken"))
    assert (dict(taken), tests.slots.count()) == (seats, 15)
    offered = {row.starts_at.astimezone(row.zone).date() for row in tests.slots.all()}
    assert [day for day in offered if day.weekday() > 4 or holiday(day)] == []
    assert not tests.bookings.exclude(letters__due_at__lte=timezone.now()).exists()


def test_people_come_in_with_their_round_and_agree_once():
    people = Participant.objects.prefetch_related("consents", "bookings__session")
    for row in people.filter(withdrawn_on=None):
        begins = min(one.session.round.starts_on for one in row.bookings.all())
        assert row.joined_on == begins
        assert [c.way for c in row.consents.all()] == ["verbal"]


def test_the_office_hears_enough_for_its_monthly_mail():
    office = Partner.objects.get(kind="office")

    [told] = said(office, date(2026, 3, 1), "en", is_synthetic=True)

    assert told["people"] >= 11
    assert any(one["answers"] or one["most"] for one in told["questions"])
    [link] = office.invite_links.all()
    assert (link.channel, link.finishes > 11) == ("counter", True)


def test_a_demo_from_before_is_given_a_clock():
    Agency.objects.update(time_zone="")

    assert seeding.seed(today=TODAY) is False

    assert Agency.objects.get().time_zone == "America/New_York"


def test_a_session_promises_and_owes_what_its_length_is_worth():
    told = Session.objects.values_list("kind", "minutes", "cents", "payment")

    also = "also if you stop early."
    assert set(told) == {
        ("interview", 45, 4000, f"We pay $40 for 45 minutes, {also}"),
        ("test", 45, 4000, f"We pay $40 for 45 minutes, {also}"),
        ("workshop", 90, 8000, f"We pay $80 for 90 minutes, {also}"),
    }
    due = Payment.objects.filter(state="due").values_list("what_for", "cents")
    assert list(due) == [("Workshop of 90 minutes", 8000)]


def test_everything_that_was_said_is_labeled_synthetic():
    assert not SurveyResponse.objects.filter(is_synthetic=False).exists()
    assert not Conversation.objects.filter(is_synthetic=False).exists()
    assert not Highlight.objects.filter(is_synthetic=False).exists()
    assert not Booking.objects.filter(is_synthetic=False).exists()
    assert Agency.objects.get().is_demo
    assert set(User.objects.values_list("is_demo", flat=True)) == {True}
    assert_visits_are_whole()


def test_nobody_of_the_demo_can_sign_in_with_a_password():
    usable = [user for user in User.objects.all() if user.has_usable_password()]

    assert usable == []
    assert User.objects.count() == 4


def test_nothing_of_the_third_round_has_happened_yet():
    ahead = Round.objects.get(number=3)
    assert ahead.conversations.count() == 0
    assert ahead.insights.count() == 0
    assert ahead.sharebacks.count() == 0
    assert ahead.study.drafts.count() == 2
    assert not Conversation.objects.filter(held_on__gt=TODAY).exists()


def test_round_one_is_told_and_round_two_is_written_but_not_told():
    rows = ShareBack.objects.order_by("pk")

    told = [(row.round.number, row.published_at is not None) for row in rows]

    assert told == [(1, True), (1, True), (1, True), (2, False), (2, False)]


def test_each_change_between_the_drafts_carries_the_words_that_caused_it():
    changes = Change.objects.order_by("pk")

    assert [change.highlights.count() for change in changes] == [2, 3, 2, 2, 2]
    assert not Insight.objects.filter(counter="").exists()


def test_no_text_keeps_a_hole():
    # A mailing's own holes are filled for each person, when it is sent.
    kept = Translation.objects.exclude(place__startswith="message:")
    texts = [*kept.values_list("text", flat=True)]
    texts += ShareBack.objects.values_list("what_we_did", flat=True)
    texts += Survey.objects.values_list("purpose", flat=True)
    texts += Survey.objects.values_list("thanks", flat=True)

    assert [text for text in texts if "{" in text] == []


def test_translations_say_that_a_machine_wrote_them():
    shown_to_customers = Translation.objects.exclude(place__startswith="highlight:")

    states = set(shown_to_customers.values_list("state", flat=True))
    assert states == {"machine"}


def test_each_answer_says_under_which_words_it_came():
    rows = SurveyResponse.objects.values_list(
        "consent_version__number", "language", "consent_language"
    )
    assert {number for number, _said, _read in rows} == {1}
    assert all(said == read for _number, said, read in rows)


def test_contact_data_lie_sealed_in_the_vault():
    assert Person.objects.count() == 18
    assert Person.objects.exclude(how_we_got_it="").count() == 18


def test_some_of_them_said_yes_to_being_asked_again():
    found = PanelMember.objects.confirmed().values_list("number", "person__language")
    languages = [language for _number, language in sorted(found)]
    assert languages == ["es", "en", "en", "es"]


def test_links_count_what_came_through_them():
    links = InviteLink.objects.shared()

    assert sum(link.starts for link in links) == 371
    assert sum(link.finishes for link in links) == 312
    assert all(link.openings >= link.starts for link in links)
