from django.urls import path

from studies.withdrawal.views import erasing, leaving

HOLDS = "studio/legal-holds/"

urlpatterns = [
    path(
        "studio/study/<slug:slug>/people/<int:participant_number>/leave/",
        leaving.participant_leave,
        name="participant-leave",
    ),
    path("studio/erased/", erasing.erased, name="erased"),
    path("studio/taken-back/", erasing.withdrawals, name="taken-back"),
    path(HOLDS, erasing.holds, name="legal-holds"),
    path(HOLDS + "new/", erasing.hold_new, name="legal-hold-new"),
    path(HOLDS + "<int:hold_pk>/lift/", erasing.hold_lift, name="legal-hold-lift"),
]
