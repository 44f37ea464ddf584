from django.contrib.admin.apps import AdminConfig

from cxstudio import plain_errors

# Lists that libraries bring. They know no agency, and roles are ours, per agency.
UNWANTED = [
    ("auth", "Group"),
    ("account", "EmailAddress"),
    ("mfa", "Authenticator"),
    ("usersessions", "UserSession"),
]


class StudioConfig(AdminConfig):
    default_site = "cxstudio.studio.site.StudioSite"

    def ready(self):
        plain_errors.install()
        super().ready()
        site = self.module.site
        for app_label, name in UNWANTED:
            model = self.apps.get_model(app_label, name)
            if site.is_registered(model):
                site.unregister(model)
