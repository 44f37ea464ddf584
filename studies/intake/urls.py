from django.urls import path

from studies.intake import views

FILE = "studio/people/files/<uuid:file_pk>/"

urlpatterns = [
    path("studio/people/files/", views.people_files, name="people-files"),
    path(FILE, views.people_file, name="people-file"),
    path(FILE + "add/", views.people_file_add, name="people-file-add"),
    path(FILE + "away/", views.people_file_away, name="people-file-away"),
]
