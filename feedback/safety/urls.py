from django.urls import path

from feedback.safety.views import flags

urlpatterns = [
    path("studio/may-need-help/", flags.may_need_help, name="may-need-help"),
    path(
        "studio/may-need-help/<uuid:response_id>/close/", flags.close, name="flag-close"
    ),
]
