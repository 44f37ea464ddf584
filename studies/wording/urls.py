from django.urls import path

from studies.wording.views import agency_words, typed

urlpatterns = [
    path("studio/wording/check/", typed.check_typed, name="wording-check"),
    path("studio/agency/words/", agency_words.agency_words, name="agency-words"),
    path(
        "studio/agency/words/finding/",
        agency_words.agency_words_finding,
        name="agency-words-finding",
    ),
    path(
        "studio/agency/<slug:slug>/words/<slug:language>/",
        agency_words.agency_words_in,
        name="agency-words-in",
    ),
]
