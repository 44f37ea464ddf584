from django.urls import path

from studies.planning import views

urlpatterns = [
    path("studio/study/new/", views.study_new, name="study-new"),
]
