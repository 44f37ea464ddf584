from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from studies.wording import catalogs


class Command(BaseCommand):
    help = "Fail where a language of the interface lacks a string that it must have."
    requires_system_checks = []

    def handle(self, **options):
        found = [
            fault
            for language in catalogs.languages()
            for fault in catalogs.faults(settings.BASE_DIR, language)
        ]
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(
                f"{len(found)} strings are not ready. `manage.py update_messages` "
                "adds them to the catalogs; docs/translations.md says how to go on."
            )
        self.stdout.write("Every string is there, in every language of the interface.")
        for language in catalogs.languages():
            state = catalogs.review_state(settings.BASE_DIR, language)
            self.stdout.write(f"{language}: {catalogs.NOTES[state]}")
