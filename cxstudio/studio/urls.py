from django.urls import path

from cxstudio.studio import archived, board, recruiting

urlpatterns = [
    path("studio/archived/", archived.archived_list, name="archived-list"),
    path(
        "studio/archived/<slug:kind>/<int:pk>/",
        archived.bring_back,
        name="archived-bring-back",
    ),
    path("studio/", board.home, name="study-home"),
    path("studio/study/<slug:slug>/", board.study_board, name="study-board"),
    path(
        "studio/study/<slug:slug>/round/<int:number>/recruiting/",
        recruiting.recruiting,
        name="round-recruiting",
    ),
    path("studio/study/<slug:slug>/counts/", board.counts, name="study-counts"),
]
