from django.contrib.admin.apps import AdminConfig


class StudioConfig(AdminConfig):
    default_site = "cxstudio.studio.site.StudioSite"

    def ready(self):
        super().ready()
        # Django's groups grant nothing here: roles are per agency.
        site = self.module.site
        groups = self.apps.get_model("auth", "Group")
        if site.is_registered(groups):
            site.unregister(groups)
