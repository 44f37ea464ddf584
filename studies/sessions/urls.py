from django.urls import path

from studies.sessions import views

urlpatterns = [
    path("visit/<str:token>/", views.visit, name="visit"),
    path("visit/<str:token>/cancel/", views.visit_cancel, name="visit-cancel"),
    path("visit/<str:token>/visit.ics", views.visit_calendar, name="visit-calendar"),
]
