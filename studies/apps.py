from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StudiesConfig(AppConfig):
    name = "studies"
    verbose_name = _("Studies")

    def ready(self) -> None:
        # Django reads an app's models before this; the receivers need them.
        from studies import receivers  # noqa: F401, PLC0415
