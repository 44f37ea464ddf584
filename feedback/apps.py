from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = _("Feedback")

    def ready(self):
        # Django reads an app's models before this; the receivers need them.
        from feedback import receivers  # noqa: F401, PLC0415
