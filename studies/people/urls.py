from django.urls import path

from studies.people import views

urlpatterns = [
    path("studio/people/", views.people_list, name="people-list"),
    path("studio/people/new/", views.people_new, name="people-new"),
    path("studio/people/looks/", views.access_log, name="people-looks"),
    path(
        "studio/people/<uuid:pk>/archive/", views.person_archive, name="person-archive"
    ),
    path("studio/people/<uuid:pk>/back/", views.person_back, name="person-back"),
]
