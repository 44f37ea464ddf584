from django.urls import path

from feedback.exports import views

EXPORT = "studio/survey/<int:pk>/export/"

urlpatterns = [
    path(EXPORT, views.export, name="survey-export"),
    path(EXPORT + "answers.csv", views.answers_csv, name="survey-export-answers"),
    path(EXPORT + "codebook.csv", views.codebook_csv, name="survey-export-codebook"),
]
