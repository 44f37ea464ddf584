from django.urls import path

from cxstudio.studio import board

urlpatterns = [
    path("studio/", board.home, name="study-home"),
    path("studio/study/<slug:slug>/", board.study_board, name="study-board"),
    path("studio/study/<slug:slug>/counts/", board.counts, name="study-counts"),
]
