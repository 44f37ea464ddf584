from django.urls import path

from studies.wording import views

urlpatterns = [
    path("studio/agency/words/", views.agency_words, name="agency-words"),
    path(
        "studio/agency/<slug:slug>/words/<slug:language>/",
        views.agency_words_in,
        name="agency-words-in",
    ),
]
