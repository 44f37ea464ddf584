from django.conf import settings
from django.core.management.base import BaseCommand

from studies.wording import catalogs


class Command(BaseCommand):
    help = "Bring the interface's catalogs in line with the sources."
    requires_system_checks = []

    def handle(self, **options):
        for language in catalogs.languages():
            entries = catalogs.update(settings.BASE_DIR, language)
            missing = sum(not entry.translated() for entry in entries)
            self.stdout.write(f"{language}: {len(entries)} strings, {missing} missing")
