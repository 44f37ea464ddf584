from django.urls import path

from feedback.keying import views

ONE = "studio/survey/<int:pk>/key/"

urlpatterns = [
    path(ONE, views.survey_key, name="survey-key"),
    path(f"{ONE}undo/", views.survey_key_undo, name="survey-key-undo"),
]
