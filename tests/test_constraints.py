"""Each rule of the database is broken once; a new one must be broken by a test too."""

from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from feedback.answering.models import SurveyResponse, UnsentTally
from feedback.interchange.models import IncomingFile
from feedback.results.models import Tally
from feedback.surveys.models import Choice, SurveyVersion
from feedback.surveys.models.guests import Approval
from feedback.surveys.models.question import Row
from feedback.surveys.outside import guests
from studies.agencies.models import Invitation, User
from studies.outreach.models import Message, Wave
from studies.partners import actions as partners
from studies.partners.models import (
    Introduction,
    OfficeMonth,
    Partnership,
    PartnershipTerms,
    PartnerSite,
    Quota,
)
from studies.people.models import ConsentVersion, UpdateRequest, WaitingRequest
from studies.wording.models import Translation
from tests import make

TESTS = Path(__file__).parent
ONE = UUID(int=1)


def twice(make_row):
    """Make the same row a second time."""
    make_row()
    return make_row


def personal_link_used_twice(**state):
    survey = make.published_survey(activity=make.open_activity())
    participant = make.participant(study=survey.activity.study)
    link = survey.activity.invite_links.create(
        agency=survey.agency, participant=participant, token_hash="a"
    )
    fields = {"survey": survey, "is_anonymous": False, "personal_link": link}
    return twice(lambda: make.response(**fields, **state))


def reservation():
    """The same attempt holds one place of a quota."""
    place = make.quota().places.get()
    return partial(place.quota.places.create, holder=ONE, until=timezone.now())


def word():
    quota = make.quota()  # which writes today's word
    return partial(quota.words.create, word="nearly")


def invitation():
    agency = make.agency()
    return lambda: Invitation.objects.create(
        agency=agency,
        email="june@example.org",
        role="viewer",
        token_hash=str(make.n()),
        expires_at=timezone.now(),
    )


def terms(**fields):
    partnership = Partnership.objects.create(partner=make.partner(), study=make.study())
    values = {"number": 1, "hours": 6, "from_on": date(2026, 3, 1)}
    values |= {"until_on": date(2026, 3, 31), "partnership": partnership}
    return lambda: PartnershipTerms.objects.create(**values | fields)


def a_link(partner=None):
    activity = make.activity(**{"agency": partner.agency} if partner else {})
    return partners.make_link(activity.pk, partner=partner, by=None)


def link_at_a_place_of_nobody():
    site = PartnerSite.objects.create(partner=make.partner(), name="Desk")
    link = a_link(site.partner)
    link.partner, link.site = None, site
    return link.save


def personal_link_with_a_channel():
    participant = make.participant()
    activity = make.activity(agency=participant.study.agency)
    link = partners.personal_link(activity.pk, participant.pk)
    link.channel = "flyer"
    return link.save


def survey_conversation():
    activity = make.activity(round=make.round_())
    fields = {"round": activity.round, "activity": activity, "method": "survey"}
    return lambda: make.conversation(level=1, held_on=date(2027, 4, 1), **fields)


def wave_for_the_panel():
    agency = make.agency()
    message = Message.objects.create(agency=agency, step="panel_ask")
    fields = {"agency": agency, "is_panel": True, "first": message}
    return lambda: Wave.objects.create(news="panel_ask 2027-04-01", **fields)


def wave_with_news():
    study = make.study()
    message = Message.objects.create(agency=study.agency, step="share_back")
    fields = {"agency": study.agency, "study": study, "first": message}
    return lambda: Wave.objects.create(news="2027-04-01", **fields)


def of_study(model, **more):
    study = make.study()
    return lambda: model.objects.create(study=study, **more)


def translation(**fields):
    agency = make.agency()
    values = {"place": "a:1:b", "language": "es", "text": "c", "state": "draft"}
    return lambda: Translation.objects.create(agency=agency, **values | fields)


def choice():
    question = make.question(choices=["Yes"])
    return lambda: Choice.objects.create(question=question, code="c1", label="Also")


def row_of_a_matrix():
    question = make.question(kind="matrix")
    return lambda: Row.objects.create(question=question, code="r1", label="A row")


def tally():
    survey = make.published_survey()
    values = {"survey": survey, "version": survey.versions.get(), "language": "en"}
    return lambda: Tally.objects.create(code="c1", **values)


def consent_version(**fields):
    text = make.consent().text
    values = {"text": text, "words": {}, "meaning": 1}
    return lambda: ConsentVersion.objects.create(**values | fields)


def approval():
    survey = make.survey()
    link = guests.make_link(survey.pk, "comment", by=None)
    values = {"survey": survey, "link": link, "by_name": "Ana", "content_hash": "a"}
    return lambda: Approval.objects.create(kind="leader", **values)


def saved_without_being_taken_in():
    values = {"survey": make.survey(), "language": "es", "name": "es.po", "units": []}
    return lambda: IncomingFile.objects.create(texts_saved=1, **values)


def version():
    survey = make.published_survey()
    return lambda: SurveyVersion.objects.create(survey=survey, number=1, document={})


def account(email: str):
    return User.objects.create(email=email, name="June")


# Rule → what makes a row that it refuses.
BROKEN_BY = {
    "anonymous_response_names_nobody": lambda: (
        lambda: make.response(submitted_at=timezone.now())
    ),
    "submitted_response_has_a_day": lambda: lambda: make.response(submitted_on=None),
    "partial_response_was_told_of": lambda: partial(make.response, state="partial"),
    "withdrawn_response_keeps_nothing": lambda: (
        lambda: make.response(
            state=SurveyResponse.State.WITHDRAWN, answers={"q1": {"code": "c1"}}
        )
    ),
    "withdrawn_response_calculates_nothing": lambda: (
        lambda: make.response(
            state=SurveyResponse.State.WITHDRAWN, calculated={"total": "4"}
        )
    ),
    "personal_link_submits_once": personal_link_used_twice,
    "personal_link_stops_once": partial(
        personal_link_used_twice, state="partial", is_kept_unsent=True
    ),
    "tally_once_per_cell": lambda: twice(tally()),
    "choice_code_once_per_question": choice,
    "approval_once_per_person_and_wording": lambda: twice(approval()),
    "incoming_file_saves_when_taken_in": saved_without_being_taken_in,
    "row_code_once_per_question": lambda: twice(row_of_a_matrix()),
    "question_key_once_per_survey": lambda: twice(
        partial(make.question, survey=make.survey(), key="q")
    ),
    "version_number_once_per_survey": version,
    "invitation_once_while_open": lambda: twice(invitation()),
    "member_once_per_agency": lambda: twice(
        partial(make.member, agency=make.agency(), user=make.user())
    ),
    "user_email_once_any_case": lambda: (
        account("june@example.org") and (lambda: account("June@example.org"))
    ),
    "service_name_once_per_agency": lambda: twice(
        partial(make.service, agency=make.agency(), name="Rent help")
    ),
    "partner_name_once_per_agency": lambda: twice(
        partial(make.partner, agency=make.agency(), name="Harbor Lane")
    ),
    "partnership_once_per_study": lambda: twice(
        of_study(Partnership, partner=make.partner())
    ),
    "ended_partnership_is_over": lambda: of_study(
        Partnership, partner=make.partner(), ended_at=timezone.now()
    ),
    "terms_number_once": lambda: twice(terms()),
    "terms_end_after_begin": lambda: terms(until_on=date(2026, 2, 28)),
    "accepted_terms_say_by_whom_and_what": lambda: terms(accepted_at=timezone.now()),
    "site_name_once_per_partner": lambda: twice(
        partial(PartnerSite.objects.create, partner=make.partner(), name="Desk")
    ),
    "contact_address_once_per_partner": lambda: twice(
        partial(make.partner().contacts.create, name="Luz", email="luz@example.org")
    ),
    "observation_says_something": lambda: partial(make.observation, text=""),
    "office_is_written_to_at_one_address": lambda: twice(
        partial(make.office_address, partner=make.office())
    ),
    "office_address_once": lambda: twice(
        partial(
            make.office_address,
            partner=make.office(),
            email="desk@example.org",
            stopped_at=timezone.now(),
        )
    ),
    "office_address_says_how_we_got_it": lambda: partial(
        make.office_address, how_we_got_it=""
    ),
    "office_is_told_once_a_month": lambda: twice(
        partial(
            OfficeMonth.objects.create, partner=make.office(), month=date(2026, 10, 1)
        )
    ),
    "office_month_is_a_first_day": lambda: partial(
        OfficeMonth.objects.create, partner=make.office(), month=date(2026, 10, 2)
    ),
    "sent_office_month_keeps_what_was_said": lambda: partial(
        OfficeMonth.objects.create,
        partner=make.office(),
        month=date(2026, 10, 1),
        state="handed_over",
    ),
    "a_place_is_a_partners": link_at_a_place_of_nobody,
    "shared_links_alone_say_where_they_are_used": personal_link_with_a_channel,
    "introduced_once_by_a_partner": lambda: twice(
        partial(
            Introduction.objects.create,
            participant=make.participant(),
            partner=make.partner(),
        )
    ),
    "quota_number_once_per_activity": lambda: twice(
        partial(
            Quota.objects.create,
            activity=make.open_activity(),
            number=1,
            question_key="q1",
            codes=["c1"],
            target=1,
        )
    ),
    "quota_has_places": lambda: partial(make.quota, target=0),
    "quota_waits_for_a_while": lambda: partial(make.quota, lease_minutes=300),
    "one_place_for_each_attempt": lambda: twice(reservation()),
    "taken_place_knows_nobody": lambda: partial(
        make.quota().places.update, holder=ONE, until=timezone.now(), is_taken=True
    ),
    "one_word_a_day_on_each_quota": word,
    "response_over_quota_is_not_counted": lambda: partial(
        make.response, is_over_quota=True, over_quota=[1], folded=[]
    ),
    "participant_number_once_per_study": lambda: twice(
        partial(make.participant, study=make.study(), number=1)
    ),
    "participant_once_per_study": lambda: twice(
        partial(make.participant, study=make.study(), person=make.person())
    ),
    "payment_once_per_occasion": lambda: twice(
        partial(make.payment, participant=make.participant(), occasion="visit")
    ),
    "payment_is_more_than_nothing": lambda: partial(make.payment, cents=0),
    "payment_names_a_currency": lambda: partial(make.payment, currency="usd"),
    "payment_settled_says_when": lambda: partial(
        make.payment, state="paid", how="cash"
    ),
    "payment_paid_says_how": lambda: partial(
        make.payment, state="paid", settled_on=date(2027, 1, 4)
    ),
    "payment_due_says_since_when": lambda: partial(make.payment, state="due"),
    "legal_hold_has_a_reason": lambda: partial(make.legal_hold, reason=""),
    "legal_hold_is_lifted_after_it_began": lambda: partial(
        make.legal_hold, lifted_on=date(2020, 1, 1)
    ),
    "withdrawal_once_per_participant": lambda: twice(
        partial(make.withdrawal, participant=make.participant())
    ),
    "withdrawal_waits_once_per_person": lambda: twice(
        partial(make.withdrawal, person=make.person())
    ),
    "withdrawal_waits_once_per_answer": lambda: twice(
        partial(make.withdrawal, response_id=ONE)
    ),
    "withdrawal_done_points_at_nobody": lambda: partial(
        make.withdrawal, state="done", done_on=date(2027, 1, 4), response_id=ONE
    ),
    "study_with_minors_says_why": lambda: partial(make.study, youngest=16),
    "study_paused_says_why": lambda: partial(make.study, paused_at=timezone.now()),
    "study_closed_on_a_day_is_closed": lambda: partial(
        make.study, closed_on=date(2027, 1, 4)
    ),
    "update_request_once_per_study": lambda: twice(
        of_study(UpdateRequest, person=make.person())
    ),
    "waiting_request_once_per_study": lambda: twice(
        of_study(WaitingRequest, email="ana@example.org", email_hash="a")
    ),
    "survey_conversation_once_per_day_and_language": lambda: twice(
        survey_conversation()
    ),
    "waiting_request_wants_something": lambda: of_study(
        WaitingRequest, email="ana@example.org", email_hash="a", tells=False
    ),
    # Of two people, because one person stands there once in any case.
    "panel_number_once_per_agency": lambda: twice(
        partial(make.panel_member, agency=make.agency(), number=1)
    ),
    "panel_confirmed_says_when": lambda: partial(make.panel_member, confirmed_on=None),
    "panel_left_says_when": lambda: partial(
        make.panel_member, state="left", left_on=None
    ),
    "panel_member_has_a_channel": lambda: partial(make.panel_member, channels=[]),
    "wave_asks_the_panel_once": lambda: twice(wave_for_the_panel()),
    "wave_brings_news_once": lambda: twice(wave_with_news()),
    "translation_once_per_language": lambda: twice(translation()),
    "consent_text_once_outside_studies": lambda: twice(
        partial(make.consent_text, study=None, agency=make.agency())
    ),
    "consent_text_says_taking_part": lambda: partial(make.consent_text, take_part=""),
    "consent_number_once_per_text": lambda: consent_version(number=1),
    "consent_means_what_came_before": lambda: consent_version(number=2, meaning=3),
    "kiosk_link_is_for_everybody": lambda: partial(
        make.open_activity().invite_links.create,
        agency=make.agency(),
        is_kiosk=True,
        cap=10,
        token_hash="k",
        short_code="KKKKKKKK",
    ),
    "only_a_helped_response_names_help": lambda: partial(
        make.response, mode="self", help=["wrote"]
    ),
    "a_proxy_says_why": lambda: partial(make.response, mode="proxy"),
    "unsent_answers_count_in_one_place": lambda: twice(
        partial(
            UnsentTally.objects.create,
            survey=make.survey(),
            language="en",
            partner=None,
            is_synthetic=False,
        )
    ),
    "activity_erases_unsent_answers_in_time": lambda: partial(
        make.activity, unsent_days=181
    ),
    "consent_says_what_was_read": lambda: partial(
        make.response, consents={"quote": True}
    ),
    "left_out_response_is_not_counted": lambda: partial(
        make.response, is_left_out=True, folded=[]
    ),
    "flag_once_per_answer": lambda: twice(
        partial(make.safety_flag, survey=make.published_survey(), response=ONE)
    ),
    "closed_flag_says_what_was_done": lambda: partial(
        make.safety_flag, state="closed", closed_by=make.user()
    ),
    "judgment_has_a_reason": lambda: partial(make.judgment, reason=""),
    "translation_says_something": lambda: translation(text=""),
    "ended_people_file_is_erased": lambda: partial(
        make.people_file, state="added", ended_at=timezone.now()
    ),
    "people_file_says_how_we_got_it": lambda: partial(
        make.people_file, how_we_got_it=""
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("rule", BROKEN_BY)
def test_the_database_refuses_what_must_never_be(rule):
    make_row = BROKEN_BY[rule]()

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        make_row()


def test_every_rule_of_the_database_is_broken_by_a_test():
    said = "\n".join(path.read_text() for path in TESTS.rglob("*.py"))
    rules = {
        rule.name
        for app in ("studies", "feedback")
        for model in apps.get_app_config(app).get_models()
        for rule in model._meta.constraints
    }

    assert sorted(rule for rule in rules if rule not in said) == []
