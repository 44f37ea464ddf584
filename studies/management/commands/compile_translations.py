from django.conf import settings
from django.core.management.base import BaseCommand

from studies.wording import catalogs


class Command(BaseCommand):
    help = "Compile the interface's catalogs, without gettext."
    requires_system_checks = []

    def handle(self, **options):
        for path in catalogs.compile_all(settings.BASE_DIR):
            self.stdout.write(str(path.relative_to(settings.BASE_DIR)))
