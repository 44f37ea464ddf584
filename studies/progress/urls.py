from django.urls import path

from studies.progress import views

STUDY = "studio/study/<slug:slug>/"

urlpatterns = [
    path(STUDY + "plan/", views.plan, name="study-plan"),
    path(STUDY + "plan/finding/", views.plan_finding, name="study-plan-finding"),
    path(STUDY + "start/", views.start, name="study-start"),
    path(STUDY + "close/", views.close, name="study-close"),
    path(STUDY + "reopen/", views.reopen, name="study-reopen"),
    path(STUDY + "pause/", views.pause, name="study-pause"),
    path(STUDY + "go-on/", views.go_on, name="study-go-on"),
    path(STUDY + "learned/", views.learned, name="study-learned"),
    path(STUDY + "summary/", views.summary, name="study-summary"),
    path(STUDY + "round/<int:number>/", views.round_edit, name="round-edit"),
]
