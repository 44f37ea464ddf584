from django.urls import path

from studies.sessions.views import mails, notes, people, preview, sent, sessions, visit

STUDY = "studio/study/<slug:slug>/"
SESSION = "studio/sessions/<int:pk>/"
TIME = SESSION + "time/<int:slot_pk>/"
BOOKING = SESSION + "visit/<uuid:booking_pk>/"

urlpatterns = [
    path("visit/<str:token>/", visit.visit, name="visit"),
    path("visit/<str:token>/cancel/", visit.visit_cancel, name="visit-cancel"),
    path("visit/<str:token>/visit.ics", visit.visit_calendar, name="visit-calendar"),
    path(STUDY + "sessions/", sessions.study_sessions, name="study-sessions"),
    path(
        STUDY + "round/<int:number>/session/", sessions.session_new, name="session-new"
    ),
    path("studio/sessions/mine.ics", sessions.my_calendar, name="my-calendar"),
    path(SESSION, sessions.session, name="session"),
    path(SESSION + "edit/", sessions.session_edit, name="session-edit"),
    path(SESSION + "times/", sessions.session_times, name="session-times"),
    path(SESSION + "archive/", sessions.session_archive, name="session-archive"),
    path(
        SESSION + "translate/<slug:language>/",
        sessions.session_translate,
        name="session-translate",
    ),
    path(TIME, sessions.slot_change, name="slot-change"),
    path(TIME + "cancel/", sessions.slot_cancel, name="slot-cancel"),
    path(SESSION + "mails/", preview.session_mails, name="session-mails"),
    path(
        SESSION + "mails/<slug:kind>/<slug:language>/",
        preview.session_mail_html,
        name="session-mail-html",
    ),
    path(SESSION + "mails/test/", preview.session_mail_test, name="session-mail-test"),
    path(SESSION + "invite/", people.session_invite, name="session-invite"),
    path(SESSION + "book/", people.session_book, name="session-book"),
    path(BOOKING, people.booking, name="booking"),
    path(BOOKING + "book/", people.visit_book, name="visit-book"),
    path(BOOKING + "mark/", people.booking_mark, name="booking-mark"),
    path(BOOKING + "consent/", people.booking_consent, name="booking-consent"),
    path(BOOKING + "cancel/", people.booking_cancel, name="booking-cancel"),
    path(
        BOOKING + "mails/<int:letter_pk>/judge/",
        mails.letter_judge,
        name="letter-judge",
    ),
    path(
        STUDY + "people/<int:participant_number>/sent/",
        sent.participant_sent,
        name="participant-sent",
    ),
    path("studio/people/<uuid:pk>/sent/", sent.person_sent, name="person-sent"),
    path(SESSION + "notes/", notes.session_notes, name="session-notes"),
    path(
        SESSION + "notes/<int:note_pk>/remove/", notes.note_remove, name="note-remove"
    ),
]
