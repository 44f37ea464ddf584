from django.urls import path

from studies.people.views import consent, participants, payments, people

STUDY_PEOPLE = "studio/study/<slug:slug>/people/"
PAYMENTS = "studio/study/<slug:slug>/payments/"
PAYMENT = PAYMENTS + "<uuid:payment_pk>/"
CONSENT = "studio/consent/<int:pk>/"

urlpatterns = [
    path("studio/consent/", consent.consent_list, name="consent-list"),
    path("studio/consent/begin/", consent.consent_begin, name="consent-begin"),
    path(CONSENT, consent.consent, name="consent"),
    path(CONSENT + "publish/", consent.consent_publish, name="consent-publish"),
    path(CONSENT + "finding/", consent.consent_finding, name="consent-finding"),
    path(
        CONSENT + "version/<int:number>/",
        consent.consent_version,
        name="consent-version",
    ),
    path(
        CONSENT + "translate/<slug:language>/",
        consent.consent_translate,
        name="consent-translate",
    ),
    path(
        CONSENT + "translate/<slug:language>/vouch/",
        consent.consent_vouch,
        name="consent-vouch",
    ),
    path(
        "studio/study/<slug:slug>/consent/",
        consent.study_consent,
        name="study-consent",
    ),
    path(STUDY_PEOPLE, participants.participant_list, name="participants"),
    path(
        STUDY_PEOPLE + "<int:participant_number>/",
        participants.participant,
        name="participant",
    ),
    path(
        STUDY_PEOPLE + "<int:participant_number>/agree/",
        participants.participant_agree,
        name="participant-agree",
    ),
    path(
        STUDY_PEOPLE + "add/<uuid:pk>/",
        participants.participant_add,
        name="participant-add",
    ),
    path(PAYMENTS, payments.payment_list, name="payments"),
    path(PAYMENTS + "new/", payments.payment_new, name="payment-new"),
    path(PAYMENTS + "export/", payments.payment_export, name="payment-export"),
    path(PAYMENT, payments.payment, name="payment"),
    path(PAYMENT + "due/", payments.payment_due, name="payment-due"),
    path(PAYMENT + "paid/", payments.payment_paid, name="payment-paid"),
    path(PAYMENT + "not-wanted/", payments.payment_refused, name="payment-refused"),
    path(PAYMENT + "again/", payments.payment_reopen, name="payment-reopen"),
    path("studio/people/", people.people_list, name="people-list"),
    path("studio/people/new/", people.people_new, name="people-new"),
    path("studio/people/export/", people.people_export, name="people-export"),
    path("studio/people/looks/", people.access_log, name="people-looks"),
    path("studio/people/<uuid:pk>/", people.person_change, name="person-change"),
    path(
        "studio/people/<uuid:pk>/archive/", people.person_archive, name="person-archive"
    ),
    path("studio/people/<uuid:pk>/back/", people.person_back, name="person-back"),
]
